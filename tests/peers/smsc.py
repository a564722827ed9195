"""An operator's message centre: a real SMPP 3.4 server that writes down whatever it accepted.

It stands on smpp34's server, whose session and framing Heard's own gateway does not use.
"""

import argparse
import asyncio
import json
import os
from collections import Counter, defaultdict, deque
from collections.abc import Coroutine
from contextlib import suppress
from itertools import count
from pathlib import Path
from socket import socket
from threading import Thread
from typing import Any, Self, TypedDict, TypeVar

from smpp34 import Esme, Server, SmppError, SubmitSmEvent, Tlv

_T = TypeVar("_T")
MESSAGE_PAYLOAD, RECEIPTED_MESSAGE_ID, MESSAGE_STATE = 0x0424, 0x001E, 0x0427
_RECEIPT, _WANTS_RECEIPT = 0x04, 0x01
_STATES = {"DELIVRD": 2, "EXPIRED": 3, "UNDELIV": 5, "REJECTD": 8}
DONE = "2010221330"  # when every receipt says that it was done: 22 October 2020, half past one


class Accepted(TypedDict):
    """A line of the truth: what was accepted, and under which name."""

    id: str
    to: str
    sender: str
    octets: str  # in hex, with their header
    coding: int
    esm_class: int


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, _T], *, timeout: float = 40) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout)

    def stop(self) -> None:
        self.run(self._cancel_all())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    async def _cancel_all(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Smsc:
    """Accepts what it is not told to treat otherwise, by the number that is written to.

    `statuses` are given for the next texts to a number, a 0 accepts; `throttled` is how many of
    any are refused as too many. A `silent` number's texts are accepted and not answered, a `deaf`
    one's are lost on their way in; `late` ones are answered after so many seconds. `states` are
    what the receipts for a number's texts say, one after the other and then DELIVRD; no state, no
    receipt. `early` receipts go out before the answer. `most` is how many texts were unanswered.
    """

    def __init__(self, truth: Path, *, port: int = 0, receipts: bool = False) -> None:
        self.port = port or free_port()
        self.truth = truth
        self.statuses: defaultdict[str, deque[int]] = defaultdict(deque)
        self.states: defaultdict[str, deque[str]] = defaultdict(deque)
        self.silent: set[str] = set()
        self.deaf: set[str] = set()
        self.late: dict[str, float] = {}
        self.throttled = 0
        self.receipts, self.early, self.bare = receipts, False, False
        self.most = 0
        self.binds = 0
        self.answers: Counter[int] = Counter()
        self._numbers = count(1)
        self._unanswered = 0
        self._esmes: dict[str, Esme] = {}
        self._kept: list[SubmitSmEvent] = []
        self._accepted: list[tuple[SubmitSmEvent, str]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._bound = asyncio.Event()
        self._runner = Loop()

    def __enter__(self) -> Self:
        self._server = Server("127.0.0.1", self.port, inbound_capacity=100_000)
        self._file = os.open(self.truth, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._runner.run(self._begin())
        return self

    def __exit__(self, *_error: object) -> None:
        self._runner.run(self._end())
        self._runner.stop()
        os.close(self._file)

    def accepted(self) -> list[Accepted]:
        """Read the truth."""
        lines = self.truth.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def numbers(self) -> list[str]:
        """Give the numbers that texts were accepted for, one each, sorted."""
        return sorted(line["to"] for line in self.accepted())

    def write(self, source: str, octets: bytes, **fields: Any) -> int:  # noqa: ANN401
        """Offer a text that somebody wrote, and give the status that it was answered with."""
        return self._runner.run(self._deliver(source, octets, **fields))

    def unbind(self) -> None:
        """Take leave of everybody."""
        self._runner.run(self._unbind())

    async def _unbind(self) -> None:
        for esme in list(self._esmes.values()):
            await esme.unbind()

    async def _end(self) -> None:
        await self._server.stop()

    async def _begin(self) -> None:
        await self._server.start()
        self._start(self._serve())

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._runner.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self) -> None:
        while True:
            event = await self._server.next()
            if isinstance(event, Esme):
                self._esmes[event.session_id] = event
                self._bound.set()
                self.binds += 1
            elif isinstance(event, SubmitSmEvent):
                self._unanswered += 1
                self.most = max(self.most, self._unanswered)
                self._take(event)
            else:
                self._esmes.pop(event.session_id, None)
                if not self._esmes:
                    self._bound.clear()

    def _take(self, event: SubmitSmEvent) -> None:
        to = event.destination_addr
        status = self.statuses[to].popleft() if self.statuses[to] else 0
        if self.throttled:
            self.throttled -= 1
            status = 0x58
        if status:
            self._answer(event, status, "")
        elif to in self.deaf:
            self._kept.append(event)
        else:
            if not self._accepted:
                self._runner.loop.call_soon(self._write_down)
            self._accepted.append((event, f"{next(self._numbers):x}"))

    def _write_down(self) -> None:
        """Write what was accepted since and wait for the disk, before anybody is told."""
        batch, self._accepted = self._accepted, []
        lines = [json.dumps(_line(event, name)) + "\n" for event, name in batch]
        os.write(self._file, "".join(lines).encode())
        os.fsync(self._file)
        for event, name in batch:
            self._start(self._tell(event, name))

    async def _tell(self, event: SubmitSmEvent, name: str) -> None:
        to = event.destination_addr
        wants = self.receipts and event.registered_delivery & _WANTS_RECEIPT
        state = self.states[to].popleft() if self.states[to] else "DELIVRD"
        if wants and state and self.early:
            await self._receipt(event, name, state)
        await asyncio.sleep(self.late.get(to, 0))
        if to in self.silent:
            self._kept.append(event)
        else:
            self._answer(event, 0, name)
        if wants and state and not self.early:
            await self._receipt(event, name, state)

    def _answer(self, event: SubmitSmEvent, status: int, name: str) -> None:
        self._unanswered -= 1
        if status:
            event.reject(status)
        else:
            event.accept(name)

    async def _receipt(self, event: SubmitSmEvent, name: str, state: str) -> None:
        words = (
            f"id:{name} sub:001 dlvrd:001 submit date:{DONE} done date:{DONE} stat:{state} err:000"
        )
        parameters = [
            Tlv(RECEIPTED_MESSAGE_ID, name.encode() + b"\0"),
            Tlv(MESSAGE_STATE, bytes([_STATES.get(state, 7)])),
        ]
        status = None
        while status != 0:
            with suppress(SmppError):
                status = await self._deliver(
                    event.destination_addr,
                    f"{words} text:".encode(),
                    to=event.source_addr,
                    esm_class=_RECEIPT,
                    tlvs=[] if self.bare else parameters,
                )
            await asyncio.sleep(0.02)

    async def _deliver(
        self,
        source: str,
        octets: bytes,
        *,
        to: str = "61016",
        ton: int = 1,
        **fields: Any,  # noqa: ANN401
    ) -> int:
        """Offer something to whoever bound last."""
        await self._bound.wait()
        esme = list(self._esmes.values())[-1]
        answer = await esme.deliver_sm(
            to, octets, source_addr=source, source_addr_ton=ton, source_addr_npi=1, **fields
        )
        self.answers[answer.command_status] += 1
        return answer.command_status


def _line(event: SubmitSmEvent, name: str) -> Accepted:
    longer = (bytes(tlv.value) for tlv in event.tlvs if tlv.tag == MESSAGE_PAYLOAD)
    return Accepted(
        id=name,
        to=event.destination_addr,
        sender=event.source_addr,
        octets=(event.short_message or next(longer, b"")).hex(),
        coding=event.data_coding,
        esm_class=event.esm_class,
    )


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--truth", type=Path, required=True)
    chosen = parser.parse_args()
    with Smsc(chosen.truth, port=chosen.port):
        print("ready", flush=True)  # noqa: T201 - it tells whoever started it
        while os.read(0, 1024):
            pass
    os._exit(0)  # smpp34's threads do not mind that Python ends, and crash then


if __name__ == "__main__":
    main()
