"""What is held for somebody to decide on, the most urgent first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from heard.core.screening import Outcome
from heard.eligibility.models import Screening
from heard.insight.paging import COUNTED, PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One touchpoint that is held for one programme; it is not asked if nobody decides `until`."""

    id: int
    programme: str
    kind: str
    key: str
    area: str
    incident_code: str
    reasons: Sequence[str]
    decided_at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """The 50 whose time ends first; `counts` is by reason, of at most 10,000."""

    holds: Sequence[Hold]
    counts: Mapping[str, int]

    @property
    def is_cut(self) -> bool:
        return len(self.holds) == PAGE


def holds(*, now: datetime) -> Holds:
    """Give what is held and may still be decided on.

    What nobody can let pass, since its code has to be told first, is listed like the rest. What
    was let through once and kept back at the last moment is over: it is not asked again.
    """
    waiting = Screening.objects.filter(
        is_current=True, outcome=Outcome.HOLD, until__gt=now, invited_at=None
    )
    rows = waiting.order_by("until", "id").values(
        *("id", "programme__name", "touchpoint__kind", "touchpoint__key", "area"),
        *("incident_code", "reasons", "decided_at", "until"),
    )[:PAGE]
    reasons = waiting.values_list("reasons", flat=True)[:COUNTED]
    return Holds(
        holds=[
            Hold(
                id=row["id"],
                programme=row["programme__name"],
                kind=row["touchpoint__kind"],
                key=row["touchpoint__key"],
                area=row["area"],
                incident_code=row["incident_code"],
                reasons=row["reasons"],
                decided_at=row["decided_at"],
                until=row["until"],
            )
            for row in rows
        ],
        counts=dict(Counter(chain.from_iterable(reasons)).most_common()),
    )
