"""Tables of counts with a guard for each of their series: what of them is shown."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import reduce
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa

from heard.core.statistics.bases import ORDINARY, PEOPLE, STAFF, WARD, Base
from heard.core.statistics.cells import Cells, Groups, Mask, Numbers
from heard.core.statistics.estimate import HELD_BACK, TOO_SHORT
from heard.core.statistics.guard import WHEN, Columns, Guard
from heard.core.statistics.whole_weeks import ALWAYS, Unit, Weeks, covered
from heard.core.statistics.whole_weeks import WEEK as SEVEN_DAYS
from heard.eligibility.models import Programme
from heard.insight.cuts import (
    ACROSS,
    COLUMNS,
    FILTERS,
    PROTECTED,
    WITHIN,
    Cut,
    Slice,
    in_order,
)
from heard.insight.tallies import TEAM, WEEK, Series, Sum, Tally

PROGRAMME, STAGE = "programme", "stage"
PEOPLE_COLUMNS = frozenset(COLUMNS[cut] for cut in PROTECTED)
BASES: Mapping[str, Base] = MappingProxyType(  # of figures by a column; the strictest holds
    {"ward": WARD, TEAM: STAFF} | dict.fromkeys(PEOPLE_COLUMNS, PEOPLE)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The whole weeks that stand for the days asked for, and the unit that they are whole in."""

    weeks: Weeks
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """The answers to a questionnaire by some columns, and what of them may be shown.

    What may be shown is the same for all of these measures; without any, sizes alone decide.
    """

    columns: Columns
    tally: Tally
    minimum_base: int
    measures: Sequence[str]
    guards: dict[int, Guard] = field(default_factory=dict)
    lengths: dict[tuple[int, Weeks], int] = field(default_factory=dict)

    @property
    def of_people(self) -> bool:
        return bool(PEOPLE_COLUMNS & {*self.columns})

    @property
    def within(self) -> Mapping[str, str]:
        """The column that a column lies in, where both are among these.

        All else, and time, lies in the survey, or in its stage: what several have together is
        shown by cuts or days only where each of them is. So the few answers to one survey hold
        nothing back of another.
        """
        found = {one: outer for one, outer in WITHIN.items() if outer in self.columns}
        whole = next((one for one in (STAGE, PROGRAMME) if one in self.columns), None)
        others = {*self.columns, WHEN} - {*found, whole} if whole else set()
        return found | dict.fromkeys(others, whole or "")

    @classmethod
    def of(
        cls, rows: pa.Table, columns: Columns, *, minimum_base: int, measures: Sequence[str] = ()
    ) -> "Counts":
        """Give the counts of rows by these columns, and by the survey where there are several.

        And by the stage, where several surveys are about one and others are not.
        """
        tally = Tally.of(rows, (*columns, PROGRAMME, STAGE), measures)
        surveys, stages = (len(tally.values[one]) for one in (PROGRAMME, STAGE))
        if PROGRAMME not in columns and surveys > 1:
            columns = (PROGRAMME, *columns)
        about = tally.groups((PROGRAMME, STAGE), tally.rows({}))
        if STAGE not in columns and len(about) > stages > 1:
            columns = (STAGE, *columns)
        return cls(columns=columns, tally=tally, minimum_base=minimum_base, measures=measures)

    def segments(
        self,
        by: Sequence[Cut],
        where: Mapping[str, Any],
        weeks: Weeks,
        *,
        question: str | None = None,
    ) -> Iterator[tuple[Series, Sum, str | None]]:
        """Give each segment that anybody answered in, and why it is not shown.

        Of all questions or of one, by series, and in the order of the cuts.
        """
        columns = tuple(COLUMNS[cut] for cut in by)
        inside = self.tally.rows(where, weeks)
        for series, at in sorted((one, at) for at, one in enumerate(self.tally.series)):
            if question not in {None, series[0]}:
                continue
            rows = inside[self.tally.series_of[inside] == at]
            groups = self.tally.groups(columns, rows)
            named = {*where, *columns}
            why = TOO_SHORT if self._is_too_short(at, named, weeks) else HELD_BACK
            shown = self._are_shown(at, named, rows, groups, weeks).tolist()
            found = zip(self.tally.summed(columns, rows, groups), shown, strict=True)
            for one, is_shown in sorted(found, key=lambda pair: in_order(pair[0].segment, by)):
                yield series, one, None if is_shown else why

    def widened(self, by: Sequence[Cut], where: Mapping[str, Any], asked: Weeks) -> Dates:
        """Widen a stretch by the least unit until what was answered most may be shown.

        With cuts, until the segments that may be shown have half of the answers.
        """
        cuts = tuple(COLUMNS[cut] for cut in by if cut is not Cut.WEEK)
        for unit in reversed(Unit):
            weeks = covered(asked, unit)
            if self._is_of_use(where, cuts, weeks):
                return Dates(weeks=weeks, unit=unit)
        return Dates(weeks=ALWAYS, unit=Unit.ALL)

    def _is_of_use(self, where: Mapping[str, Any], cuts: Columns, weeks: Weeks) -> bool:
        tally = self.tally
        if not tally.series:
            return True
        most = int(np.argmax(np.bincount(tally.series_of, weights=tally.n)))

        def groups(columns: Columns, weeks: Weeks) -> tuple[Numbers, Groups]:
            rows = tally.rows(where, weeks)
            mine = rows[tally.series_of[rows] == most]
            return mine, tally.groups(columns, mine)

        if not self._are_shown(most, {*where}, *groups((), ALWAYS), weeks).all():
            return False
        rows, apart = groups(cuts, weeks)
        sizes = apart.sums(tally.n[rows])
        shown = self._are_shown(most, {*where, *cuts}, rows, apart, weeks)
        return bool(not cuts or 2 * sizes[shown].sum() >= sizes.sum())

    def _are_shown(
        self,
        series: int,
        named: AbstractSet[str],
        rows: Numbers,
        groups: Groups,
        weeks: Weeks,
    ) -> Mask:
        """Tell which segments may be shown: in all that they lie in, if that is several.

        `named` are the columns that each of these groups of rows has one value of.
        """
        if self._is_too_short(series, named, weeks):
            return np.zeros(len(groups), dtype=bool)
        guard, tally = self._guard(series), self.tally
        given = named - {WEEK} | ({WHEN} if WEEK in named or weeks != ALWAYS else set())
        columns = tuple(one for one in self.columns if one in _with_outer(given, self.within))
        if WEEK not in named:
            return ~groups.any(~guard.shown(columns, tally.codes_of(columns, rows), weeks))
        is_held = np.zeros(len(rows), dtype=bool)
        for at, week in enumerate(tally.values[WEEK]):
            mine = tally.codes[WEEK][rows] == at
            codes = tally.codes_of(columns, rows[mine])
            is_held[mine] = ~guard.shown(columns, codes, Weeks(week, week))
        return ~groups.any(is_held)

    def _is_too_short(self, series: int, named: AbstractSet[str], weeks: Weeks) -> bool:
        """Tell whether a stretch has fewer weeks, from first to last answer, than is asked for.

        Who takes a year of two that are shown gets the other, however short it is: this is for
        figures that mean something, and hides nobody.
        """
        least = self._base(tuple(named)).days // SEVEN_DAYS.days
        return least > 0 and (WEEK in named or self._length(series, weeks) < least)

    def _length(self, series: int, weeks: Weeks) -> int:
        """Give the number of weeks from the first answer in a stretch to the last, of real days."""
        if (series, weeks) not in self.lengths:
            rows = self.tally.rows({}, weeks)
            self.lengths[series, weeks] = self.tally.length(
                rows[self.tally.series_of[rows] == series]
            )
        return self.lengths[series, weeks]

    def _guard(self, series: int) -> Guard:
        """Give the guard of a series; of who answered, all series have one.

        It has a table for each measure; where none is counted, sizes alone decide.
        """
        together = range(len(self.tally.series)) if self.of_people else [series]
        if series not in self.guards:
            guard = Guard(
                self._cells(together),
                self.columns,
                base=self._base,
                within=self.within,
                across=ACROSS,
            )
            self.guards.update(dict.fromkeys(together, guard))
        return self.guards[series]

    def _cells(self, together: Sequence[int]) -> Cells:
        """Give a table for each measure of each of these series."""
        tally = self.tally
        rows = np.flatnonzero(np.isin(tally.series_of, together))
        n, mine = tally.n[rows], tally.series_of[rows]
        counted = [of[rows] for of in tally.counted.values()] or [n // 2]
        there = np.array([mine == one for one in together for _ in counted])
        among = np.full(len(tally.n), -1)
        among[rows] = np.arange(len(rows))
        is_weekly = WEEK in tally.values
        week = tally.codes[WEEK][rows] if is_weekly else np.zeros_like(n)
        return Cells.summed(
            (
                tally.values[WEEK] if is_weekly else (None,),
                *(tally.values[one] for one in self.columns),
            ),
            np.vstack([week, tally.codes_of(self.columns, rows)]),
            n=there * n,
            counted=there * np.array(counted * len(together)),
            there=there,
            people=tally.people and tally.people.moved(among).laid(there),
        )

    def _base(self, columns: Columns) -> Base:
        """Give the strictest base of these columns, of which a force may ask for more alone."""
        stricter = (BASES[one] for one in columns if one in BASES)
        return reduce(Base.beside, stricter, ORDINARY.of(self.minimum_base))


def columns_of(by: Sequence[Cut], where: Slice) -> Columns:
    """Give the columns that a figure needs, without the week, with those that they lie in.

    And with those that most of them lie in.
    """
    named = {*_narrowed(where), *(COLUMNS[cut] for cut in by)} - {WEEK}
    beside = {outer for one, outer in (*WITHIN.items(), *ACROSS.items()) if one in named}
    return tuple(sorted(named | beside))


def place_of(where: Slice, pool: Sequence[Programme]) -> dict[str, Any]:
    """Give what a slice is narrowed down to, by column, with the survey if it is one."""
    return _narrowed(where) | ({PROGRAMME: pool[0].slug} if len(pool) == 1 else {})


def _narrowed(where: Slice) -> dict[str, Any]:
    given = {name: getattr(where, name) for name in FILTERS}
    found = {name: value for name, value in given.items() if value is not None}
    return found | ({"doubted": False} if where.undoubted else {})


def _with_outer(named: AbstractSet[str], within: Mapping[str, str]) -> AbstractSet[str]:
    """Give all columns that these lie in, and those that these lie in."""
    found = {*named}
    while more := {within[one] for one in found if one in within} - found:
        found |= more
    return found
