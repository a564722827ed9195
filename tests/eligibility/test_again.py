"""Of people who were asked already, what we learn later counts; what only time brings does not."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from heard.consent import people
from heard.core.screening import Stop
from heard.delivery.models import Letter
from heard.eligibility.again import again
from heard.eligibility.models import Screening
from heard.events.models import Contact
from tests import make
from tests.make import NOON, minutes

pytestmark = pytest.mark.django_db
IN_TEN = NOON + minutes(10)
NEXT_DAY = IN_TEN + timedelta(days=1)


def asked(names: Mapping[str, datetime], *, now: datetime) -> Mapping[str, Stop]:
    """Ask with locks and without, and require the same of both."""
    stops = again(names, now=now, hold=True)
    assert again(names, now=now, hold=False) == stops
    return stops


@pytest.fixture
def subject() -> str:
    """Bring one caller as far as a letter."""
    make.told(make.contact_ended("C1", "I1"), make.incident_created("I1"))
    make.passed(IN_TEN)
    return Letter.objects.get().subject


def test_neither_its_age_nor_the_end_of_the_programme_stops_what_was_begun(subject: str) -> None:
    for days in (1, 6, 30):
        assert asked({subject: IN_TEN}, now=IN_TEN + timedelta(days=days)) == {}


def test_the_hours_are_those_of_now(subject: str) -> None:
    night = NOON.replace(hour=20)
    until = NOON.replace(hour=8) + timedelta(days=1)
    assert asked({subject: IN_TEN}, now=night) == {subject: Stop(reason="quiet_hours", until=until)}


@pytest.mark.parametrize(
    ("news", "reason"),
    [
        (make.incident_regraded("I1", "QU-01", at=NEXT_DAY), "sensitive"),
        (make.incident_tagged("I1", "QU-01", at=NEXT_DAY), "sensitive"),
        (make.incident_regraded("I1", "XX-99", at=NEXT_DAY), "unmapped"),
        (
            make.contact_ended("C1", "I1", number="07700 900456", at=NOON + minutes(1)),
            "number_changed",
        ),
        (make.contact_ended("C1", "I1", number=None, at=NOON + minutes(1)), "number_changed"),
    ],
)
def test_what_we_learn_later_stops_it(subject: str, news: make.Item, reason: str) -> None:
    make.told(news, now=NEXT_DAY)
    assert asked({subject: IN_TEN}, now=NEXT_DAY) == {subject: Stop(reason=reason)}


def test_an_objection_stops_it(subject: str) -> None:
    people.opt_out(Contact.objects.get().phone_print, by="staff", now=NOON)
    assert asked({subject: IN_TEN}, now=NEXT_DAY) == {subject: Stop(reason="opted_out")}


@pytest.mark.parametrize(
    ("news", "stop"),
    [
        (
            make.incident_reopened("I1", at=NEXT_DAY),
            Stop(reason="still_open", until=NEXT_DAY + minutes(10)),
        ),
        (make.unit("assigned", at=NEXT_DAY), Stop(reason="withdrawn")),
    ],
)
def test_a_visit_that_is_not_over_after_all(news: make.Item, stop: Stop) -> None:
    make.told(*make.attended())
    make.passed(NOON + minutes(31))
    subject = Letter.objects.get(subject__startswith="sms_attendance").subject
    make.told(news, now=NEXT_DAY)
    assert asked({subject: NOON + minutes(31)}, now=NEXT_DAY) == {subject: stop}


def test_nothing_is_written_down(subject: str) -> None:
    before = list(Screening.objects.values())
    make.told(make.incident_regraded("I1", "QU-01", at=NEXT_DAY), now=NEXT_DAY)
    asked({subject: IN_TEN}, now=NEXT_DAY)
    assert list(Screening.objects.values()) == before
    assert asked({}, now=NEXT_DAY) == {}
