"""What every gateway promises: a batch goes in, an outcome for each message comes out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

# The one code of a refusal that says that the address is at fault, not the way to it.
BAD_ADDRESS = "bad-address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to hand over. `reference` is ours, and the same on every receipt."""

    reference: str
    address: str = field(repr=False)
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The gateway has it. `gateway_id` is the gateway's own name for it."""

    reference: str
    gateway_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The gateway certainly does not have it: `retry` says whether another try may succeed.

    `code` is a short name without personal data; BAD_ADDRESS where no message will ever arrive.
    """

    reference: str
    code: str
    retry: bool


class Channel(Protocol):
    """A gateway. Its constructor takes its options, opens nothing, and raises on a bad one.

    `send` yields an outcome as soon as it is clear. A message without one by the time
    `send` returns or raises may have left: it is never offered again.
    `recording` is true of a gateway that can reach no real person.
    """

    recording: bool

    def send(self, messages: Sequence[Message]) -> Iterator[Accepted | Refused]:
        """Hand the messages over and yield what became of each, in any order."""
        ...
