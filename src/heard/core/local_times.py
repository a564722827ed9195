"""Times as people write them, without an offset, read by the wall clock of a zone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_PROBE = datetime(2020, 10, 31, 23, 58, tzinfo=UTC)


class NoTime(ValueError):
    """A text is no time: by which rule, in words that do not repeat it."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule, self.message = rule, message


def is_format(form: str) -> bool:
    """Tell whether a format of strptime holds a date and a time to the minute.

    The name of a zone (%Z) is refused, since strptime reads it and then forgets it.
    """
    try:
        read = datetime.strptime(_PROBE.strftime(form), form)  # noqa: DTZ007 - zones come later
    except ValueError:
        return False
    return "%Z" not in form and read.replace(tzinfo=UTC) == _PROBE


def read_local(text: str, *, forms: Sequence[str], zone: ZoneInfo) -> datetime:
    """Read a time in one of these formats of strptime into UTC; NoTime where it is none.

    Without an offset (%z) it is one of the zone's wall clock. Of a time that the clock shows
    twice the later one is meant, so that nobody is asked too early; one that it skips is no
    time, nor is one that two formats read differently.
    """
    found = {_instant(read, zone) for form in forms if (read := _parsed(text, form)) is not None}
    if not found:
        written = " or ".join(_PROBE.strftime(form) for form in forms)
        raise NoTime("time", f"This is not a time as {written} is.")
    if None in found:
        raise NoTime("time_exists", f"The clock of {zone.key} skips this time.")
    if len(found) > 1:
        raise NoTime("time_ambiguous", "Two formats read this as two different times.")
    return next(instant for instant in found if instant is not None)


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is the caller's
    except ValueError:
        return None


def _instant(read: datetime, zone: ZoneInfo) -> datetime | None:
    """Give the instant in UTC, or None where the zone's clock never shows this time."""
    try:
        if read.tzinfo is not None:
            return read.astimezone(UTC)
        instant = read.replace(tzinfo=zone, fold=1).astimezone(UTC)
        shown = instant.astimezone(zone).replace(tzinfo=None)
    except OverflowError:  # within a day of the calendar's ends
        return None
    return instant if shown == read else None
