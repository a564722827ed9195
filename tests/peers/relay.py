"""A line between a client and a server that can be cut, made one-way, and encrypted."""

import asyncio
import struct
from socket import SO_LINGER, SOL_SOCKET
from ssl import SSLContext
from typing import Self

from tests.peers.smsc import Loop, free_port

_RESET = struct.pack("ii", 1, 0)  # lingering for no time at all: the other side reads a reset


class Relay:
    """Passes octets on to `target`, a port of this machine, and back.

    What goes `forth` or `back` can be swallowed; `cut_after` so many octets forth everything is
    cut, and stays so while `is_down`. With `tls` the client's side is encrypted.
    """

    def __init__(self, target: int, *, tls: SSLContext | None = None) -> None:
        self.port = free_port()
        self.forth = self.back = True
        self.is_down = False
        self.cut_after: int | None = None
        self._target, self._tls = target, tls
        self._writers: set[asyncio.StreamWriter] = set()
        self._runner = Loop()

    def __enter__(self) -> Self:
        self._server = self._runner.run(
            asyncio.start_server(self._join, "127.0.0.1", self.port, ssl=self._tls)
        )
        return self

    def __exit__(self, *_error: object) -> None:
        self.cut()
        self._runner.run(self._close())
        self._runner.stop()

    def cut(self) -> None:
        """Reset every connection there is."""
        self._runner.run(self._cut())

    async def _close(self) -> None:
        self._server.close()

    async def _cut(self) -> None:
        for writer in list(self._writers):
            writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, _RESET)
            writer.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_down:
            writer.transport.abort()
            return
        other_reader, other_writer = await asyncio.open_connection("127.0.0.1", self._target)
        self._writers |= {writer, other_writer}
        try:
            await asyncio.gather(
                self._pass(reader, other_writer, is_forth=True),
                self._pass(other_reader, writer, is_forth=False),
            )
        except OSError:
            pass
        finally:
            self._writers -= {writer, other_writer}
            writer.transport.abort()
            other_writer.transport.abort()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_forth: bool
    ) -> None:
        while octets := await reader.read(65536):
            if not (self.forth if is_forth else self.back):
                continue
            if is_forth and self.cut_after is not None:
                octets, self.cut_after = octets[: self.cut_after], self.cut_after - len(octets)
            writer.write(octets)
            await writer.drain()
            if self.cut_after is not None and self.cut_after <= 0:
                self.cut_after = None
                await self._cut()
        raise ConnectionResetError


class Refuser:
    """Answers every bind with `status`, and nothing else."""

    def __init__(self, status: int) -> None:
        self.port = free_port()
        self.binds = 0
        self._status = status
        self._runner = Loop()

    def __enter__(self) -> Self:
        self._server = self._runner.run(asyncio.start_server(self._refuse, "127.0.0.1", self.port))
        return self

    def __exit__(self, *_error: object) -> None:
        self._runner.run(self._end())
        self._runner.stop()

    async def _end(self) -> None:
        self._server.close()

    async def _refuse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readexactly(16)
        self.binds += 1
        _, command, _, number = struct.unpack(">IIII", head)
        writer.write(struct.pack(">IIII", 16, command | 0x80000000, self._status, number))
        await writer.drain()
        writer.close()
