"""Hands texts to an SMPP peer over one bind that this process holds, and collects what it tells."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from itertools import cycle
from queue import SimpleQueue
from random import randrange
from threading import Lock
from time import monotonic, sleep, time

import structlog
from smpp34 import SubmitSm, Tlv

from heard.channels.protocol import (
    BAD_ADDRESS,
    GATEWAY_DOWN,
    Accepted,
    Inbound,
    Message,
    Receipt,
    Refused,
)
from heard.channels.smpp._binding import Binding
from heard.channels.smpp._mail import Mail
from heard.channels.smpp._receipts import HEADED, MESSAGE_PAYLOAD
from heard.channels.smpp._session import OK, TRY_AGAIN, Session
from heard.channels.smpp._settings import Settings, read_settings
from heard.channels.smpp._text import SINGLE, Coded, TooLongError, encode

_log = structlog.get_logger(__name__)
_Keep = Callable[[Sequence[Receipt | Inbound]], None]
_NUMBER = re.compile(r"\+?(\d{1,20})")
_LULL = 0.05  # seconds of silence after which a peer counts as having offered all it has
_LONGEST_COLLECT = 5.0  # seconds, lest whoever collects does nothing else


class Smpp:
    """A transceiver, bound at the first call. The options are the fields of Settings.

    Any thread may call; at most `window` messages are under way in a call of `send`.
    """

    recording = False

    def __init__(self, **options: object) -> None:
        self._settings = read_settings(options)
        self.rate = self._settings.rate
        self._binding = Binding(self._settings)
        start = randrange(256)  # noqa: S311 - processes that write to one phone at once shall differ
        self._joints = cycle([*range(start, 256), *range(start)])
        self._collecting = Lock()
        self._mail: Mail | None = None
        self._owed: set[tuple[str, str, str]] = set()

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        """Draw each message when there is a place for it, and yield outcomes as they come."""
        calls = _Calls()
        drawing = self._draw(iter(messages))
        while True:
            yield from calls.clear(down_to=self._settings.window - 1)
            drawn = next(drawing, None)
            if drawn is None:
                break
            refused = self._call(*drawn, calls)
            if refused is not None:
                yield refused
        yield from calls.clear(down_to=0)

    def collect(self, keep: _Keep) -> int:
        """Hand over receipts and texts until the peer offers no more; say how many.

        Each is answered after `keep`. Where that raises, the peer is told to offer it again, and
        the error goes on.
        """
        session, end, count = self._binding.session(), monotonic() + _LONGEST_COLLECT, 0
        if session is None:
            return count
        with self._collecting:
            if self._mail is None or self._mail.session is not session:
                self._mail = Mail(session, self._settings)
            while monotonic() < end and self._mail.is_waiting:
                count += self._hand_over(self._mail, keep)
                sleep(_LULL)
        return count

    def close(self) -> None:
        """Take leave of the peer; another call binds anew."""
        self._binding.close()

    def _draw(self, messages: Iterator[Message]) -> Iterator[tuple[Session | None, Message]]:
        """Bind before a message is drawn: what was drawn is called about at once."""
        while True:
            session = self._binding.session()
            try:
                message = next(messages)
            except StopIteration:
                return
            yield session, message

    def _call(self, session: Session | None, message: Message, calls: "_Calls") -> Refused | None:
        """Begin the call about a message, or refuse it where nothing can be written."""
        reference = message.reference
        number = _NUMBER.fullmatch(message.address)
        if number is None:
            return Refused(reference=reference, code=BAD_ADDRESS, retry=False)
        if session is None:
            return Refused(reference=reference, code=GATEWAY_DOWN, retry=True)
        ucs2, whole = self._settings.ucs2, self._settings.payload
        try:
            coded = encode(message.body, number=next(self._joints), wide=ucs2, whole=whole)
        except TooLongError:
            return Refused(reference=reference, code="too-long", retry=False)
        parts = _submits(number[1], coded, self._settings)
        calls.add(self._binding.run(session.submit(reference, parts)))
        return None

    def _hand_over(self, mail: Mail, keep: _Keep) -> int:
        """Hand over what is here at this moment, and answer for it."""
        session, opened = mail.session, mail.open(now=time())
        late = [session.late.popleft() for _ in range(len(session.late))]
        numbers = [number for each in opened for number in each.numbers]
        texts = [each.news for each in opened if isinstance(each.news, Inbound)]
        receipts = [each.news for each in opened if isinstance(each.news, Receipt)] + late
        fresh = [text for text in texts if _words(text) not in self._owed]
        news: list[Receipt | Inbound] = [*receipts, *fresh]
        if any(each.news is None for each in opened):
            _log.warning("receipts that say nothing")
        try:
            if news:
                keep(news)
        except BaseException:
            session.late.extend(late)
            self._binding.answer(session, numbers, TRY_AGAIN)
            raise
        # What can't be answered any more is offered again, in another session, and was kept.
        self._owed.difference_update(map(_words, texts))
        if not session.is_open:
            self._owed.update(map(_words, texts))
        self._binding.answer(session, numbers, OK)
        return len(news)


class _Calls:
    """The calls whose outcomes are awaited."""

    def __init__(self) -> None:
        self._count = 0
        self._done: SimpleQueue[Future[Accepted | Refused | None]] = SimpleQueue()

    def add(self, call: Future[Accepted | Refused | None]) -> None:
        self._count += 1
        call.add_done_callback(self._done.put)

    def clear(self, *, down_to: int) -> Iterator[Accepted | Refused]:
        """Yield the outcomes that are here, and wait for more while more than that are awaited."""
        while self._count > down_to or not self._done.empty():
            outcome = self._done.get().result()
            self._count -= 1
            if outcome is not None:
                yield outcome


def _submits(number: str, coded: Coded, settings: Settings) -> list[bytes]:
    """Give a submit_sm for each part, asking for a receipt; the session numbers them."""
    ton, npi = settings.numbering()
    pdus = []
    for part in coded.parts:
        is_long = not coded.headed and len(part) > SINGLE[coded.data_coding]
        pdu = SubmitSm(
            settings.sender.lstrip("+"),
            number,
            b"" if is_long else part,
            source_addr_ton=ton,
            source_addr_npi=npi,
            dest_addr_ton=settings.address_ton,
            dest_addr_npi=settings.address_npi,
            esm_class=HEADED if coded.headed else 0,
            registered_delivery=1,
            data_coding=coded.data_coding,
            tlvs=[Tlv(MESSAGE_PAYLOAD, part)] if is_long else [],
        )
        pdus.append(pdu.encode())
    return pdus


def _words(text: Inbound) -> tuple[str, str, str]:
    return text.address, text.to, text.body
