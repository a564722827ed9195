"""The hand-over of claimed letters to a gateway, and what is written down of it."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic

import structlog

from heard.channels.protocol import BAD_ADDRESS, Accepted, Channel, Message, Refused
from heard.core.screening import Stop
from heard.delivery._look import Held, hold, look
from heard.delivery._progress import advance, these, wait
from heard.delivery.guard import Guard
from heard.delivery.models import Letter, State

_log = structlog.get_logger(__name__)
_LONGEST_WAIT = timedelta(hours=1)


def hand_over(
    channel: Channel, letters: Sequence[Letter], *, guards: Mapping[str, Guard], now: datetime
) -> None:
    """Hand claimed letters over and record each outcome as it comes.

    Each is looked at once more when the gateway draws it. One that was not drawn certainly did not
    leave, and waits. One that was drawn and has no outcome is left as it is: claimed, so that it
    is never offered again.
    """
    batch = _Batch(letters, guards, now)
    for outcome in _outcomes(channel, batch.drawn()):
        letter = batch.offered.pop(outcome.reference, None)
        if letter is None:
            _log.error("outcome for no message", reference=outcome.reference)
        else:
            _record(letter, outcome, now=now)
    if batch.offered:
        _log.warning("letters without an outcome yet", count=len(batch.offered))
    for letter in batch.undrawn:
        hold(letter, Held(Stop(reason="not-offered", until=now)), now=now)


class _Batch:
    """Letters on their way through one gateway: `undrawn` ones, and those it was `offered`."""

    def __init__(
        self, letters: Sequence[Letter], guards: Mapping[str, Guard], now: datetime
    ) -> None:
        self.undrawn = deque(letters)
        self.offered: dict[str, Letter] = {}
        self._guards = guards
        self._now, self._begun = now, monotonic()

    def drawn(self) -> Iterator[Message]:
        """Give each letter that may still leave; the first that nobody can look at is the end."""
        while self.undrawn:
            letter, now = self.undrawn[0], self._later()
            try:
                held = look(letter, self._guards[letter.kind], now=now)
                if held is not None:
                    hold(letter, held, now=now)
            except Exception as error:  # noqa: BLE001 - who cannot look lets nothing through
                _log.error("second look failed", error=type(error).__name__)
                return
            self.undrawn.popleft()
            if held is None:
                self.offered[str(letter.reference)] = letter
                yield _message(letter)

    def _later(self) -> datetime:
        """The time by now: the clock that `now` is read from is not ours to look at."""
        return self._now + timedelta(seconds=monotonic() - self._begun)


def _message(letter: Letter) -> Message:
    return Message(
        reference=str(letter.reference),
        address=letter.address or "",
        title=letter.title,
        body=letter.body or "",
        unsubscribe=letter.unsubscribe or "",
    )


def _outcomes(channel: Channel, messages: Iterator[Message]) -> Iterator[Accepted | Refused]:
    try:
        yield from channel.send(messages)
    except Exception as error:  # noqa: BLE001 - whatever a gateway raises, its text may be personal
        _log.error("gateway failed", error=type(error).__name__)


def _record(letter: Letter, outcome: Accepted | Refused, *, now: datetime) -> None:
    reference = letter.reference
    match outcome:
        case Accepted(gateway_id=name):
            if not advance([reference], to=State.SENDING, now=now, gateway_id=name):
                these([letter]).update(gateway_id=name)
        case Refused(retry=True, code=code):
            # It waits as long again as it has waited: a minute at first, an hour at last.
            until = now + min(now - letter.not_before, _LONGEST_WAIT)
            unclear = these([letter]).filter(state__in=(State.CLAIMED, State.UNKNOWN))
            wait(unclear, until=until, reason=code, now=now)
        case Refused(code=code):
            failure = State.PERMANENT_FAILURE if code == BAD_ADDRESS else State.TECHNICAL_FAILURE
            advance([reference], to=failure, now=now, reason=code)
