"""The pilot's five headings are counted from what happened, with their bases."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from heard.core.reasons import Reason
from heard.core.screening import Outcome
from heard.delivery.models import Letter, State
from heard.eligibility.models import Period, Programme
from heard.evaluation.found import Pilot
from heard.evaluation.pilot import evaluated
from heard.journal.write import Actor, write
from heard.responses.models import Comment, Response
from tests.insight.flow import CALLED, answer, invite, known, programme, screen

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ANN, BEN = (Actor(id=f"user:{number}", label="Ann") for number in (1, 2))


def found() -> Pilot:
    Letter.objects.update(account="sms_contact", pence_per_fragment=Decimal("2.5"))
    pilot = evaluated(known(), minimum_base=10)
    assert pilot is not None
    return pilot


def test_an_empty_pilot_has_its_days_and_no_figure() -> None:
    pilot = found()
    assert (pilot.begins, pilot.ends) == (date(2020, 9, 28), date(2020, 10, 20))
    assert pilot.names == ["Text after a call", "Text after a visit"]
    assert (pilot.experience.minutes, pilot.cost.each, pilot.ease.minutes) == (None, None, 0)
    assert pilot.robustness.rate.hidden == "no cases"


def test_what_citizens_did_is_counted_by_what_they_began() -> None:
    for number in range(24):
        left = Response.Disposition.COMPLETE if number else Response.Disposition.BREAK_OFF
        answer(programme(), {"treatment": number % 11}, disposition=left)
    for _ in range(6):
        invite(programme(), opened=True)
    invite(programme(), state=State.PERMANENT_FAILURE)
    write("consent.opt_out", subject="person:x", actor=ANN, now=CALLED)
    pilot = found()
    treatment = next(f for f in pilot.experience.questions if f.question == "treatment")
    assert treatment.estimate.n == 23
    assert (pilot.experience.finished.n, pilot.experience.finished.value) == (30, 23 / 30)
    assert pilot.experience.minutes is not None
    assert (pilot.experience.minutes.value, pilot.experience.minutes.n) == (0, 23)
    assert (pilot.experience.opted_out.n, pilot.experience.opted_out.value) == (30, 1 / 30)
    assert (pilot.robustness.delivered.n, pilot.robustness.rate.n) == (31, 30)
    assert (pilot.cost.texts, pilot.cost.pence, pilot.cost.completed) == (31, Decimal("77.5"), 23)
    assert pilot.cost.each == Decimal("77.5") / 23


def test_work_is_the_time_between_acts_that_are_close_together() -> None:
    for who, after in ((ANN, 0), (ANN, 4), (ANN, 40), (BEN, 41), (ANN, 49)):
        write("web.look", subject="page:x", actor=who, now=CALLED + after * MINUTE)
    for number in range(12):
        outcome = Outcome.HOLD if number < 11 else Outcome.SKIP
        screen(programme(), outcome, Reason.UNMAPPED if number < 3 else Reason.AGE_UNKNOWN)
    write("eligibility.let_pass", subject="touchpoint:1", actor=BEN, now=CALLED)
    pilot = found()
    assert (pilot.ease.acts, pilot.ease.people, pilot.ease.minutes) == (6, 2, 4 + 9)
    assert (pilot.ease.held, pilot.ease.decided.value) == (11, 1 / 11)
    assert (pilot.robustness.unmapped.n, pilot.robustness.unmapped.value) == (12, 3 / 12)


def test_what_people_wrote_is_counted_by_who_answered() -> None:
    for number in range(12):
        done = answer(programme(), {"treatment": 8})
        if number < 3:
            Comment.objects.create(response=done, question_id="c", version=1, text="Thanks")
    pilot = found()
    assert (pilot.learnt.commented.n, pilot.learnt.commented.value) == (12, 3 / 12)
    assert (pilot.learnt.comments, pilot.learnt.coded, pilot.learnt.alerts) == (3, 0, 0)


def test_surveys_that_ask_different_things_have_no_questions_together() -> None:
    other = Programme.objects.get(slug="sms_investigation")
    Period.objects.create(
        programme=other, mode="pilot", opens_on=date(2020, 10, 1), closes_on=date(2020, 10, 2)
    )
    assert found().experience.questions == []


def test_a_pilot_without_an_end_is_none() -> None:
    Period.objects.filter(mode="pilot").update(mode="usual")
    assert evaluated(known(), minimum_base=10) is None


def test_the_days_are_those_of_london() -> None:
    for hour, counted in ((22, 1), (23, 1)):  # summer time: the day ends at 23:00 in UTC
        at = CALLED.replace(day=20, hour=hour, minute=59 if hour < 23 else 0)
        answer(programme(), {"treatment": 8}, at=at)
        assert found().robustness.replies == counted
