"""Counts as arrays: whom rows are about comes out as it does person by person."""

from datetime import date

import numpy as np
import pyarrow as pa

from heard.core.statistics.people import People
from heard.insight.tallies import Tally

DAY = date(2020, 10, 12)


def tally(*rows: tuple[str, list[str]]) -> Tally:
    table = pa.table(
        {
            "question": ["treatment"] * len(rows),
            "question_version": [1] * len(rows),
            "team": [team for team, _ in rows],
            "people": pa.array([people for _, people in rows], pa.list_(pa.string())),
            "n": [1] * len(rows),
            "first": [DAY] * len(rows),
            "last": [DAY] * len(rows),
        }
    )
    return Tally.of(table, ["team"], ())


def test_people_are_those_that_stand_in_the_rows() -> None:
    rows = [("B", ["q", "r"]), ("", ["s"]), ("A", []), ("A", ["a", "q"]), ("", [])]
    found = tally(*rows).people
    plain = People.of((0, at, frozenset(who) if of else None) for at, (of, who) in enumerate(rows))
    assert found is not None
    assert plain is not None
    assert found.names == plain.names == ("a", "q", "r")
    assert np.array_equal(found.pairs, plain.pairs)


def test_of_no_team_that_is_known_there_are_none() -> None:
    assert tally(("", ["s"]), ("", [])).people is None
    assert tally().people is None


def test_a_team_may_have_nobody_who_is_known() -> None:
    found = tally(("A", [])).people
    assert found is not None
    assert (found.names, found.pairs.shape) == ((), (3, 0))
