"""GOV.UK Notify: what is sent, what every answer means, and what is never done twice."""

import logging
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import get_ident
from time import monotonic
from uuid import uuid4

import pytest
import requests
from notifications_python_client.notifications import NotificationsAPIClient

from heard.channels.notify import Notify
from heard.channels.protocol import Accepted, Message, Refused
from tests.peers.certificate import certified
from tests.peers.faults import Fault, spoiling
from tests.peers.notify import EMAIL, KEY, SENDER, TEXT, StandIn

NUMBER = "+447700900123"
NOON = datetime(2020, 10, 1, 12, tzinfo=UTC)


@pytest.fixture
def peer(tmp_path: Path) -> StandIn:
    return StandIn(took=tmp_path / "took.jsonl")


@pytest.fixture
def address(peer: StandIn) -> Iterator[str]:
    with peer.served() as address:
        yield address


def notify(address: str, *, connections: int = 4, timeout: float = 5) -> Notify:
    return Notify(
        api_key=KEY, template_id=TEXT, base_url=address, connections=connections, timeout=timeout
    )


def a_message(reference: str = "", *, to: str = NUMBER, body: str = "Hello") -> Message:
    return Message(reference=reference or str(uuid4()), address=to, body=body)


def many(count: int) -> list[Message]:
    return [a_message(body=f"Hello {n}") for n in range(count)]


def references(outcomes: list[Accepted | Refused]) -> list[str]:
    return sorted(outcome.reference for outcome in outcomes)


def test_a_text_arrives_with_its_reference_and_has_the_name_that_notify_gives(
    peer: StandIn, address: str
) -> None:
    channel = Notify(api_key=KEY, template_id=TEXT, base_url=address, sms_sender_id=SENDER)
    (outcome,) = channel.send([a_message("r1", body="How did we do?")])

    (item,) = peer.accepted()
    assert outcome == Accepted(reference="r1", gateway_id=item["id"])
    assert (item["reference"], item["to"], item["body"]) == ("r1", NUMBER, "How did we do?")


def test_an_email_has_its_title_and_where_one_click_unsubscribes(
    peer: StandIn, address: str
) -> None:
    channel = Notify(api_key=KEY, template_id=EMAIL, base_url=address, kind="email")
    email = Message(
        reference="r1",
        address="a@b.example",
        title="How did we do?",
        body="Hello" * 300,
        unsubscribe="https://heard.example/u/1",
    )
    (outcome,) = channel.send([email])

    (item,) = peer.accepted()
    assert outcome == Accepted(reference="r1", gateway_id=item["id"])
    assert (item["to"], item["title"], item["body"], item["unsubscribe"]) == (
        *("a@b.example", "How did we do?", "Hello" * 300),
        "https://heard.example/u/1",
    )


def test_a_text_of_918_characters_leaves_and_a_longer_one_does_not(
    peer: StandIn, address: str
) -> None:
    outcomes = list(
        notify(address).send([a_message("a", body="a" * 918), a_message("b", body="a" * 919)])
    )

    assert Refused(reference="b", code="too-long", retry=False) in outcomes
    assert [(item["reference"], item["fragments"]) for item in peer.accepted()] == [("a", 6)]
    assert peer.calls == 1


def test_no_more_calls_run_at_once_than_there_are_connections(peer: StandIn, address: str) -> None:
    peer.delay = 0.05
    began = monotonic()
    outcomes = list(notify(address, connections=4).send(many(20)))

    assert (len(outcomes), peer.calls, peer.most_at_once) == (20, 20, 4)
    assert 5 * 0.05 <= monotonic() - began < 20 * 0.05


def test_a_message_is_drawn_only_when_its_call_can_begin_and_always_by_the_caller(
    peer: StandIn, address: str
) -> None:
    drawn: list[int] = []
    drawers: set[int] = set()

    def drawing() -> Iterator[Message]:
        for message in many(9):
            drawers.add(get_ident())
            drawn.append(len(drawn))
            yield message

    sending = notify(address, connections=3).send(drawing())
    for taken, _ in enumerate(sending, start=1):
        assert len(drawn) - taken <= 3

    assert (len(drawn), drawers) == (9, {get_ident()})


def test_a_caller_who_stops_has_sent_what_was_drawn_and_no_more(
    peer: StandIn, address: str
) -> None:
    drawn: list[str] = []

    def drawing() -> Iterator[Message]:
        for message in many(9):
            drawn.append(message.reference)
            yield message

    sending = notify(address, connections=3).send(drawing())
    with closing(sending):  # type: ignore[type-var]
        next(sending)

    assert sorted(item["reference"] for item in peer.accepted()) == sorted(drawn)
    assert len(drawn) < 9


def test_a_fault_in_drawing_loses_no_outcome_of_what_had_left(peer: StandIn, address: str) -> None:
    def drawing() -> Iterator[Message]:
        yield from many(2)
        raise LookupError("the database went away")

    peer.delay = 0.1
    sending = notify(address).send(drawing())

    assert [type(next(sending)) for _ in range(2)] == [Accepted, Accepted]
    with pytest.raises(LookupError):
        next(sending)


@pytest.mark.parametrize(
    "trouble",
    [
        *("500-before", "500-after", "502", "reset-before", "reset-after"),
        *("not-json", "other-json", "cut", "redirect"),
        (418, "Teapot", "A status that nobody announced"),
    ],
)
def test_what_is_unclear_has_no_outcome_and_nothing_more_is_drawn(
    peer: StandIn, address: str, trouble: str | tuple[int, str, str]
) -> None:
    peer.troubles.extend(["ok", trouble])
    messages = many(9)
    drawing = iter(messages)
    outcomes = list(notify(address, connections=1).send(drawing))

    assert references(outcomes) == [messages[0].reference]
    assert [message.reference for message in drawing] == [m.reference for m in messages[2:]]
    assert peer.calls == 2
    after = trouble in ("500-after", "reset-after", "not-json", "other-json", "cut")
    assert len(peer.accepted()) == (2 if after else 1)


def test_the_others_in_flight_keep_their_outcomes(peer: StandIn, address: str) -> None:
    peer.troubles.append("500-after")
    peer.delay = 0.05
    messages = many(9)
    outcomes = list(notify(address, connections=3).send(messages))

    taken = {item["reference"] for item in peer.accepted()}
    assert {type(outcome) for outcome in outcomes} == {Accepted}
    assert len(taken) == len(outcomes) + 1 == peer.calls
    assert set(references(outcomes)) < taken


def test_a_call_that_hangs_ends_with_the_time_out_and_stays_unclear(
    peer: StandIn, address: str
) -> None:
    peer.troubles.append("hang")
    began = monotonic()

    assert list(notify(address, timeout=0.3).send([a_message()])) == []
    assert 0.3 <= monotonic() - began < 2
    assert len(peer.accepted()) == 1


@pytest.mark.parametrize(
    ("fault", "heard", "taken"),
    [
        (Fault.NONE, [Accepted], 1),
        (Fault.LATENCY, [Accepted], 1),
        (Fault.DROP_BEFORE, [], 0),
        (Fault.DROP_AFTER, [], 1),
        (Fault.RESET, [], 1),
        (Fault.TRUNCATE, [], 1),
        (Fault.HANG, [], 1),
    ],
)
def test_a_line_that_is_spoilt_once_it_stood_leaves_the_message_unclear(
    peer: StandIn, address: str, fault: Fault, heard: list[type], taken: int
) -> None:
    with spoiling(int(address.rpartition(":")[2])) as proxy:
        proxy.fault, proxy.delay = fault, 0.05
        outcomes = list(notify(f"http://127.0.0.1:{proxy.port}", timeout=1).send([a_message()]))

    assert [type(outcome) for outcome in outcomes] == heard
    assert (len(peer.accepted()), proxy.peers) == (taken, 1)


def test_where_nobody_answers_nothing_has_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    nowhere = [
        f"http://127.0.0.1:{port}",  # refused
        f"https://127.0.0.1:{port}",
        "https://notify.invalid",  # no such name
    ]
    for address in nowhere:
        assert list(notify(address).send([a_message("a")])) == [
            Refused(reference="a", code="gateway-down", retry=True)
        ]


def test_where_tls_fails_nothing_has_left_and_nothing_is_tried_again(
    peer: StandIn, address: str
) -> None:
    with spoiling(int(address.rpartition(":")[2])) as proxy:
        channel = notify(f"https://127.0.0.1:{proxy.port}")
        outcomes = list(channel.send([a_message("a")]))

    assert outcomes == [Refused(reference="a", code="gateway-down", retry=True)]
    assert (peer.calls, proxy.peers) == (0, 1)


def test_over_tls_a_text_arrives_and_a_line_that_breaks_after_it_stood_is_unclear(
    peer: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    side, certificate = certified(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    peer.troubles.extend(["ok", "reset-after"])
    with peer.served(tls=side) as address:
        outcomes = list(notify(address, connections=1).send(many(3)))

    assert [type(outcome) for outcome in outcomes] == [Accepted]
    assert (peer.calls, len(peer.accepted())) == (2, 2)


@pytest.mark.parametrize("whose", ["127.0.0.2", "127.0.0.1"])
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(
    peer: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    side, certificate = certified(tmp_path, address=whose)
    if whose != "127.0.0.1":  # trusted, and the certificate of another; else not trusted
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with peer.served(tls=side) as address:
        outcomes = list(notify(address).send([a_message("a")]))

    assert outcomes == [Refused(reference="a", code="gateway-down", retry=True)]
    assert peer.calls == 0


def test_where_no_connection_comes_about_in_time_nothing_has_left() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)  # its queue is full after one, and the next waits for ever
        first = socket.create_connection(deaf.getsockname())
        address = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        outcomes = list(notify(address, timeout=0.3).send([a_message("a")]))
        first.close()

    assert outcomes == [Refused(reference="a", code="gateway-down", retry=True)]


def test_a_proxy_that_is_not_there_means_that_nothing_has_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")

    assert list(notify("https://notify.invalid").send([a_message("a")])) == [
        Refused(reference="a", code="gateway-down", retry=True)
    ]


def test_neither_number_nor_body_nor_key_reaches_a_log(
    peer: StandIn, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = f"phone_number {NUMBER} of secret words"
    peer.troubles.extend([(400, "ValidationError", said), "500-after"])
    channel = notify(address, connections=1)

    list(channel.send([a_message(body="secret words"), a_message(body="secret words")]))

    told = [record.getMessage() for record in caplog.records]
    assert any("/v2/notifications/sms" in line for line in told)  # of urllib3, by its path alone
    for secret in (NUMBER[1:], "secret", KEY[-36:]):
        assert [line for line in told if secret in line] == []
    assert KEY[-36:] not in repr(channel)


def test_it_reaches_people_by_the_contract_and_hands_nothing_over() -> None:
    channel = Notify(api_key=KEY, template_id=TEXT)

    assert (channel.recording, channel.rate) == (False, 50)
    assert channel.base_url == "https://api.notifications.service.gov.uk"
    assert channel.collect(lambda _told: None) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"api_key": "nothing"},
        {"template_id": "nothing"},
        {"template_id": ""},
        {"sms_sender_id": "nothing"},
        {"kind": "letter"},
        {"base_url": "http://notify.example"},
        {"timeout": 0},
        {"connections": 0},
        {"rate": 0},
        {"rate": "50"},
        {"colour": "red"},
    ],
)
def test_an_option_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    options: dict[str, object] = {"api_key": KEY, "template_id": TEXT, **wrong}

    with pytest.raises((TypeError, ValueError)):
        Notify(**options)  # type: ignore[arg-type]


def test_what_notify_tells_of_a_text_needs_the_key(peer: StandIn, address: str) -> None:
    (outcome,) = notify(address).send([a_message("a")])
    assert isinstance(outcome, Accepted)
    path = f"{address}/v2/notifications/{outcome.gateway_id}"
    client = NotificationsAPIClient(KEY, address)
    with client.request_session:
        told = client.get_notification_by_id(outcome.gateway_id)

    assert (told["reference"], told["body"], told["status"]) == ("a", "Hello", "delivered")
    assert requests.get(path, timeout=5).status_code == 401
