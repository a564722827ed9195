"""What was said about one person: never of fewer than fifteen, in batches, and beside nobody."""

from collections.abc import Iterable

import pytest

from heard.accounts.scope import EVERYTHING, OutOfScope, Scope
from heard.insight.own import Own, Place, Survey, own
from tests.improvement.colleagues import PERSON, scored
from tests.insight.flow import known, programme
from tests.insight.teams import replies

pytestmark = pytest.mark.django_db
GOOD = [9] * 14 + [2]


def mine(person: str = PERSON, slug: str = "sms_contact") -> Survey:
    """Give what somebody sees of themselves."""
    scope = Scope(areas=frozenset(), teams=frozenset(), people=frozenset({person}), cases=False)
    return own(known().within(scope), programme(slug), person)


def treatment(person: str = PERSON) -> Own:
    found = mine(person)
    return next(one for one in found.found if one.question == "treatment")


def base(scores: Iterable[int]) -> int:
    """Let people answer and give the base of what is shown then."""
    scored(scores)
    found = treatment()
    return found.pooled.own.n if found.pooled else 0


def test_a_figure_begins_at_fifteen_replies_and_moves_on_by_fifteen() -> None:
    assert base(GOOD[:14]) == 0
    assert base(GOOD[14:]) == 15
    assert base([9] * 14) == 15
    assert base([2]) == 30


def test_replies_that_are_all_alike_are_not_shown() -> None:
    assert base([9] * 15) == 0


@pytest.mark.parametrize("score", [0, 9])
def test_between_two_days_a_page_is_the_same_whatever_one_person_said(score: int) -> None:
    """Whoever answered today cannot be found by taking yesterday's page away."""
    replies("FC-B", 40, 20)
    scored(GOOD)
    before = mine()
    scored([score])
    assert mine().found == before.found


def test_a_strength_and_a_lesson_are_so_by_verdict_and_chance_is_neither() -> None:
    replies("FC-B", 60, 30)
    scored(GOOD)
    scored([2] * 14 + [9], person="FC-A-1")
    scored([9, 2] * 7 + [9], person="FC-A-2")
    assert treatment().place is Place.STRENGTH
    low = mine("FC-A-1")
    assert low.lowest is not None
    assert (low.lowest.question, low.lowest.place) == ("treatment", Place.TO_LEARN)
    assert treatment("FC-A-2").place is Place.AS_EXPECTED
    assert mine("FC-A-2").lowest is None


def test_a_figure_is_drawn_towards_what_is_expected_of_the_mix() -> None:
    replies("FC-B", 60, 30)
    scored(GOOD)
    found = treatment()
    assert found.pooled is not None
    assert found.everybody.n == 75
    assert found.pooled.own.value == 14 / 15
    assert found.pooled.adjusted.value is not None
    assert found.pooled.expected < found.pooled.adjusted.value < 14 / 15


def test_nobody_elses_name_or_figure_is_in_what_is_given() -> None:
    replies("FC-B", 60, 30)
    scored(GOOD)
    assert "FC-B" not in str(mine().found)


def test_without_answers_there_is_nothing_but_that() -> None:
    found = treatment()
    assert (found.pooled, found.place, found.everybody.hidden) == (None, None, "no answers")
    assert mine(slug="victim_email").lowest is None


def test_nobody_elses_page_can_be_worked_out_whatever_else_they_may_see() -> None:
    other = Scope(people=frozenset({"FC-A-1"}))
    for scope in (EVERYTHING, other):
        with pytest.raises(OutOfScope):
            own(known().within(scope), programme(), PERSON)
