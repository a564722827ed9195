"""Who is asked whether a letter may leave: once in its claim, and again right before the call."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from heard.core.screening import Stop


class Guard(Protocol):
    """Knows the letters of one kind by their subjects; a module may be one."""

    def recheck(self, subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
        """Give a Stop for each subject that must not be written to now, and only for those.

        Asked inside the transaction that claims the letters, and may lock what it asks about.
        """
        ...

    def denied(self, subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
        """Give a Stop for each subject to which something has said no since that claim.

        Asked right before the gateway is called, outside any transaction: it sees what is
        committed by then, locks nothing, and should be one statement.
        """
        ...
