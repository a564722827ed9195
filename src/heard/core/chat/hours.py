"""When live chat is on: hours of the week in local time, asked and answered in instants.

A day ends at minute 1440, so that what closes at midnight is on at 23:59 and off at 00:00.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from heard.core.timing import LONDON, bank_holidays, london_date

MIDNIGHT = 24 * 60  # minutes after the midnight that a day begins with
_FURTHEST = 366  # days within which it must open again, else it never does

Span = tuple[int, int]  # minutes after midnight: from, and until which, that one left out


class BadHours(ValueError):
    """Hours that cannot be; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The hours from a day on: of each weekday from Monday, None where it is closed."""

    valid_from: date
    days: Sequence[Span | None]
    on_bank_holidays: bool = True

    def __post_init__(self) -> None:
        if len(self.days) != 7:  # noqa: PLR2004 - a week
            raise BadHours("A week has seven days.")
        if any(day and not 0 <= day[0] < day[1] <= MIDNIGHT for day in self.days):
            raise BadHours("A day opens before it closes, at midnight at the latest.")


ALWAYS = Week(valid_from=date.min, days=7 * ((8 * 60, MIDNIGHT),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """All that is known of the hours: the weeks, the newest day first, and single closed days."""

    weeks: Sequence[Week] = (ALWAYS,)
    closures: AbstractSet[date] = frozenset()


def is_on(hours: Hours, now: datetime) -> bool:
    """Tell whether a conversation may begin at this instant."""
    opens, closes = _on(hours, london_date(now)) or (now, now)
    return opens <= now < closes


def opens_next(hours: Hours, now: datetime) -> datetime | None:
    """Give the first instant, from `now` on, at which one may begin, in UTC; None for never."""
    now = now.astimezone(UTC)
    for opens, closes in _from(hours, london_date(now)):
        if max(now, opens) < closes:
            return max(now, opens)
    return None


def _from(hours: Hours, day: date) -> Iterator[tuple[datetime, datetime]]:
    for ahead in range(_FURTHEST):
        if found := _on(hours, day + timedelta(days=ahead)):
            yield found


def _on(hours: Hours, day: date) -> tuple[datetime, datetime] | None:
    """Give the instants at which it opens and closes on a local day."""
    week = next((one for one in hours.weeks if one.valid_from <= day), ALWAYS)
    span = week.days[day.weekday()]
    is_holiday = day in bank_holidays(day.year) and not week.on_bank_holidays
    if span is None or is_holiday or day in hours.closures:
        return None
    return _instant(day, span[0]), _instant(day, span[1])


def _instant(day: date, minutes: int) -> datetime:
    """Give the instant of a local time; one that the clock skips or has twice is the first."""
    whole, rest = divmod(minutes, MIDNIGHT)
    on = day + timedelta(days=whole)
    return datetime.combine(on, time(*divmod(rest, 60)), LONDON).astimezone(UTC)
