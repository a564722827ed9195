"""Items that no verb could bear, and receipts."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import get_args

import pytest

from heard.delivery.models import RECEIVABLE
from heard.events.receive import Received, Rejection
from heard.web.feeds.batches import take, take_receipts
from heard.web.feeds.schemas import Status
from tests.web.feeds.post import BATCH, a_key, a_receipt, an_event, post

NOW = datetime(2020, 10, 5, 9, tzinfo=UTC)


def refuse_odd(items: Sequence[object]) -> Received:
    """Reject what stands in an odd place, as a verb might."""
    odd = tuple(
        Rejection(index=i, field="", rule="odd", message="") for i in range(1, len(items), 2)
    )
    return Received(accepted=len(items) - len(odd), duplicates=0, rejected=odd)


def test_every_rejection_keeps_its_place_in_what_was_sent() -> None:
    received = take(["\0", "a", "\ud800", "b", {"\0": 1}, "c", "d"], refuse_odd)
    assert received.accepted == 2
    assert [(r.index, r.rule) for r in received.rejected] == [
        *((0, "storable"), (2, "storable"), (3, "odd"), (4, "storable"), (6, "odd"))
    ]


@pytest.mark.django_db
def test_hostile_text_in_any_place_of_an_event_stops_no_other() -> None:
    hostile = [
        an_event("1", type="\0"),
        an_event("2", **{"ext\ud800": "x"}),
        an_event("\udfff"),
        an_event("4", data={"contact_id": "\0"}),
        an_event("5", data=[[[[]]]]),
        an_event("6", time=[[[]]]),
        an_event("7", data={"contact_id": 10**400}),
        None,
        0.5,
        an_event("9"),
    ]
    answer = post("events", hostile, key=a_key(), content_type=BATCH)
    assert answer.status_code == 200
    assert answer.json()["accepted"] == 1
    assert [r["index"] for r in answer.json()["rejected"]] == list(range(9))


@pytest.mark.parametrize(
    ("receipt", "field"),
    [
        (a_receipt(reference="1"), "reference"),
        (a_receipt(reference=1), "reference"),
        (a_receipt(status="created"), "status"),
        (a_receipt(occurred_at="2020-10-05T09:00:00"), "occurred_at"),
        (a_receipt(occurred_at=1601888400), "occurred_at"),
        (a_receipt(occurred_at="0001-01-01T00:00:00+14:00"), "occurred_at"),
        ({}, "reference"),
        ([], ""),
        (None, ""),
    ],
)
def test_a_receipt_that_breaks_a_rule_is_rejected_by_its_field(receipt: object, field: str) -> None:
    received = take_receipts([receipt], now=NOW)
    assert [r.field for r in received.rejected] == [field]


def test_every_status_that_the_post_office_takes_may_come_in() -> None:
    assert set(get_args(Status)) == set(RECEIVABLE)
