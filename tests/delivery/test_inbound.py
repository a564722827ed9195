"""Texts that people write to us: kept once each, read in order, erased in time."""

from datetime import datetime, timedelta, timezone
from itertools import count

import pytest
from django.db import connection, transaction

from heard.channels.protocol import Inbound
from heard.delivery.inbound import claim_due, erase, keep, postpone, print_of, said_again, settle
from heard.delivery.models import InboundText
from heard.vault.ring import fingerprint_phone
from tests.delivery.letters import ADDRESS, NOW

pytestmark = pytest.mark.django_db
_ids = count(1)


def text(
    body: str = "8",
    *,
    gateway_id: str = "",
    address: str = ADDRESS,
    at: datetime = NOW,
) -> Inbound:
    return Inbound(
        gateway_id=gateway_id or f"g{next(_ids)}",
        address=address,
        to="+447700900999",
        body=body,
        received_at=at,
    )


def claimed(now: datetime = NOW, limit: int = 100) -> list[str | None]:
    with transaction.atomic():
        return [row.body for row in claim_due(now=now, limit=limit)]


def test_a_text_is_kept_once_however_often_it_is_handed_over() -> None:
    first, second = text("8", gateway_id="a"), text("9", gateway_id="b")
    assert [keep(batch, now=NOW) for batch in ([first], [first, second, second], [first])] == [
        *(1, 1, 0)
    ]
    assert keep([first], now=NOW, gateway="another") == 1
    assert InboundText.objects.count() == 3


def test_what_is_kept_is_sealed_and_known_by_its_print() -> None:
    keep([text("my words", address="07700 900123")], now=NOW)
    row = InboundText.objects.get()
    assert (row.sender, row.body, row.print) == (
        *("07700 900123", "my words", fingerprint_phone(ADDRESS)),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT i::text FROM delivery_inboundtext AS i")
        (raw,) = cursor.fetchone()
    assert [word for word in ("900123", "my words") if word in raw] == []


@pytest.mark.parametrize("address", ["PayPal", "", "88222x"])
def test_a_sender_that_is_no_number_is_kept_and_has_no_print(address: str) -> None:
    keep([text(address=address)], now=NOW)
    assert (InboundText.objects.get().sender, print_of(address)) == (address, "")


def test_no_character_of_a_text_can_stop_it_from_being_kept() -> None:
    odd = text("a\0b \ud83d \N{PILE OF POO}", gateway_id="x\0", at=NOW)
    shifted = NOW.astimezone(timezone(timedelta(hours=23)))
    assert keep([odd, text(at=shifted)], now=NOW) == 2
    assert {row.body for row in InboundText.objects.all()} == {"ab ? \N{PILE OF POO}", "8"}


def test_of_one_person_only_the_earliest_is_claimed() -> None:
    late, early = text("late", at=NOW + timedelta(seconds=2)), text("early", at=NOW)
    keep([late, early, text("other", address="+447700900456")], now=NOW)
    assert set(claimed()) == {"early", "other"}
    settle(InboundText.objects.get(received_at=NOW, print=print_of(ADDRESS)), kind="x", now=NOW)
    assert set(claimed()) == {"late", "other"}


def test_senders_without_a_number_do_not_wait_for_one_another() -> None:
    keep([text("a", address="Shop"), text("b", address="Bank")], now=NOW)
    assert set(claimed()) == {"a", "b"}


def test_what_is_put_off_holds_up_nobody_and_comes_back() -> None:
    keep([text("first"), text("second", at=NOW + timedelta(seconds=1))], now=NOW)
    first = InboundText.objects.get(received_at=NOW)
    postpone(first, until=NOW + timedelta(minutes=5))
    assert claimed() == ["second"]
    assert claimed(NOW + timedelta(minutes=5)) == ["first"]


def test_sender_and_body_are_erased_when_their_time_is_over() -> None:
    kept = timedelta(days=30)
    keep([text(), text(address="+447700900456")], now=NOW)
    read, unread = InboundText.objects.order_by("id")
    settle(read, kind="answer", now=NOW)
    assert erase(now=NOW + kept - timedelta(seconds=1), kept=kept) == 0
    assert [erase(now=NOW + kept, kept=kept) for _ in range(2)] == [1, 0]
    read.refresh_from_db()
    unread.refresh_from_db()
    assert (read.sender, read.body, read.kind) == (None, None, "answer")
    assert (unread.body, len(read.print)) == ("8", 64)


def test_a_double_under_another_name_is_known_by_its_words_and_its_time() -> None:
    within = timedelta(seconds=10)
    keep([text("8", gateway_id="first")], now=NOW)
    first = InboundText.objects.get()
    settle(first, kind="answer", now=NOW)
    for gateway_id, body, seconds, number in (
        ("double", "8", 9, ADDRESS),
        ("other words", "9", 9, ADDRESS),
        ("later", "8", 10, ADDRESS),
        ("somebody else", "8", 9, "+447700900456"),
    ):
        at = NOW + timedelta(seconds=seconds)
        keep([text(body, gateway_id=gateway_id, address=number, at=at)], now=NOW)
    rows = InboundText.objects.exclude(pk=first.pk).order_by("id")
    assert [row.gateway_id for row in rows if said_again(row, within=within)] == ["double"]
