"""Which figures of a survey are shown, whatever filters, days and cuts they are asked by.

A figure is of a place (a value for each of some columns) in a stretch of whole weeks. Whether it is
shown depends on the answers alone: not on who asks, on what was asked before, or on whether the
place came as a filter, as a line of a cut or as a field of a map. So nobody learns more by asking
twice, nor do several by putting together what they were shown.

Time is a column like the others. All time is a table of its years, a year one of its quarters, a
quarter of its months and a month of its weeks, each with all the other columns, and in each
`suppression` says what is held back beside the total above it. A stretch of time is a union of
such fields. A place is shown in it where it holds, of each table that it cuts in two, none of the
fields that are held back there or all of them.

So every two sets of answers one of which lies in the other, and both of which are shown, differ by
nobody or by as many as the minimum base.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from heard.core.statistics.bases import Base
from heard.core.statistics.elsewhere import Across, beside_totals, told_alone
from heard.core.statistics.suppression import (
    NOBODY,
    Cell,
    Kept,
    Place,
    every_total,
    held_back,
    part,
    parts,
)
from heard.core.statistics.whole_weeks import ALWAYS, Node, Unit, Weeks, node_of

WHEN = ""  # the column of time in a table: the years of all time, the quarters of a year, and so on
Columns = tuple[str, ...]
Counts = Mapping[tuple[date | None, Place], Cell]  # by the Monday of the week, and the place


class Guard:
    """What is held back of the answers to a survey, by some columns and all of them that are fewer.

    `tables` count the same people, a table for each question and measure whose figures stand side
    by side. Where dates do not matter their weeks are None. `within` names the column in which
    another one lies, as the part of the day for the hour; it stands among the columns, too.
    `across` names the column that most values of another lie in, but not all of them need to, as
    teams in areas: where it stands among the columns, its totals are looked at too.
    """

    def __init__(
        self,
        tables: Sequence[Counts],
        columns: Columns,
        *,
        base: Callable[[Columns], Base],
        within: Mapping[str, str] | None = None,
        across: Mapping[str, str] | None = None,
    ) -> None:
        self._given = tables
        self._columns = columns
        self._base = base
        self._within = within or {}
        self._across = {
            inner: outer for inner, outer in (across or {}).items() if {inner, outer} <= {*columns}
        }
        self._held: dict[tuple[Node, Columns], frozenset[Place]] = {}
        self._fields: dict[Node, list[dict[Place, Cell]]] = {}

    def shows(self, place: Mapping[str, Any], weeks: Weeks = ALWAYS) -> bool:
        """Tell whether the figure of a place is shown, in a stretch of weeks.

        A column that lies in another needs the value of that one as well.
        """
        columns = tuple(one for one in self._columns if one in place)
        values = tuple(place[one] for one in columns)
        return values not in self._held_by((), columns) and (
            weeks == ALWAYS or self._fits((), columns, values, weeks)
        )

    @cached_property
    def mondays(self) -> list[date]:
        """The weeks that anybody answered about."""
        return sorted({week for table in self._given for week, _ in table if week})

    def _fits(self, node: Node, columns: Columns, values: Place, weeks: Weeks) -> bool:
        """Tell whether a stretch takes none or all of what is held back, here and further down."""
        mondays = [one for one in self.mondays if node_of(one, Unit(len(node))) == node]
        taken = {one for one in mondays if one in weeks}
        if len(taken) in {0, len(mondays)}:
            return True
        gone = self._held_by(node, (WHEN, *columns))
        fields: dict[Node, set[date]] = {}
        for one in mondays:
            fields.setdefault(node_of(one, Unit(len(node) + 1)), set()).add(one)
        there = {one: (one[-1], *values) for one in fields}
        hidden = {one for one, place in there.items() if place in gone}
        whole = {one for one in hidden if fields[one] <= taken}
        cut = {one for one, held in fields.items() if held & taken and not held <= taken}
        if cut & hidden or (whole and whole != hidden):
            return False
        return all(self._fits(one, columns, values, weeks) for one in cut)

    def _held_by(self, node: Node, columns: Columns) -> frozenset[Place]:
        """Give what is held back in the table of some columns, within a stretch of the calendar."""
        key = node, columns
        if key not in self._held:
            if node and WHEN not in columns:
                above = self._held_by(node[:-1], (WHEN, *columns))
                found = frozenset(place[1:] for place in above if place[0] == node[-1])
            else:
                found = self._worked_out(node, columns)
            self._held[key] = found
        return self._held[key]

    def _worked_out(self, node: Node, columns: Columns) -> frozenset[Place]:
        base = self._base(columns)
        tables = [self._table(fields, columns) for fields in self._within_node(node)]
        places = frozenset(place for table in tables for place in table)
        totals: dict[Kept, frozenset[Place]] = {}
        others: dict[Kept, frozenset[Place]] = {}
        for kept in every_total(len(columns)):
            fewer = tuple(columns[at] for at in kept)
            if self._is_whole(fewer):
                held = self._held_by(node, fewer)
                if held and all(part(place, kept) in held for place in places):
                    return places
                is_same = self._base(fewer) == base
                totals[kept] = held if is_same else frozenset()
                others[kept] = frozenset() if is_same else held
        # What is told apart by another rule may be shown elsewhere, and all of it is taken to be.
        also, told = parts(tables, others), self._told(node, columns, places)
        while True:
            held = held_back(tables, base=base, totals=totals, also=also, told=told)
            more = self._beside(node, columns, held) - held
            if not more:
                return held
            also |= more

    def _told(self, node: Node, columns: Columns, places: frozenset[Place]) -> frozenset[Place]:
        """Give the places that are all that is shown of one by a column less."""
        found: frozenset[Place] = frozenset()
        for inner, outer in self._across.items():
            fewer = tuple(one for one in columns if one != outer)
            if {inner, outer} <= {*columns} and self._is_whole(fewer):
                gone = self._held_by(node, fewer)
                across = Across(inner=columns.index(inner), outer=columns.index(outer))
                found |= told_alone(places, across=across, gone=gone)
        return found

    def _beside(self, node: Node, columns: Columns, held: frozenset[Place]) -> frozenset[Place]:
        """Give what is to be held back besides, where totals of a column that is not there tell."""
        found: frozenset[Place] = frozenset()
        for inner, outer in self._across.items():
            if inner in columns and outer not in columns:
                both = tuple(c for c in (WHEN, *self._columns) if c in {*columns, outer})
                across = Across(inner=both.index(inner), outer=both.index(outer))
                tables = [self._table(fields, both) for fields in self._within_node(node)]
                base = self._base(columns)
                found |= beside_totals(tables, across=across, gone=held, base=base)
        return found

    def _is_whole(self, columns: Columns) -> bool:
        """Tell whether each column stands beside the one that it lies in."""
        return all(self._within.get(one, one) in columns for one in columns)

    def _table(self, fields: Mapping[Place, Cell], columns: Columns) -> dict[Place, Cell]:
        order = (WHEN, *self._columns)
        kept = tuple(order.index(one) for one in columns)
        found: dict[Place, Cell] = {}
        for place, cell in fields.items():
            to = part(place, kept)
            found[to] = found.get(to, NOBODY) + cell
        return found

    def _within_node(self, node: Node) -> list[dict[Place, Cell]]:
        """Give each table of a stretch of the calendar, by what it falls into, and all columns."""
        if node not in self._fields:
            unit = Unit(len(node))
            below = unit if unit is Unit.WEEK else Unit(unit + 1)
            self._fields[node] = [
                _summed(table, lambda week: week is None or node_of(week, unit) == node, below)
                for table in self._given
            ]
        return self._fields[node]


def _summed(table: Counts, is_in: Callable[[date | None], bool], below: Unit) -> dict[Place, Cell]:
    found: dict[Place, Cell] = {}
    for (week, place), cell in table.items():
        if is_in(week):
            to = (node_of(week, below)[-1] if week else None, *place)
            found[to] = found.get(to, NOBODY) + cell
    return found
