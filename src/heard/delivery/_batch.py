"""Claimed letters in front of one gateway: drawn at their pace, each looked at before it goes."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic, sleep

import structlog

from heard.channels.protocol import Message
from heard.delivery import health
from heard.delivery._look import hold, look
from heard.delivery.gateways import Gateway
from heard.delivery.guard import Guard
from heard.delivery.models import Letter

_log = structlog.get_logger(__name__)
PATIENCE = 5.0  # seconds: a gateway that owes an answer for longer is given no more


class Batch:
    """`undrawn` are the letters that did not leave, `offered` those without an outcome so far.

    `hangs` is true once the gateway owed an answer for too long.
    """

    def __init__(
        self,
        gateway: Gateway,
        letters: Sequence[Letter],
        guards: Mapping[str, Guard],
        later: Callable[[], datetime],
    ) -> None:
        self.undrawn = deque(letters)
        self.offered: dict[str, Letter] = {}
        self.hangs = False
        self._gateway, self._guards, self._later = gateway, guards, later
        self._offered_at: dict[str, float] = {}
        self._is_closed = False

    def close(self) -> None:
        """Give no more to this gateway."""
        self._is_closed = True

    def answered(self, reference: str) -> Letter | None:
        """Take out the letter that an outcome is about."""
        self._offered_at.pop(reference, None)
        return self.offered.pop(reference, None)

    def drawn(self) -> Iterator[Message]:
        """Give each letter that may still leave, at its slot, until somebody ends it."""
        rate = self._gateway.channel.rate
        slot = monotonic() + health.reserve(self._gateway.name, len(self.undrawn), rate=rate)
        while self.undrawn and not self._is_closed:
            sleep(max(0.0, slot - monotonic()))
            if self._waits_too_long() or not self._may_leave(self.undrawn[0]):
                continue
            letter = self.undrawn.popleft()
            reference = str(letter.reference)
            self.offered[reference], self._offered_at[reference] = letter, monotonic()
            slot += 1 / rate
            yield _message(letter)

    def _may_leave(self, letter: Letter) -> bool:
        """Look once more; what may not leave is put back, and who cannot look ends it."""
        now = self._later()
        try:
            held = look(letter, self._guards[letter.kind], now=now)
            if held is not None:
                hold(letter, held, now=now)
        except Exception as error:  # noqa: BLE001 - who cannot look lets nothing through
            _log.error("second look failed", error=type(error).__name__)
            self.close()
            return False
        if held is not None:
            self.undrawn.popleft()
        return held is None

    def _waits_too_long(self) -> bool:
        oldest = min(self._offered_at.values(), default=monotonic())
        if monotonic() - oldest > PATIENCE:
            self.hangs = True
            self.close()
        return self.hangs


class Clock:
    """The time by now, from when it was `now`: the clock that this was read from is not ours."""

    def __init__(self, now: datetime) -> None:
        self._now, self._begun = now, monotonic()

    def __call__(self) -> datetime:
        return self._now + timedelta(seconds=monotonic() - self._begun)


def _message(letter: Letter) -> Message:
    return Message(
        reference=str(letter.reference),
        address=letter.address or "",
        title=letter.title,
        body=letter.body or "",
        unsubscribe=letter.unsubscribe or "",
        html=letter.html or "",
    )
