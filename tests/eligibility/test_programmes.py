"""The programmes that ship: what each asks, when, and which of them may ask by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest

from heard.eligibility import programmes
from heard.eligibility._policy import policy
from heard.eligibility.models import Period, Programme, Screening
from heard.invitations.models import Invitation
from heard.journal.models import Entry
from heard.questionnaires.publish import questions
from tests.eligibility.staff import WINTER, approve, opened
from tests.make import (
    NOON,
    NUMBER,
    attended,
    contact_ended,
    event,
    minutes,
    passed,
    screened,
    told,
    verdict,
)

pytestmark = pytest.mark.django_db

AGAIN = datetime(2021, 2, 1, 12, tzinfo=UTC)  # a Monday of business as usual
Mode = Period.Mode


def _programme(slug: str) -> Programme:
    return Programme.objects.get(slug=slug)


def test_every_survey_of_the_report_is_a_programme_with_its_route() -> None:
    rows = Programme.objects.order_by("id").values_list("slug", "route", "channel", "stage")
    assert list(rows) == [
        ("sms_contact", "automatic", "sms", "contact"),
        ("sms_attendance", "automatic", "sms", "attendance"),
        ("sms_investigation", "automatic", "sms", "investigation"),
        ("victim_email", "automatic", "email", "recorded"),
        ("caller_101", "automatic", "email", "contact"),
        ("live_chat", "popup", "web", "contact"),
        ("confidence", "members", "email", ""),
        ("custody", "custody", "web", ""),
        ("neighbourhood", "open", "web", ""),
        ("domestic_abuse", "specialist", "phone", ""),
    ]


def test_what_has_no_period_asks_nobody() -> None:
    without = [p.slug for p in Programme.objects.order_by("id") if not p.periods]
    assert without == ["sms_investigation", "confidence", "custody", "domestic_abuse"]


def test_the_pilot_stands_as_it_was_and_a_second_period_follows() -> None:
    periods = [(p.opens_on, p.closes_on, p.mode) for p in _programme("sms_contact").periods]
    assert periods == [
        (date(2020, 9, 28), date(2020, 10, 20), Mode.PILOT),
        (date(2021, 1, 25), None, Mode.USUAL),
    ]


@pytest.mark.parametrize(
    ("day", "share"), [(date(2020, 10, 1), 1.0), (date(2021, 2, 1), 0.5), (date(2020, 12, 1), 1.0)]
)
def test_one_stage_of_an_incident_is_drawn_after_the_pilot_only(day: date, share: float) -> None:
    for slug in ("sms_contact", "sms_attendance"):
        assert policy(_programme(slug), on=day).stage_share == share


def test_a_ceased_programme_says_why_and_is_not_asked_for_any_more() -> None:
    told(contact_ended("C1", at=NOON))
    screened(NOON + minutes(10))
    ceased = _programme("caller_101")
    assert ceased.periods[-1].closes_on == date(2020, 1, 31)
    assert ceased.periods[-1].closes_because.startswith("Ceased in January 2020")
    assert not Screening.objects.filter(programme=ceased).exists()


def test_victims_are_over_16_and_of_the_six_families() -> None:
    found = policy(_programme("victim_email"), on=date(2021, 2, 1))
    assert (found.minimum_age, found.age_required, found.victim_route) == (17, True, True)
    assert (found.delay, found.fresh_for) == (timedelta(weeks=6), timedelta(weeks=8))
    assert found.offences == {
        *("CR-03", "CR-14", "CR-15", "CR-16", "CR-17", "CR-18", "CR-19", "CR-20", "CR-21"),
        "CR-22",
    }


@pytest.mark.parametrize(
    ("now", "shadow"),
    [
        (datetime(2021, 1, 24, 23, 59, tzinfo=UTC), False),
        (datetime(2021, 1, 25, tzinfo=UTC), True),
    ],
)
def test_victims_are_first_asked_in_shadow(now: datetime, *, shadow: bool) -> None:
    assert programmes.in_shadow(_programme("victim_email"), now=now) is shadow


def test_a_second_installing_changes_nothing() -> None:
    before = (Programme.objects.count(), Period.objects.count(), Entry.objects.count())
    programmes.install(now=NOON)
    assert (Programme.objects.count(), Period.objects.count(), Entry.objects.count()) == before


def test_of_an_incident_one_stage_is_asked_with_the_probability_of_the_lot() -> None:
    later = AGAIN - NOON
    told(*[_moved(e, later) for e in attended()], now=AGAIN)
    screened(AGAIN + minutes(30))
    rows = Screening.objects.filter(programme__slug__startswith="sms", is_current=True)
    assert sorted((r.outcome, *r.reasons, r.probability) for r in rows) == [
        ("SEND", 0.5),
        ("SKIP", "other_stage", 0.5),
    ]


def test_the_initial_investigation_is_asked_about_by_configuration_alone() -> None:
    usual = Mode.USUAL
    approve(opened("sms_investigation", now=WINTER, mode=usual, override="x", days=30), now=WINTER)
    victim = {"crime_id": "K1", "codes": ["CR-17"], "age": 40, "phone": NUMBER}
    told(event("crime.recorded", victim, at=WINTER), now=WINTER)
    done = WINTER + minutes(30)
    told(event("crime.initial_investigation_done", {"crime_id": "K1"}, at=done), now=done)
    letters = passed(done + minutes(60))
    assert [(letter.channel, letter.body[:23] if letter.body else "") for letter in letters] == [
        ("sms", "How did we do so far? A")
    ]
    version = Invitation.objects.get().version
    assert [q.question_id for q in questions(version)] == [
        *("treatment", "explanation", "next_steps", "comment"),
    ]


def test_a_call_about_no_incident_is_asked_with_certainty() -> None:
    told(contact_ended("C1", at=AGAIN), now=AGAIN)
    screened(AGAIN + minutes(10))
    assert verdict("C1") == ("SEND",)
    assert Screening.objects.get(is_current=True).probability == 1.0


def _moved(item: dict[str, object], by: timedelta) -> dict[str, object]:
    return item | {"time": (datetime.fromisoformat(str(item["time"])) + by).isoformat()}
