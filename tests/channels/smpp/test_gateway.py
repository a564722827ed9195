"""Texts handed to a real message centre: each leaves once, and what became of it is told."""

from collections.abc import Iterator
from itertools import islice

import pytest
from smpplib import gsm

from heard.channels.protocol import Accepted, Message, Refused
from heard.channels.smpp._text import behead, decode
from tests.channels.smpp.conftest import Make
from tests.peers.smsc import Smsc

OTHERS = [f"+4477009001{number:02}" for number in range(40)]


def _message(address: str = "+447700900123", body: str = "Hello") -> Message:
    return Message(reference=f"to {address}", address=address, body=body)


def _arrived(smsc: Smsc) -> list[tuple[str, str]]:
    lines = smsc.accepted()
    return [
        (line["to"], decode(bytes.fromhex(line["octets"]), data_coding=line["coding"]))
        for line in lines
    ]


def test_a_text_arrives_and_is_accepted(smsc: Smsc, make: Make) -> None:
    outcomes = list(make().send([_message(body="Hello [£]")]))

    assert outcomes == [Accepted(reference="to +447700900123", gateway_id="1")]
    assert smsc.accepted() == [
        {
            "id": "1",
            "to": "447700900123",
            "sender": "Police",
            "octets": gsm.gsm_encode("Hello [£]").hex(),
            "coding": 0,
            "esm_class": 0,
        }
    ]


@pytest.mark.parametrize("body", ["Dŵr a thŷ", "Zażółć", "شکریہ", "Hi \U0001f600", "Hello ^€"])
def test_a_text_of_any_language_arrives_as_it_was_written(
    smsc: Smsc, make: Make, body: str
) -> None:
    list(make().send([_message(body=body)]))

    assert _arrived(smsc) == [("447700900123", body)]


def test_a_long_text_leaves_in_parts_and_is_accepted_once(smsc: Smsc, make: Make) -> None:
    body = "Diolch am ffonio am eich tŷ. " * 8

    outcomes = list(make().send([_message(body=body)]))

    (outcome,) = outcomes
    lines = smsc.accepted()
    parts = [behead(bytes.fromhex(line["octets"])) for line in lines]
    texts = {place.index: text for place, text in parts if place and place.total == 4}
    assert isinstance(outcome, Accepted)
    assert sorted(outcome.gateway_id.split(",")) == sorted(line["id"] for line in lines)
    assert [line["esm_class"] for line in lines] == [0x40] * 4
    assert b"".join(texts[index] for index in (1, 2, 3, 4)).decode("utf-16-be") == body


def test_a_long_text_can_leave_in_one_piece(smsc: Smsc, make: Make) -> None:
    outcomes = list(make(payload=True).send([_message(body="a" * 500)]))

    assert outcomes == [Accepted(reference="to +447700900123", gateway_id="1")]
    assert [(line["octets"], line["esm_class"]) for line in smsc.accepted()] == [("61" * 500, 0)]


def test_names_are_kept_as_receipts_write_them(smsc: Smsc, make: Make) -> None:
    outcomes = list(make(answer_base=16).send(map(_message, OTHERS[:12])))

    assert [outcome.gateway_id for outcome in outcomes if isinstance(outcome, Accepted)] == [
        str(number) for number in range(1, 13)
    ]


@pytest.mark.parametrize(
    ("status", "code", "retry"),
    [
        (0x58, "throttled", True),
        (0x14, "throttled", True),
        (0x0B, "bad-address", False),
        (0x0A, "sender-refused", True),
        (0x01, "not-understood", False),
    ],
)
def test_a_refusal_says_whether_to_try_again(
    smsc: Smsc, make: Make, status: int, code: str, *, retry: bool
) -> None:
    smsc.statuses["447700900123"].append(status)
    gateway = make()

    assert list(gateway.send([_message()])) == [
        Refused(reference="to +447700900123", code=code, retry=retry)
    ]
    assert smsc.accepted() == []
    assert list(gateway.send([_message()])) == [
        Accepted(reference="to +447700900123", gateway_id="1")
    ]


@pytest.mark.parametrize("status", [0x08, 0xFF])
def test_an_error_that_says_not_where_has_no_outcome(smsc: Smsc, make: Make, status: int) -> None:
    smsc.statuses["447700900123"].append(status)

    assert list(make().send([_message()])) == []


@pytest.mark.parametrize(
    "address", ["", "anonymous", "+44 7700 900123", "+447700900123\0", "+" * 9]
)
def test_what_is_no_number_is_not_written_to(smsc: Smsc, make: Make, address: str) -> None:
    outcomes = list(make().send([_message(address)]))

    assert outcomes == [Refused(reference=f"to {address}", code="bad-address", retry=False)]
    assert smsc.accepted() == []


def test_a_text_of_too_many_parts_is_not_begun(smsc: Smsc, make: Make) -> None:
    outcomes = list(make().send([_message(body="a" * 40_000)]))

    assert outcomes == [Refused(reference="to +447700900123", code="too-long", retry=False)]
    assert smsc.accepted() == []


def test_a_text_of_which_a_part_is_refused_has_no_outcome(smsc: Smsc, make: Make) -> None:
    smsc.statuses["447700900123"].extend([0, 0x58])

    assert list(make().send([_message(body="a" * 200)])) == []
    assert smsc.numbers() == ["447700900123"]


def test_a_text_of_which_all_parts_are_refused_is_refused(smsc: Smsc, make: Make) -> None:
    smsc.statuses["447700900123"].extend([0x58, 0x58])

    assert list(make().send([_message(body="a" * 200)])) == [
        Refused(reference="to +447700900123", code="throttled", retry=True)
    ]
    assert smsc.accepted() == []


def test_throttling_refuses_so_many_and_no_more(smsc: Smsc, make: Make) -> None:
    smsc.throttled = 15
    outcomes = list(make().send(map(_message, OTHERS)))

    refused = {outcome.reference for outcome in outcomes if isinstance(outcome, Refused)}
    accepted = {outcome.reference for outcome in outcomes if isinstance(outcome, Accepted)}
    assert (len(refused), len(accepted)) == (15, 25)
    assert smsc.numbers() == sorted(name.removeprefix("to +") for name in accepted)


def test_no_more_is_under_way_than_the_window_allows(smsc: Smsc, make: Make) -> None:
    smsc.late = dict.fromkeys((address[1:] for address in OTHERS), 0.05)
    outcomes = list(make(window=4).send(_message(address, "a" * 200) for address in OTHERS[:10]))

    assert [type(outcome) for outcome in outcomes] == [Accepted] * 10
    assert smsc.most == 4  # of parts, and there were twenty


def test_no_more_is_drawn_than_is_under_way(smsc: Smsc, make: Make) -> None:
    drawn: list[int] = []
    smsc.late = {OTHERS[0][1:]: 0.3}

    def messages() -> Iterator[Message]:
        for address in OTHERS:
            drawn.append(len(drawn))
            yield _message(address)

    sending = make(window=4).send(messages())
    assert drawn == []
    first = list(islice(sending, 6))
    assert [type(outcome) for outcome in first] == [Accepted] * 6
    assert len(drawn) <= 6 + 4
    assert len(smsc.accepted()) <= len(drawn)


def test_with_a_window_of_one_each_is_drawn_after_the_one_before(smsc: Smsc, make: Make) -> None:
    arrived_before: list[int] = []

    def messages() -> Iterator[Message]:
        for address in OTHERS[:3]:
            arrived_before.append(len(smsc.accepted()))
            yield _message(address)

    assert len(list(islice(make(window=1).send(messages()), 2))) == 2
    assert arrived_before == [0, 1]


def test_an_outcome_is_told_while_others_are_awaited(smsc: Smsc, make: Make) -> None:
    smsc.late = {OTHERS[0][1:]: 0.5}

    outcomes = list(make().send(map(_message, OTHERS[:3])))

    assert len(outcomes) == 3
    assert outcomes[2].reference == f"to {OTHERS[0]}"


def test_nothing_to_send_has_no_outcome(smsc: Smsc, make: Make) -> None:
    assert list(make().send([])) == []
    assert smsc.accepted() == []
