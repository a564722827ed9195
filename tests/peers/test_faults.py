"""The proxy spoils a line as it is told to, and in no other way."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest

from tests.peers.faults import Fault, Proxy, spoiling


class Echo(ThreadingTCPServer):
    """A peer that answers what it gets in capitals, and remembers it."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        self.got: list[bytes] = []
        super().__init__(("127.0.0.1", 0), _Echoing)


class _Echoing(BaseRequestHandler):
    server: Echo

    def handle(self) -> None:
        while data := self.request.recv(1024):
            self.server.got.append(data)
            self.request.sendall(data.upper())


@pytest.fixture
def echo() -> Iterator[Echo]:
    with Echo() as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


@pytest.fixture
def proxy(echo: Echo) -> Iterator[Proxy]:
    with spoiling(echo.server_address[1]) as made:
        yield made


def _say(proxy: Proxy, *words: bytes) -> list[bytes]:
    """Say words over one connection; give the answer to each."""
    with closing(socket.create_connection(("127.0.0.1", proxy.port), timeout=1)) as line:
        answers = []
        for word in words:
            line.sendall(word)
            answers.append(line.recv(1024))
        return answers


def test_a_line_that_is_not_spoilt_carries_both_ways(proxy: Proxy, echo: Echo) -> None:
    assert _say(proxy, b"one", b"two") == [b"ONE", b"TWO"]
    assert (echo.got, proxy.peers) == ([b"one", b"two"], 1)


@pytest.mark.parametrize(
    ("fault", "answer", "got"),
    [
        (Fault.DROP_BEFORE, b"", []),
        (Fault.DROP_AFTER, b"", [b"hello"]),
        (Fault.TRUNCATE, b"HEL", [b"hello"]),
    ],
)
def test_a_connection_ends_early(
    proxy: Proxy, echo: Echo, fault: Fault, answer: bytes, got: list[bytes]
) -> None:
    proxy.fault, proxy.keep = fault, 3

    try:
        said = _say(proxy, b"hello")
    except ConnectionResetError:
        said = [b""]

    assert (said, echo.got) == ([answer], got)


def test_a_connection_is_reset_after_the_peer_has_it(proxy: Proxy, echo: Echo) -> None:
    proxy.fault = Fault.RESET

    with pytest.raises(ConnectionResetError):
        _say(proxy, b"hello")
    assert echo.got == [b"hello"]


def test_a_line_hangs_with_the_peer_having_it(proxy: Proxy, echo: Echo) -> None:
    proxy.fault = Fault.HANG

    with pytest.raises(TimeoutError):
        _say(proxy, b"hello")
    assert echo.got == [b"hello"]


def test_a_slow_line_is_slow_both_ways(proxy: Proxy) -> None:
    proxy.fault, proxy.delay = Fault.LATENCY, 0.1
    begun = time.monotonic()

    assert _say(proxy, b"hello") == [b"HELLO"]
    assert 0.2 <= time.monotonic() - begun < 0.9


def test_each_thing_said_may_go_wrong_in_its_own_way(proxy: Proxy, echo: Echo) -> None:
    proxy.choose = [Fault.NONE, Fault.DROP_AFTER].__getitem__

    assert _say(proxy, b"one", b"two") == [b"ONE", b""]
    assert echo.got == [b"one", b"two"]


def test_a_peer_that_is_not_there_ends_the_connection() -> None:
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))
        with spoiling(nobody.getsockname()[1]) as proxy:
            try:
                said = _say(proxy, b"hello")
            except ConnectionResetError:
                said = [b""]
            assert (said, proxy.peers) == ([b""], 0)
