"""Other implementations: smpplib reads what we write, and speaks to our message centre."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from smpplib import gsm, smpp
from smpplib.client import Client

from heard.channels.protocol import Accepted, Message, Refused
from heard.channels.smpp._settings import read_settings
from heard.channels.smpp._text import encode
from heard.channels.smpp.gateway import _submits
from tests.channels.smpp.conftest import Make
from tests.peers.faults import Fault, spoiling
from tests.peers.smsc import Smsc

POLISH = "Dziękujemy za telefon na policję. " * 5
ADDRESSES = [f"+4477009{number:05}" for number in range(60)]
SETTINGS: dict[str, object] = {
    "host": "a",
    "system_id": "b",
    "password": "c",
    "sender": "+447700900000",
}


class Other:
    """A client of smpplib's, and what it was told."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.names: list[str] = []
        self.refused: list[int] = []
        self.told: list[tuple[int, bytes]] = []
        client.set_message_sent_handler(self._sent)
        client.set_message_received_handler(self._received)

    def wait(self, *, answers: int, told: int = 0) -> None:
        end = time.monotonic() + 5
        while time.monotonic() < end and (
            len(self.names + self.refused) < answers or len(self.told) < told
        ):
            self.client.read_once()

    def _sent(self, pdu: Any) -> None:  # noqa: ANN401 - smpplib has no types
        if pdu.status:
            self.refused.append(pdu.status)
        else:
            self.names.append(pdu.message_id.decode())

    def _received(self, pdu: Any) -> int:  # noqa: ANN401
        self.told.append((pdu.esm_class, pdu.short_message))
        return 0


@contextmanager
def _other(smsc: Smsc) -> Iterator[Other]:
    with Client("127.0.0.1", smsc.port, allow_unknown_opt_params=True) as client:
        client.connect()
        client.bind_transceiver(system_id="other", password="pw")  # noqa: S106 - nobody's
        yield Other(client)


def test_the_message_centre_serves_another_client(smsc: Smsc) -> None:
    smsc.receipts = True
    parts, coding, esm_class = gsm.make_parts(POLISH)
    with _other(smsc) as other:
        for part in parts:
            other.client.send_message(
                source_addr="Police",
                destination_addr="447700900123",
                short_message=part,
                data_coding=coding,
                esm_class=esm_class,
                registered_delivery=True,
            )
        other.wait(answers=3, told=3)

    assert sorted(other.names) == ["1", "2", "3"]
    assert {esm for esm, _ in other.told} == {4}
    assert sorted(words.split()[0] for _, words in other.told) == [b"id:1", b"id:2", b"id:3"]
    assert sorted(line["octets"] for line in smsc.accepted()) == sorted(p.hex() for p in parts)


def test_the_message_centre_refuses_another_client(smsc: Smsc) -> None:
    smsc.statuses["447700900123"].append(0x58)
    with _other(smsc) as other:
        other.client.set_error_pdu_handler(lambda _pdu: None)
        other.client.send_message(
            source_addr="Police", destination_addr="447700900123", short_message=b"Hello"
        )
        other.wait(answers=1)

    assert other.refused == [0x58]
    assert smsc.accepted() == []


@pytest.mark.parametrize("body", ["Hello [€]", "Dŵr", POLISH])
def test_another_client_reads_what_we_write(body: str) -> None:
    coded = encode(body, number=7)
    pdus = _submits("447700900123", coded, read_settings(SETTINGS))
    reader = {"client": Client("127.0.0.1", 1, allow_unknown_opt_params=True)}
    read = [smpp.parse_pdu(pdu, **reader, allow_unknown_opt_params=True) for pdu in pdus]

    parts, coding, esm_class = gsm.make_parts(body)
    assert [pdu.short_message[-40:] for pdu in read] == [part[-40:] for part in parts]
    assert {
        (pdu.command, pdu.destination_addr, pdu.source_addr, pdu.data_coding, pdu.esm_class)
        for pdu in read
    } == {("submit_sm", b"447700900123", b"447700900000", coding, esm_class)}
    assert {
        (pdu.source_addr_ton, pdu.source_addr_npi, pdu.registered_delivery) for pdu in read
    } == {(1, 1, 1)}


@pytest.mark.parametrize("fault", list(Fault))
@pytest.mark.parametrize("chunk", [0, 1, 20])
def test_no_fault_of_the_line_writes_to_anybody_twice(
    smsc: Smsc, make: Make, fault: Fault, chunk: int
) -> None:
    with spoiling(smsc.port) as proxy:
        proxy.choose = lambda number: fault if number == chunk else Fault.NONE
        gateway = make(port=proxy.port, timeout=0.5, window=5)
        left, accepted = set(ADDRESSES), list[str]()
        for _ in range(3):
            outcomes = list(
                gateway.send(Message(reference=a, address=a, body="Hello") for a in left)
            )
            accepted += [each.reference for each in outcomes if isinstance(each, Accepted)]
            left = {each.reference for each in outcomes if isinstance(each, Refused)}
            time.sleep(0.1)

    truth = smsc.numbers()
    assert left == set()
    assert len(truth) == len(set(truth))
    assert {address[1:] for address in accepted} <= set(truth)
    assert len(set(ADDRESSES) - set(accepted)) <= 5
