"""Letters on their way in."""

from datetime import timedelta

import pytest
from django.db import connection

from heard.channels.memory import Memory
from heard.delivery.deliver import deliver
from heard.delivery.models import Letter, State
from heard.delivery.post import Draft, post
from heard.delivery.receipts import News, accept
from tests.delivery.letters import LEASE, NOW, posted, saying, way

pytestmark = pytest.mark.django_db


def test_a_letter_waits_until_it_may_leave() -> None:
    draft = Draft(
        subject="a",
        channel="sms",
        address="+447700900123",
        body="x" * 161,
        not_before=NOW + timedelta(hours=1),
        expires_at=NOW + timedelta(hours=2),
    )
    (letter,) = post("trial", [draft], now=NOW)

    assert (letter.state, letter.due_at) == (State.CREATED, NOW + timedelta(hours=1))
    assert (letter.address, letter.fragments) == ("+447700900123", 2)
    assert letter.posted_at == NOW
    assert letter.pk is not None


def test_an_email_has_a_title_and_where_to_unsubscribe_until_it_is_final() -> None:
    draft = Draft(
        subject="a",
        channel="email",
        account="text-pilot",
        address="a@b.example",
        title="How did we do?",
        body="Hello",
        unsubscribe="https://heard.example/u/1",
        not_before=NOW,
        expires_at=NOW + timedelta(hours=2),
    )
    (letter,), memory = post("trial", [draft], now=NOW), Memory()

    deliver(
        now=NOW,
        guards={"trial": saying()},
        channels={"email": way(memory)},
        lease=LEASE,
        limit=1,
    )

    assert [(m.title, m.body, m.unsubscribe) for m in memory.arrived] == [
        ("How did we do?", "Hello", "https://heard.example/u/1")
    ]
    accept([News(reference=letter.reference, status="delivered", occurred_at=NOW)], now=NOW)
    letter.refresh_from_db()
    assert (letter.account, letter.title) == ("text-pilot", "How did we do?")
    assert (letter.state, letter.unsubscribe) == (State.DELIVERED, None)


def test_a_second_letter_about_the_same_finds_the_first() -> None:
    first = posted("a", address="+447700900001")
    second = posted("a", address="+447700900002")

    assert (second.pk, second.reference) == (first.pk, first.reference)
    assert [letter.address for letter in Letter.objects.all()] == ["+447700900001"]


def test_two_kinds_may_write_about_the_same() -> None:
    assert posted("a").pk != posted("a", kind="reminder").pk


def test_the_database_holds_neither_address_nor_body_in_the_clear() -> None:
    posted("a")

    with connection.cursor() as cursor:
        cursor.execute("SELECT delivery_letter::text FROM delivery_letter")
        (row,) = cursor.fetchone() or ("",)
    assert "trial" in row
    assert "7700900123" not in row
    assert "heard.example" not in row
