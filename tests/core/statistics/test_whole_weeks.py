"""Weeks that lie whole in months, quarters and years."""

from datetime import date, timedelta

import pytest

from heard.core.statistics.whole_weeks import (
    ALWAYS,
    Unit,
    Weeks,
    covered,
    monday_of,
    node_of,
    weeks_of,
)

MONDAY = date(2020, 9, 28)  # its Thursday is 1 October


def test_a_week_belongs_to_where_its_thursday_lies() -> None:
    assert node_of(MONDAY, Unit.WEEK) == (2020, 4, 10, MONDAY)
    assert node_of(MONDAY - timedelta(days=7), Unit.MONTH) == (2020, 3, 9)
    assert node_of(date(2020, 12, 28), Unit.YEAR) == (2020,)
    assert node_of(MONDAY, Unit.ALL) == ()


@pytest.mark.parametrize(
    ("from_", "to", "first", "last"),
    [
        (date(2020, 10, 1), date(2020, 10, 31), MONDAY, date(2020, 10, 26)),  # a month
        (date(2020, 10, 2), date(2020, 10, 31), date(2020, 10, 5), date(2020, 10, 26)),
        (date(2020, 10, 5), date(2020, 10, 11), date(2020, 10, 5), date(2020, 10, 5)),
        (date(2020, 10, 6), date(2020, 10, 6), date(2020, 10, 5), date(2020, 10, 5)),
        (date(2020, 10, 9), date(2020, 10, 13), date(2020, 10, 5), date(2020, 10, 12)),
        (None, date(2020, 10, 8), None, date(2020, 10, 5)),
        (date(2020, 10, 8), None, date(2020, 10, 5), None),
        (None, None, None, None),
    ],
)
def test_days_stand_for_the_weeks_that_are_mostly_theirs(
    from_: date | None, to: date | None, first: date | None, last: date | None
) -> None:
    assert weeks_of(from_, to) == Weeks(first, last)


def test_a_stretch_is_widened_to_whole_units() -> None:
    october = Weeks(MONDAY, date(2020, 10, 26))
    assert covered(october, Unit.WEEK) == covered(october, Unit.MONTH) == october
    assert covered(october, Unit.QUARTER) == Weeks(MONDAY, date(2020, 12, 28))
    assert covered(october, Unit.YEAR) == Weeks(date(2019, 12, 30), date(2020, 12, 28))
    assert covered(october, Unit.ALL) == ALWAYS
    assert covered(Weeks(MONDAY, None), Unit.YEAR) == Weeks(date(2019, 12, 30), None)


def test_a_stretch_has_its_days_and_holds_its_weeks() -> None:
    october = weeks_of(date(2020, 10, 1), date(2020, 10, 31))
    assert (october.from_, october.to) == (MONDAY, date(2020, 11, 1))
    assert MONDAY in october
    assert date(2020, 11, 2) not in october
    assert MONDAY in ALWAYS
    assert (ALWAYS.from_, ALWAYS.to) == (None, None)
    assert monday_of(date(2020, 10, 4)) == MONDAY
