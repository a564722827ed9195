"""One bind to a peer, in an event loop: what it is asked, what it answers, what it offers."""

import asyncio
import struct
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from itertools import cycle
from time import time
from typing import Self
from uuid import uuid4

from smpp34 import DeliverSm, SmppError, decode

from heard.channels.protocol import Accepted, Receipt, Refused
from heard.channels.smpp._answers import NOT_WRITTEN, UNCLEAR, Answer, outcome, read_answer
from heard.channels.smpp._settings import Settings

_HEADER = struct.Struct(">IIII")  # length, command, status, number: SMPP 3.4 section 3.2
_LONGEST = 1 << 17  # octets: a message_payload has 64 KiB at most
_FAREWELL = 1.0  # seconds for the last octets to leave
_VERSION = 0x34
_NUMBERS = range(1, 0x7FFFFFFF)
OK, INVALID_COMMAND, TRY_AGAIN, REJECTED = 0x00, 0x03, 0x64, 0x66


class Command(IntEnum):
    """Those of SMPP 3.4 section 5.1.2 that are spoken here; an answer has the highest bit set."""

    SUBMIT = 0x04
    DELIVER = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    ENQUIRE_LINK = 0x15
    ANSWER = 0x80000000
    GENERIC_NACK = 0x80000000
    SUBMIT_RESP = 0x80000004
    BIND_TRANSCEIVER_RESP = 0x80000009


@dataclass(frozen=True, slots=True)
class Offer:
    """What the peer offered and waits to be answered: when by the machine's clock, in seconds."""

    number: int
    pdu: DeliverSm = field(repr=False)
    arrived: float


class Session:
    """A transceiver that is bound until it ends; every method but `open` and `submit` is quick.

    The window is the peer's: so many submit_sm may be unanswered at once, whoever sent them.
    `offers` may be emptied by another thread. `late` holds what turned out to be accepted after
    its sender had given up waiting.
    """

    def __init__(
        self, settings: Settings, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.name = uuid4().hex
        self.is_open = True
        self.offers: deque[Offer] = deque()
        self.late: deque[Receipt] = deque()
        self._settings, self._reader, self._writer = settings, reader, writer
        self._places = asyncio.Semaphore(settings.window)
        self._numbers = cycle(_NUMBERS)
        self._waiting: dict[int, asyncio.Future[Answer]] = {}
        self._trusted = asyncio.Event()
        self._trusted.set()
        self._heard = self._asked = asyncio.get_running_loop().time()
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(cls, settings: Settings) -> Self:
        """Connect and bind. Raises OSError where either fails or takes longer than the time-out."""
        async with asyncio.timeout(settings.timeout):
            streams = await asyncio.open_connection(
                settings.host, settings.port, ssl=settings.encryption()
            )
            session = cls(settings, *streams)
            try:
                await session._bind()
            except BaseException:
                await session.leave()
                raise
        session._start(session._listen())
        session._start(session._watch())
        return session

    @property
    def is_trusted(self) -> bool:
        """Tell whether nothing went unanswered since the peer was last heard."""
        return self._trusted.is_set()

    async def trusted(self) -> bool:
        """Wait until the peer is heard again, or the session is given up; tell which."""
        await self._trusted.wait()
        return self.is_open

    async def submit(self, reference: str, parts: Sequence[bytes]) -> Accepted | Refused | None:
        """Write the submit_sm of all parts; give the outcome, None where it is not clear in time.

        A part that finds the session ended before it was written is certainly not at the peer.
        """
        answers = await asyncio.gather(*map(self._ask, parts))
        if not all(answer.done() for answer in answers):
            self._start(self._wait_on(reference, answers))
        said = [answer.result() if answer.done() else UNCLEAR for answer in answers]
        return outcome(reference, said)

    def answer(self, numbers: Iterable[int], status: int) -> None:
        """Tell the peer what became of what it offered."""
        for number in numbers:
            self._write(Command.DELIVER | Command.ANSWER, number, b"\0", status=status)

    async def unbind(self) -> None:
        """Take leave and end, without waiting for an answer to it."""
        self._write(Command.UNBIND, next(self._numbers))
        with suppress(OSError):
            await self._writer.drain()
        await self.leave()

    async def leave(self) -> None:
        """End, and wait until nothing of it is left in the loop."""
        self.end()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with suppress(OSError):
            async with asyncio.timeout(_FAREWELL):
                await self._writer.wait_closed()
        self._writer.transport.abort()

    def end(self) -> None:
        """Close the line: what was written and not answered stays unclear."""
        self.is_open = False
        self._writer.close()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_result(UNCLEAR)
        self._trusted.set()

    def _start(self, work: "asyncio._CoroutineLike[None]") -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)  # the loop itself holds it weakly
        task.add_done_callback(self._tasks.discard)

    async def _bind(self) -> None:
        settings = self._settings
        words = (settings.system_id, settings.password, settings.system_type)
        body = b"".join(word.encode("ascii") + b"\0" for word in words)
        number = next(self._numbers)
        # Of which numbers it wants to hear (addr_ton, addr_npi, address_range) the peer decides.
        self._write(Command.BIND_TRANSCEIVER, number, body + bytes([_VERSION, 0, 0, 0]))
        command, status = 0, 0
        with suppress(EOFError):
            while command not in {Command.BIND_TRANSCEIVER_RESP, Command.GENERIC_NACK}:
                _, command, status, _, _ = await self._frame()
        if command != Command.BIND_TRANSCEIVER_RESP or status:
            raise ConnectionRefusedError(f"the bind was refused with status {status}")

    async def _ask(self, part: bytes) -> asyncio.Future[Answer]:
        """Write one submit_sm when there is a place; give its answer, waited for so long."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        async with self._places:
            if not await self.trusted():
                answer.set_result(NOT_WRITTEN)
                return answer
            number = next(self._numbers)
            self._waiting[number] = answer
            self._writer.write(part[:12] + number.to_bytes(4) + part[16:])
            await asyncio.wait([answer], timeout=self._settings.timeout)
        if not answer.done():
            self._enquire()
        return answer

    async def _wait_on(self, reference: str, answers: Sequence[asyncio.Future[Answer]]) -> None:
        said = outcome(reference, await asyncio.gather(*answers))
        if isinstance(said, Accepted):
            moment = datetime.fromtimestamp(time(), tz=UTC)
            name = said.gateway_id
            late = Receipt(
                reference=reference, gateway_id=name, status="sending", occurred_at=moment
            )
            self.late.append(late)

    async def _listen(self) -> None:
        try:
            while self.is_open:
                frame, command, status, number, body = await self._frame()
                self._heard = asyncio.get_running_loop().time()
                self._trusted.set()
                self._take(command, status, number, body)
                if command == Command.DELIVER:
                    self._take_offer(number, frame)
        except (OSError, EOFError):
            pass
        finally:
            self.end()

    async def _frame(self) -> tuple[bytes, int, int, int, bytes]:
        head = await self._reader.readexactly(_HEADER.size)
        length, command, status, number = _HEADER.unpack(head)
        if not _HEADER.size <= length <= _LONGEST:
            raise ConnectionAbortedError("the peer sends what is not SMPP")
        body = await self._reader.readexactly(length - _HEADER.size)
        return head + body, command, status, number, body

    def _take(self, command: int, status: int, number: int, body: bytes) -> None:
        if command in {Command.SUBMIT_RESP, Command.GENERIC_NACK}:
            answer = self._waiting.pop(number, None)
            if answer is not None and not answer.done():
                nothing = command == Command.GENERIC_NACK and not status
                base = self._settings.answer_base
                answer.set_result(UNCLEAR if nothing else read_answer(status, body, base=base))
        elif command == Command.ENQUIRE_LINK:
            self._write(command | Command.ANSWER, number)
        elif command == Command.UNBIND:
            self._write(command | Command.ANSWER, number)
            raise ConnectionResetError("the peer took its leave")
        elif command != Command.DELIVER and not command & Command.ANSWER:
            self._write(Command.GENERIC_NACK, number, status=INVALID_COMMAND)

    def _take_offer(self, number: int, frame: bytes) -> None:
        try:
            pdu = decode(frame)
        except SmppError:
            pdu = None
        if isinstance(pdu, DeliverSm):
            self.offers.append(Offer(number, pdu, time()))
        else:
            self.answer([number], REJECTED)

    async def _watch(self) -> None:
        """Ask a peer that is silent whether it is there, and give back what nobody collects."""
        settings, clock = self._settings, asyncio.get_running_loop().time
        while self.is_open:
            await asyncio.sleep(min(settings.enquire, settings.timeout) / 4)
            if not self.is_trusted and clock() - self._asked >= settings.timeout:
                self.end()
            elif clock() - self._heard >= settings.enquire:
                self._enquire()
            while self.offers and time() - self.offers[0].arrived >= settings.timeout:
                self.answer([self.offers.popleft().number], TRY_AGAIN)

    def _enquire(self) -> None:
        """Ask whether the peer is there; until it is heard nothing more is written to it."""
        if self.is_trusted:
            self._trusted.clear()
            self._asked = asyncio.get_running_loop().time()
            self._write(Command.ENQUIRE_LINK, next(self._numbers))

    def _write(self, command: int, number: int, body: bytes = b"", *, status: int = OK) -> None:
        if self.is_open:
            length = _HEADER.size + len(body)
            self._writer.write(_HEADER.pack(length, command, status, number) + body)
