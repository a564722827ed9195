"""The hand-over of claimed letters to a gateway, and what is written down of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import structlog

from heard.channels.protocol import BAD_ADDRESS, Accepted, Channel, Message, Refused
from heard.delivery._progress import advance, these, wait
from heard.delivery.models import Letter, State

_log = structlog.get_logger(__name__)
_LONGEST_WAIT = timedelta(hours=1)


def hand_over(channel: Channel, letters: Sequence[Letter], *, now: datetime) -> None:
    """Hand claimed letters over and record each outcome as it comes.

    A letter without an outcome is left as it is: claimed, so that it is never offered again.
    """
    waiting = {str(letter.reference): letter for letter in letters}
    messages = [_message(letter) for letter in letters]
    for outcome in _outcomes(channel, messages):
        letter = waiting.pop(outcome.reference, None)
        if letter is None:
            _log.error("outcome for no message", reference=outcome.reference)
        else:
            _record(letter, outcome, now=now)
    if waiting:
        _log.warning("letters without an outcome yet", count=len(waiting))


def _message(letter: Letter) -> Message:
    return Message(
        reference=str(letter.reference),
        address=letter.address or "",
        title=letter.title,
        body=letter.body or "",
        unsubscribe=letter.unsubscribe or "",
    )


def _outcomes(channel: Channel, messages: Sequence[Message]) -> Iterator[Accepted | Refused]:
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
