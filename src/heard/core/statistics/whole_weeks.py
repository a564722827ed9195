"""A calendar of whole weeks: months, quarters and years that never cut one in two.

A week belongs to the month, the quarter and the year in which its Thursday lies, so that each lies
whole in the next. Two stretches of time then differ by whole weeks, and never by single days.

Source: ISO 8601, which counts the weeks of a year so.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import cache

WEEK = timedelta(days=7)
_THURSDAY = timedelta(days=3)
_SUNDAY = timedelta(days=6)
Node = tuple[int | date, ...]  # nothing is all time, then a year, its quarter, month and Monday


class Unit(IntEnum):
    """How long a stretch of time is: as many steps down from all time."""

    ALL = 0
    YEAR = 1
    QUARTER = 2
    MONTH = 3
    WEEK = 4


@dataclass(frozen=True, slots=True)
class Weeks:
    """A stretch of whole weeks, named by their Mondays, both included; None has no end there."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, monday: date) -> bool:
        return (self.first is None or monday >= self.first) and (
            self.last is None or monday <= self.last
        )

    @property
    def from_(self) -> date | None:
        """The first day."""
        return self.first

    @property
    def to(self) -> date | None:
        """The last day."""
        return self.last and self.last + _SUNDAY


ALWAYS = Weeks()


def monday_of(day: date) -> date:
    """Give the first day of the week of a day."""
    return day - timedelta(days=day.weekday())


@cache
def node_of(monday: date, unit: Unit) -> Node:
    """Give the year, quarter, month or week that a week belongs to."""
    thursday = monday + _THURSDAY
    return (thursday.year, (thursday.month + 2) // 3, thursday.month, monday)[:unit]


def weeks_of(from_: date | None, to: date | None) -> Weeks:
    """Give the weeks most days of which lie between two days, or that have both of them in them.

    A month, so asked for, has the weeks that belong to it.
    """
    first = from_ and monday_of(from_ + _THURSDAY)
    last = to and monday_of(to - _THURSDAY)
    if first and last and first > last:
        return Weeks(monday_of(from_ or first), monday_of(to or last))
    return Weeks(first, last)


def covered(weeks: Weeks, unit: Unit) -> Weeks:
    """Widen a stretch to whole units."""
    if unit is Unit.ALL:
        return ALWAYS
    return Weeks(
        weeks.first and _end(weeks.first, unit, -WEEK), weeks.last and _end(weeks.last, unit, WEEK)
    )


def _end(monday: date, unit: Unit, step: timedelta) -> date:
    """Give the last week of a unit in a direction."""
    while node_of(monday + step, unit) == node_of(monday, unit):
        monday += step
    return monday


def uncut(weeks: Weeks, *, years: int) -> tuple[Weeks, ...]:
    """Give the longest units of which a stretch takes all weeks or none, so many years around it.

    Single weeks are not among them. Widened to whole units, the stretch cuts none of these either.
    """
    ends = [(end, end + step) for end, step in ((weeks.first, -WEEK), (weeks.last, WEEK)) if end]
    cut = {
        node_of(end, unit)
        for end, beyond in ends
        for unit in (Unit.YEAR, Unit.QUARTER, Unit.MONTH)
        if node_of(end, unit) == node_of(beyond, unit)
    }
    around = {(end + _THURSDAY).year + more for end, _ in ends for more in range(-years, years + 1)}
    return tuple(span for year in sorted(around) for span in _uncut(date(year, 1, 1), 12, cut))


def _uncut(start: date, months: int, cut: AbstractSet[Node]) -> Iterator[Weeks]:
    """Give what is not cut of so many months from a day on: a year, a quarter or a month."""
    unit = {12: Unit.YEAR, 3: Unit.QUARTER, 1: Unit.MONTH}[months]
    first = monday_of(start + _THURSDAY)
    if node_of(first, unit) not in cut:
        yield Weeks(first, monday_of(_later(start, months) + _THURSDAY) - WEEK)
    elif unit is not Unit.MONTH:
        within = months // 4 or 1
        for more in range(0, months, within):
            yield from _uncut(_later(start, more), within, cut)


def _later(start: date, months: int) -> date:
    """Give the first day of a month so many months later."""
    year, month = divmod(start.month - 1 + months, 12)
    return date(start.year + year, month + 1, 1)
