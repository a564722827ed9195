"""What a delivery receipt says, in whatever way it says it."""

from datetime import UTC, datetime

import pytest
from smpp34 import DeliverSm, Tlv

from heard.channels.protocol import Receipt
from heard.channels.smpp._receipts import is_receipt, read_receipt
from heard.channels.smpp._settings import Settings, read_settings

ARRIVED = datetime(2020, 10, 22, 15, tzinfo=UTC)
WORDS = (
    "id:{name} sub:001 dlvrd:001 submit date:2010221329 done date:{done} stat:{state} err:{error}"
    " text:Thank you id:9 stat:EXPIRED"
)


def _settings(**options: object) -> Settings:
    needed = {"host": "a", "system_id": "b", "password": "c", "sender": "d"}
    return read_settings(needed | options)


def _receipt(
    *tlvs: Tlv, name: str = "4f", done: str = "2010221330", state: str = "DELIVRD", error: str = "0"
) -> DeliverSm:
    words = WORDS.format(name=name, done=done, state=state, error=error).encode()
    return DeliverSm("447700900123", "61016", words, esm_class=4, tlvs=list(tlvs))


def _read(pdu: DeliverSm, **options: object) -> Receipt | None:
    return read_receipt(pdu, arrived=ARRIVED, settings=_settings(**options))


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("DELIVRD", "delivered"),
        ("EXPIRED", "temporary-failure"),
        ("DELETED", "technical-failure"),
        ("UNDELIV", "permanent-failure"),
        ("ACCEPTD", "sending"),
        ("UNKNOWN", "sent"),
        ("REJECTD", "permanent-failure"),
        ("ENROUTE", "sending"),
        ("delivrd", "delivered"),
    ],
)
def test_a_state_is_told_in_notifys_words(state: str, status: str) -> None:
    assert _read(_receipt(state=state, error="045")) == Receipt(
        reference="",
        gateway_id="4f",
        status=status,
        occurred_at=datetime(2020, 10, 22, 13, 30, tzinfo=UTC),
        code=f"{state.upper()}-045",
    )


def test_parameters_are_believed_before_words() -> None:
    read = _read(_receipt(Tlv(0x001E, b"other\0"), Tlv(0x0427, b"\x05"), name="4f"))

    assert read is not None
    assert (read.gateway_id, read.status) == ("other", "permanent-failure")


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (1, "sending"),
        (2, "delivered"),
        (3, "temporary-failure"),
        (4, "technical-failure"),
        (5, "permanent-failure"),
        (6, "sending"),
        (7, "sent"),
        (8, "permanent-failure"),
    ],
)
def test_parameters_alone_will_do(state: int, status: str) -> None:
    tlvs = [Tlv(0x001E, b"4f\0"), Tlv(0x0427, bytes([state]))]
    read = _read(DeliverSm("447700900123", "61016", tlvs=tlvs))

    assert read is not None
    assert (read.gateway_id, read.status, read.occurred_at) == ("4f", status, ARRIVED)


def test_the_words_may_lie_in_a_parameter() -> None:
    words = WORDS.format(name="4f", done="2010221330", state="EXPIRED", error="1").encode()
    read = _read(DeliverSm("44", "61016", esm_class=4, tlvs=[Tlv(0x0424, words)]))

    assert read is not None
    assert (read.gateway_id, read.code) == ("4f", "EXPIRED-1")


@pytest.mark.parametrize(
    ("done", "occurred_at"),
    [
        ("2010221330", datetime(2020, 10, 22, 12, 30, tzinfo=UTC)),
        ("201022133059", datetime(2020, 10, 22, 12, 30, 59, tzinfo=UTC)),
        ("2013221330", ARRIVED),
        ("yesterday", ARRIVED),
    ],
)
def test_a_date_is_by_the_peers_clock(done: str, occurred_at: datetime) -> None:
    read = _read(_receipt(done=done), timezone="Europe/London")

    assert read is not None
    assert read.occurred_at == occurred_at


def test_a_name_is_written_as_the_answer_wrote_it() -> None:
    read = _read(_receipt(name="0000000079"), receipt_base=10)

    assert read is not None
    assert read.gateway_id == "79"


@pytest.mark.parametrize(
    "pdu",
    [
        DeliverSm("44", "61016", b"stat:DELIVRD", esm_class=4),
        DeliverSm("44", "61016", b"id:4f stat:PERHAPS", esm_class=4),
        DeliverSm("44", "61016", b"", esm_class=4),
        DeliverSm("44", "61016", b"id:4f", esm_class=4, tlvs=[Tlv(0x0427, b"\x09")]),
    ],
)
def test_a_receipt_that_says_nothing_is_none(pdu: DeliverSm) -> None:
    assert is_receipt(pdu) is True
    assert _read(pdu) is None


@pytest.mark.parametrize(
    ("pdu", "expected"),
    [
        (DeliverSm("44", "61016", b"id:1 stat:DELIVRD"), False),
        (DeliverSm("44", "61016", b"", esm_class=0x40), False),
        (DeliverSm("44", "61016", b"", esm_class=0x44), True),
        (DeliverSm("44", "61016", b"", esm_class=0x20), True),
        (DeliverSm("44", "61016", b"", tlvs=[Tlv(0x001E, b"1\0")]), True),
    ],
)
def test_a_receipt_is_told_from_a_text(pdu: DeliverSm, expected: bool) -> None:  # noqa: FBT001
    assert is_receipt(pdu) is expected
