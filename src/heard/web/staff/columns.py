"""What fits into a column of a list."""

from datetime import datetime

from heard.core.timing import LONDON
from heard.web.staff.times import clock

PRINT = 12  # characters of a person's print tell it from another's


def short(instant: datetime) -> str:
    """Give for example '12 Oct 2020, 11:03'."""
    local = instant.astimezone(LONDON)
    return f"{local.day} {local:%b %Y}, {clock(instant)}"


def subject(name: str) -> str:
    """Give what an act was done to, on one line of a table."""
    kind, _, rest = name.partition(":")
    return f"{kind} {rest[:PRINT]}…" if kind == "person" else f"{kind} {rest}"
