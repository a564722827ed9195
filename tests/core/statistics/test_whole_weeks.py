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
    uncut,
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


def test_what_a_stretch_does_not_cut_is_a_few_long_units() -> None:
    """From October to mid November: a quarter and a month of it are cut, and the year."""
    mid = date(2020, 11, 9)
    assert uncut(Weeks(MONDAY, mid), years=1) == (
        Weeks(date(2018, 12, 31), date(2019, 12, 23)),  # 2019
        Weeks(date(2019, 12, 30), date(2020, 3, 23)),  # three quarters
        Weeks(date(2020, 3, 30), date(2020, 6, 22)),
        Weeks(date(2020, 6, 29), date(2020, 9, 21)),
        Weeks(MONDAY, date(2020, 10, 26)),  # October, and December
        Weeks(date(2020, 11, 30), date(2020, 12, 28)),
        Weeks(date(2021, 1, 4), date(2021, 12, 27)),
    )
    assert uncut(Weeks(None, date(2020, 12, 28)), years=0) == (
        Weeks(date(2019, 12, 30), date(2020, 12, 28)),
    )


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("first", [None, MONDAY, date(2019, 12, 30)])
@pytest.mark.parametrize("last", [date(2020, 10, 26), date(2020, 11, 9), date(2023, 2, 6)])
def test_nor_is_it_cut_by_the_same_stretch_widened(
    unit: Unit, first: date | None, last: date
) -> None:
    weeks = Weeks(first, last)
    for span in uncut(weeks, years=2):
        ends = [end in covered(weeks, unit) for end in (span.first, span.last) if end]
        assert ends in ([True, True], [False, False])
