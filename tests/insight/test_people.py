"""Figures by who answered: what is shown, what is held back, and what may not be asked."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from heard.core.statistics.estimate import HELD_BACK
from heard.core.statistics.proportions import share
from heard.equality.models import Profile
from heard.insight.cuts import Cut, Slice, TooFine, require_coarse
from heard.insight.facts._datasets import DATASETS
from heard.insight.facts.read import Facts
from heard.insight.measure import as_object, cut, figures
from heard.insight.small_groups import Group, small_groups
from heard.responses.models import Response
from tests.insight.flow import CALLED, answer, known, programme, tell

pytestmark = pytest.mark.django_db
GOOD, BAD = {"treatment": 9}, {"treatment": 2}


def people(number: int, scores: Mapping[str, int], *, area: str = "", **said: Any) -> None:  # noqa: ANN401
    for _ in range(number):
        tell(answer(programme(), scores, area=area), **said)


def shown(facts: Facts, *by: Cut, where: Slice | None = None) -> dict[str, float | str | None]:
    """Give the share of each segment, or why there is none."""
    found = cut(facts, [programme()], minimum_base=10, by=by, where=where or Slice())
    return {
        " ".join(map(str, f.segment)): f.estimate.value if f.estimate.shown else f.estimate.hidden
        for f in found
        if f.question == "treatment"
    }


def test_a_group_that_is_large_enough_has_its_share() -> None:
    people(10, GOOD, ethnic_group="white")
    people(10, BAD, ethnic_group="white")
    people(5, GOOD, ethnic_group="asian")
    people(7, BAD, ethnic_group="asian")
    (asian, white) = cut(
        known(), [programme()], minimum_base=10, by=[Cut.ETHNIC_GROUP], question="treatment"
    )
    assert (asian.estimate, white.estimate) == (
        share(5, 12, minimum_base=10),
        share(10, 20, minimum_base=10),
    )
    assert (asian.from_, asian.to) == (None, None)


def test_a_small_group_is_held_back_with_another_and_nobody_learns_how_many_they_were() -> None:
    people(3, GOOD, sex="skip")
    people(9, GOOD, sex="female")
    people(9, BAD, sex="female")
    people(10, GOOD, sex="male")
    people(10, BAD, sex="male")
    facts = known()
    assert shown(facts, Cut.SEX) == {"female": HELD_BACK, "male": 0.5, "skip": HELD_BACK}
    hidden = [f for f in figures(facts, minimum_base=10, by=[Cut.SEX]) if not f.estimate.shown]
    assert {f.estimate.n for f in hidden} == {0}
    assert {(as_object(f)["n"], as_object(f)["n_effective"]) for f in hidden} == {(None, None)}


def both(number: int, *, area: str = "", **said: Any) -> None:  # noqa: ANN401
    """Let so many be satisfied, and as many not."""
    people(number, GOOD, area=area, **said)
    people(number, BAD, area=area, **said)


def test_the_parts_of_a_group_that_is_held_back_do_not_add_up_to_it() -> None:
    people(3, GOOD, sex="skip")
    people(1, BAD, sex="skip")
    for area in ("BE", "CV"):
        both(8, area=area, sex="female")
        both(6, area=area, sex="other")
        both(20, area=area, sex="male")
    facts = known()
    alone, apart = shown(facts, Cut.SEX), shown(facts, Cut.SEX, Cut.AREA)
    assert alone == {
        "female": 0.5,
        "male": 0.5,
        "other": HELD_BACK,
        "skip": HELD_BACK,
    }
    # What is left of all, once the parts of the others are taken off, is those who skipped.
    assert apart["other BE"] == apart["other CV"] == HELD_BACK


@pytest.mark.parametrize("code", ["BE", "CV"])
def test_one_area_by_age_shows_no_more_than_the_table_of_all_areas(code: str) -> None:
    both(2, area="BE", sex="skip")
    both(7, area="BE", sex="female")
    both(20, area="BE", sex="male")
    for sex in ("skip", "female", "male"):
        both(9, area="CV", sex=sex)
    facts = known()
    table, line = shown(facts, Cut.SEX, Cut.AREA), shown(facts, Cut.SEX, where=Slice(area=code))
    assert line == {sex: table[f"{sex} {code}"] for sex in ("skip", "female", "male")}
    # Of all who skipped those in the other area are no more than four.
    assert shown(facts, Cut.SEX)["skip"] == 0.5
    assert shown(facts, Cut.SEX, where=Slice(area="CV"))["skip"] == HELD_BACK


@pytest.mark.parametrize(
    "where", [Slice(undoubted=True), Slice(impact_area="larkfield"), Slice(came_by="poster")]
)
def test_who_answered_cannot_be_narrowed_down_to_a_way_in(where: Slice) -> None:
    with pytest.raises(TooFine, match="cannot be looked at by way in"):
        require_coarse([Cut.SEX], where)


def test_what_one_question_holds_back_no_other_shows() -> None:
    people(6, {"treatment": 9, "outcome": 9}, sex="female")
    people(6, {"treatment": 2, "outcome": 9}, sex="female")
    people(8, {"treatment": 9, "outcome": 9}, sex="male")
    people(8, {"treatment": 2, "outcome": 2}, sex="male")
    people(9, {"treatment": 9, "outcome": 9}, sex="")
    people(9, {"treatment": 2, "outcome": 2}, sex="")
    assert shown(known(), Cut.SEX) == {"": 0.5, "female": HELD_BACK, "male": HELD_BACK}


def test_without_answers_there_is_nothing_to_show() -> None:
    assert shown(known(), Cut.AGE) == {}


def test_programmes_are_each_shown_alone() -> None:
    found = figures(known(), minimum_base=10, by=[Cut.SEX])
    assert [f.programme for f in found] == []
    people(10, GOOD, sex="male")
    found = figures(known(), minimum_base=10, by=[Cut.SEX])
    assert {f.programme for f in found} == {"sms_contact"}


@pytest.mark.parametrize("other", [Cut.WEEK, Cut.WEEKDAY, Cut.HOUR, Cut.BLOCK])
def test_who_answered_cannot_be_crossed_with_a_time(other: Cut) -> None:
    for by in [(Cut.AGE, other), (other, Cut.SEX)]:
        with pytest.raises(TooFine, match="cannot be looked at by time"):
            cut(known(), [programme()], minimum_base=10, by=by)


@pytest.mark.parametrize(
    "where",
    [Slice(from_=date(2020, 10, 1)), Slice(to=CALLED.date()), Slice(weekday=1), Slice(hour=0)],
)
def test_nor_can_it_be_narrowed_down_to_one(where: Slice) -> None:
    with pytest.raises(TooFine, match="cannot be looked at by time"):
        require_coarse([Cut.ETHNIC_GROUP], where)
    require_coarse([Cut.AREA], where)


@pytest.mark.parametrize(
    ("by", "where"),
    [
        ((Cut.AGE, Cut.SEX, Cut.AREA, Cut.INCIDENT), Slice()),
        ((Cut.AGE, Cut.SEX, Cut.DISABILITY), Slice(area="BE")),
        ((Cut.AGE, Cut.SEX), Slice(area="BE", incident="Transport")),
    ],
)
def test_who_answered_is_looked_at_with_two_other_things_at_most(
    by: tuple[Cut, ...], where: Slice
) -> None:
    with pytest.raises(TooFine, match="with two other things at most"):
        require_coarse(by, where)
    require_coarse(by[:1], Slice(area="BE"))


def test_the_facts_know_nothing_that_leads_back() -> None:
    people(1, GOOD, orientation="bisexual", gender="no", religion="sikh")
    facts = known()
    ids = {str(UUID(str(value))) for value in Response.objects.values_list("apart", flat=True)}
    for name in (dataset.name for dataset in DATASETS):
        table = getattr(facts, name)
        said = str(table.to_pyarrow().to_pylist())
        assert not any(one in said or one.replace("-", "") in said for one in ids)
    assert not {"orientation", "gender", "religion"} & {*facts.responses.columns}
    assert set(facts.groups.columns) == {
        *("question", "orientation", "gender", "religion"),
        *("questionnaire", "question_version", "scale", "value", "disposition"),
    }


def test_what_is_said_later_reaches_the_facts() -> None:
    response = answer(programme(), GOOD)
    known()
    tell(response, sex="male")
    assert known().responses.sex.to_pyarrow().to_pylist() == ["male"]
    assert Profile.objects.count() == 1


def test_small_groups_are_shown_for_the_whole_force_from_thirty_on() -> None:
    people(16, GOOD, orientation="heterosexual")
    people(16, BAD, orientation="heterosexual")
    people(20, GOOD, orientation="gay-lesbian")
    people(9, BAD, orientation="gay-lesbian")
    people(30, GOOD, orientation="skip")
    people(5, BAD, orientation="skip")
    people(30, GOOD, orientation="")
    people(10, BAD, orientation="")
    found = small_groups(known(), Group.ORIENTATION)
    assert [(f.segment, f.estimate.hidden or f.estimate.value, f.question) for f in found] == [
        (("",), 0.75, "treatment"),
        (("gay-lesbian",), HELD_BACK, "treatment"),
        (("heterosexual",), HELD_BACK, "treatment"),
        (("skip",), 30 / 35, "treatment"),
    ]
    assert {(f.programme, f.from_, f.to) for f in found} == {("", None, None)}
    assert small_groups(known(), Group.GENDER)[0].segment == ("",)
