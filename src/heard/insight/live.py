"""How today goes: what was decided and became of it, what waits, and when anything came last."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from heard.core.timing import london_date
from heard.delivery.models import Receipt
from heard.insight.cuts import Slice
from heard.insight.facts.read import Facts
from heard.insight.holds import Holds, holds
from heard.insight.ledger import Account, accounts
from heard.insight.sources import Heard, sources
from heard.responses.models import Response

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What happened on one local day, survey by survey, and all of them together.

    `is_today` is False where nothing was decided about today, and this is the last day before.
    """

    day: date
    is_today: bool
    accounts: Sequence[Account]

    @property
    def decided(self) -> Mapping[str, int]:
        """What was decided, by outcome."""
        return _together([account.outcomes for account in self.accounts])

    @property
    def why_not(self) -> Mapping[str, int]:
        """Why some were not asked, by the reason that decided, the most frequent first."""
        return _together([account.reasons for account in self.accounts])

    @property
    def letters(self) -> Mapping[str, int]:
        """What became of the letters, by state."""
        return _together([account.letters for account in self.accounts])

    @property
    def opened(self) -> int:
        return sum(account.opened for account in self.accounts)

    @property
    def completed(self) -> int:
        return sum(account.completed for account in self.accounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A day, what is held, each source, and when a receipt and an answer came last."""

    as_of: datetime
    day: Day | None
    holds: Holds
    sources: Sequence[Heard]
    receipt: datetime | None
    answer: datetime | None


def live(facts: Facts, *, now: datetime) -> Live:
    """Say how things stand now; flows are as of the facts, queues as of this moment."""
    receipts = Receipt.objects.order_by("-id").values_list("received_at", flat=True)
    answers = Response.objects.order_by("-submitted_at").values_list("submitted_at", flat=True)
    return Live(
        as_of=facts.as_of,
        day=_day(facts, london_date(now)),
        holds=holds(now=now),
        sources=sources(now=now),
        receipt=receipts.first(),
        answer=answers.first(),
    )


def _day(facts: Facts, today: date) -> Day | None:
    """Give today, or the last day before on which anything happened that was decided on."""
    (row,) = facts.ask(_last, until=today)
    last: date | None = row["last"]
    if last is None:
        return None
    found = accounts(facts, where=Slice(from_=last, to=last))
    return Day(day=last, is_today=last == today, accounts=[one for one in found if one.events])


def _last(facts: Facts, *, until: date) -> "Table":
    decided = facts.screenings.filter(facts.screenings.day <= until)
    return decided.aggregate(last=decided.day.max())


def _together(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    found = sum((Counter(one) for one in counts), Counter[str]())
    return dict(found.most_common())
