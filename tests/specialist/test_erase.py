"""What is erased of a consent, when, and what stays."""

from datetime import datetime

import pytest

from heard.journal.models import Entry
from heard.specialist import calls, consents
from heard.specialist.consents import SEALED
from heard.specialist.erase import erase
from heard.specialist.models import Call, Consent
from tests.specialist.agreed import CAL, DAY, NOW, SUE, consented, in_call

pytestmark = pytest.mark.django_db

LATER = NOW.replace(minute=20)


def left() -> list[object]:
    consent = Consent.objects.get()
    return [value for name in SEALED if (value := getattr(consent, name)) is not None]


def erased(now: datetime) -> int:
    return erase(now=now)


def test_while_it_stands_nothing_is_erased() -> None:
    consented()
    assert (erased(NOW), len(left())) == (0, 5)


def test_once_it_has_run_out_all_that_leads_to_the_person_is_erased_and_journalled() -> None:
    consent = consented()
    assert (erased(consent.expires_at), left()) == (1, [])
    row = Consent.objects.get()
    assert (row.over_because, row.over_at, row.hours) == ("expired", consent.expires_at, [])
    assert (row.taken_by, row.erased_at) == ("PC 4711", consent.expires_at)
    entries = Entry.objects.filter(act="specialist.erase").values_list("actor", "subject")
    assert list(entries) == [("Heard", f"consent:{consent.pk}")]
    assert erased(consent.expires_at + DAY) == 0


def test_once_it_was_withdrawn_it_is_erased_at_once() -> None:
    consent = consented()
    consents.withdraw(consent.pk, because="withdrawn", by=SUE, now=NOW)
    assert (erased(NOW), left()) == (1, [])
    assert Consent.objects.get().over_because == "withdrawn"


def test_nothing_is_erased_under_the_hands_of_a_caller() -> None:
    consent = in_call()
    consents.withdraw(consent.pk, because="withdrawn", by=SUE, now=LATER)
    assert (erased(LATER), len(left())) == (0, 5)
    calls.end(consent.pk, Call.Outcome.STOPPED, by=CAL, now=LATER)
    assert (erased(LATER), left()) == (1, [])


def test_a_call_that_was_left_is_ended_first() -> None:
    consent = in_call()
    consents.withdraw(consent.pk, because="withdrawn", by=SUE, now=LATER)
    assert (erased(NOW + calls.LONGEST), left()) == (2, [])
    assert Call.objects.get().outcome == "stopped"
