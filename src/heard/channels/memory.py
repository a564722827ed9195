"""A gateway that only remembers, and fails in every way that a real one does when told to."""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from heard.channels.protocol import Accepted, Inbound, Message, Receipt, Refused


class Memory:
    """Keeps what it was handed in `arrived`. The options name addresses and how they go wrong.

    `refused` maps an address to the code of a final refusal. A `busy` one is refused, but may be
    tried again. A `silent` one arrives, and no outcome comes back. A `broken` one drops the line.
    `rate` is in messages a second.
    """

    recording = True

    def __init__(
        self,
        *,
        refused: Mapping[str, str] | None = None,
        busy: Collection[str] = (),
        silent: Collection[str] = (),
        broken: Collection[str] = (),
        rate: float = math.inf,
    ) -> None:
        self.rate = rate
        self.arrived: list[Message] = []
        self._refused = dict(refused or {})
        self._busy = frozenset(busy)
        self._silent = frozenset(silent)
        self._broken = frozenset(broken)

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        """Remember each message, or let it go wrong as the options say."""
        for message in messages:
            if message.address in self._broken:
                raise ConnectionResetError("the line dropped")
            if message.address in self._busy:
                yield Refused(reference=message.reference, code="busy", retry=True)
            elif message.address in self._refused:
                code = self._refused[message.address]
                yield Refused(reference=message.reference, code=code, retry=False)
            else:
                self.arrived.append(message)
                if message.address not in self._silent:
                    yield Accepted(reference=message.reference, gateway_id=str(len(self.arrived)))

    def collect(self, keep: Callable[[Sequence[Receipt | Inbound]], None]) -> int:  # noqa: ARG002
        """Have nothing to hand over: nobody answers."""
        return 0
