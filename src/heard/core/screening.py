"""Decides whether a person may be asked, and says why not."""

from enum import StrEnum


class Outcome(StrEnum):
    """The five ends of a screening."""

    SEND = "SEND"
    HOLD = "HOLD"
    WAIT = "WAIT"
    SKIP = "SKIP"
    BLOCK = "BLOCK"
