"""A survey as a dashboard shows it: the lowest, what is chosen, hours or parts of the day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.core.statistics.verdicts import TOO_SMALL, Finding
from heard.insight.cuts import Cut, Slice
from heard.insight.measure import Figure
from heard.insight.queries import running_at
from heard.insight.survey import HOURS_OF_WEEK, Survey, View, lowest, survey
from tests.insight.flow import CALLED, DAY, answer, known, programme
from tests.insight.test_trend import week

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def told(view: View, *, minimum_base: int = 1) -> Survey:
    return survey(known(), running_at("contact"), view, minimum_base=minimum_base)


def answered(values: dict[str, list[int]]) -> None:
    """Let people answer; each question has a list of scores, a person each."""
    for number in range(max(map(len, values.values()))):
        answer(programme(), {q: scores[number] for q, scores in values.items()})


def test_the_lowest_is_so_by_the_verdict_that_is_hardest_to_give() -> None:
    answered({"treatment": 40 * [10], "outcome": 40 * [9], "next_steps": 10 * [9] + 30 * [2]})
    found = told(View(where=Slice())).lowest
    assert found is not None
    assert (found.figure.question, found.following.question) == ("next_steps", "treatment")
    assert found.verdict is not None
    assert (found.verdict.finding, found.verdict.difference) == (Finding.REAL, -0.75)


def test_the_lowest_may_be_so_by_chance() -> None:
    answered({"treatment": [10, 10, 9, 2], "next_steps": [9, 9, 2, 1]})
    found = told(View(where=Slice())).lowest
    assert found is not None
    assert found.verdict is not None
    assert (found.figure.question, found.verdict.finding) == ("next_steps", Finding.CHANCE)


def test_the_rival_that_tells_least_decides_and_not_only_the_next() -> None:
    def figure(question: str, counted: int, n: int) -> Figure:
        return week(date(2020, 10, 12), counted, n, question=question)

    found = lowest(
        [figure("low", 400, 1000), figure("next", 470, 1000), figure("few", 6, 12)],
        minimum_base=10,
    )
    assert found is not None
    assert found.verdict is not None
    assert (found.following.question, found.verdict.finding) == ("few", Finding.CHANCE)
    weighted = replace(figure("few", 11, 12).estimate, n_effective=4.0)
    few = replace(figure("few", 11, 12), estimate=weighted)
    found = lowest([figure("low", 400, 1000), figure("next", 470, 1000), few], minimum_base=10)
    assert found is not None
    assert (found.following.question, found.verdict) == ("few", TOO_SMALL)


def test_one_question_alone_has_no_lowest_and_a_hidden_one_is_no_rival() -> None:
    answered({"treatment": 12 * [9]})
    answer(programme(), {"outcome": 0})
    found = told(View(where=Slice()), minimum_base=10)
    assert found.lowest is None
    assert found.chosen.question == "treatment"
    assert lowest([], minimum_base=10) is None


def test_what_is_chosen_is_cut_by_week_and_by_whatever_was_asked_for() -> None:
    for weeks in (0, 0, 1):
        answer(programme(), {"outcome": 9, "treatment": 1}, at=CALLED + weeks * 7 * DAY, area="BE")
    answer(programme(), {"outcome": 1, "treatment": 1}, area="WV")
    found = told(View(where=Slice(), question="outcome", by=(Cut.AREA, Cut.WEEK)))
    first, second = date(2020, 10, 12), date(2020, 10, 19)
    assert found.chosen.question == "outcome"
    assert [(f.segment, f.estimate.n) for f in found.weeks] == [((first,), 3), ((second,), 1)]
    assert [(f.segment, f.estimate.value, f.estimate.n) for f in found.cut] == [
        (("BE", first), 1.0, 2),
        (("BE", second), 1.0, 1),
        (("WV", first), 0.0, 1),
    ]


def test_hours_stand_apart_once_there_are_answers_enough_for_them() -> None:
    for hour in (0, 1):
        for _ in range(2):
            answer(programme(), {"outcome": 9}, at=CALLED + hour * HOUR)  # 11 and 12 in London
    few = told(View(where=Slice(), question="outcome"))
    forced = told(View(where=Slice(), question="outcome", hour=Cut.HOUR))
    assert (few.hour, [f.segment for f in few.hours]) == (Cut.BLOCK, [(1, 9), (1, 12)])
    assert [f.estimate.n for f in few.hours] == [2, 2]
    assert (forced.hour, [f.segment for f in forced.hours]) == (Cut.HOUR, [(1, 11), (1, 12)])
    for _ in range(2 * HOURS_OF_WEEK - 5):
        answer(programme(), {"outcome": 9})
    assert told(View(where=Slice(), question="outcome")).hour is Cut.BLOCK
    answer(programme(), {"outcome": 9})
    assert told(View(where=Slice(), question="outcome")).hour is Cut.HOUR


def test_the_other_stage_is_another_survey() -> None:
    answer(programme("sms_attendance"), {"outcome": 9})
    assert [f.estimate.n for f in told(View(where=Slice())).questions] == [0] * 5


@pytest.mark.parametrize("people", [1, 3])
def test_more_answers_need_no_more_queries(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(people):
        answer(programme(), {"outcome": 9, "treatment": 1})
    facts, pool = known(), running_at("contact")
    with django_assert_num_queries(1):
        survey(facts, pool, View(where=Slice(), hour=Cut.HOUR), minimum_base=1)


def test_all_that_a_page_compares_is_judged_together() -> None:
    for day, scores in ((0, (1, 9)), (28, (9, 9))):
        for number in range(24):
            values = {"treatment": scores[number % 2], "outcome": 9 if number % 3 else 1}
            answer(programme(), values, at=CALLED + day * DAY, area=("BE", "WV")[number % 2])
    found = told(View(where=Slice(), question="treatment", by=(Cut.AREA,)), minimum_base=10)
    (changed,) = found.changes
    compared = [*changed.figures, *found.gaps]
    assert [one.figure.question for one in changed.figures][:3] == [
        *("treatment", "timeliness", "outcome")
    ]
    among = {one.verdict.among for one in compared if one.verdict and one.verdict.p is not None}
    assert among == {6}  # two changes, two gaps, the lowest, and what goes with the one picked
    assert [one.verdict.finding for one in compared if one.verdict] == [
        *(Finding.REAL, Finding.TOO_SMALL, Finding.CHANCE, Finding.TOO_SMALL, Finding.TOO_SMALL),
        *(Finding.REAL, Finding.REAL),
    ]
    treatment = changed.figures[0].verdict
    assert treatment is not None
    assert treatment.p is not None
    assert treatment.p_adjusted is not None
    assert treatment.p_adjusted > treatment.p


def test_the_period_before_lies_outside_of_what_is_looked_at_and_is_counted_all_the_same() -> None:
    for day, score in ((-5, 2), (0, 9), (3, 2)):
        for _ in range(12):
            answer(programme(), {"treatment": score}, at=CALLED + day * DAY)
    first, last = date(2020, 10, 12), date(2020, 10, 18)
    for where in (Slice(from_=first, to=last), Slice(from_=first)):
        found = told(View(where=where, question="treatment"), minimum_base=10)
        assert (found.chosen.estimate.n, [f.estimate.n for f in found.weeks]) == (24, [24])
        (changed,) = found.changes
        before = changed.figures[0].against
        assert before is not None
        assert (changed.now.from_, changed.figures[0].figure.estimate.n) == (first, 24)
        assert (before.n, before.value) == (12, 0.0)
