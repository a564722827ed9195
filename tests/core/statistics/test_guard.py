"""What is shown of a place in a stretch of weeks, and what would tell of few."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from heard.core.statistics.bases import ORDINARY, PEOPLE, Base
from heard.core.statistics.cells import Cell, Cells, Place
from heard.core.statistics.guard import Columns, Guard
from heard.core.statistics.whole_weeks import ALWAYS, Weeks, weeks_of

OCTOBER = weeks_of(date(2020, 10, 1), date(2020, 10, 31))
MONDAYS = [date(2020, 9, 28) + timedelta(weeks=number) for number in range(14)]  # to December


def cells(counts: Mapping[Place, int]) -> Cells:
    """Let half of so many count in each week and place; of which none answered is no place."""
    return Cells.of([{at: Cell(n=n, counted=n // 2) for at, n in counts.items() if n}])


def ordinary(_columns: Columns) -> Base:
    return ORDINARY


def by_week(**weekly: list[int]) -> Guard:
    """Let so many of each area answer in each week."""
    counts: dict[Place, int] = {
        (monday, area): n
        for area, numbers in weekly.items()
        for monday, n in zip(MONDAYS, numbers, strict=False)
    }
    return Guard(cells(counts), ("area",), base=ordinary)


def only(number: int) -> Weeks:
    return Weeks(MONDAYS[number], MONDAYS[number])


def test_a_place_of_few_is_not_shown_nor_one_beside_it_from_which_it_follows() -> None:
    guard = Guard(
        cells({(None, "BE"): 30, (None, "CV"): 20, (None, "WV"): 4}),
        ("area",),
        base=ordinary,
    )
    assert [guard.shows({"area": one}) for one in ("BE", "CV", "WV")] == [True, False, False]
    assert guard.shows({})


def test_weeks_are_shown_alone_where_each_has_enough() -> None:
    guard = by_week(BE=[20, 12, 15, 11, 10])
    assert all(guard.shows({}, only(number)) for number in range(5))


def test_a_week_of_few_takes_another_with_it_and_together_they_are_shown() -> None:
    guard = by_week(BE=[20, 4, 15, 11, 17])
    assert [guard.shows({}, only(number)) for number in range(5)] == [
        True,
        False,
        True,
        False,
        True,
    ]
    assert not guard.shows({}, Weeks(MONDAYS[0], MONDAYS[1]))
    assert not guard.shows({}, Weeks(MONDAYS[2], MONDAYS[4]))
    assert guard.shows({}, Weeks(MONDAYS[1], MONDAYS[3]))
    assert guard.shows({}, OCTOBER)
    assert guard.shows({}, ALWAYS)


def test_what_is_shown_in_a_part_of_a_month_is_so_in_each_of_its_weeks_or_all_that_are_held() -> (
    None
):
    guard = by_week(BE=[6, 6, 6, 6, 6, 12, 12, 12, 12])
    assert guard.shows({"area": "BE"}, OCTOBER)
    assert not guard.shows({"area": "BE"}, Weeks(MONDAYS[0], MONDAYS[1]))
    assert not guard.shows({"area": "BE"}, Weeks(MONDAYS[4], MONDAYS[5]))
    assert guard.shows({"area": "BE"}, Weeks(MONDAYS[0], MONDAYS[5]))


def test_a_month_of_few_is_shown_with_another_alone() -> None:
    """October has 50, November 5, December 60."""
    guard = by_week(BE=[10, 10, 10, 10, 10, 5, 0, 0, 0, 12, 12, 12, 12, 12])
    october, rest = Weeks(None, MONDAYS[4]), Weeks(MONDAYS[5], None)
    assert not guard.shows({}, october)
    assert not guard.shows({}, rest)
    assert guard.shows({}, Weeks(MONDAYS[9], MONDAYS[13]))
    assert guard.shows({}, Weeks(MONDAYS[0], MONDAYS[8]))


def test_what_is_held_back_above_is_not_shown_in_any_part_of_it() -> None:
    guard = by_week(BE=[30] * 5, CV=[15] * 5, WV=[1] * 5)
    for area in ("CV", "WV"):
        assert not guard.shows({"area": area})
        assert not guard.shows({"area": area}, only(2))
    assert guard.shows({"area": "BE"}, only(2))


def test_a_place_without_answers_is_told() -> None:
    guard = by_week(BE=[30] * 5)
    assert guard.shows({"area": "WV"})
    assert guard.shows({}, only(7))


def test_an_hour_lies_in_its_part_of_the_day() -> None:
    """Of those from nine to twelve few answered about eleven o'clock, and many in all others."""
    counts = {(9, 9): 30, (9, 10): 12, (9, 11): 4, (12, 12): 14, (12, 13): 40}
    guard = Guard(
        cells({(None, *place): n for place, n in counts.items()}),
        ("block", "hour"),
        base=ordinary,
        within={"hour": "block"},
    )
    shown = [guard.shows({"block": block, "hour": hour}) for block, hour in counts]
    assert shown == [True, False, False, True, True]
    assert guard.shows({"block": 9})


def test_those_of_one_mind_are_not_shown_where_people_are_told_apart_by_who_they_are() -> None:
    """All women said the same; in each area some of everybody answered."""

    def of_people(columns: Columns) -> Base:
        return PEOPLE if "sex" in columns else ORDINARY

    counts = {("BE", "f"): 30, ("CV", "f"): 30, ("BE", "m"): 40, ("CV", "m"): 40}
    counts |= {("BE", "x"): 14, ("CV", "x"): 14}
    table: dict[Place, Cell] = {
        (None, *place): Cell(n=n, counted=n if place[1] == "f" else n // 2)
        for place, n in counts.items()
    }
    guard = Guard(Cells.of([table]), ("area", "sex"), base=of_people)
    assert [guard.shows({"sex": one}) for one in "fmx"] == [False, True, False]
    assert not guard.shows({"area": "BE", "sex": "f"})
    assert guard.shows({"area": "BE"})


def test_many_places_are_told_at_once_as_each_alone() -> None:
    guard = by_week(BE=[20, 4, 15, 11, 17], CV=[30, 30, 30, 30, 30])
    areas = np.array([[0, 1, 0]])  # BE, CV and BE again, as they are written
    for weeks in (ALWAYS, OCTOBER, only(1), Weeks(MONDAYS[1], MONDAYS[3])):
        alone = [guard.shows({"area": area}, weeks) for area in ("BE", "CV", "BE")]
        assert guard.shown(("area",), areas, weeks).tolist() == alone
