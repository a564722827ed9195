"""What goes with an outcome: two groups of all who answered it, and a guard before both."""

from dataclasses import replace
from random import Random

import pytest

from heard.core.statistics.verdicts import Finding
from heard.insight.cuts import Slice
from heard.insight.drivers import GoesWith
from heard.insight.queries import running_at
from heard.insight.survey import View, survey
from tests.insight.flow import CALLED, DAY, answer, known, programme

pytestmark = pytest.mark.django_db
QUESTIONS = ("treatment", "timeliness", "next_steps", "knowledge")


def told(where: Slice | None = None, *, base: int = 10) -> dict[str, GoesWith]:
    view = View(where=where or Slice(), question="outcome")
    found = survey(known(), running_at("contact"), view, minimum_base=base)
    return {one.question.question: one for one in found.goes_with}


def people(n: int, outcome: int, area: str = "", **scores: int) -> None:
    for _ in range(n):
        answer(programme(), {"outcome": outcome, **scores}, area=area)


def test_each_question_parts_all_who_answered_the_outcome_in_two() -> None:
    people(18, 9, treatment=9, timeliness=2)
    people(8, 2, treatment=8, timeliness=9)
    people(3, 9, treatment=7, timeliness=9)
    people(15, 0, treatment=0)  # who said nothing of the time is with everybody else
    found = told()
    treatment, timeliness = found["treatment"], found["timeliness"]
    assert (treatment.content.value, treatment.content.n) == (18 / 26, 26)
    assert (treatment.others.value, treatment.others.n) == (3 / 18, 18)
    assert treatment.verdict is not None
    assert treatment.verdict.finding is Finding.REAL
    assert treatment.verdict.among > 1  # judged with all else on the page
    assert (timeliness.content.n, timeliness.others.n) == (11, 33)
    assert found.keys() == {"treatment", "timeliness"}


def test_a_small_group_hides_the_other_since_both_are_all() -> None:
    people(30, 9, treatment=9)
    people(4, 2, treatment=2)
    one = told()["treatment"]
    assert (one.content.is_held, one.others.is_held, one.verdict) == (True, True, None)


def test_of_an_outcome_that_is_held_back_nothing_is_said() -> None:
    people(6, 9, treatment=9)
    assert told() == {}


def test_without_a_question_that_was_picked_nothing_is_counted() -> None:
    people(12, 9, treatment=9)
    found = survey(known(), running_at("contact"), View(where=Slice()), minimum_base=10)
    assert found.goes_with == []


def test_filters_and_days_narrow_it_down_as_they_do_all_figures() -> None:
    people(12, 9, "BE", treatment=9)
    people(14, 2, "BE", treatment=2)
    people(11, 9, "WV", treatment=9)
    people(10, 2, "WV", treatment=2)
    for _ in range(10):
        answer(programme(), {"outcome": 9, "treatment": 9}, at=CALLED + 60 * DAY, area="BE")
    day = CALLED.date()
    one = told(Slice(area="BE", from_=day, to=day))["treatment"]
    assert (one.content.n, one.others.n) == (12, 14)
    assert (one.content.value, one.others.value) == (1.0, 0.0)


def test_sums_of_people_say_what_the_rows_say() -> None:
    draw = Random(1)  # noqa: S311 - no secret
    for _ in range(90):
        asked = draw.sample(QUESTIONS, draw.randint(1, len(QUESTIONS)))
        scores = {name: draw.randint(0, 10) for name in (*asked, "outcome")}
        at = CALLED + draw.randint(0, 60) * DAY
        answer(programme(), scores, at=at, area=draw.choice(("BE", "WV")))
    sums = known()
    rows = replace(sums, cubes={}, asked={}, kept={}, opened={})
    day = CALLED.date()
    month = Slice(from_=day, to=day + 30 * DAY)
    for where in (Slice(), Slice(area="BE"), month, replace(month, area="WV")):
        view = View(where=where, question="outcome")
        ours, theirs = (
            survey(facts, running_at("contact"), view, minimum_base=1).goes_with
            for facts in (sums, rows)
        )
        assert ours == theirs
        assert len(ours) == 4
        assert any(one.verdict for one in ours)
    assert {"sheets", "sheets_total"} <= {*sums.opened}
    assert not rows.opened


def test_of_more_questions_than_a_number_has_bits_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people(20, 9, treatment=9)
    people(20, 2, treatment=2)
    assert told()
    monkeypatch.setattr("heard.insight.drivers.MOST_QUESTIONS", 4)
    assert told() == {}
