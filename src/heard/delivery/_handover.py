"""The hand-over of claimed letters to gateways, and what is written down of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from heard.channels.protocol import (
    BAD_ADDRESS,
    GATEWAY_DOWN,
    THROTTLED,
    Accepted,
    Channel,
    Message,
    Refused,
)
from heard.core.screening import Stop
from heard.delivery import health
from heard.delivery._batch import Batch, Clock
from heard.delivery._look import Held, hold
from heard.delivery._progress import advance, these, wait
from heard.delivery.budget import give_back
from heard.delivery.gateways import Gateway
from heard.delivery.guard import Guard
from heard.delivery.models import Letter, State

_log = structlog.get_logger(__name__)
_LONGEST_WAIT = timedelta(hours=1)


def hand_over(
    gateways: Sequence[Gateway],
    letters: Sequence[Letter],
    *,
    guards: Mapping[str, Guard],
    now: datetime,
    later: Clock,
) -> None:
    """Hand claimed letters over and record each outcome as it comes; `later` tells the time then.

    What the first gateway certainly does not have is offered to the next one, and what none has
    waits. A letter that was drawn and has no outcome is left as it is: claimed, so that it is never
    offered again.
    """
    refusals: dict[Letter, Refused] = {}
    left = list(letters)
    for gateway in gateways:
        these(left).update(gateway=gateway.name)
        batch = Batch(gateway, left, guards, later)
        refused = _through(batch, gateway, now=now, later=later)
        refusals |= refused
        left = [*refused, *batch.undrawn]
        if not left:
            return
    for letter in left:
        if letter in refusals:
            _refuse(letter, refusals[letter], now=now)
        else:
            hold(letter, Held(Stop(reason="not-offered", until=now)), now=now)


def _through(
    batch: Batch, gateway: Gateway, *, now: datetime, later: Clock
) -> dict[Letter, Refused]:
    """Hand a batch to one gateway; give the letters that it refused and another one may take."""
    refused: dict[Letter, Refused] = {}
    tally = _Tally()
    for outcome in _outcomes(gateway.channel, batch.drawn()):
        letter = batch.answered(outcome.reference)
        if letter is None:
            _log.error("outcome for no message", reference=outcome.reference)
            continue
        if isinstance(outcome, Refused) and outcome.code in (GATEWAY_DOWN, THROTTLED):
            tally.failures += 1
            batch.close()
        else:
            tally.works(batch.offered)
        if isinstance(outcome, Refused) and outcome.retry:
            refused[letter] = outcome
        else:
            _record(letter, outcome, now=now)
    if batch.offered:
        _log.warning("letters without an outcome yet", count=len(batch.offered))
    tally.write(gateway.name, batch, now=later())
    return refused


@dataclass
class _Tally:
    """How a gateway fared with a batch: whether it took anything, and its failures since."""

    failures: int = 0
    worked: bool = False
    forgiven: frozenset[str] = frozenset()

    def works(self, owed: Iterable[str]) -> None:
        """Note that it answered, so that the answers that it owes by then count no more."""
        self.failures, self.worked, self.forgiven = 0, True, frozenset(owed)

    def write(self, name: str, batch: Batch, *, now: datetime) -> None:
        failures = self.failures + len(batch.offered.keys() - self.forgiven)
        if self.worked:
            health.succeeded(name)
        if failures or batch.hangs:
            health.failed(name, health.FAILURES if batch.hangs else failures, now=now)


def _outcomes(channel: Channel, messages: Iterator[Message]) -> Iterator[Accepted | Refused]:
    try:
        yield from channel.send(messages)
    except Exception as error:  # noqa: BLE001 - whatever a gateway raises, its text may be personal
        _log.error("gateway failed", error=type(error).__name__)


@transaction.atomic
def _record(letter: Letter, outcome: Accepted | Refused, *, now: datetime) -> None:
    reference = letter.reference
    match outcome:
        case Accepted(gateway_id=name):
            if not advance([reference], to=State.SENDING, now=now, gateway_id=name):
                these([letter]).update(gateway_id=name)
        case Refused(code=code):
            failure = State.PERMANENT_FAILURE if code == BAD_ADDRESS else State.TECHNICAL_FAILURE
            if advance([reference], to=failure, now=now, reason=code):
                give_back([letter])


@transaction.atomic
def _refuse(letter: Letter, refused: Refused, *, now: datetime) -> None:
    """Let a letter that nobody took wait as long again as it has waited: a minute to an hour."""
    until = now + min(now - letter.not_before, _LONGEST_WAIT)
    unclear = these([letter]).filter(state__in=(State.CLAIMED, State.UNKNOWN))
    if wait(unclear, until=until, reason=refused.code, now=now):
        give_back([letter])
