"""The page of official figures: blanks are blank, and nothing is said without ranges."""

from pathlib import Path

import pytest
from pytest_django import Settings

from heard.insight.official import SHIPPED
from heard.web.staff.confidence import NAMES, _with_gaps
from tests.web.staff.people import inside, read

PAGE = "/staff/confidence"
NONE = "-"  # an en dash, as `read` gives it
FORCE = "West Midlands Police"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]


@pytest.fixture(autouse=True)
def _of_the_report(settings: Settings) -> None:
    settings.FORCE_NAME = FORCE


def test_the_force_stands_beside_the_country_and_the_forces_like_it() -> None:
    page = read(inside(), PAGE)
    assert "Merseyside Police, Greater Manchester Police, West Yorkshire Police" in page
    assert "Year ending March 2020 65% England and Wales, Year ending March 2020 74%" in page
    assert page.count("Cannot be said: at least one was found without its range") == 3
    assert "Members of the community are no sample of the public" in page


def test_years_that_were_not_found_are_blank() -> None:
    page = read(inside(), f"{PAGE}?measure=good_or_excellent")
    for year in range(2016, 2020):
        assert f"{FORCE} Year ending March {year} {NONE} {NONE} not found" in page
    assert (
        f"{FORCE} Year ending March 2020 42.5% {NONE} as quoted by others Birmingham Post" in page
    )
    assert "not checked as remembered of the annual tables" in page


def test_ranges_that_a_force_brings_make_verdicts(settings: Settings, tmp_path: Path) -> None:
    settings.OFFICIAL = tmp_path / "own.csv"
    header = SHIPPED.read_text(encoding="utf-8").splitlines()[0]
    lines = (
        f"{FORCE},YE Mar 2020,overall_confidence,65,62,68,2,published,,ONS",
        "England and Wales,YE Mar 2020,overall_confidence,74,73,75,2,published,,ONS",
        "Merseyside Police,YE Mar 2020,overall_confidence,66,62,70,2,published,,ONS",
        "Greater Manchester Police,YE Mar 2020,overall_confidence,55,51,59,2,published,,ONS",
    )
    settings.OFFICIAL.write_text("\n".join((header, *lines)), encoding="utf-8")
    page = read(inside(), PAGE)
    assert "Real difference: below" in page
    assert "Real difference: above" in page
    assert "Not distinguishable: chance may have made it" in page
    assert "65% 62% to 68% ONS" in page


def test_a_measure_that_was_not_found_for_the_force_says_so() -> None:
    client = inside()
    page = read(client, f"{PAGE}?measure=agree_confidence_local_police")
    assert "No figure of this force was found for this" in page
    assert read(client, f"{PAGE}?measure=x") == read(client, PAGE)


def test_a_force_without_like_ones_is_told_so(settings: Settings) -> None:
    settings.FORCE_NAME = "Elsewhere Police"
    assert "Which forces are most like this one is not known here." in read(inside(), PAGE)


def test_every_measure_has_words() -> None:
    page = read(inside(), PAGE)
    assert [words for words in NAMES.values() if words not in page] == []


def test_no_line_is_drawn_over_years_without_a_figure() -> None:
    from heard.web.staff.charts.years import Year  # noqa: PLC0415

    def mark(year: float, series: str = "a") -> Year:
        return Year(area="A", year=year, value=0.5, low=None, high=None, series=series)

    found = [*_with_gaps([mark(2011), mark(2012), mark(2015), mark(2020, "b")])]
    assert [(one.year, one.value) for one in found] == [
        (2011, 0.5),
        (2012, 0.5),
        (2013, None),
        (2015, 0.5),
        (2020, 0.5),
    ]
