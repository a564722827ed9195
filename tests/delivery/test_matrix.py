"""Every way in which a line goes wrong, over a real one: nobody is texted twice."""

import math
import os
import socket
import socketserver
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import pytest

from heard.channels.memory import Memory
from heard.channels.protocol import (
    GATEWAY_DOWN,
    Accepted,
    Inbound,
    Message,
    Receipt,
    Refused,
)
from heard.delivery import health
from heard.delivery.deliver import expire_leases
from heard.delivery.models import Letter
from tests.delivery.letters import LEASE, NOW, delivered, posted
from tests.peers.faults import Fault, spoiling

pytestmark = pytest.mark.django_db
LETTERS = int(os.environ.get("HEARD_TORTURE_SENDS", "40"))
CLAIM = 5


class Peer(socketserver.ThreadingTCPServer):
    """The far end: it notes each reference that it gets, and answers with it."""

    daemon_threads = True

    def __init__(self) -> None:
        self.got: list[str] = []
        super().__init__(("127.0.0.1", 0), _Answering)


class _Answering(socketserver.StreamRequestHandler):
    server: Peer

    def handle(self) -> None:
        reference = self.rfile.readline().decode().strip()
        if reference:
            self.server.got.append(reference)
            self.wfile.write(f"got {reference}\n".encode())


class Wire:
    """A gateway that hands a line over at `port`, a connection each."""

    recording = True
    rate = math.inf

    def __init__(self, port: int) -> None:
        self._port = port

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        for message in messages:
            try:
                line = socket.create_connection(("127.0.0.1", self._port), timeout=0.2)
            except OSError:
                yield Refused(reference=message.reference, code=GATEWAY_DOWN, retry=True)
                continue
            if self._ask(line, message.reference) == f"got {message.reference}\n":
                yield Accepted(reference=message.reference, gateway_id=message.reference)

    def _ask(self, line: socket.socket, reference: str) -> str:
        with line, line.makefile("rw") as file:
            try:
                file.write(f"{reference}\n")
                file.flush()
                return file.readline()
            except OSError:
                return ""

    def collect(self, keep: Callable[[Sequence[Receipt | Inbound]], None]) -> int:
        return 0


@contextmanager
def _peer() -> Iterator[Peer]:
    with Peer() as peer:
        thread = Thread(target=peer.serve_forever, daemon=True)
        thread.start()
        yield peer
        peer.shutdown()
        thread.join(10)


def _drain(*gateways: Wire | Memory) -> None:
    """Deliver again and again for an hour, until nothing more can be done."""
    for minute in range(60):
        now = NOW + timedelta(minutes=minute)
        while delivered(*gateways, now=now, limit=CLAIM):
            pass
        expire_leases(now=now + LEASE)


@pytest.mark.parametrize("fault", Fault)
def test_nobody_is_texted_twice_whatever_the_line_does(fault: Fault) -> None:
    for n in range(LETTERS):
        posted(str(n))
    second = Memory()

    with _peer() as peer, spoiling(peer.server_address[1]) as line:
        line.delay = 0.01
        line.choose = lambda n: fault if n % 2 else Fault.NONE
        _drain(Wire(line.port), second)
        got = Counter([*peer.got, *(message.reference for message in second.arrived)])

    assert set(got.values()) == {1}
    found = {str(ref): state for ref, state in Letter.objects.values_list("reference", "state")}
    assert {name for name, state in found.items() if state == "sending"} <= set(got)
    assert set(found.values()) <= {"sending", "unknown"}
    lost = {name for name, state in found.items() if state == "unknown"}
    assert bool(lost) is (fault not in {Fault.NONE, Fault.LATENCY})
    assert second.arrived == []


def test_a_line_that_only_spoils_is_put_out_of_use_and_the_rest_goes_by_the_other() -> None:
    for n in range(LETTERS):
        posted(str(n))
    second = Memory()

    with _peer() as peer, spoiling(peer.server_address[1]) as line:
        line.fault = Fault.DROP_AFTER
        while delivered(Wire(line.port), second, limit=CLAIM):
            pass

    assert len(peer.got) == health.FAILURES
    assert len(second.arrived) == LETTERS - health.FAILURES
    assert {message.reference for message in second.arrived}.isdisjoint(peer.got)


def test_a_gateway_that_is_not_there_has_everything_go_by_the_other() -> None:
    for n in range(LETTERS):
        posted(str(n))
    second = Memory()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        _drain(Wire(nobody.getsockname()[1]), second)

    assert len({message.reference for message in second.arrived}) == len(second.arrived) == LETTERS
    assert health.healths(now=NOW)["first"].is_open is True
