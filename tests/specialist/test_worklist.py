"""Who may be called now, and what is said of the others."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.consent import people
from heard.core.safe_calls import Why
from heard.journal.models import Entry
from heard.specialist import calls, consents
from heard.specialist.models import Call
from heard.specialist.worklist import listed, work_list
from heard.vault.ring import fingerprint_phone
from tests import make
from tests.specialist.agreed import CAL, DAY, NOW, SUE, consented, ready, written

if TYPE_CHECKING:
    from heard.specialist.models import Consent

pytestmark = pytest.mark.django_db


def why(consent: "Consent", *, now: datetime = NOW) -> tuple[Why, ...]:
    found = listed(consent.pk, now=now)
    assert found is not None
    return found.against


def test_when_everything_allows_it_she_may_be_called_at_that_time_and_no_other() -> None:
    consent = ready()
    assert why(consent) == ()
    assert why(consent, now=NOW + timedelta(hours=1)) == (Why.NOT_NOW,)
    assert why(consent, now=NOW + 2 * DAY) == (Why.NOT_CHECKED, Why.NOT_NOW)
    assert why(consent, now=NOW + 7 * DAY) == (Why.NOT_CHECKED,)


def test_without_the_words_of_the_force_and_a_check_nobody_is_called() -> None:
    consent = consented()
    assert why(consent) == (Why.NO_WORDS, Why.NOT_CHECKED)
    written()
    assert why(consent) == (Why.NOT_CHECKED,)


@pytest.mark.parametrize("marker", ["suspect", "no_call", "do_not_contact", "complaint"])
def test_a_marker_that_comes_later_stops_it_on_the_person_or_on_the_safe_number(
    marker: str,
) -> None:
    consent = ready()
    make.told(make.marked(marker, phone="07700 900777", at=NOW), now=NOW)
    assert why(consent) == (Why.GATE,)


@pytest.mark.parametrize("marker", ["no_text", "no_email", "domestic_abuse", "number_lost"])
def test_a_marker_about_messages_does_not(marker: str) -> None:
    consent = ready()
    make.told(make.marked(marker, phone="07700 900777", at=NOW), now=NOW)
    assert why(consent) == ()


def test_an_objection_stops_it_even_by_the_safe_number() -> None:
    consent = ready()
    people.opt_out(fingerprint_phone("+447700900777"), by="staff", now=NOW)
    assert why(consent) == (Why.GATE,)


def test_a_code_that_no_longer_says_so_stops_it() -> None:
    consent = ready()
    make.told(make.contact_ended(at=NOW - 12 * DAY, codes=("AS-02",), age=12), now=NOW)
    assert why(consent) == (Why.GATE,)


def test_the_list_has_who_may_be_called_first_and_reads_no_number() -> None:
    sooner = consented("C2", line="07700 900222", number="07700 900778", taken_on=date(2020, 10, 7))
    over = consented("C3", line="07700 900333", number="07700 900779")
    consents.withdraw(over.pk, because="withdrawn", by=SUE, now=NOW - DAY)
    first = ready()
    found = [(one.consent.pk, one.against) for one in work_list(now=NOW)]
    assert found == [(first.pk, ()), (sooner.pk, (Why.NOT_CHECKED,))]
    assert why(over) == (Why.OVER, Why.NOT_CHECKED)
    assert listed(0, now=NOW) is None
    assert Entry.objects.filter(act="specialist.see_number").count() == 0


def test_what_was_tried_counts() -> None:
    consent = ready()
    calls.begin(consent.pk, by=CAL, now=NOW)
    assert why(consent) == (Why.IN_CALL,)
    calls.end(consent.pk, Call.Outcome.NO_ANSWER, by=CAL, now=NOW)
    assert why(consent) == (Why.TRIED_TODAY,)
    assert why(consent, now=NOW + 7 * DAY) == (Why.NOT_CHECKED,)


def test_a_longer_list_asks_no_more_questions() -> None:
    written()
    queries = []
    for numbers in (["1"], ["2", "3"]):
        for number in numbers:
            consented(f"C{number}", line=f"07700 90010{number}", number=f"07700 90020{number}")
        with CaptureQueriesContext(connection) as asked:
            assert len(work_list(now=NOW)) == int(numbers[-1])
        queries.append(len(asked))
    assert queries == [16, 16]
