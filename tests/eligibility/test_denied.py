"""The look right before the call: what was told after the claim keeps the letter back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heard.consent import people
from heard.core.screening import Stop
from heard.delivery.models import Letter
from heard.eligibility import screen
from heard.events.models import Contact
from tests import make
from tests.make import minutes

pytestmark = pytest.mark.django_db
SOON = make.NOON + minutes(11)


def invite_callers(count: int = 1) -> list[str]:
    """Bring callers as far as a letter each that waits; give the subjects."""
    for n in range(count):
        number = f"07700 90012{n}"
        make.told(
            make.contact_ended(f"C{n}", f"I{n}", number=number), make.incident_created(f"I{n}")
        )
    make.passed(make.NOON + minutes(10))
    return list(Letter.objects.order_by("id").values_list("subject", flat=True))


def test_nothing_keeps_back_a_letter_about_which_nothing_new_is_known() -> None:
    assert screen.denied(invite_callers(), now=SOON) == {}


def test_a_touchpoint_that_something_was_told_about_is_to_be_screened_first() -> None:
    subjects = invite_callers(2)
    make.told(make.incident_tagged("I1", "QU-01"), now=SOON)

    assert screen.denied(subjects, now=SOON) == {
        subjects[1]: Stop(reason="screened-again", until=SOON)
    }
    assert screen.denied(subjects, now=SOON - minutes(1)) == {}


def test_what_was_decided_otherwise_since_stops_it_for_the_same_reason() -> None:
    (subject,) = invite_callers()
    make.told(make.incident_tagged("I0", "QU-01"), now=SOON)
    make.screened(SOON)
    screen.recheck([subject], now=SOON)

    assert screen.denied([subject], now=SOON) == {subject: Stop(reason="sensitive")}


def test_an_objection_stops_it() -> None:
    subjects = invite_callers(2)
    print_ = Contact.objects.get(contact_id="C0").phone_print
    people.opt_out(print_, by="link", now=SOON)

    assert screen.denied(subjects, now=SOON) == {subjects[0]: Stop(reason="opted_out")}


def test_a_letter_about_nothing_that_we_know_stays() -> None:
    assert screen.denied(["no-programme/contact/ff/C9"], now=SOON) == {
        "no-programme/contact/ff/C9": Stop(reason="screened-again", until=SOON)
    }


@pytest.mark.parametrize("count", [1, 3])
def test_it_is_one_statement_for_any_number(count: int) -> None:
    subjects = invite_callers(count)

    with CaptureQueriesContext(connection) as asked:
        screen.denied(subjects, now=SOON)

    assert len(asked) == 1
    assert " FOR " not in asked[0]["sql"]
