"""The population: what other bodies gave, as they gave it."""

from datetime import date

import pytest

from heard.places.areas import names
from heard.places.population import population

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
