"""Says instants and spans in words, by the clocks of London."""

from datetime import datetime, timedelta

from heard.core.timing import LONDON

_UNITS = (
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
    (timedelta(seconds=1), "second"),
)


def day(instant: datetime) -> str:
    """Give for example 'Monday 12 October 2020'."""
    local = instant.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y}"


def clock(instant: datetime) -> str:
    """Give for example '11:03'; in the hour that comes twice, with the name of its time."""
    local = instant.astimezone(LONDON)
    twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{local:%H:%M %Z}" if twice else f"{local:%H:%M}"


def moment(instant: datetime) -> str:
    """Give for example '12 October 2020 at 11:03'."""
    local = instant.astimezone(LONDON)
    return f"{local.day} {local:%B %Y} at {clock(instant)}"


def span(length: timedelta) -> str:
    """Give a length in its largest unit, rounded down: '3 hours'."""
    unit, name = next(((u, n) for u, n in _UNITS if length >= u), _UNITS[-1])
    number = length // unit
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"
