"""Who answered against who was asked and who lives here, and what of it is held back."""

import json
from dataclasses import replace
from typing import Any

import pytest

from heard.core.screening import Outcome
from heard.core.statistics.estimate import HELD_BACK
from heard.core.statistics.gaps import Verdict
from heard.delivery.models import State
from heard.insight.cuts import Cut, Slice
from heard.insight.make_up import Line, MakeUp
from heard.insight.measure import cut
from heard.insight.representation import Representation, as_object, representation
from tests.insight.flow import CALLED, DAY, answer, invite, known, programme, screen, tell

pytestmark = pytest.mark.django_db


def found(**where: Any) -> Representation:  # noqa: ANN401
    return representation(known(), programme(), minimum_base=10, where=Slice(**where))


def asked(number: int, *, area: str, answering: int = 0, state: State = State.DELIVERED) -> None:
    """Let so many of an area be asked, of whom some answer."""
    for at in range(number):
        if at < answering:
            answer(programme(), {"treatment": 9}, area=area)
        else:
            invite(programme(), state=state, area=area)


def part(of: Representation, by: str) -> MakeUp:
    return next(one for one in (*of.asked, *of.told) if one.by == by)


def line(of: MakeUp, code: str) -> Line:
    return next(one for one in of.lines if one.code == code)


def test_areas_are_held_against_who_was_asked_and_against_who_lives_there() -> None:
    asked(60, area="BE", answering=36)
    asked(100, area="CV", answering=4)
    asked(10, area="CV", state=State.PERMANENT_FAILURE)
    asked(20, area="", state=State.CREATED)
    screen(programme(), Outcome.BLOCK, "sensitive", area="DY")
    areas = part(found(), Cut.AREA)
    assert [one.code for one in areas.lines] == ["BE", "BW", "CV", "DY", "SH", "SW", "WS", "WV"]
    be, wv = line(areas, "BE"), line(areas, "WV")
    assert be.asked is not None
    assert be.delivered is not None
    assert (be.asked.value, be.delivered.value, be.answered.value) == (60 / 170, 60 / 160, 36 / 40)
    assert be.population == 423_436 / 2_299_563
    assert be.from_asked is not None
    assert be.from_population is not None
    assert be.from_asked.difference.value == pytest.approx(36 / 40 - 60 / 170)
    assert be.from_population.difference.value == pytest.approx(36 / 40 - 423_436 / 2_299_563)
    assert (be.from_asked.verdict, be.from_population.verdict) == (Verdict.OVER, Verdict.OVER)
    assert wv.answered.value == 0
    assert wv.from_population is not None
    assert wv.from_population.verdict is Verdict.TOO_FEW
    assert (areas.replies, areas.unknown, areas.too_few) == (40, 0, True)


def test_who_is_of_no_known_area_stays_a_line_and_counts_against_no_population() -> None:
    asked(30, area="BE", answering=20)
    asked(30, area="", answering=20)
    areas = part(found(), Cut.AREA)
    unknown, be = line(areas, ""), line(areas, "BE")
    assert unknown.answered.value == 0.5
    assert (unknown.population, unknown.from_population) == (None, None)
    assert be.from_population is not None
    assert be.from_population.difference.value == pytest.approx(1 - 423_436 / 2_299_563)
    assert areas.unknown == 20


def test_the_indicator_is_of_those_who_could_answer_by_what_was_known_of_them() -> None:
    asked(60, area="BE", answering=40)
    asked(60, area="CV", answering=6)
    asked(9, area="WV", state=State.PERMANENT_FAILURE)
    indicators = found().indicators
    assert indicators.r.n == 120
    assert indicators.r.value is not None
    assert indicators.r.value == pytest.approx(0.443, abs=0.01)
    areas = indicators.categories[Cut.AREA]
    assert {code: one.n for code, one in areas.items()} == {"BE": 60, "CV": 60}
    assert indicators.variables[Cut.AREA].value == pytest.approx(0.279, abs=0.01)
    assert indicators.variables[Cut.WEEKDAY].value == pytest.approx(0)


def test_days_narrow_down_what_was_known_and_not_what_was_told() -> None:
    for at in (CALLED, CALLED + 20 * DAY):
        for _ in range(12):
            tell(answer(programme(), {"treatment": 9}, at=at), sex="male")
            invite(programme(), at=at)
    late = found(from_=(CALLED + DAY).date())
    assert late.rates.cases.non_contact == 12
    assert part(late, Cut.SEX).replies == 24
    assert [one.month for one in late.months] == [(CALLED + 20 * DAY).date().replace(day=1)]
    assert part(late, Cut.BLOCK).lines[0].code == "09"


def people(number: int, **said: str) -> None:
    """Let so many answer, half of them content, who say this of themselves."""
    for at in range(number):
        tell(answer(programme(), {"treatment": 9 if at % 2 else 2}), **said)


def test_the_victim_survey_of_the_report_earns_its_sentence_and_hides_its_small_groups() -> None:
    """As in paragraph 42: 73.3 % White of 180, 15 % Asian, 4 % Black and 2.2 % Mixed."""
    for group, n in {"white": 132, "asian": 27, "black": 8, "mixed": 4}.items():
        people(n, ethnic_group=group)
    people(9, ethnic_group="")
    facts = known()
    groups = part(representation(facts, programme(), minimum_base=10), Cut.ETHNIC_GROUP)
    assert (groups.too_few, groups.replies, groups.unknown) == (True, 180, None)
    white = line(groups, "white")
    assert round(100 * (white.answered.value or 0), 1) == 73.3
    assert white.from_population is not None
    assert white.from_population.difference.value == pytest.approx(0.032, abs=5e-4)
    shown = {one.code: one.answered.shown for one in groups.lines if one.code != "other"}
    assert shown == {"white": True, "asian": True, "black": False, "mixed": False}
    assert line(groups, "mixed").answered.hidden == HELD_BACK
    assert line(groups, "mixed").from_population is None
    figures = cut(
        facts, [programme()], minimum_base=10, by=[Cut.ETHNIC_GROUP], question="treatment"
    )
    assert {f.segment[0]: f.estimate.shown for f in figures if f.segment[0]} == shown


def test_with_enough_replies_the_sentence_goes_and_white_people_are_over_represented() -> None:
    for group, n in {"white": 770, "asian": 150, "black": 46, "mixed": 24, "": 40}.items():
        people(n, ethnic_group=group)
    groups = part(found(), Cut.ETHNIC_GROUP)
    white = line(groups, "white")
    assert (groups.too_few, groups.replies, groups.unknown) == (False, 990, 40)
    assert white.from_population is not None
    assert white.from_population.difference.value == pytest.approx(0.0765, abs=1e-3)
    assert white.from_population.verdict is Verdict.OVER
    mixed, other = line(groups, "mixed"), line(groups, "other")
    assert mixed.from_population is not None
    assert mixed.from_population.verdict is Verdict.CHANCE
    assert other.answered.value == 0


def test_where_it_is_held_back_how_many_did_not_say_shares_are_of_all() -> None:
    people(30, sex="male")
    people(6, sex="")
    people(5, sex="female")
    sexes = part(found(), Cut.SEX)
    assert (sexes.population, sexes.replies, sexes.unknown) == (None, 41, None)
    assert line(sexes, "female").answered.hidden == HELD_BACK
    assert line(sexes, "male").answered.value == 30 / 41
    said = as_object(found())
    told = said["told"]
    assert isinstance(told, list)
    assert [one["answered"]["n"] for one in told[2]["lines"]] == [None, 41]
    json.dumps(said)


def test_groups_that_a_source_puts_together_are_put_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for group, n in {
        "white": 60,
        "asian": 30,
        "mixed": 20,
        "other": 20,
        "skip": 20,
        "": 20,
    }.items():
        people(n, ethnic_group=group)
    facts = known()
    later = replace(facts, as_of=facts.as_of + 1_000 * DAY)
    groups = part(representation(later, programme(), minimum_base=10), Cut.ETHNIC_GROUP)
    assert [one.code for one in groups.lines] == ["asian", "black", "mixed+other", "skip", "white"]
    both = line(groups, "mixed+other")
    assert (both.answered.value, both.answered.n) == (40 / 150, 150)
    assert line(groups, "skip").population is None


def test_where_nothing_happened_nothing_is_shown() -> None:
    nothing = found()
    assert nothing.indicators.r.hidden == "no replies"
    assert nothing.rates.cases.complete == 0
    assert {one.answered.shown for one in part(nothing, Cut.AREA).lines} == {False}
    assert part(nothing, Cut.SEX).lines == []
