"""The rules of letters and receipts that hold in the database, whatever the code does."""

from datetime import datetime

import pytest
from django.db import IntegrityError

from heard.channels.memory import Memory
from heard.delivery.deliver import expire_leases
from heard.delivery.models import Letter, Receipt, State
from tests.delivery.letters import LEASE, NOW, delivered, posted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("delivery_letter_state", {"state": "posted", "due_at": None}),
        ("delivery_letter_queued_is_due", {"due_at": None}),
        ("delivery_letter_queued_is_due", {"state": State.SENDING}),
        ("delivery_letter_final_is_settled", {"settled_at": NOW}),
        ("delivery_letter_final_has_no_address", {"address": None}),
        ("delivery_letter_final_has_no_body", {"body": None}),
        (
            "delivery_letter_final_has_no_unsubscribe",
            {
                "state": State.CANCELLED,
                "due_at": None,
                "settled_at": NOW,
                "address": None,
                "body": None,
                "unsubscribe": "https://heard.example/u",
            },
        ),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(
    rule: str, changes: dict[str, str | datetime | None]
) -> None:
    letter = posted("a")

    with pytest.raises(IntegrityError, match=rule):
        Letter.objects.filter(pk=letter.pk).update(**changes)


def test_a_final_letter_that_kept_its_address_is_refused() -> None:
    letter = posted("a")

    with pytest.raises(IntegrityError, match="delivery_letter_final_has_no_"):
        Letter.objects.filter(pk=letter.pk).update(
            state=State.DELIVERED, due_at=None, settled_at=NOW
        )


def test_a_receipt_says_only_what_a_gateway_can_know() -> None:
    with pytest.raises(IntegrityError, match="delivery_receipt_status"):
        Receipt.objects.create(
            reference=posted("a").reference,
            status=State.CANCELLED,
            occurred_at=NOW,
            received_at=NOW,
        )


def test_what_may_have_left_and_what_was_stopped_can_be_listed() -> None:
    posted("sent")
    posted("silent", address="+1")
    delivered(Memory(silent=["+1"]))
    expire_leases(now=NOW + LEASE)
    posted("late")
    delivered(Memory(), now=NOW.replace(day=3))

    assert [letter.subject for letter in Letter.objects.unsettled()] == ["silent"]
    assert [(one.subject, one.reason) for one in Letter.objects.cancelled()] == [
        ("late", "expired")
    ]
