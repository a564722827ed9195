"""Figures: what counts, what is pooled, what is hidden."""

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.core.statistics.proportions import share
from heard.insight.measure import Figure, as_object, figures
from tests.insight.flow import Disposition, answer, known, programme

pytestmark = pytest.mark.django_db
POOLED = "sms_contact+sms_attendance"
QUESTIONS = ["treatment", "timeliness", "outcome", "next_steps", "knowledge"]


def figure(of: str = POOLED, question: str = "treatment", *, minimum_base: int = 1) -> Figure:
    (found,) = [
        f
        for f in figures(known(), minimum_base=minimum_base)
        if (f.programme, f.question) == (of, question)
    ]
    return found


def test_each_question_has_its_pool_first_and_then_each_programme() -> None:
    found = [(f.question, f.programme) for f in figures(known(), minimum_base=10)]
    assert found == [
        (question, slug)
        for question in QUESTIONS
        for slug in (POOLED, "sms_contact", "sms_attendance")
    ]


def test_without_answers_every_figure_is_hidden_and_says_so() -> None:
    found = figure(minimum_base=10)
    assert found.estimate == share(0, 0, minimum_base=10)
    assert (found.from_, found.to) == (None, None)


def test_eight_and_above_is_positive() -> None:
    for value in range(11):
        answer(programme(), {"treatment": value})
    assert figure().estimate == share(3, 11, minimum_base=1)


def test_the_pool_is_both_and_apart_is_each() -> None:
    for value in (10, 9, 0):
        answer(programme(), {"treatment": value})
    answer(programme("sms_attendance"), {"treatment": 3})
    assert [figure(of).estimate.n for of in (POOLED, "sms_contact", "sms_attendance")] == [4, 3, 1]
    assert figure().estimate.value == 0.5
    assert figure("sms_attendance").estimate.value == 0.0


def test_who_broke_off_is_not_counted_and_who_answered_half_is() -> None:
    for disposition in Disposition:
        answer(programme(), {"treatment": 9}, disposition=disposition)
    assert figure().estimate.n == 2


def test_dont_know_and_another_scale_stand_outside_the_base() -> None:
    answer(programme(), {"treatment": 98})
    answer(programme(), {"treatment": 1}, scale="SAT7")
    answer(programme(), {"treatment": 9})
    assert figure().estimate == share(1, 1, minimum_base=1)


def test_a_figure_below_the_minimum_base_has_no_value_at_all() -> None:
    for _ in range(9):
        answer(programme(), {"treatment": 9})
    hidden = as_object(figure("sms_contact", minimum_base=10))
    answer(programme(), {"treatment": 9})
    shown = as_object(figure("sms_contact", minimum_base=10))
    keys = ("shown", "value", "low", "high", "n", "hidden")
    assert [hidden[k] for k in keys] == [False, None, None, None, 9, "fewer than 10 answers"]
    assert [shown[k] for k in keys[:2]] == [True, 1.0]


def test_the_days_are_those_in_london() -> None:
    answer(programme(), {"treatment": 9}, at=datetime(2020, 10, 24, 23, 30, tzinfo=UTC))
    answer(programme(), {"treatment": 9}, at=datetime(2020, 10, 25, 23, 30, tzinfo=UTC))
    assert (figure().from_, figure().to) == (date(2020, 10, 25), date(2020, 10, 25))


def test_an_object_has_every_part_of_its_figure() -> None:
    for value in (8, 8, 7, 10, 3):
        answer(programme(), {"outcome": value})
    assert as_object(figure("sms_contact", "outcome")) == {
        "programme": "sms_contact",
        "question": "outcome",
        "measure": "share_8_plus",
        "segment": [],
        "value": 0.6,
        "low": pytest.approx(0.2307, abs=1e-4),
        "high": pytest.approx(0.8824, abs=1e-4),
        "n": 5,
        "n_effective": 5.0,
        "method": "Wilson 95%",
        "shown": True,
        "hidden": None,
        "from": "2020-10-12",
        "to": "2020-10-12",
        "version": 1,
        "breaks": [],
    }


@pytest.mark.parametrize("people", [1, 3])
def test_more_answers_need_no_more_queries(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(people):
        answer(programme(), dict.fromkeys(QUESTIONS, 9))
        answer(programme("sms_attendance"), dict.fromkeys(QUESTIONS, 9))
    found = known()
    with django_assert_num_queries(2):
        figures(found, minimum_base=1)
