"""Teams of an area cannot be worked out from its total less the teams that are shown."""

from heard.core.statistics.bases import ORDINARY, STAFF, Base
from heard.core.statistics.cells import Cell, Cells, Place
from heard.core.statistics.elsewhere import Across, beside_totals, told_alone
from heard.core.statistics.guard import Columns, Guard

ACROSS = Across(inner=1, outer=0)  # places are an area and a team


def table(counts: dict[tuple[str, str], int], people: int | None = None) -> dict[Place, Cell]:
    return {
        place: Cell(
            n=n,
            counted=n // 2,
            people=None if people is None else frozenset(f"{place[1]}{p}" for p in range(people)),
        )
        for place, n in counts.items()
    }


def beside(
    counts: dict[tuple[str, str], int], *gone: str, people: int | None = None
) -> list[object]:
    held = {(team,) for team in gone}
    found = beside_totals([table(counts, people)], across=ACROSS, gone=held, base=STAFF)
    return sorted(team for (team,) in found)


def test_a_team_that_is_held_back_takes_another_of_its_area_with_it() -> None:
    counts = {("BE", "A"): 40, ("BE", "B"): 30, ("BE", "C"): 3, ("CV", "D"): 20, ("CV", "E"): 50}
    assert beside(counts, "C", "D") == ["B", "E"]
    assert beside(counts, "C", "B", "D", "E") == []
    assert beside(counts) == []


def test_teams_from_elsewhere_hide_those_of_an_area_where_there_is_enough_of_them() -> None:
    counts = {("BE", "A"): 40, ("BE", "C"): 3, ("BE", "all"): 50, ("CV", "all"): 50}
    assert beside(counts | {("CV", "D"): 20}, "C", "D") == []
    assert beside(counts | {("CV", "D"): 20, ("BE", "all"): 9}, "C", "D") == ["A"]
    assert beside(counts, "C") == ["A"]  # both areas less A and all of them


def test_few_that_a_team_of_elsewhere_dealt_with_are_hidden_by_one_of_the_area() -> None:
    counts = {("BE", "A"): 40, ("BE", "B"): 30, ("BE", "all"): 3, ("CV", "all"): 50}
    counts |= {("CV", "D"): 20, ("CV", "E"): 20}
    assert beside(counts, "D", "E") == ["B"]
    enough = counts | {("BE", "all"): 15}
    assert beside(enough, "D", "E") == []
    assert beside(enough, "D", "E", people=4) == ["B"]
    assert beside(enough, "D", "E", people=5) == []


def test_areas_that_one_team_works_in_are_looked_at_together() -> None:
    """Of both areas only C is left, which works in both as A does."""
    counts = {("BE", "A"): 40, ("CV", "A"): 40, ("BE", "C"): 8, ("CV", "C"): 9}
    assert beside(counts, "C") == ["A"]


def test_what_is_all_that_there_is_of_a_team_is_told_by_its_total() -> None:
    places = {("BE", "A"), ("BE", "B"), ("BE", "all"), ("CV", "all")}
    assert told_alone(places, across=ACROSS, gone={("B",)}) == {("BE", "A")}


def guarded(cells: dict[Place, Cell], columns: Columns) -> Guard:
    def base(columns: Columns) -> Base:
        return STAFF if "team" in columns else ORDINARY

    counts: dict[Place, Cell] = {(None, *at): cell for at, cell in cells.items()}
    return Guard(Cells.of([counts]), columns, base=base, across={"team": "area"})


def test_in_an_area_a_team_is_hidden_by_one_that_its_total_does_not_tell() -> None:
    """Of those who dealt with few things in BE one is known, A by its own total."""
    counts = {
        ("BE", "A"): 20,
        ("BE", "B"): 90,
        ("BE", "all"): 50,
        ("BE", "some"): 3,
        ("CV", "all"): 60,
        ("CV", "some"): 70,
        ("CV", "D"): 30,
    }
    guard = guarded(table(counts), ("area", "team"))
    assert all(guard.shows({"team": team}) for team in ("A", "B", "D", "all", "some"))
    shown = [(area, team) for area, team in counts if guard.shows({"area": area, "team": team})]
    assert shown == [("BE", "A"), ("BE", "B"), ("CV", "D")]


def test_a_guard_without_the_other_column_looks_at_none() -> None:
    guard = guarded({("A",): Cell(n=40, counted=20), ("B",): Cell(n=3, counted=1)}, ("team",))
    assert not guard.shows({"team": "A"})
