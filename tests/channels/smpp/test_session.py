"""What a session makes of peers that behave oddly."""

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from time import monotonic, sleep

import pytest
from smpp34 import DeliverSm

from heard.channels.protocol import Accepted, Message, Refused
from tests.channels.smpp.conftest import Make

BIND, SUBMIT, ENQUIRE, DELIVER, UNBIND, NACK = 9, 4, 0x15, 5, 6, 0x80000000
MESSAGES = [Message(reference=name, address="+447700900123", body="Hello") for name in "abc"]
Script = Callable[[int, int], bytes]


def _pdu(command: int, number: int, body: bytes = b"", status: int = 0) -> bytes:
    return struct.pack(">IIII", 16 + len(body), command, status, number) + body


class Odd:
    """A peer that accepts the bind and answers a submit as `script` says, of its count from 0.

    What it was sent is in `heard`, command and status of each PDU.
    """

    def __init__(self, script: Script) -> None:
        self.heard: list[tuple[int, int]] = []
        self._script = script
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._line = self._listening
        self.port: int = self._listening.getsockname()[1]

    def serve(self) -> None:
        submits = 0
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            self._line = line
            with line, suppress(OSError), line.makefile("rb") as frames:
                while head := frames.read(16):
                    length, command, status, number = struct.unpack(">IIII", head)
                    frames.read(length - 16)
                    self.heard.append((command, status))
                    if command == BIND:
                        line.sendall(_pdu(BIND | NACK, number, b"odd\0"))
                    elif command == SUBMIT:
                        line.sendall(self._script(submits, number))
                        submits += 1

    def close(self) -> None:
        for each in (self._listening, self._line):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self._listening.close()


@contextmanager
def _odd(script: Script) -> Iterator[Odd]:
    peer = Odd(script)
    thread = Thread(target=peer.serve, daemon=True)
    thread.start()
    yield peer
    peer.close()
    thread.join(5)


def _taken(number: int, name: bytes = b"1") -> bytes:
    return _pdu(SUBMIT | NACK, number, name + b"\0")


def _wait_for(heard: list[tuple[int, int]], told: tuple[int, int]) -> None:
    end = monotonic() + 5
    while told not in heard and monotonic() < end:
        sleep(0.01)
    assert told in heard


@pytest.mark.parametrize(
    ("status", "outcomes"),
    [
        (2, [Refused(reference="a", code="not-understood", retry=False)]),
        (0x58, [Refused(reference="a", code="throttled", retry=True)]),
        (0, []),
        (0x400, []),
    ],
)
def test_a_pdu_that_is_not_understood_was_not_taken(
    make: Make, status: int, outcomes: list[Refused]
) -> None:
    with _odd(lambda _count, number: _pdu(NACK, number, status=status)) as peer:
        assert list(make(port=peer.port).send(MESSAGES[:1])) == outcomes


def test_answers_are_matched_by_their_number_and_counted_once(make: Make) -> None:
    def script(_count: int, number: int) -> bytes:
        other = _taken(number + 1000, b"other")
        return other + _taken(number, b"own") + _taken(number, b"again")

    with _odd(script) as peer:
        assert list(make(port=peer.port, window=1).send(MESSAGES)) == [
            Accepted(reference=message.reference, gateway_id="own") for message in MESSAGES
        ]


def test_the_peer_may_ask_whether_we_are_there(make: Make) -> None:
    with _odd(lambda _count, number: _pdu(ENQUIRE, 7) + _taken(number)) as peer:
        assert len(list(make(port=peer.port).send(MESSAGES))) == 3
        _wait_for(peer.heard, (ENQUIRE | NACK, 0))


def test_a_command_that_nobody_knows_is_said_to_be_so(make: Make) -> None:
    with _odd(lambda _count, number: _pdu(0x103, 7) + _pdu(0x80000103, 8) + _taken(number)) as peer:
        assert len(list(make(port=peer.port).send(MESSAGES))) == 3
        _wait_for(peer.heard, (NACK, 3))


def test_a_text_that_cannot_be_read_is_refused(make: Make) -> None:
    with _odd(lambda _count, number: _pdu(DELIVER, 7, b"?") + _taken(number)) as peer:
        assert len(list(make(port=peer.port).send(MESSAGES))) == 3
        _wait_for(peer.heard, (DELIVER | NACK, 0x66))


def test_a_text_in_two_pieces_of_the_line_is_one(make: Make) -> None:
    frame = DeliverSm("44", "61016", b"9", sequence_number=7).encode()

    def script(count: int, number: int) -> bytes:
        return frame[:30] if count == 0 else frame[30:] + _taken(number - 1) + _taken(number)

    with _odd(script) as peer:
        gateway = make(port=peer.port, window=2)
        assert len(list(gateway.send(MESSAGES[:2]))) == 2
        assert gateway.collect(lambda _news: None) == 1
        _wait_for(peer.heard, (DELIVER | NACK, 0))


@pytest.mark.parametrize("garbage", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0" * 16])
def test_a_peer_that_speaks_otherwise_is_left(make: Make, garbage: bytes) -> None:
    def script(count: int, number: int) -> bytes:
        return garbage if count == 0 else _taken(number)

    with _odd(script) as peer:
        outcomes = list(make(port=peer.port, window=1).send(MESSAGES))

    assert outcomes == [
        Accepted(reference="b", gateway_id="1"),
        Accepted(reference="c", gateway_id="1"),
    ]
    assert [command for command, _ in peer.heard].count(BIND) == 2


def test_a_peer_that_leaves_is_answered_and_bound_anew(make: Make) -> None:
    def script(count: int, number: int) -> bytes:
        return _pdu(UNBIND, 7) if count == 0 else _taken(number)

    with _odd(script) as peer:
        outcomes = list(make(port=peer.port, window=1).send(MESSAGES))

    assert [outcome.reference for outcome in outcomes] == ["b", "c"]
    assert (UNBIND | NACK, 0) in peer.heard


def test_two_that_send_at_once_share_the_window(make: Make) -> None:
    """The second waits for a place; when the line drops, what waited was certainly not written."""
    with _odd(lambda _count, _number: b"") as peer:
        gateway = make(port=peer.port, window=1, timeout=0.4)
        outcomes: dict[str, list[Accepted | Refused]] = {}

        def send(message: Message) -> None:
            outcomes[message.reference] = list(gateway.send([message]))

        threads = [Thread(target=send, args=[message]) for message in MESSAGES[:2]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    (refused,) = [each for each in outcomes.values() if each]
    assert [(type(each), each.code) for each in refused if isinstance(each, Refused)] == [
        (Refused, "gateway-down")
    ]
    assert [command for command, _ in peer.heard].count(SUBMIT) == 1
