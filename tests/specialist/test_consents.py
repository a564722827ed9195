"""What is recorded of a consent, what is refused, and how it ends."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from heard.consent import people
from heard.journal.models import Entry
from heard.specialist import consents
from heard.specialist.consents import BadConsent
from heard.specialist.exclude import NotOffered
from heard.specialist.models import Consent, Part
from heard.vault.ring import fingerprint_phone
from tests.specialist.agreed import AGREED, DAY, NOW, SUE, blocked, consented

pytestmark = pytest.mark.django_db


def test_a_consent_is_kept_sealed_with_who_took_it_and_until_when() -> None:
    consent = Consent.objects.get(pk=consented().pk)
    assert (consent.number, consent.ask_for, consent.cover_story) == (
        "+447700900777",
        "Mrs Rose",
        "The library, about a book",
    )
    assert consent.hours == [[2, "10:00", "12:00"], [4, "09:00", "10:00"]]
    assert (consent.taken_by, consent.taken_as, consent.recorded_by) == (
        "PC 4711",
        Part.OFFICER,
        "Sue Visor",
    )
    assert consent.expires_at == datetime(2020, 12, 31, tzinfo=UTC)  # by the clocks of winter
    with connection.cursor() as cursor:
        cursor.execute("SELECT specialist_consent::text FROM specialist_consent")
        (row,) = cursor.fetchone()
    assert [
        w for w in ("7700900777", "Rose", "library", "catalogue", "warehouse") if w in row
    ] == []
    acts = Entry.objects.filter(act="specialist.consent").values_list("actor", "subject", "reason")
    assert list(acts) == [("Sue Visor", f"consent:{consent.pk}", "officer")]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"taken_on": date(2020, 10, 14)}, "The day of the consent is today"),
        ({"taken_on": date(2020, 9, 14)}, "The day of the consent is today"),
        ({"times": ()}, "Give at least one safe time."),
        ({"taken_by": " "}, "Fill in everything"),
        ({"ask_for": ""}, "Fill in everything"),
        ({"safe_times": ""}, "Fill in everything"),
        ({"safe_words": ""}, "Fill in everything"),
        ({"cover_story": ""}, "Fill in everything"),
        ({"cover_story": "x" * 501}, "Fill in everything"),
        ({"number": "withheld"}, "Enter a telephone number"),
        ({"number": "+1 212 555 0100"}, "Enter a telephone number"),
        ({"number": "0909 879 0000"}, "Enter a telephone number"),
    ],
)
def test_without_all_of_it_nobody_can_be_called_safely(change: dict[str, Any], words: str) -> None:
    touchpoint = blocked()
    with pytest.raises(BadConsent, match=words):
        consents.record(touchpoint.pk, replace(AGREED, **change), by=SUE, now=NOW)
    assert Consent.objects.count() == 0


@pytest.mark.parametrize("number", ["0121 496 0999", "07700 900778", "0300 123 4567"])
def test_a_safe_number_may_be_any_telephone(number: str) -> None:
    agreed = replace(AGREED, number=number)
    consent = consents.record(blocked().pk, agreed, by=SUE, now=NOW)
    assert consent.number == f"+44{number.replace(' ', '')[1:]}"


def test_what_is_not_domestic_is_not_offered() -> None:
    touchpoint = blocked("C1", "PW-24")
    with pytest.raises(NotOffered):
        consents.record(touchpoint.pk, AGREED, by=SUE, now=NOW)


def test_what_the_gate_lets_through_is_not_offered() -> None:
    touchpoint = blocked("C1", "AS-02", summary="her ex-partner")
    with pytest.raises(NotOffered):
        consents.record(touchpoint.pk, AGREED, by=SUE, now=NOW)


def test_who_objected_is_not_offered_it_by_the_safe_number_either() -> None:
    touchpoint = blocked()
    people.opt_out(touchpoint.contact.phone_print, by="staff", now=NOW)  # type: ignore[union-attr]
    with pytest.raises(NotOffered):
        consents.record(touchpoint.pk, AGREED, by=SUE, now=NOW)


def test_nobody_is_asked_twice_within_the_cap_by_another_log_or_the_same_number() -> None:
    first = consented()
    again = blocked("C2")
    with pytest.raises(NotOffered):
        consents.record(again.pk, replace(AGREED, number="07700 900888"), by=SUE, now=NOW)
    other = blocked("C3", number="07700 900333")
    with pytest.raises(NotOffered):
        consents.record(other.pk, AGREED, by=SUE, now=NOW)
    assert consents.withdraw(first.pk, because="withdrawn", by=SUE, now=NOW - 91 * DAY)
    assert consents.record(other.pk, AGREED, by=SUE, now=NOW).number_print == fingerprint_phone(
        "+447700900777"
    )


def test_a_consent_is_recorded_once_and_not_again_after_it_was_withdrawn() -> None:
    consent = consented()
    assert consents.withdraw(consent.pk, because="withdrawn", by=SUE, now=NOW)
    assert not consents.withdraw(consent.pk, because="withdrawn", by=SUE, now=NOW)
    with pytest.raises(NotOffered):
        consents.record(consent.touchpoint_id, AGREED, by=SUE, now=NOW)
    acts = Entry.objects.filter(act="specialist.withdraw").values_list("reason", flat=True)
    assert list(acts) == ["withdrawn"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE specialist_consent SET number = NULL",
        "UPDATE specialist_consent SET erased_at = now()",
        "DELETE FROM specialist_consent",
    ],
)
def test_the_database_keeps_a_consent_whole_until_it_is_erased(statement: str) -> None:
    consented()
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
