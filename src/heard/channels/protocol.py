"""What every gateway promises: messages are drawn one by one, and what became of each comes out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

# The one code of a refusal that says that the address is at fault, not the way to it.
BAD_ADDRESS = "bad-address"
# No connection, no bind, no sign-in: this says something of the gateway, not of the message.
GATEWAY_DOWN = "gateway-down"
# The gateway asks us to slow down; always with `retry`.
THROTTLED = "throttled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to hand over. `reference` is ours, and the same on every receipt.

    `title` is the subject line of an e-mail; a text has none. `unsubscribe` is the https address
    at which one click unsubscribes (RFC 8058), and `html` says what `body` says; an e-mail's.
    """

    reference: str
    address: str = field(repr=False)
    body: str = field(repr=False)
    title: str = ""
    unsubscribe: str = field(default="", repr=False)
    html: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The gateway has it. `gateway_id` is the gateway's own name for it."""

    reference: str
    gateway_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The gateway certainly does not have it: `retry` says whether another try may succeed.

    `code` is a short name without personal data; BAD_ADDRESS where no message will ever arrive.
    Whatever is ambiguous (a time-out, a reset after the request was written, an answer that
    cannot be read) is no refusal: it has no outcome at all. `until` is before when another try
    is vain, where the gateway says so.
    """

    reference: str
    code: str
    retry: bool
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the gateway says became of a message; `status` is one of GOV.UK Notify's states.

    A gateway that knows only its own names gives `gateway_id` and leaves `reference` empty; the
    `gateway_id` of an Accepted may hold several, parted by commas, and each is told of by itself.
    Both are given where a hand-over that had no outcome turns out to have been accepted.
    """

    reference: str
    status: str
    occurred_at: datetime
    code: str = ""
    gateway_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """A text that somebody wrote to us: `address` is their number in E.164, `to` is ours."""

    gateway_id: str
    address: str = field(repr=False)
    to: str
    body: str = field(repr=False)
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One message as a gateway's own list has it: by our reference, its own name, or both.

    `accepted_at` is None where the list does not say.
    """

    reference: str = ""
    gateway_id: str = ""
    accepted_at: datetime | None = None


@runtime_checkable
class Lists(Protocol):
    """A gateway that can be asked which messages it has accepted."""

    def accepted(self, *, since: datetime, until: datetime) -> Iterator[Listed]:
        """Give all that it accepted from `since` to before `until`, and more if it likes.

        Whatever keeps the list from being whole is raised.
        """
        ...


class Channel(Protocol):
    """A gateway. Its constructor takes its options, opens nothing, and raises on a bad one.

    `recording` is true of a gateway that can reach no real person. `rate` is how many messages a
    second it may be handed by contract; math.inf where nothing limits it.
    """

    recording: bool
    rate: float

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        """Hand the messages over and yield what became of each, in any order.

        A message is drawn only right before its call is made: drawing looks whether it may still
        leave, and paces. It is done in the thread that asks for the outcomes, never in another.
        One that was not drawn certainly did not leave. An outcome is yielded as soon as it is
        clear. A message that was drawn and has no outcome by the time `send` returns or raises may
        have left: it is never offered again.
        """
        ...

    def collect(self, keep: Callable[[Sequence[Receipt | Inbound]], None]) -> int:
        """Hand over what the gateway told by itself since, and say how many.

        The gateway is told that we have it only after `keep` has returned. One that posts to our
        own door, or that only records, has nothing to hand over: 0.
        """
        ...
