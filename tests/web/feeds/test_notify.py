"""What GOV.UK Notify posts: receipts and texts, one at a time, as often as it likes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from heard.accounts.models import FeedKey
from heard.delivery.models import InboundText, Receipt
from tests.peers.notify import TEXT, stamp
from tests.peers.notify_callbacks import inbound, receipt
from tests.web.feeds.post import a_key, post

pytestmark = pytest.mark.django_db
JSON = "application/json"
NOON = datetime(2020, 10, 1, 12, tzinfo=UTC)
NUMBER = "+447700900123"
NEW = {"accepted": 1, "duplicates": 0, "rejected": []}
OLD = {"accepted": 0, "duplicates": 1, "rejected": []}
Item = dict[str, Any]


def a_receipt(**changes: object) -> Item:
    """Give a receipt as the documentation of Notify shows it."""
    taken = {
        "id": str(uuid4()),
        "reference": "01890a5d-ac96-774b-bcce-b302099a8057",
        "to": NUMBER,
        "status": "delivered",
        "at": NOON.timestamp(),
        "notification_type": "sms",
    }
    return receipt(taken) | changes


def a_text(message: str = "STOP", source: str = "447700900123") -> Item:
    return inbound(source, message, at=NOON.timestamp())


@pytest.fixture
def receipts_key() -> str:
    return a_key(FeedKey.Kind.RECEIPTS, "urn:gateway:notify")


@pytest.fixture
def inbound_key() -> str:
    return a_key(FeedKey.Kind.INBOUND, "urn:gateway:notify")


def test_a_receipt_is_taken_in_once_however_often_it_comes(receipts_key: str) -> None:
    told = a_receipt()
    answers = [post("notify/receipts", told, key=receipts_key, content_type=JSON) for _ in "ab"]

    assert [(a.status_code, a.json()) for a in answers] == [(200, NEW), (200, OLD)]
    kept = Receipt.objects.get()
    assert (str(kept.reference), kept.status) == (told["reference"], "delivered")
    assert kept.occurred_at == NOON + timedelta(seconds=5)


@pytest.mark.parametrize(
    "status",
    [
        *("sending", "pending", "sent", "delivered"),
        *("permanent-failure", "temporary-failure", "technical-failure"),
    ],
)
def test_every_state_of_notify_is_the_one_of_ours(receipts_key: str, status: str) -> None:
    answer = post("notify/receipts", a_receipt(status=status), key=receipts_key, content_type=JSON)

    assert (answer.status_code, Receipt.objects.get().status) == (200, status)


@pytest.mark.parametrize(
    ("missing", "after"), [((), 5), (("completed_at",), 1), (("completed_at", "sent_at"), 0)]
)
def test_the_moment_of_a_receipt_is_the_last_that_it_names(
    receipts_key: str, missing: tuple[str, ...], after: int
) -> None:
    told = a_receipt(**dict.fromkeys(missing))
    post("notify/receipts", told, key=receipts_key, content_type=JSON)

    assert Receipt.objects.get().occurred_at == NOON + timedelta(seconds=after)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reference": None}, "reference"),  # sent by hand, from Notify's own pages
        ({"reference": "letter 7"}, "reference"),
        ({"status": "validation-failed"}, "status"),
        ({"status": "created"}, "status"),
        ({"created_at": "yesterday"}, "created_at"),
        ({"id": "\0"}, ""),
    ],
)
def test_a_receipt_that_is_no_letters_is_refused_once_and_for_all(
    receipts_key: str, changes: Item, field: str
) -> None:
    answer = post("notify/receipts", a_receipt(**changes), key=receipts_key, content_type=JSON)

    assert answer.status_code == 422  # Notify posts again after 5xx and 429 only
    assert [one["field"] for one in answer.json()["rejected"]] == [field]
    assert Receipt.objects.count() == 0


def test_a_text_is_kept_once_with_its_sender_in_e164(inbound_key: str) -> None:
    told = a_text("Stop \U0001f600")
    answers = [post("notify/inbound", told, key=inbound_key, content_type=JSON) for _ in "ab"]

    assert [(a.status_code, a.json()) for a in answers] == [(200, NEW), (200, OLD)]
    kept = InboundText.objects.get()
    assert (kept.gateway, kept.gateway_id) == ("notify", told["id"])
    assert (kept.sender, kept.recipient, kept.body) == (NUMBER, "07700987654", "Stop \U0001f600")
    assert kept.received_at == NOON


@pytest.mark.parametrize(
    ("source", "sender"),
    [
        ("447700900123", NUMBER),
        ("+447700900123", NUMBER),
        ("07700900123", NUMBER),
        ("33612345678", "+33612345678"),
        ("60006", "60006"),
        ("Bank", "Bank"),
    ],
)
def test_whoever_writes_is_kept(inbound_key: str, source: str, sender: str) -> None:
    answer = post("notify/inbound", a_text(source=source), key=inbound_key, content_type=JSON)

    assert (answer.status_code, InboundText.objects.get().sender) == (200, sender)


def test_a_text_with_what_no_database_can_store_is_kept_without_it(inbound_key: str) -> None:
    answer = post("notify/inbound", a_text("ST\0OP\ud83d"), key=inbound_key, content_type=JSON)

    assert (answer.status_code, InboundText.objects.get().body) == (200, "STOP?")


@pytest.mark.parametrize(
    ("body", "field"),
    [({"message": "STOP"}, "id"), ([], ""), (a_text() | {"message": 7}, "message")],
)
def test_a_text_that_cannot_be_read_is_an_error_without_its_words(
    inbound_key: str, body: object, field: str
) -> None:
    with capture_logs() as logs:
        answer = post("notify/inbound", body, key=inbound_key, content_type=JSON)

    assert (answer.status_code, InboundText.objects.count()) == (422, 0)
    assert [(log["log_level"], log["event"], log["field"]) for log in logs] == [
        ("error", "text that cannot be read", field)
    ]
    assert "STOP" not in str(logs)


def test_a_key_opens_its_own_door_alone_and_a_forged_one_none(
    receipts_key: str, inbound_key: str
) -> None:
    doors = {
        "notify/receipts": (a_receipt(), inbound_key),
        "notify/inbound": (a_text(), receipts_key),
    }
    for door, (told, other) in doors.items():
        for key in ("", "forged", a_key(), other):
            answer = post(door, told, key=key, content_type=JSON)
            assert (answer.status_code, answer.json()) == (401, {"detail": "Unauthorized"})

    assert (Receipt.objects.count(), InboundText.objects.count()) == (0, 0)


def test_what_the_stand_in_posts_is_what_the_documentation_shows() -> None:
    told = a_receipt()

    assert [name for name in told if not isinstance(told[name], str)] == ["template_version"]
    assert (told["created_at"], told["template_id"]) == ("2020-10-01T12:00:00.000000Z", TEXT)
    assert stamp(0) == "1970-01-01T00:00:00.000000Z"
