"""When a message may go out: opening hours in local time, asked and answered in instants."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
_SUNDAY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The hours in which people are written to; the closing minute is outside.

    Rest days are Sundays and the bank holidays of England. The hours are those of `zone`.
    """

    weekday_opens: time = time(9)
    weekday_closes: time = time(20)
    rest_opens: time = time(10)
    rest_closes: time = time(18)
    zone: ZoneInfo = LONDON

    def __post_init__(self) -> None:
        if self.weekday_opens >= self.weekday_closes or self.rest_opens >= self.rest_closes:
            raise ValueError("a sending window must open before it closes, on the same day")

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Return the instants at which the window opens and closes on a local day, in UTC."""
        opens, closes = (
            (self.rest_opens, self.rest_closes)
            if day.weekday() == _SUNDAY or day in bank_holidays(day.year)
            else (self.weekday_opens, self.weekday_closes)
        )
        return self._instant(day, opens), self._instant(day, closes)

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


DEFAULT_WINDOW = Window()


def is_open(now: datetime, window: Window = DEFAULT_WINDOW) -> bool:
    """Tell whether a message may go out at this instant."""
    opens, closes = window.on(_aware(now).astimezone(window.zone).date())
    return opens <= now < closes


def next_open(now: datetime, window: Window = DEFAULT_WINDOW) -> datetime:
    """Return the first instant, from `now` on, at which a message may go out, in UTC."""
    now = _aware(now).astimezone(UTC)
    hours = map(window.on, _days_from(now.astimezone(window.zone).date()))
    # The hour that the clock skips in March can leave a day without any opening.
    return next(max(now, opens) for opens, closes in hours if max(now, opens) < closes)


def london_date(instant: datetime) -> date:
    """Return the date on a London wall calendar at this instant."""
    return _aware(instant).astimezone(LONDON).date()


def within_dates(instant: datetime, first: date, last: date | None) -> bool:
    """Tell whether the London date of an instant lies between two dates, both included.

    No last date means that there is none yet.
    """
    return first <= london_date(instant) <= (last or date.max)


def _aware(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("an instant needs its time zone")
    return instant


def _days_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=offset) for offset in count())


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """Give the bank holidays of England in a year."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
