"""When live chat is on."""

from datetime import datetime

from heard.core.chat import hours as pure
from heard.core.chat.hours import ALWAYS, Hours

_HOURS = Hours(weeks=(ALWAYS,))


def is_on(*, now: datetime) -> bool:
    """Tell whether a conversation may begin; one that has begun goes on to its end."""
    return pure.is_on(_HOURS, now)


def opens_next(*, now: datetime) -> datetime | None:
    """Give when one may begin next, in UTC: now, where it is on; None where it never is."""
    return pure.opens_next(_HOURS, now)
