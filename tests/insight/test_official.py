"""Official figures of confidence: blanks stay blank, and no verdict without an interval."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from heard.core.statistics.verdicts import Finding
from heard.insight import official
from heard.insight.official import BadOfficial, Sure

FORCE, ON = "West Midlands Police", date(2021, 1, 26)
HEADER = "area,period,measure,value,low,high,series,sure,note,source\n"


def written(path: Path, *lines: str) -> Path:
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("measure", ["good_or_excellent", "overall_confidence"])
def test_the_years_that_nobody_could_find_are_there_and_blank(measure: str) -> None:
    mine = {one.period: one for one in official.of(measure) if one.area == FORCE}
    for year in range(2016, 2020):
        one = mine[f"YE Mar {year}"]
        assert (one.published, one.sure) == (None, Sure.MISSING)


def test_every_figure_says_where_it_is_from_and_how_sure_it_is() -> None:
    found = official.figures()
    assert len(found) == 64
    assert all(one.source and one.sure for one in found)
    remembered = [one for one in found if one.sure is Sure.UNCHECKED]
    assert {one.area for one in remembered} == {official.COUNTRY}


def test_the_force_is_held_against_the_country_and_its_like_in_the_same_year() -> None:
    assert official.similar(FORCE, on=ON)[0] == [
        "Merseyside Police",
        "Greater Manchester Police",
        "West Yorkshire Police",
    ]
    assert official.similar(FORCE, on=date(2017, 1, 1)) == ([], "")
    found = official.held("overall_confidence", FORCE, on=ON)
    assert [(one.against.area, one.against.period) for one in found] == [
        ("England and Wales", "YE Mar 2020"),
        ("Greater Manchester Police", "YE Mar 2020"),
        ("Merseyside Police", "YE Mar 2020"),
    ]
    assert {one.verdict for one in found} == {None}  # none was published with an interval


def test_a_force_brings_the_tables_that_could_not_be_shipped(
    tmp_path: Path, settings: Settings
) -> None:
    settings.OFFICIAL = written(
        tmp_path / "own.csv",
        f"{FORCE},YE Mar 2016,overall_confidence,74,71,77,2,published,,ONS",
        f"{FORCE},YE Mar 2020,overall_confidence,65,62,68,2,published,,ONS",
        "England and Wales,YE Mar 2020,overall_confidence,74,73,75,2,published,,ONS",
    )
    country, _, _, before = official.held("overall_confidence", FORCE, on=ON)
    assert country.verdict is not None
    assert before.verdict is not None
    assert country.verdict.finding is before.verdict.finding is Finding.REAL
    assert (before.against.period, country.verdict.among) == ("YE Mar 2016", 2)
    assert len(official.figures()) == 64  # in the place of what shipped


def test_measures_with_most_figures_come_first() -> None:
    assert official.measures()[:2] == ["overall_confidence", "good_or_excellent"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",YE Mar 2020,m,1,,,1,published,,s", "must be there"),
        ("A,YE Mar 2020,m,1,,,1,certain,,s", "is none of published"),
        ("A,YE Mar 2020,m,,,,1,published,,s", "blank where it is missing"),
        ("A,YE Mar 2020,m,1,,,1,missing,,s", "blank where it is missing"),
        ("A,YE Mar 2020,m,x,,,1,quoted,,s", "a number in per cent"),
        ("A,YE Mar 2020,m,nan,,,1,quoted,,s", "from 0 to 100"),
        ("A,YE Mar 2020,m,50,60,70,1,quoted,,s", "within its interval"),
    ],
)
def test_a_line_that_breaks_a_rule_is_named(
    line: str, words: str, tmp_path: Path, settings: Settings
) -> None:
    settings.OFFICIAL = written(tmp_path / "own.csv", line)
    with pytest.raises(BadOfficial, match=f"own.csv, line 2.*{words}"):
        official.figures()


@pytest.mark.parametrize("content", [b"area\n", b"\xff\xfe"])
def test_a_file_that_is_none_is_refused(content: bytes, tmp_path: Path, settings: Settings) -> None:
    settings.OFFICIAL = tmp_path / "own.csv"
    settings.OFFICIAL.write_bytes(content)
    with pytest.raises(BadOfficial):
        official.figures()


def test_a_period_that_is_no_year_has_no_end() -> None:
    ends = {one.period: one.ends for one in official.figures()}
    assert (ends["YE Jun 2014"], ends["2021-22"]) == (date(2014, 6, 1), None)
