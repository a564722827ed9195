"""From stage to stage of one incident: like with like, pairs by themselves, and nobody made out."""

from datetime import UTC, date, datetime

import pytest

from heard.core.statistics.cohorts import Cohort, verdict_of_cohorts
from heard.core.statistics.estimate import HELD_BACK
from heard.core.statistics.paired import Pairs, verdict_of_pairs
from heard.core.statistics.verdicts import TOO_SMALL, Finding, together
from heard.eligibility.models import Programme
from heard.insight.journey import (
    LOOKING,
    NOT_ASKED,
    OTHER_SCALE,
    OTHER_WAY,
    Journey,
    View,
    dimensions,
    journey,
)
from tests.insight.flow import known
from tests.insight.linked import BAD, GOOD, HAPPY, UNHAPPY, log, running, say

pytestmark = pytest.mark.django_db

NOVEMBER = datetime(2020, 11, 3, 12, tzinfo=UTC)


def found(view: View | None = None, *, minimum_base: int = 10) -> Journey:
    return journey(known(), view or View(), minimum_base=minimum_base)


def both(before: int, after: int, number: int) -> None:
    """Let somebody be asked about the call and about the visit of as many logs."""
    for _ in range(number):
        name = log()
        say("contact", name, treatment=before)
        say("attendance", name, treatment=after)


def one(
    stage: str, number: int, score: int, *, at: datetime | None = None, code: str = "AS-02"
) -> None:
    for _ in range(number):
        say(stage, log(at=at or NOVEMBER), treatment=score, at=at or NOVEMBER, code=code)


def test_pairs_stand_beside_all_who_answered_and_neither_is_taken_for_the_other() -> None:
    both(GOOD, GOOD, 6)
    both(GOOD, BAD, 6)
    both(BAD, GOOD, 1)
    one("contact", 12, BAD)
    call, visit = (step := found().between[0]).first, step.second
    assert (call.everybody.value, call.everybody.n) == (12 / 25, 25)
    assert (visit.everybody.value, visit.everybody.n) == (7 / 13, 13)
    assert step.before is not None
    assert step.after is not None
    assert (step.before.value, step.after.value, step.before.n) == (12 / 13, 7 / 13, 13)
    alone = verdict_of_pairs(Pairs(both=6, before_only=6, after_only=1, neither=0), minimum_base=10)
    # In November nobody was asked about a visit: that cohort says nothing.
    cohorts = verdict_of_cohorts(
        [Cohort(before=12, n_before=13, after=7, n_after=13)], minimum_base=10
    )
    assert [step.cohorts, step.pairs] == together([cohorts, alone])


def test_cohorts_hold_like_with_like() -> None:
    # What is answered about noise is good at either stage, what about transport bad: but those
    # who were visited speak of transport more often.
    for stage, noise, transport in (("contact", 18, 2), ("attendance", 2, 18)):
        one(stage, noise, GOOD)
        one(stage, transport, BAD, code="TR-04")
    step = found().between[0]
    assert (step.first.everybody.value, step.second.everybody.value) == (0.9, 0.1)
    assert step.cohorts is not None
    assert (step.cohorts.finding, step.cohorts.difference) == (Finding.CHANCE, 0.0)


def test_the_largest_real_drop_is_called_out_and_a_rise_is_none() -> None:
    one("contact", 40, GOOD)
    one("attendance", 40, BAD)
    running("sms_investigation")
    one("investigation", 40, GOOD)
    told = found()
    assert [step.cohorts and step.cohorts.finding for step in told.between] == [
        Finding.REAL,
        Finding.REAL,
        None,
    ]
    ((step, verdict),) = told.drops
    assert (step.first.stage, step.second.stage) == ("contact", "attendance")
    assert verdict.difference == -1.0


def test_stages_on_other_scales_or_asked_in_other_ways_are_not_held_against_each_other() -> None:
    say("recorded", log(), scale="SAT7", treatment=HAPPY)
    running("sms_investigation")
    assert [step.apart for step in found().between] == ["", "", OTHER_SCALE]
    Programme.objects.filter(slug="victim_email").update(
        questionnaire=running("sms_investigation").questionnaire_id
    )
    assert [step.apart for step in found().between] == ["", "", OTHER_WAY]


def test_a_stage_that_nobody_is_asked_about_has_no_figure() -> None:
    told = found()
    assert [stage.question for stage in told.stages] == ["treatment", "treatment", "", "treatment"]
    assert [step.apart for step in told.between] == ["", NOT_ASKED, NOT_ASKED]
    assert told.between[0].cohorts == TOO_SMALL
    assert told.between[0].pairs == TOO_SMALL
    assert told.drops == []


def test_journeys_are_narrowed_by_area_kind_and_the_month_in_which_they_began() -> None:
    one("contact", 10, GOOD)
    one("contact", 11, GOOD, code="TR-04")
    one("contact", 12, GOOD, at=datetime(2020, 10, 1, 12, tzinfo=UTC))
    # The log is of October, whatever month the answer is about.
    say("contact", log(at=datetime(2020, 10, 31, tzinfo=UTC)), treatment=GOOD, at=NOVEMBER)

    def n(**narrowed: object) -> int:
        return found(View(**narrowed)).stages[0].everybody.n  # type: ignore[arg-type]

    assert n() == 34
    assert n(incident="Transport") == 11
    assert n(area="BE") == 0
    assert n(from_=date(2020, 11, 1)) == 21
    assert n(to=date(2020, 10, 1)) == 13


@pytest.mark.parametrize(
    "narrowed", [{"from_": date(2020, 11, 1)}, {"incident": "Anti-social behaviour"}, {}]
)
def test_a_stage_that_would_tell_of_the_few_others_is_held_back(
    narrowed: dict[str, object],
) -> None:
    one("contact", 12, GOOD, code="AS-02")
    one("attendance", 12, GOOD)
    if narrowed:
        one("contact", 3, BAD, code="TR-04", at=datetime(2020, 10, 1, 12, tzinfo=UTC))
    else:
        say("contact", treatment=BAD)
    step = found(View(**narrowed)).between[0]  # type: ignore[arg-type]
    assert (step.first.everybody.hidden, step.first.everybody.n) == (HELD_BACK, 0)
    assert step.second.everybody.n == 12
    assert (step.cohorts, step.before, step.pairs) == (None, None, None)


def test_what_is_said_about_no_log_belongs_to_no_journey() -> None:
    for _ in range(12):
        say("contact", treatment=GOOD)
    assert found().stages[0].everybody.n == 0


def test_a_journey_with_two_answers_to_one_stage_makes_no_pair() -> None:
    both(GOOD, BAD, 20)
    for _ in range(20):
        name = log()
        for score in (GOOD, BAD):
            say("contact", name, treatment=score)
        say("attendance", name, treatment=GOOD)
    step = found().between[0]
    assert step.before is not None
    assert (step.before.value, step.before.n) == (1.0, 20)


def test_pairs_that_would_tell_of_the_few_others_are_held_back() -> None:
    both(GOOD, BAD, 12)
    one("contact", 3, BAD)
    step = found().between[0]
    assert (step.before, step.after, step.pairs) == (None, None, None)
    assert step.cohorts is not None
    one("contact", 7, BAD)
    assert found().between[0].pairs is not None


def test_weeks_later_the_same_people_look_back_at_each_stage() -> None:
    for number in range(30):
        say(
            "recorded",
            scale="SAT7",
            initial_contact=HAPPY if number < 24 else UNHAPPY,
            initial_action=HAPPY if number < 12 else UNHAPPY,
            feedback=HAPPY if number % 2 else UNHAPPY,
        )
    told = found()
    acted, informed, whole = told.looking_back
    assert (acted.first.stage, acted.first.measure) == (LOOKING, "satisfied")
    assert acted.cohorts is None
    assert acted.before is not None
    assert acted.after is not None
    assert (acted.before.value, acted.after.value, acted.after.n) == (0.8, 0.4, 30)
    assert acted.pairs is not None
    assert (acted.pairs.finding, acted.pairs.difference) == (Finding.REAL, -0.4)
    assert informed.pairs is not None
    assert informed.pairs.finding is Finding.CHANCE
    assert whole.pairs == TOO_SMALL
    assert [step.second.question for step, _ in told.drops] == ["initial_action"]


def test_what_two_stages_ask_about_can_be_looked_at() -> None:
    assert dimensions() == ["treatment", "knowledge", "next_steps", "outcome", "timeliness"]
    running("sms_investigation")
    assert found(View(dimension="next_steps")).stages[2].question == "next_steps"
