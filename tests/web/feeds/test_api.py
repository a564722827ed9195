"""The feeds: keys, sizes, media types, and what is answered."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from heard.accounts.keys import revoke_keys
from heard.accounts.models import FeedKey
from heard.core.journeys import REFUSED
from heard.delivery.models import Receipt
from heard.events.models import Event
from heard.web.feeds import reading
from tests.web.feeds.post import BATCH, ONE, SOURCE, a_key, a_receipt, an_event, post

pytestmark = pytest.mark.django_db
JSON = "application/json"


def test_a_batch_is_taken_in_and_a_wrong_event_stops_no_other() -> None:
    items = [an_event("1"), an_event("2", type="uk.police.nothing"), an_event("3"), an_event("1")]
    answer = post("events", items, key=a_key(), content_type=BATCH)
    assert answer.status_code == 200
    assert answer.json() == {
        "accepted": 2,
        "duplicates": 1,
        "rejected": [
            {
                "index": 1,
                "field": "type",
                "rule": "known_type",
                "message": "There is no event type 'uk.police.nothing'.",
            }
        ],
    }
    taken_in = Event.objects.exclude(type=REFUSED)
    assert set(taken_in.values_list("event_id", flat=True)) == {"1", "3"}


def test_an_event_sent_again_is_a_duplicate() -> None:
    key = a_key()
    answers = [post("events", an_event(), key=key, content_type=ONE).json() for _ in range(2)]
    assert answers == [
        {"accepted": 1, "duplicates": 0, "rejected": []},
        {"accepted": 0, "duplicates": 1, "rejected": []},
    ]


def test_a_wrong_event_by_itself_is_a_wrong_request() -> None:
    answer = post("events", an_event(source="/other"), key=a_key(), content_type=ONE)
    assert answer.status_code == 422
    assert [r["rule"] for r in answer.json()["rejected"]] == ["source_of_key"]


def test_a_media_type_may_name_its_charset() -> None:
    answer = post("events", an_event(), key=a_key(), content_type=f"{ONE}; charset=utf-8")
    assert answer.status_code == 200


@pytest.mark.parametrize("feed", ["events", "receipts"])
@pytest.mark.parametrize("key", ["", "wrong", "é"])
def test_nobody_comes_in_without_a_key(feed: str, key: str) -> None:
    answer = post(feed, b"{", key=key, content_type=ONE)
    assert (answer.status_code, answer.json()) == (401, {"detail": "Unauthorized"})


def test_a_key_of_the_other_feed_or_a_revoked_one_is_refused() -> None:
    receipts, events = a_key(FeedKey.Kind.RECEIPTS), a_key()
    revoke_keys(SOURCE, kind=FeedKey.Kind.EVENTS, now=datetime(2020, 10, 6, tzinfo=UTC))
    answers = [post("events", an_event(), key=k, content_type=ONE) for k in (receipts, events)]
    assert [a.status_code for a in answers] == [401, 401]
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("feed", "kind", "content_type"),
    [
        ("events", FeedKey.Kind.EVENTS, JSON),
        ("events", FeedKey.Kind.EVENTS, "text/plain"),
        ("receipts", FeedKey.Kind.RECEIPTS, ONE),
    ],
)
def test_another_media_type_is_refused(feed: str, kind: FeedKey.Kind, content_type: str) -> None:
    answer = post(feed, an_event(), key=a_key(kind), content_type=content_type)
    assert answer.status_code == 415


def test_more_than_five_megabytes_are_refused_unread() -> None:
    full = b" " * (reading.BODY_BYTES - 2) + b"[]"
    key = a_key()
    answers = [post("events", b, key=key, content_type=BATCH) for b in (full, full + b" ")]
    assert [a.status_code for a in answers] == [200, 413]


def test_more_than_a_thousand_items_are_refused() -> None:
    key = a_key(FeedKey.Kind.RECEIPTS)
    answers = [post("receipts", [0] * n, key=key, content_type=JSON) for n in (1_000, 1_001)]
    assert [a.status_code for a in answers] == [200, 413]
    assert len(answers[0].json()["rejected"]) == 1_000


@pytest.mark.parametrize("body", [b" ", b"{", b'{"id": NaN}', b"[" * 100_000, b"\xff"])
def test_what_is_no_json_is_answered_in_the_same_form(body: bytes) -> None:
    answer = post("events", body, key=a_key(), content_type=ONE)
    assert answer.status_code == 422
    assert [(r["index"], r["rule"]) for r in answer.json()["rejected"]] == [(0, "json")]


def test_a_batch_that_is_no_list_is_refused() -> None:
    answer = post("events", an_event(), key=a_key(), content_type=BATCH)
    assert answer.status_code == 422
    assert answer.json()["rejected"][0]["message"] == "A batch is a JSON list."


def test_receipts_come_one_or_many_and_once() -> None:
    key = a_key(FeedKey.Kind.RECEIPTS)
    one = post("receipts", a_receipt(status="sending"), key=key, content_type=JSON)
    many = post("receipts", [a_receipt(status="sending"), a_receipt()], key=key, content_type=JSON)
    assert one.json() == {"accepted": 1, "duplicates": 0, "rejected": []}
    assert many.json() == {"accepted": 1, "duplicates": 1, "rejected": []}
    assert set(Receipt.objects.values_list("status", flat=True)) == {"sending", "delivered"}


def test_the_description_needs_no_key_and_declares_every_answer() -> None:
    told = Client().get("/feeds/openapi.json").json()
    for feed in ("/feeds/events", "/feeds/receipts"):
        assert list(told["paths"][feed]["post"]["responses"]) == [
            *("200", "401", "413", "415", "422")
        ]
    assert Client().get("/feeds/docs").status_code == 404


def test_a_get_is_no_way_in() -> None:
    assert Client().get("/feeds/events").status_code == 405
