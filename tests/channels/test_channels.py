"""What every gateway promises, asked of each one that ships."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from heard.channels.memory import Memory
from heard.channels.outbox import Outbox, read_outbox
from heard.channels.protocol import Accepted, Channel, Inbound, Message

Arrived = list[tuple[str, str, str]]
NOW = datetime(2020, 10, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Subject:
    """A gateway under test, and a look at what arrived behind it."""

    channel: Channel
    arrived: Callable[[], Arrived]


def _memory(_folder: Path) -> Subject:
    channel = Memory()
    return Subject(channel, lambda: [(m.reference, m.address, m.body) for m in channel.arrived])


def _outbox(folder: Path) -> Subject:
    path = folder / "outbox.jsonl"

    def arrived() -> Arrived:
        lines, _ = read_outbox(path)
        return [(line["reference"], line["to"], line["body"]) for line in lines]

    return Subject(Outbox(path=str(path)), arrived)


@pytest.fixture(params=[_memory, _outbox], ids=["memory", "outbox"])
def subject(request: pytest.FixtureRequest, tmp_path: Path) -> Subject:
    made: Subject = request.param(tmp_path)
    return made


def _message(reference: str, body: str = "Hello") -> Message:
    return Message(reference=reference, address="+447700900123", body=body)


def test_each_message_arrives_once_and_has_one_outcome(subject: Subject) -> None:
    outcomes = list(subject.channel.send([_message("a"), _message("b")]))

    assert [type(outcome) for outcome in outcomes] == [Accepted, Accepted]
    assert sorted(outcome.reference for outcome in outcomes) == ["a", "b"]
    assert sorted(subject.arrived()) == [
        ("a", "+447700900123", "Hello"),
        ("b", "+447700900123", "Hello"),
    ]


def test_every_name_that_a_gateway_gives_is_its_own(subject: Subject) -> None:
    first = list(subject.channel.send([_message("a"), _message("b")]))
    then = list(subject.channel.send([_message("c")]))

    names = {outcome.gateway_id for outcome in first + then if isinstance(outcome, Accepted)}
    assert len(names) == 3


def test_an_accepted_message_is_there_before_its_outcome_is(subject: Subject) -> None:
    sending = subject.channel.send([_message("a"), _message("b")])

    assert [outcome.reference for outcome in islice(sending, 1)] == ["a"]
    assert subject.arrived() == [("a", "+447700900123", "Hello")]


def test_what_was_not_drawn_was_not_sent(subject: Subject) -> None:
    arrived_before: list[int] = []

    def drawn() -> Iterator[Message]:
        for name in ("a", "b", "c"):
            arrived_before.append(len(subject.arrived()))
            yield _message(name)

    sending = subject.channel.send(drawn())

    assert [outcome.reference for outcome in islice(sending, 2)] == ["a", "b"]
    assert arrived_before == [0, 1]
    assert [reference for reference, _, _ in subject.arrived()] == ["a", "b"]


def test_what_is_drawn_may_end_early(subject: Subject) -> None:
    messages = (message for message in (_message("a"), _message("b")) if message.reference == "a")

    assert [type(outcome) for outcome in subject.channel.send(messages)] == [Accepted]
    assert [reference for reference, _, _ in subject.arrived()] == ["a"]


def test_it_has_a_rate(subject: Subject) -> None:
    assert subject.channel.rate > 0


def test_whoever_only_records_has_nothing_to_hand_over(subject: Subject) -> None:
    kept: list[object] = []

    assert (subject.channel.collect(kept.extend), kept) == (0, [])


def test_a_body_arrives_as_it_was_written(subject: Subject) -> None:
    body = 'Dŵr, "quoted"\nand {"a": 1}\r\n\u2028 \U0001f600'

    list(subject.channel.send([_message("a", body)]))

    assert subject.arrived() == [("a", "+447700900123", body)]


def test_nothing_to_send_has_no_outcome(subject: Subject) -> None:
    assert list(subject.channel.send([])) == []
    assert subject.arrived() == []


def test_it_can_reach_nobody(subject: Subject) -> None:
    assert subject.channel.recording is True


def test_a_message_shows_neither_address_nor_body_when_printed() -> None:
    message = replace(_message("a", "a secret"), title="Hello", unsubscribe="https://x.example/s")
    inbound = Inbound(gateway_id="1", address="+4479", to="+4478", body="STOP", received_at=NOW)

    assert repr(message) == "Message(reference='a', title='Hello')"
    assert repr(inbound) == f"Inbound(gateway_id='1', to='+4478', received_at={NOW!r})"


def test_options_are_what_json_can_say() -> None:
    options = json.loads('{"refused": {"+1": "bad-address"}, "busy": ["+2"], "silent": ["+3"]}')

    assert Memory(**options).arrived == []
