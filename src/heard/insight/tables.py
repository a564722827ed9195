"""Tables of counts with a guard for each of their series: what of them is shown."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import groupby
from types import MappingProxyType
from typing import Any

from heard.core.statistics.bases import ORDINARY, PEOPLE, STAFF, WARD, Base
from heard.core.statistics.estimate import HELD_BACK, TOO_SHORT
from heard.core.statistics.guard import WHEN, Columns, Guard
from heard.core.statistics.suppression import NOBODY, Cell, Place
from heard.core.statistics.whole_weeks import ALWAYS, Unit, Weeks, covered, monday_of
from heard.core.statistics.whole_weeks import WEEK as SEVEN_DAYS
from heard.eligibility.models import Programme
from heard.insight.cuts import (
    ACROSS,
    COLUMNS,
    FILTERS,
    PROTECTED,
    WITHIN,
    Cut,
    Segment,
    Slice,
    in_order,
)

PROGRAMME, STAGE, WEEK = "programme", "stage", "week"
PEOPLE_COLUMNS = frozenset(COLUMNS[cut] for cut in PROTECTED)
TEAM = "team"
BASES: Mapping[str, Base] = MappingProxyType(  # of figures by a column; the strictest holds
    {"ward": WARD, TEAM: STAFF} | dict.fromkeys(PEOPLE_COLUMNS, PEOPLE)
)
Series = tuple[str, int]  # a question and its version
Row = Mapping[str, Any]  # of counts: `n`, and the answers that each measure counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The whole weeks that stand for the days asked for, and the unit that they are whole in."""

    weeks: Weeks
    unit: Unit


@dataclass(frozen=True, slots=True)
class Counts:
    """The answers to a questionnaire by some columns: of each version of a question its rows."""

    columns: Columns
    series: Mapping[Series, Sequence[Mapping[str, Any]]]
    minimum_base: int
    measures: Sequence[str] = ()
    guards: dict[Series, Guard] = field(default_factory=dict)
    lengths: dict[tuple[Series, Weeks], int] = field(default_factory=dict)

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
        cls,
        rows: Sequence[Row],
        columns: Columns,
        *,
        minimum_base: int,
        measures: Sequence[str] = (),
    ) -> "Counts":
        """Give the counts of rows by these columns, and by the survey where there are several.

        And by the stage, where several surveys are about one and others are not.
        What may be shown is the same for all of these measures; without any, sizes alone decide.
        """
        if PROGRAMME not in columns and len({row[PROGRAMME] for row in rows}) > 1:
            columns = (PROGRAMME, *columns)
        about = {(row[PROGRAMME], row[STAGE]) for row in rows}
        if STAGE not in columns and len(about) > len({stage for _, stage in about}) > 1:
            columns = (STAGE, *columns)
        series: dict[Series, list[Row]] = {}
        for row in rows:
            series.setdefault((row["question"], row["question_version"]), []).append(row)
        return cls(columns, series, minimum_base, measures)

    def segments(
        self, by: Sequence[Cut], where: Mapping[str, Any], weeks: Weeks
    ) -> Iterator[tuple[Series, Segment, Sequence[Row], str | None]]:
        """Give the rows of each segment that anybody answered in, and why it is not shown."""
        columns = tuple(COLUMNS[cut] for cut in by)

        def segment_of(row: Row) -> Segment:
            return tuple(row[one] for one in columns)

        for series, rows in sorted(self.series.items()):
            mine = sorted(
                (row for row in rows if _is_in(row, where, weeks)),
                key=lambda row: in_order(segment_of(row), by),
            )
            for segment, alike in groupby(mine, key=segment_of):
                found = [*alike]
                within = Weeks(found[0][WEEK], found[0][WEEK]) if WEEK in columns else weeks
                yield series, segment, found, self._hidden(series, where, found, columns, within)

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
        if not self.series:
            return True
        most = max(self.series, key=lambda one: sum(row["n"] for row in self.series[one]))
        mine = [row for row in self.series[most] if _is_in(row, where, ALWAYS)]
        if self._hidden(most, where, mine, (), weeks):
            return False
        apart: dict[Segment, list[Row]] = {}
        for row in mine:
            if cuts and (weeks == ALWAYS or row[WEEK] in weeks):
                apart.setdefault(tuple(row[one] for one in cuts), []).append(row)
        sizes = {segment: sum(row["n"] for row in rows) for segment, rows in apart.items()}
        shown = [
            sizes[one]
            for one, rows in apart.items()
            if not self._hidden(most, where, rows, cuts, weeks)
        ]
        return bool(2 * sum(shown) >= sum(sizes.values()))

    def _hidden(
        self,
        series: Series,
        where: Mapping[str, Any],
        rows: Sequence[Row],
        columns: Columns,
        weeks: Weeks,
    ) -> str | None:
        """Give why a segment is not shown: in all that it lies in, if that is several."""
        if self._is_too_short(series, {*where, *columns}, weeks):
            return TOO_SHORT
        place = {**where, **{one: rows[0][one] for one in columns if one != WEEK}}
        named = place.keys() if weeks == ALWAYS else {*place, WHEN}
        outer = _outer(named, self.within)
        places = (
            {**place, **dict(zip(outer, found, strict=True))}
            for found in {tuple(row[one] for one in outer) for row in rows}
        )
        is_shown = all(self._guard(series).shows(one, weeks) for one in places)
        return None if is_shown else HELD_BACK

    def _is_too_short(self, series: Series, named: AbstractSet[str], weeks: Weeks) -> bool:
        """Tell whether a stretch has fewer weeks, from first to last answer, than is asked for.

        Who takes a year of two that are shown gets the other, however short it is: this is for
        figures that mean something, and hides nobody.
        """
        least = self._base(tuple(named)).days // SEVEN_DAYS.days
        return least > 0 and self._length(series, weeks) < least

    def _length(self, series: Series, weeks: Weeks) -> int:
        """Give the number of weeks from the first answer in a stretch to the last."""
        if (series, weeks) not in self.lengths:
            rows = [row for row in self.series[series] if weeks == ALWAYS or row[WEEK] in weeks]
            first = min((monday_of(row["first"]) for row in rows), default=None)
            last = max((monday_of(row["last"]) for row in rows), default=None)
            number = (last - first) // SEVEN_DAYS + 1 if first and last else 0
            self.lengths[series, weeks] = number
        return self.lengths[series, weeks]

    def _guard(self, series: Series) -> Guard:
        """Give the guard of a series; of who answered, all series have one."""
        if series not in self.guards:
            together = [*self.series.values()] if self.of_people else [self.series[series]]
            self.guards[series] = Guard(
                [table for rows in together for table in self._tables(rows)],
                self.columns,
                base=self._base,
                within=self.within,
                across=ACROSS,
            )
            if self.of_people:
                self.guards.update(dict.fromkeys(self.series, self.guards[series]))
        return self.guards[series]

    def _tables(self, rows: Sequence[Row]) -> list[dict[tuple[date | None, Place], Cell]]:
        """Give a table for each measure; where none is counted, sizes alone decide."""
        tables: list[dict[tuple[date | None, Place], Cell]] = []
        for name in self.measures or [""]:
            table: dict[tuple[date | None, Place], Cell] = {}
            for row in rows:
                place = row.get(WEEK), tuple(row[one] for one in self.columns)
                counted = row.get(name, row["n"] // 2)
                cell = Cell(n=row["n"], counted=counted, people=_people(row))
                table[place] = table.get(place, NOBODY) + cell
            tables.append(table)
        return tables

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


def _people(row: Row) -> frozenset[str] | None:
    """Give whom answers are about; of no team that is known it does not matter."""
    return frozenset(row["people"]) if row.get(TEAM) else None


def _is_in(row: Row, where: Mapping[str, Any], weeks: Weeks) -> bool:
    return all(row[name] == value for name, value in where.items()) and (
        weeks == ALWAYS or row[WEEK] in weeks
    )


def _outer(named: AbstractSet[str], within: Mapping[str, str]) -> tuple[str, ...]:
    """Give all columns that these lie in, and those that these lie in, but for themselves."""
    found = {*named}
    while more := {within[one] for one in found if one in within} - found:
        found |= more
    return tuple(sorted(found - named))
