"""The population: what other bodies gave, as they gave it."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from heard.places.areas import names
from heard.places.population import BadPopulation, parts, population

REPORT, LATER = date(2021, 1, 19), date(2023, 1, 1)


def test_the_areas_are_those_of_the_report_and_add_up_to_the_force() -> None:
    found = population("area", on=REPORT)
    assert found is not None
    assert set(found.shares) == set(names())
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.shares["BE"] == 423_436 / 2_299_563
    assert (found.of, "Table 2" in found.source) == ("residents aged 16 and over, mid-2019", True)


def test_the_newest_census_that_was_out_is_quoted() -> None:
    then, now = (population("ethnic_group", on=day) for day in (REPORT, LATER))
    assert then is not None
    assert now is not None
    assert {code: round(100 * share, 2) for code, share in then.shares.items()} == {
        "white": 70.13,
        "asian": 18.82,
        "black": 6.0,
        "mixed": 3.52,
        "other": 1.54,
    }
    assert {code: round(100 * share, 2) for code, share in now.shares.items()} == {
        "white": 61.41,
        "asian": 22.86,
        "black": 8.08,
        "mixed+other": 7.64,
    }


def test_what_no_source_gives_is_not_there() -> None:
    assert population("sex", on=LATER) is None
    assert population("ethnic_group", on=date(2012, 1, 1)) is None
    age = population("age", on=REPORT)
    assert age is not None
    assert age.shares == {"16-24": 0.17}


HEAD = "edition,by,code,count,share,known_from,of,source"
ROW = "2024,sex,female,51,,2024-01-01,adults,the force"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["by,code"], "line 1: has no column edition, count, share"),
        ([HEAD, ROW.replace("sex", "shoes")], "line 2, by: 'shoes' is none of area, "),
        ([HEAD, ROW.replace("2024-01-01", "soon")], "line 2, known_from: a day"),
        ([HEAD, ROW.replace("51", "many")], "line 2: count or share must be a number"),
        ([HEAD, ROW.replace("51", "0")], "line 2: a count is above 0"),
        ([HEAD, ROW.replace("51,", ",1.2")], "line 2: a count is above 0, a share from 0 to 1"),
        ([HEAD, ROW.replace("the force", "")], "line 2: edition, code, of and source must be"),
        ([HEAD, ROW, ROW.replace("51,", ",0.5")], "line 3: an edition is known from one day"),
    ],
)
def test_a_file_of_the_force_is_refused_by_line_and_rule(
    lines: list[str], why: str, settings: Settings, tmp_path: Path
) -> None:
    settings.POPULATION = tmp_path / "own.csv"
    settings.POPULATION.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadPopulation, match=why):
        population("sex", on=LATER)


def test_a_file_that_cannot_be_read_is_an_error(settings: Settings, tmp_path: Path) -> None:
    settings.POPULATION = tmp_path / "nowhere.csv"
    with pytest.raises(BadPopulation, match="cannot be read"):
        population("sex", on=LATER)


def test_the_force_adds_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.POPULATION = tmp_path / "own.csv"
    settings.POPULATION.write_text(f"{HEAD}\n{ROW}\n{ROW.replace('fe', '').replace('51', '49')}\n")
    found = population("sex", on=date(2024, 1, 1))
    assert found is not None
    assert (found.shares, found.source) == ({"female": 0.51, "male": 0.49}, "the force")
    assert population("area", on=LATER) is not None


def test_an_age_without_an_end_is_one_group() -> None:
    assert [*parts("mixed+other")] == ["mixed", "other"]
    assert [*parts("75+")] == ["75+"]
    assert [*parts("white")] == ["white"]
