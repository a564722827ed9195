"""A TCP proxy that spoils the line between us and a peer, in each way that lines go wrong."""

import asyncio
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from threading import Thread

_CHUNK = 65_536
_LIVING: set[asyncio.Task[None]] = set()  # a loop alone does not keep its tasks alive
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER for no time: closing sends RST


class Fault(Enum):
    """What happens to a connection. The words say what the peer gets, and what comes back."""

    NONE = auto()
    LATENCY = auto()  # everything arrives, `delay` seconds late each way
    DROP_BEFORE = auto()  # the peer gets nothing, and the connection ends
    DROP_AFTER = auto()  # the peer gets all and answers; the connection ends without the answer
    RESET = auto()  # the same, but the connection is reset
    TRUNCATE = auto()  # `keep` bytes of the answer come back, then the connection ends
    HANG = auto()  # the peer gets all; nothing ever comes back, and the connection stays open


@dataclass
class Proxy:
    """A line to spoil: set `fault` at any time, it holds for what is written from then on.

    `peers` counts the connections that were made to the peer. `choose`, where it is set, is asked
    for the fault of each chunk that we write, in its order from 0.
    """

    port: int
    fault: Fault = Fault.NONE
    delay: float = 0.2
    keep: int = 10
    choose: Callable[[int], Fault] | None = None
    peers: int = 0
    chunks: int = field(default=0, repr=False)

    def next_fault(self) -> Fault:
        if self.choose is None:
            return self.fault
        self.chunks += 1
        return self.choose(self.chunks - 1)


@contextmanager
def spoiling(port: int, *, host: str = "127.0.0.1") -> Iterator[Proxy]:
    """Run a proxy before the peer at `port`, in a thread of its own, until the block ends."""
    proxy = Proxy(port=_free())
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="faults", daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_begin(proxy, host, port), loop).result(10)
    try:
        yield proxy
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


class _Line:
    """One connection through the proxy."""

    def __init__(self, proxy: Proxy, host: str, port: int) -> None:
        self._proxy, self._host, self._port = proxy, host, port
        self._fault = Fault.NONE

    async def run(self, ours: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            theirs, there = await asyncio.open_connection(self._host, self._port)
            self._proxy.peers += 1
            try:
                await self._carry(ours, back, theirs, there)
            finally:
                there.close()
        except OSError:
            back.transport.abort()
        finally:
            back.close()

    async def _carry(
        self,
        ours: asyncio.StreamReader,
        back: asyncio.StreamWriter,
        theirs: asyncio.StreamReader,
        there: asyncio.StreamWriter,
    ) -> None:
        answers = asyncio.create_task(self._answers(theirs, back))
        _LIVING.add(answers)
        answers.add_done_callback(_LIVING.discard)
        try:
            await self._requests(ours, there)
            await answers
        finally:
            answers.cancel()

    async def _requests(self, ours: asyncio.StreamReader, there: asyncio.StreamWriter) -> None:
        while chunk := await ours.read(_CHUNK):
            self._fault = self._proxy.next_fault()
            if self._fault is Fault.DROP_BEFORE:
                raise ConnectionAbortedError
            if self._fault is Fault.LATENCY:
                await asyncio.sleep(self._proxy.delay)
            there.write(chunk)
            await there.drain()
        there.write_eof()

    async def _answers(self, theirs: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        while chunk := await theirs.read(_CHUNK):
            match self._fault:
                case Fault.HANG:
                    continue
                case Fault.LATENCY:
                    await asyncio.sleep(self._proxy.delay)
                case Fault.DROP_AFTER:
                    back.close()
                    return
                case Fault.RESET:
                    back.get_extra_info("socket").setsockopt(
                        socket.SOL_SOCKET, socket.SO_LINGER, _RESET
                    )
                    back.transport.abort()
                    return
                case Fault.TRUNCATE:
                    back.write(chunk[: self._proxy.keep])
                    await back.drain()
                    back.close()
                    return
                case _:
                    pass
            back.write(chunk)
            await back.drain()
        if self._fault is not Fault.HANG:
            back.close()


async def _begin(proxy: Proxy, host: str, port: int) -> asyncio.Server:
    return await asyncio.start_server(
        lambda reader, writer: _Line(proxy, host, port).run(reader, writer),
        "127.0.0.1",
        proxy.port,
    )


async def _end(server: asyncio.Server) -> None:
    """End every connection, and those that begin while the others end."""
    server.close()
    while rest := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in rest:
            task.cancel()
        await asyncio.wait(rest)
        await asyncio.sleep(0.01)  # for what is closing to be closed


def _free() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
