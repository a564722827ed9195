"""What is found of a pilot under each of its five headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.medians import Median
from heard.insight.measure import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """What citizens said, how long it took them, and who wanted no more of it.

    `finished` is of those who began, `opted_out` of the messages delivered.
    """

    questions: Sequence[Figure]
    finished: Estimate
    minutes: Median | None
    opted_out: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Ease:
    """What staff did: `acts` of `people` that the journal keeps, in about `minutes`.

    `held` touchpoints waited for a person, who decided on `decided` of them.
    """

    acts: int
    people: int
    minutes: float
    held: int
    decided: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """How much of what happened was asked about, and whether who answered stands for the rest.

    `asked` and `unmapped` are of all touchpoints of the pilot; `alike` has the R-indicator of each
    survey by its name.
    """

    asked: Estimate
    unmapped: Estimate
    delivered: Estimate
    rate: Estimate
    replies: int
    alike: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What the letters cost by list price without VAT, in pence, and what came of them."""

    texts: int
    fragments: int
    pence: Decimal
    completed: int

    @property
    def each(self) -> Decimal | None:
        """Pence a completed survey; None where none was completed."""
        return self.pence / self.completed if self.completed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What came of it: who commented, comments and those coded, and the alerts that were raised."""

    commented: Estimate
    comments: int
    coded: int
    alerts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pilot:
    """The pilot from its first to its last day, of the surveys by their names."""

    as_of: datetime
    names: Sequence[str]
    begins: date
    ends: date
    experience: Experience
    ease: Ease
    robustness: Robustness
    cost: Cost
    learnt: Learnt
