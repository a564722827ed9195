"""The page of the pilot's evaluation: five headings, and what bears on scaling up."""

from dataclasses import replace

import pytest

from heard.core.statistics.medians import Median
from heard.core.statistics.proportions import share
from heard.eligibility.models import Period
from heard.evaluation.found import Pilot
from heard.evaluation.pilot import evaluated
from heard.web.staff.evaluation_words import AGAINST, SUPPORTS, UNDECIDED, board, headings
from tests.insight.flow import answer, known, programme
from tests.web.staff.people import inside, read

PAGE = "/staff/evaluation"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]


def test_each_heading_has_its_figures_with_bases_or_says_that_none_was_measured() -> None:
    for number in range(12):
        answer(programme(), {"treatment": number % 11})
    known()
    page = read(inside(), PAGE)
    for title in (
        "Citizen experience",
        "Ease of managing surveys",
        "Data robustness",
        "Costs",
        "Analysis and insight",
        "For the board: is it to be scaled up?",
    ):
        assert title in page
    assert "The pilot of text after a call and text after a visit, 28 September 2020 to" in page
    assert "Scored 8 or above: treatment" in page
    assert "Began and finished 100% 76% to 100% 12 who began" in page
    assert "What people scored is about calls and visits of 12 October 2020 to 12 Oct" in page
    assert "Complaints about being asked" in page
    assert "Not measured" in page
    assert "most began and finished in one instant" in page
    assert "12 answered: chance moves a share of the whole pilot by up to" in page


def test_where_the_scores_are_of_all_its_days_nothing_is_said_of_them() -> None:
    for _ in range(12):
        answer(programme(), {"treatment": 9})
    pilot = evaluated(known(), minimum_base=10)
    assert pilot is not None
    day = pilot.experience.questions[0].from_
    assert day is not None
    assert headings(pilot)[0].note
    assert headings(replace(pilot, begins=day, ends=day))[0].note == ""


def test_without_a_pilot_the_page_says_so() -> None:
    Period.objects.filter(mode="pilot").update(mode="usual")
    known()
    assert "No pilot of a text survey has had its days yet." in read(inside(), PAGE)


@pytest.fixture
def nothing() -> Pilot:
    pilot = evaluated(known(), minimum_base=10)
    assert pilot is not None
    return pilot


def bears(pilot: Pilot) -> dict[str, str]:
    return {one.about: one.bears for one in board(pilot)}


def test_of_an_empty_pilot_the_data_decide_nothing_and_miss_answers(nothing: Pilot) -> None:
    said = bears(nothing)
    assert said.pop("Enough answers to act on") == AGAINST
    assert {*said.values()} == {UNDECIDED}
    costs = {line.about: line.figure for line in headings(nothing)[3].lines}
    assert costs["Pence a completed survey"] == "None completed"


@pytest.mark.parametrize(
    ("successes", "finding"), [(95, SUPPORTS), (5, AGAINST)], ids=["many", "few"]
)
def test_a_ground_bears_by_its_whole_range(nothing: Pilot, successes: int, finding: str) -> None:
    one = share(successes * 10, 1_000, minimum_base=10)
    alike = {"Text after a call": share(8, 10, minimum_base=10)}
    robust = replace(nothing.robustness, rate=one, delivered=one, replies=2_000, alike=alike)
    experience = replace(nothing.experience, minutes=Median(value=2.5, low=2.0, high=3.0, n=50))
    ease = replace(nothing.ease, acts=4, people=1, minutes=13.0)
    pilot = replace(nothing, robustness=robust, experience=experience, ease=ease)
    said = bears(pilot)
    assert said["Enough answers to act on"] == SUPPORTS
    assert said["Messages arrive"] == finding
    assert said["More answer than by e-mail"] == finding
    assert said["Work for staff"] == UNDECIDED  # nobody said how much would be too much
    between = share(75, 1_000, minimum_base=10)
    middling = bears(replace(pilot, robustness=replace(robust, rate=between)))
    assert middling["More answer than by e-mail"] == UNDECIDED
    worked = [headings(one)[1].lines[0].figure for one in (pilot, nothing)]
    assert worked == ["13", "Not measured"]
    (took,) = (line for line in headings(pilot)[0].lines if "median" in line.about)
    assert (took.figure, took.interval) == ("2.5", "2.0 to 3.0")
