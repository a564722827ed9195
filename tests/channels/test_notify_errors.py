"""Every error of GOV.UK Notify: how it comes about there, and what is made of it."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from time import time
from uuid import uuid4

import jwt
import pytest

from heard.channels.notify import Notify
from heard.channels.protocol import Accepted, Message, Refused
from tests.peers.notify import KEY, SECRET, SERVICE, TEXT, Limits, StandIn, Wrong

NUMBER = "+447700900123"
ROWS = list(
    csv.DictReader(
        files("heard.channels").joinpath("notify_errors.csv").read_text("utf-8").splitlines()
    )
)
Row = dict[str, str]


@pytest.fixture
def peer(tmp_path: Path) -> StandIn:
    return StandIn(took=tmp_path / "took.jsonl")


@pytest.fixture
def address(peer: StandIn) -> Iterator[str]:
    with peer.served() as address:
        yield address


def sent(address: str, *to: str, **options: str) -> list[Accepted | Refused]:
    """Send to each of these numbers, one after the other; the number is the reference."""
    settings = {"api_key": KEY, "template_id": TEXT, "base_url": address, **options}
    messages = [Message(reference=number, address=number, body="Hello") for number in to]
    return list(Notify(connections=1, **settings).send(messages))  # type: ignore[arg-type]


def row_id(row: Row) -> str:
    return f"{row['http_status']} {row['error_type']} {row['said'][:30]}"


@pytest.mark.parametrize("row", ROWS, ids=row_id)
def test_every_row_is_acted_on_by_status_and_type_whatever_is_said(
    peer: StandIn, address: str, row: Row
) -> None:
    kind = "SomethingNew" if row["error_type"] == "*" else row["error_type"]
    peer.troubles.append((int(row["http_status"]), kind, "words that may change"))
    outcomes = sent(address, NUMBER)

    assert row["retry"] in {"no", "yes", "tomorrow", "unclear"}
    assert [(o.code, o.retry, bool(o.until)) for o in outcomes if isinstance(o, Refused)] == (
        []
        if row["retry"] == "unclear"
        else [(row["code"], row["retry"] != "no", row["retry"] == "tomorrow")]
    )
    assert (peer.accepted(), peer.calls, row["source"] != "") == ([], 1, True)


def test_rows_of_the_same_status_and_type_are_acted_on_alike() -> None:
    acts: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in ROWS:
        acts.setdefault((row["http_status"], row["error_type"]), set()).add(
            (row["code"], row["retry"])
        )

    assert [key for key, found in acts.items() if len(found) > 1] == []


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("phone_number Too many digits", "+4477009001234"),
        ("phone_number Not enough digits", "+44770090012"),
        ("phone_number Not a UK mobile number", "+441632960001"),
        ("phone_number Must not contain letters or symbols", "withheld"),
        ("phone_number Not a valid country prefix", "+9991234567890"),
    ],
)
def test_a_number_that_notify_calls_wrong_is_a_bad_address(
    peer: StandIn, address: str, said: str, number: str
) -> None:
    assert said in [row["said"] for row in ROWS if row["error_type"] == "ValidationError"]
    assert told(peer, {"phone_number": number}) == (400, "ValidationError", said)
    assert sent(address, number, NUMBER) == [
        Refused(reference=number, code="bad-address", retry=False),
        Accepted(reference=NUMBER, gateway_id=peer.accepted()[0]["id"]),
    ]


@pytest.mark.parametrize(
    ("limits", "key_kind", "number"),
    [
        (Limits(), "team", NUMBER),
        (Limits(trial=True), "live", NUMBER),
        (Limits(), "live", "+33612345678"),
    ],
)
def test_a_service_that_may_not_send_there_is_not_asked_again(
    peer: StandIn, address: str, limits: Limits, key_kind: str, number: str
) -> None:
    peer.limits, peer.key_kind = limits, key_kind

    assert sent(address, number) == [Refused(reference=number, code="not-allowed", retry=False)]


def test_what_a_service_has_not_is_not_asked_for_again(peer: StandIn, address: str) -> None:
    unknown = str(uuid4())
    outcomes = [
        *sent(address, NUMBER, sms_sender_id=unknown),
        *sent(address, NUMBER, template_id=unknown),
    ]

    assert outcomes == [Refused(reference=NUMBER, code="not-allowed", retry=False)] * 2
    assert peer.accepted() == []


@pytest.mark.parametrize("seconds", [-31, 31])
def test_a_clock_that_is_wrong_says_nothing_of_the_message(
    peer: StandIn, address: str, seconds: int
) -> None:
    peer.clock = lambda: time() + seconds

    assert sent(address, NUMBER) == [Refused(reference=NUMBER, code="gateway-down", retry=True)]
    peer.clock = time
    assert [type(outcome) for outcome in sent(address, NUMBER)] == [Accepted]


@pytest.mark.parametrize(
    "key", [KEY.replace(SECRET, str(uuid4())), f"trial-{uuid4()}-{SECRET}"], ids=["key", "service"]
)
def test_a_key_that_is_wrong_says_nothing_of_the_message(
    peer: StandIn, address: str, key: str
) -> None:
    outcomes = sent(address, NUMBER, api_key=key)

    assert outcomes == [Refused(reference=NUMBER, code="gateway-down", retry=True)]
    assert peer.accepted() == []


def test_three_thousand_a_minute_and_the_next_waits(peer: StandIn, address: str) -> None:
    peer.limits.a_minute = 3
    began = time()
    peer.clock = lambda: began
    numbers = [f"+44770090012{n}" for n in range(4)]

    assert [type(outcome) for outcome in sent(address, *numbers)] == [*[Accepted] * 3, Refused]
    assert sent(address, numbers[3]) == [
        Refused(reference=numbers[3], code="throttled", retry=True)
    ]
    peer.clock = lambda: began + 20  # the key's time may differ by less than 30 seconds
    assert [type(outcome) for outcome in sent(address, numbers[3])] == [Refused]
    assert len(peer.accepted()) == 3


def test_a_window_of_a_minute_rolls(peer: StandIn) -> None:
    peer.limits.a_minute = 1
    now = 1_000_000.0
    peer.clock = lambda: now
    assert told(peer, {}) is None
    assert told(peer, {}) == (
        429,
        "RateLimitError",
        "Exceeded rate limit for key type LIVE of 1 requests per 60 seconds",
    )
    now += 60
    assert told(peer, {}) is None


def test_the_day_of_notify_ends_at_midnight_utc(peer: StandIn, address: str) -> None:
    peer.limits.a_day = 0

    (outcome,) = sent(address, NUMBER)

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.retry) == ("daily-limit", True)
    assert outcome.until is not None
    today = datetime.now(tz=UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    assert outcome.until - today in {timedelta(days=1), timedelta(0)}  # at midnight itself


@pytest.mark.parametrize(
    ("date", "until"),
    [
        ("Thu, 01 Oct 2020 22:30:00 GMT", datetime(2020, 10, 2, tzinfo=UTC)),
        ("Fri, 02 Oct 2020 00:30:00 +0100", datetime(2020, 10, 2, tzinfo=UTC)),
        ("Thu, 31 Dec 2020 00:00:00 GMT", datetime(2021, 1, 1, tzinfo=UTC)),
        ("some day", None),
        ("", None),
    ],
)
def test_the_day_is_that_of_notifys_own_clock(
    peer: StandIn, address: str, date: str, until: datetime | None
) -> None:
    peer.dated = lambda: date
    peer.troubles.append((429, "TooManyRequestsError", "Exceeded send limits (250000) for today"))

    assert sent(address, NUMBER) == [
        Refused(reference=NUMBER, code="daily-limit", retry=True, until=until)
    ]


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"errors": []}', b'{"errors": [1]}'])
def test_an_error_that_names_no_type_is_known_by_its_status(
    peer: StandIn, address: str, body: bytes
) -> None:
    peer.troubles.extend([(429, body), (400, body), (500, body)])

    assert sent(address, "a", "b", "c") == [
        Refused(reference="a", code="throttled", retry=True),
        Refused(reference="b", code="bad-request", retry=False),
    ]


def told(peer: StandIn, changes: dict[str, object]) -> tuple[int, str, str] | None:
    """Ask the stand-in itself, and give what it says against a text."""
    token = jwt.encode({"iss": SERVICE, "iat": int(peer.clock())}, SECRET, algorithm="HS256")
    asked = {"phone_number": NUMBER, "template_id": TEXT, "personalisation": {"body": "Hello"}}
    try:
        peer.post("/v2/notifications/sms", token, json.dumps(asked | changes).encode())
    except Wrong as wrong:
        return wrong.status, wrong.kind, str(wrong)
    return None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"template_id": "nothing"}, "template_id is not a valid UUID"),
        ({"reference": "r" * 1_001}, "reference is too long"),
        ({"personalisation": {}}, "Missing personalisation: body"),
        ({"personalisation": {"body": "a" * 919}}, "Content for template has a character count"),
        ({"phone_number": "07700 900-123"}, None),
    ],
)
def test_the_stand_in_reads_a_request_as_notify_does(
    peer: StandIn, changes: dict[str, object], said: str | None
) -> None:
    against = told(peer, changes)

    assert (against[2][: len(said)] if against and said else against) == said
    assert [item["to"] for item in peer.accepted()] == ([] if said else [NUMBER])


def test_the_networks_block_a_number_after_20_same_or_100_texts_an_hour(peer: StandIn) -> None:
    now = 1_000_000.0
    peer.clock = lambda: now
    for n in range(81):
        told(peer, {"personalisation": {"body": f"Hello {n}"}})
    for _ in range(21):
        told(peer, {})
    now += 3_600
    told(peer, {})
    told(peer, {"phone_number": "07700900003"})
    told(peer, {"phone_number": "07700900002"})

    fates = [item["status"] for item in peer.accepted()]
    assert fates[:100] == ["delivered"] * 100
    assert fates[100:] == [
        *("permanent-failure", "permanent-failure", "delivered"),
        *("temporary-failure", "permanent-failure"),
    ]
