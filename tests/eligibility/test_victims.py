"""The e-mail to victims: who is asked six weeks on, and who is not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from heard.delivery.models import Letter
from heard.eligibility.models import Period, Programme, Screening
from tests.eligibility.staff import approve, opened, proposed
from tests.make import event, invited, screened, told

pytestmark = pytest.mark.django_db

RECORDED = datetime(2020, 11, 2, 12, tzinfo=UTC)
SIX_WEEKS = RECORDED + timedelta(weeks=6)
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def live() -> None:
    """Let two people open the survey for good, with a stated reason instead of a shadow."""
    start = RECORDED - timedelta(days=1)
    usual = Period.Mode.USUAL
    approve(opened("victim_email", now=start, mode=usual, override="x", days=80), now=start)


def _crime(**victim: Any) -> dict[str, Any]:  # noqa: ANN401
    data = {"crime_id": "K1", "codes": ["CR-17"], "age": 40, "email": "a@example.org"} | victim
    return event("crime.recorded", data, at=RECORDED)


def _verdict() -> tuple[str, ...]:
    row = Screening.objects.get(programme__slug="victim_email", is_current=True)
    return (row.outcome, *row.reasons)


@pytest.mark.parametrize(
    ("victim", "verdict"),
    [
        ({}, ("SEND",)),
        ({"age": 17}, ("SEND",)),
        ({"age": 16}, ("BLOCK", "under_age")),
        ({"age": None}, ("HOLD", "age_unknown")),
        ({"email": None}, ("SKIP", "no_email")),
        ({"codes": ["CR-19"]}, ("SEND",)),
        ({"codes": ["CR-15"]}, ("SEND",)),
        ({"codes": ["CR-03"]}, ("SEND",)),
        ({"codes": ["CR-04"]}, ("BLOCK", "sensitive")),
        ({"codes": ["CR-26"]}, ("SKIP", "other_offence")),
        ({"markers": ["vulnerable"]}, ("BLOCK", "sensitive")),
    ],
)
def test_six_weeks_on_the_rules_of_the_report_decide(
    victim: dict[str, Any], verdict: tuple[str, ...]
) -> None:
    told(_crime(**victim), now=RECORDED)
    screened(SIX_WEEKS)
    assert _verdict() == verdict


def test_nobody_is_asked_before_six_weeks_or_after_eight() -> None:
    told(_crime(), now=RECORDED)
    screened(SIX_WEEKS - timedelta(minutes=1))
    assert _verdict() == ("WAIT", "too_soon")
    assert Screening.objects.get(is_current=True).until == SIX_WEEKS
    screened(RECORDED + 8 * WEEK)
    assert _verdict() == ("SKIP", "stale")


def test_a_vulnerability_of_week_five_keeps_the_letter_from_being_written() -> None:
    told(_crime(person_id="P1"), now=RECORDED)
    screened(RECORDED)
    fifth = RECORDED + 5 * WEEK
    marked = {"person_id": "P1", "markers": ["vulnerable"]}
    told(event("person.marked", marked, at=fifth), now=fifth)
    screened(SIX_WEEKS)
    invited(SIX_WEEKS)
    assert (_verdict(), Letter.objects.count()) == (("BLOCK", "sensitive"), 0)


def test_whoever_may_be_asked_gets_an_e_mail() -> None:
    told(_crime(), now=RECORDED)
    screened(SIX_WEEKS)
    invited(SIX_WEEKS)
    assert list(Letter.objects.values_list("channel", flat=True)) == ["email"]


def test_the_six_weeks_run_from_the_filing_if_two_people_want_it_so() -> None:
    approve(proposed("victim_email", now=RECORDED, stage="filed"), now=RECORDED)
    told(_crime(), now=RECORDED)
    filed = RECORDED + WEEK
    told(event("crime.filed", {"crime_id": "K1"}, at=filed), now=filed)
    screened(SIX_WEEKS)
    assert _verdict() == ("WAIT", "too_soon")
    screened(SIX_WEEKS + WEEK)
    assert _verdict() == ("SEND",)
    assert Programme.objects.get(slug="victim_email").stage == "filed"
