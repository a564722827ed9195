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

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from heard.core.statistics.bases import Base
from heard.core.statistics.cells import Cells, Codes, Kept, Mask, coded, numbered
from heard.core.statistics.elsewhere import Across, beside_totals, told_alone
from heard.core.statistics.suppression import held
from heard.core.statistics.whole_weeks import ALWAYS, Node, Unit, Weeks, node_of

WHEN = ""  # the column of time in a table: the years of all time, the quarters of a year, and so on
Columns = tuple[str, ...]


class Guard:
    """What is held back of the answers to a survey, by some columns and all of them that are fewer.

    `cells` count the same people, a table for each question and measure whose figures stand side
    by side. Their first column is the Monday of a week; where dates do not matter it is None. The
    others are `columns`. `within` names the column in which another one lies, as the part of the
    day for the hour; it stands among the columns, too. `across` names the column that most values
    of another lie in, but not all of them need to, as teams in areas: where it stands among the
    columns, its totals are looked at too.
    """

    def __init__(
        self,
        cells: Cells,
        columns: Columns,
        *,
        base: Callable[[Columns], Base],
        within: Mapping[str, str] | None = None,
        across: Mapping[str, str] | None = None,
    ) -> None:
        self._cells = cells
        self._columns = columns
        self._base = base
        self._within = within or {}
        self._across = {
            inner: outer for inner, outer in (across or {}).items() if {inner, outer} <= {*columns}
        }
        self._nodes: dict[Node, Cells] = {}
        self._held: dict[tuple[Node, Columns], Mask] = {}
        self._hidden: dict[tuple[Node, Columns], Mapping[Any, Mask]] = {}
        self._shown: dict[tuple[Columns, Weeks], Mask] = {}

    def shows(self, place: Mapping[str, Any], weeks: Weeks = ALWAYS) -> bool:
        """Tell whether the figure of a place is shown, in a stretch of weeks.

        A column that lies in another needs the value of that one as well. Where nobody answered,
        that is shown.
        """
        columns = tuple(one for one in self._columns if one in place)
        cells = self._table((), columns)
        number = cells.where([tuple(place[one] for one in columns)])
        return bool(self._shows(columns, weeks)[np.isin(cells.numbers, number)].all())

    def shown(self, columns: Columns, codes: Codes, weeks: Weeks = ALWAYS) -> Mask:
        """Tell the same of many places in which somebody answered, by the codes of `cells`."""
        cells = self._table((), columns)
        at = np.searchsorted(cells.numbers, numbered(cells.values, codes))
        return self._shows(columns, weeks)[at]

    def _shows(self, columns: Columns, weeks: Weeks) -> Mask:
        """Say of all places in some columns whether they are shown."""
        key = columns, weeks
        if key not in self._shown:
            held_back = self._held_by((), columns)
            unfit = held_back if weeks == ALWAYS else self._unfit((), columns, weeks)
            self._shown[key] = ~(held_back | unfit)
        return self._shown[key]

    def _unfit(self, node: Node, columns: Columns, weeks: Weeks) -> Mask:
        """Say where a stretch takes some of what is held back, here or further down, and not all.

        Of each place in some columns, in the order of their table of all time.
        """
        fields = self._calendar[node].items()
        taken = {one: [monday in weeks for monday in those] for one, those in fields}
        nothing = np.zeros(len(self._table((), columns)), dtype=bool)
        if len({is_taken for those in taken.values() for is_taken in those}) == 1:
            return nothing
        hidden = self._hidden_by(node, columns)
        whole, left, unfit = nothing.copy(), nothing.copy(), nothing
        for one, those in taken.items():
            if all(those):
                whole |= hidden[one]
            elif any(those):
                unfit = unfit | hidden[one] | self._unfit((*node, one), columns, weeks)
            else:
                left |= hidden[one]
        return unfit | (whole & left)

    def _hidden_by(self, node: Node, columns: Columns) -> Mapping[Any, Mask]:
        """Give for each field of a stretch of the calendar what is held back in it, as above."""
        key = node, columns
        if key not in self._hidden:
            cells = self._table(node, (WHEN, *columns))
            gone = self._held_by(node, (WHEN, *columns))
            every = self._table((), columns).numbers
            at = np.searchsorted(every, numbered(cells.values[1:], cells.codes[1:]))
            found = {one: np.zeros(len(every), dtype=bool) for one in cells.values[0]}
            for code, mask in enumerate(found.values()):
                mask[at[gone & (cells.codes[0] == code)]] = True
            self._hidden[key] = found
        return self._hidden[key]

    def _held_by(self, node: Node, columns: Columns) -> Mask:
        """Say what is held back in the table of some columns, within a stretch of the calendar."""
        key = node, columns
        if key not in self._held:
            if node and WHEN not in columns:
                above = self._table(node[:-1], (WHEN, *columns))
                is_here = above.codes[0] == above.values[0].index(node[-1])
                self._held[key] = self._held_by(node[:-1], (WHEN, *columns))[is_here]
            else:
                self._held[key] = self._worked_out(node, columns)
        return self._held[key]

    def _worked_out(self, node: Node, columns: Columns) -> Mask:
        base = self._base(columns)
        cells = self._table(node, columns)
        nothing = np.zeros(len(cells), dtype=bool)
        totals: dict[Kept, Mask] = {}
        also = nothing
        for size in range(len(columns)):
            for kept in combinations(range(len(columns)), size):
                fewer = tuple(columns[at] for at in kept)
                if not self._is_whole(fewer):
                    continue
                gone = self._held_by(node, fewer)[cells.groups(kept).of]
                if gone.all():
                    return gone
                is_same = self._base(fewer) == base
                totals[kept] = gone if is_same else nothing
                # What is told apart by another rule may be shown elsewhere: it is taken to be.
                also = also if is_same else also | gone
        told = self._told(node, columns)
        found, more = also, True
        while more:
            found = held(cells, base=base, totals=totals, also=also, told=told)
            also = found | self._beside(node, columns, found)
            more = bool((also != found).any())
        cells.forget()
        return found

    def _told(self, node: Node, columns: Columns) -> Mask:
        """Say which places are all that is shown of one by a column less."""
        cells = self._table(node, columns)
        nothing = np.zeros(len(cells), dtype=bool)
        found = nothing.copy()
        for inner, outer in self._across.items():
            fewer = tuple(one for one in columns if one != outer)
            if {inner, outer} <= {*columns} and self._is_whole(fewer):
                gone = self._table(node, fewer).places(self._held_by(node, fewer))
                across = Across(inner=columns.index(inner), outer=columns.index(outer))
                alone = told_alone(cells.places(~nothing), across=across, gone=gone)
                found |= np.isin(cells.numbers, cells.where(alone))
        return found

    def _beside(self, node: Node, columns: Columns, gone: Mask) -> Mask:
        """Say what is to be held back besides, where totals of a column that is not there tell."""
        cells = self._table(node, columns)
        found = np.zeros_like(gone)
        for inner, outer in self._across.items():
            if inner in columns and outer not in columns:
                both = tuple(c for c in (WHEN, *self._columns) if c in {*columns, outer})
                across = Across(inner=both.index(inner), outer=both.index(outer))
                tables, base = self._table(node, both).tables(), self._base(columns)
                more = beside_totals(tables, across=across, gone=cells.places(gone), base=base)
                found |= np.isin(cells.numbers, cells.where(more))
        return found

    def _is_whole(self, columns: Columns) -> bool:
        """Tell whether each column stands beside the one that it lies in."""
        return all(self._within.get(one, one) in columns for one in columns)

    def _table(self, node: Node, columns: Columns) -> Cells:
        """Give the table of a stretch of the calendar by some columns, in the order of them all."""
        order = (WHEN, *self._columns)
        return self._within_node(node).by(tuple(order.index(one) for one in columns))

    def _within_node(self, node: Node) -> Cells:
        """Give the table of a stretch of the calendar, by what it falls into, and all columns."""
        if node not in self._nodes:
            cells, unit = self._cells, Unit(len(node))
            weeks = cells.values[0]
            there = np.unique(cells.codes[0]).tolist()
            mine = [at for at in there if not weeks[at] or node_of(weeks[at], unit) == node]
            fields = [weeks[at] and node_of(weeks[at], Unit(unit + 1))[-1] for at in mine]
            values, codes = coded(fields)
            field_of = np.full(len(weeks), -1)
            field_of[mine] = codes
            found = field_of[cells.codes[0]]
            here = found >= 0
            self._nodes[node] = Cells.summed(
                (values, *cells.values[1:]),
                np.vstack([found[here], cells.codes[1:, here]]),
                n=cells.n[:, here],
                counted=cells.counted[:, here],
                there=cells.there[:, here],
                people=cells.people and cells.people.moved(np.where(here, np.cumsum(here) - 1, -1)),
            )
        return self._nodes[node]

    @cached_property
    def _calendar(self) -> Mapping[Node, Mapping[Any, list[date]]]:
        """Give what each stretch of the calendar falls into, with the weeks that have answers."""
        found: dict[Node, dict[Any, list[date]]] = {}
        for monday in (self._cells.values[0][at] for at in np.unique(self._cells.codes[0])):
            for unit in (Unit.ALL, Unit.YEAR, Unit.QUARTER, Unit.MONTH):
                *node, at = node_of(monday, Unit(unit + 1))
                found.setdefault(tuple(node), {}).setdefault(at, []).append(monday)
        return found
