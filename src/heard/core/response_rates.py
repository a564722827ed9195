"""When a falling response raises a review by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from heard.core.statistics.differences import critical, z_of_difference

RULE = (
    "Two months in a row, the response of each significantly below (two-sided, 5%) that of all the"
    " months before them together, of which there are at least two, with 100 invitations."
)
IN_A_ROW = 2
EARLIER_MONTHS = 2
EARLIER_ASKED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """How many were asked about what happened in a month, and how many of them answered."""

    first: date
    asked: int
    answered: int

    @property
    def rate(self) -> float:
        return self.answered / self.asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """The months in which the response fell, and what it was in all months before, together."""

    months: tuple[Month, ...]
    before: Month


def fall(months: Sequence[Month]) -> Fall | None:
    """Find the latest months that the rule is about; months go upwards, each one whole."""
    for end in range(len(months), IN_A_ROW + EARLIER_MONTHS - 1, -1):
        earlier, late = months[: end - IN_A_ROW], tuple(months[end - IN_A_ROW : end])
        before = Month(
            first=earlier[0].first,
            asked=sum(month.asked for month in earlier),
            answered=sum(month.answered for month in earlier),
        )
        if before.asked >= EARLIER_ASKED and all(_is_below(before, month) for month in late):
            return Fall(months=late, before=before)
    return None


def _is_below(before: Month, month: Month) -> bool:
    if not month.asked:
        return False
    z = z_of_difference(before.answered, before.asked, month.answered, month.asked)
    return z < -critical()
