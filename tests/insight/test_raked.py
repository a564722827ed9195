"""Surveys of residents are raked to the population, and say what was done and whom it speaks of."""

from pathlib import Path

import pytest
from pytest_django import Settings

from heard.core.statistics.weighted import Frame
from heard.insight.raked import FEWEST, NoPopulation, raked_figures
from heard.insight.weighted import Beside
from heard.responses.models import Response
from tests.insight.flow import answer, known, programme, tell
from tests.insight.impact import SAID, answered
from tests.open_ways import way_in

pytestmark = pytest.mark.django_db
HEAD = "edition,by,code,count,share,known_from,of,source"
AREAS = ("2020,area,BE,,0.75,2020-01-01,adults,us", "2020,area,CV,,0.25,2020-01-01,adults,us")
NO, YES = {**SAID, "safe_day": 3}, {**SAID, "safe_day": 1}


@pytest.fixture(autouse=True)
def _own(settings: Settings, tmp_path: Path) -> None:
    """Let the force say that three of four live in one area, newer than what ships."""
    settings.POPULATION = tmp_path / "population.csv"
    rows = [row.replace("2020-01-01", "2020-08-01") for row in AREAS]
    settings.POPULATION.write_text("\n".join([HEAD, *rows]), encoding="utf-8")


def two_areas(be: tuple[int, int], cv: tuple[int, int]) -> None:
    """Let so many answer in each area, of whom so many feel safe."""
    for place, (number, yes) in (("larkfield", be), ("weavers-cross", cv)):
        way = way_in(impact_area=place)
        answered(way, yes, said=YES)
        answered(way, number - yes, said=NO)


def safe(*to: str) -> Beside:
    found = raked_figures(known(), minimum_base=10, to=to, measure="safe")
    return next(one for one in found if one.figure.question == "safe_day")


def test_each_area_counts_as_many_live_there() -> None:
    two_areas((40, 30), (80, 20))
    found = safe("area")
    assert found.figure.estimate.value == pytest.approx(50 / 120)
    assert found.weighted.weighted is not None
    assert found.weighted.weighted.value == round(0.75 * 30 / 40 + 0.25 * 20 / 80, 3)
    assert found.weighted.weighted.n == 120
    cost = found.weighted.diagnostics
    assert cost is not None
    weights = 40 * [0.75 / 40] + 80 * [0.25 / 80]
    assert cost.n_effective == pytest.approx(sum(weights) ** 2 / sum(w * w for w in weights))
    assert found.weighted.label.startswith("weighted by area of adults; opt-in")
    assert found.weighted.frame is Frame.OPT_IN
    assert "round" in found.weighted.log[-1]


def test_who_did_not_say_where_keeps_the_share_that_they_have() -> None:
    two_areas((40, 30), (60, 15))
    answered(way_in(impact_area=""), 30, said=YES)
    answered(way_in(impact_area=""), 20, said=NO)
    found = safe("area").weighted.weighted
    unsaid = 50 / 150
    assert found is not None
    expected = unsaid * 0.6 + (1 - unsaid) * (0.75 * 30 / 40 + 0.25 * 15 / 60)
    assert found.value == pytest.approx(expected, abs=0.0005)


def test_a_small_area_joins_another_and_the_log_says_so() -> None:
    two_areas((100, 60), (9, 0))
    found = safe("area")
    assert found.weighted.weighted is not None
    assert found.weighted.weighted.value == round(60 / 109, 3)
    assert "CV has 9 answers and joined BE" in found.weighted.log[0]


@pytest.mark.parametrize(
    ("be", "cv", "why"),
    [
        ((40, 30), (59, 20), f"fewer than {FEWEST} answers"),
        ((60, 30), (60, 60), "in a group by area all said alike"),
    ],
)
def test_where_it_would_be_chance_or_tell_of_a_group_there_is_none(
    be: tuple[int, int], cv: tuple[int, int], why: str
) -> None:
    two_areas(be, cv)
    found = safe("area")
    assert (found.weighted.weighted, found.weighted.why_not) == (None, why)


def test_neither_the_share_nor_its_interval_leads_back_to_counts() -> None:
    two_areas((40, 30), (80, 20))
    found = safe("area").weighted.weighted
    assert found is not None
    given = [found.value, found.low, found.high]
    assert given == [round(part, 3) for part in given if part is not None]


def test_what_is_not_shown_unweighted_is_not_weighted() -> None:
    two_areas((40, 30), (80, 20))
    found = raked_figures(known(), minimum_base=200, to=["area"], measure="safe")
    one = next(one for one in found if one.figure.question == "safe_day")
    assert (one.weighted.weighted, one.weighted.why_not) == (None, "not shown unweighted")


def test_callers_are_not_residents() -> None:
    answer(programme(), {"treatment": 9})
    (found,) = [
        one
        for one in raked_figures(known(), minimum_base=1, to=["area"])
        if (one.figure.programme, one.figure.question) == ("sms_contact", "treatment")
    ]
    assert found.weighted.why_not == "not a survey of residents"


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("height", "height is none of area, ethnic_group"),
        ("sex", "nobody says how many live there by sex: set HEARD_POPULATION"),
        ("age", "by age only 17% of the population is given"),
    ],
)
def test_without_a_whole_population_there_is_an_error(to: str, why: str) -> None:
    with pytest.raises(NoPopulation, match=why):
        raked_figures(known(), minimum_base=1, to=[to])


def test_ages_are_crossed_with_sexes(settings: Settings) -> None:
    crossed = [
        f"2020,age*sex,{age}*{sex},{count},,2020-08-01,adults,us"
        for age, sex, count in (
            ("16-24", "male", 300),
            ("16-24", "female", 300),
            ("75+", "male", 200),
            ("75+", "female", 200),
        )
    ]
    assert settings.POPULATION
    settings.POPULATION.write_text("\n".join([HEAD, *crossed]), encoding="utf-8")
    way = way_in(impact_area="larkfield")
    answered(way, 60, said=YES, apart="yes")
    answered(way, 80, said=NO, apart="yes")
    for n, response in enumerate(Response.objects.order_by("pk")):
        sex, born = ("male", 2000) if n % 2 else ("female", 1930)
        tell(response, sex=sex, birth_year=born)
    found = safe("age*sex")
    assert found.weighted.weighted is not None
    assert found.weighted.label.startswith("weighted by age by sex of adults")
    assert any("joined" in line for line in found.weighted.log)
