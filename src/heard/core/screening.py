"""Decides whether a person may be asked, and says why not."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """The five ends of a screening."""

    SEND = "SEND"
    HOLD = "HOLD"
    WAIT = "WAIT"
    SKIP = "SKIP"
    BLOCK = "BLOCK"


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a letter may not leave now: it waits `until` then, or for good where that is None."""

    reason: str
    until: datetime | None = None
