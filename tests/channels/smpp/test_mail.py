"""What a message centre offers: handed over whole, answered only when it was kept."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event
from time import monotonic, sleep

import pytest

from heard.channels.protocol import Accepted, Inbound, Message, Receipt
from heard.channels.smpp import Smpp, _mail
from heard.channels.smpp._text import encode
from tests.channels.smpp.conftest import Make
from tests.peers.relay import Relay
from tests.peers.smsc import Smsc

ADDRESSES = [f"+4477009{number:05}" for number in range(20)]
OK, TRY_AGAIN, REJECTED = 0, 0x64, 0x66
News = list[Receipt | Inbound]


@pytest.fixture
def offer(smsc: Smsc) -> Iterator[Callable[..., "Future[int]"]]:
    """Offer a text while somebody else collects; what comes back is the status of its answer."""
    with ThreadPoolExecutor(8) as pool:
        yield lambda octets, **fields: pool.submit(smsc.write, "447700900123", octets, **fields)


def _message(address: str, body: str = "Hello") -> Message:
    return Message(reference=address, address=address, body=body)


def _collect(gateway: Smpp, count: int, within: float = 5) -> News:
    """Collect until so much is there."""
    news: News = []
    end = monotonic() + within
    while len(news) < count and monotonic() < end:
        gateway.collect(news.extend)
        sleep(0.01)
    return news


def _refuse(_news: Sequence[Receipt | Inbound]) -> None:
    raise OSError("the database is away")


def _heard(smsc: Smsc, number: int) -> None:
    """Wait until so many receipts were answered with OK: the last answers come a moment later."""
    end = monotonic() + 10
    while smsc.answers[OK] < number and monotonic() < end:
        sleep(0.01)
    assert smsc.answers[OK] == number


@contextmanager
def _bound(gateway: Smpp) -> Iterator[Smpp]:
    gateway.collect(_refuse)  # there is nothing yet
    yield gateway


def test_receipts_name_what_was_accepted(smsc: Smsc, make: Make) -> None:
    smsc.receipts = True
    smsc.states[ADDRESSES[1][1:]].append("UNDELIV")
    gateway = make()
    outcomes = list(gateway.send(map(_message, ADDRESSES)))
    news = _collect(gateway, 20)

    names = {each.gateway_id: each.reference for each in outcomes if isinstance(each, Accepted)}
    told = {names[each.gateway_id]: each.status for each in news if isinstance(each, Receipt)}
    assert told == dict.fromkeys(ADDRESSES, "delivered") | {ADDRESSES[1]: "permanent-failure"}
    _heard(smsc, 20)
    assert smsc.answers.keys() == {OK}


def test_a_receipt_of_words_alone_will_do(smsc: Smsc, make: Make) -> None:
    smsc.receipts = smsc.bare = True
    gateway = make()
    list(gateway.send([_message(ADDRESSES[0])]))

    assert _collect(gateway, 1) == [
        Receipt(
            reference="",
            gateway_id="1",
            status="delivered",
            code="DELIVRD-000",
            occurred_at=datetime(2020, 10, 22, 13, 30, tzinfo=UTC),
        )
    ]


def test_a_receipt_may_come_before_the_answer(smsc: Smsc, make: Make) -> None:
    smsc.receipts = smsc.early = True
    gateway = make(timeout=5)
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(list, gateway.send([_message(ADDRESSES[0])]))
        news = _collect(gateway, 1)

    assert [each.gateway_id for each in news if isinstance(each, Receipt)] == ["1"]
    assert sending.result() == [Accepted(reference=ADDRESSES[0], gateway_id="1")]


def test_each_part_of_a_long_text_has_its_receipt(smsc: Smsc, make: Make) -> None:
    smsc.receipts = True
    gateway = make()
    (outcome,) = gateway.send([_message(ADDRESSES[0], "a" * 400)])
    news = _collect(gateway, 3)

    assert isinstance(outcome, Accepted)
    assert sorted(outcome.gateway_id.split(",")) == ["1", "2", "3"]
    assert sorted(each.gateway_id for each in news) == ["1", "2", "3"]


def test_a_text_to_us_is_handed_over(make: Make, offer: Callable[..., "Future[int]"]) -> None:
    with _bound(make()) as gateway:
        answer = offer(b"STOP", to="61016")
        (text,) = _collect(gateway, 1)

    assert isinstance(text, Inbound)
    assert (text.address, text.to, text.body) == ("+447700900123", "61016", "STOP")
    assert text.gateway_id
    assert text.received_at.utcoffset() is not None
    assert answer.result() == OK


@pytest.mark.parametrize(
    ("source", "ton", "address"),
    [
        ("447700900123", 1, "+447700900123"),
        ("447700900123", 0, "+447700900123"),
        ("+447700900123", 0, "+447700900123"),
        ("07700900123", 2, "+447700900123"),
        ("61016", 3, "61016"),
        ("Police", 5, "Police"),
    ],
)
def test_a_sender_is_written_in_one_way(
    smsc: Smsc, make: Make, source: str, ton: int, address: str
) -> None:
    with _bound(make()) as gateway, ThreadPoolExecutor(1) as pool:
        pool.submit(smsc.write, source, b"7", ton=ton)
        (text,) = _collect(gateway, 1)

    assert isinstance(text, Inbound)
    assert text.address == address


def test_nothing_is_answered_before_it_is_kept(
    make: Make, offer: Callable[..., "Future[int]"]
) -> None:
    kept, may_keep = Event(), Event()

    def keep(_news: Sequence[Receipt | Inbound]) -> None:
        kept.set()
        may_keep.wait(5)

    with _bound(make(timeout=10)) as gateway, ThreadPoolExecutor(1) as pool:
        answer = offer(b"9")
        sleep(0.1)
        collecting = pool.submit(gateway.collect, keep)
        kept.wait(5)
        sleep(0.2)
        assert answer.done() is False
        may_keep.set()
        assert answer.result(5) == OK
        assert collecting.result(5) == 1


def test_what_could_not_be_kept_is_offered_again(
    smsc: Smsc, make: Make, offer: Callable[..., "Future[int]"]
) -> None:
    with _bound(make()) as gateway:
        answer = offer(b"9")
        sleep(0.1)
        with pytest.raises(OSError, match="database is away"):
            gateway.collect(_refuse)
        assert answer.result() == TRY_AGAIN
        again = offer(b"9")
        (text,) = _collect(gateway, 1)
        assert again.result() == OK

    assert isinstance(text, Inbound)
    assert text.body == "9"


def test_receipts_that_could_not_be_kept_come_again(smsc: Smsc, make: Make) -> None:
    smsc.receipts = True
    gateway = make()
    list(gateway.send(map(_message, ADDRESSES)))
    sleep(0.1)
    with pytest.raises(OSError, match="database is away"):
        gateway.collect(_refuse)
    news = _collect(gateway, 20)

    assert len({each.gateway_id for each in news}) == 20
    _heard(smsc, 20)


def test_a_late_answer_that_could_not_be_kept_is_told_again(smsc: Smsc, make: Make) -> None:
    smsc.late = {ADDRESSES[0][1:]: 0.7}
    gateway = make(timeout=0.4)
    list(gateway.send([_message(ADDRESSES[0])]))
    sleep(0.7)
    with pytest.raises(OSError, match="database is away"):
        gateway.collect(_refuse)

    assert [each.gateway_id for each in _collect(gateway, 1)] == ["1"]


def test_what_nobody_collects_is_given_back(
    make: Make, offer: Callable[..., "Future[int]"]
) -> None:
    with _bound(make(timeout=0.2)):
        assert offer(b"9").result() == TRY_AGAIN


@pytest.mark.parametrize("body", ["a[€] " * 50, "Tŷ " * 60, "\U0001f600" * 80])
def test_parts_are_joined_in_their_order(
    make: Make, offer: Callable[..., "Future[int]"], body: str
) -> None:
    coded = encode(body, number=9)
    fields = {"esm_class": 0x40, "data_coding": coded.data_coding}
    with _bound(make()) as gateway:
        first, *others = coded.parts
        answers = [offer(part, **fields) for part in reversed(others)]
        sleep(0.2)
        answers.append(offer(first, **fields))
        (text,) = _collect(gateway, 1)

    assert isinstance(text, Inbound)
    assert text.body == body
    assert [answer.result() for answer in answers] == [OK] * len(coded.parts)


def test_a_part_whose_others_do_not_come_is_not_lost(
    make: Make, offer: Callable[..., "Future[int]"], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_mail, "PATIENCE", 0.2)
    first, second = encode("a" * 160 + "b" * 40, number=9).parts
    with _bound(make()) as gateway:
        early = offer(first, esm_class=0x40)
        texts = _collect(gateway, 1)
        assert early.result() == OK
        offer(second, esm_class=0x40)
        texts += _collect(gateway, 1)

    assert [text.body for text in texts if isinstance(text, Inbound)] == [
        "a" * 153,
        "a" * 7 + "b" * 40,
    ]
    assert len({text.gateway_id for text in texts}) == 2


def test_a_receipt_that_says_nothing_stops_no_other(
    make: Make, offer: Callable[..., "Future[int]"]
) -> None:
    with _bound(make()) as gateway:
        nothing, text = offer(b"nothing", esm_class=4), offer(b"9")
        assert len(_collect(gateway, 1)) == 1
        gateway.collect(_refuse)
        assert (nothing.result(), text.result()) == (OK, OK)


def test_what_was_kept_as_the_line_dropped_is_not_handed_over_twice(
    smsc: Smsc, make: Make, offer: Callable[..., "Future[int]"]
) -> None:
    news: News = []
    with Relay(smsc.port) as relay:

        def keep(each: Sequence[Receipt | Inbound]) -> None:
            news.extend(each)
            relay.cut()
            sleep(0.2)

        with _bound(make(port=relay.port)) as gateway:
            offer(b"9")
            sleep(0.1)
            assert gateway.collect(keep) == 1
            assert gateway.collect(_refuse) == 0
            again = offer(b"9")
            sleep(0.1)
            assert gateway.collect(_refuse) == 0
            assert again.result() == OK
            offer(b"9")
            assert len(_collect(gateway, 1)) == 1

    assert len(news) == 1


def test_nothing_is_collected_where_nobody_listens(make: Make) -> None:
    assert make(port=1).collect(_refuse) == 0
