"""The one door of figures: counts of answers of which none tells what few people said.

Whatever is shown of answers on a scale (a filter, a stretch of days, a cut, a change) is counted
here, and says of each segment whether it is held back. `core/statistics/guard` decides, from the
answers alone.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from heard.core.statistics.bases import ORDINARY, PEOPLE, Base
from heard.core.statistics.guard import Columns, Guard
from heard.core.statistics.suppression import Cell, Place
from heard.core.statistics.whole_weeks import ALWAYS, Unit, Weeks, covered, weeks_of
from heard.eligibility.models import Programme
from heard.insight.cuts import (
    BLOCK_HOURS,
    COLUMNS,
    EVERYTHING,
    FILTERS,
    ITEM,
    PROTECTED,
    WITHIN,
    Cut,
    Segment,
    Slice,
    answered,
    require_coarse,
)
from heard.insight.facts.read import Facts
from heard.insight.measures import HEADLINE, MEASURES
from heard.questionnaires.scales import scales

if TYPE_CHECKING:
    from ibis.expr.types import Table

PROGRAMME, WEEK = "programme", "week"
Series = tuple[str, int]  # a question and its version
KEPT = 32  # tables that a process remembers of one state of the facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many answered in one segment and how many of them count; `held` says not to tell.

    `first` and `last` are the local days of the first and the last of what was answered about.
    """

    question: str
    version: int
    segment: Segment
    n: int
    counted: int
    first: date
    last: date
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The whole weeks that stand for the days asked for, and the unit that they are whole in."""

    weeks: Weeks
    unit: Unit


def guarded(
    facts: Facts,
    pool: Sequence[Programme],
    *,
    minimum_base: int,
    by: Sequence[Cut] = (),
    where: Slice = EVERYTHING,
    measure: str = HEADLINE,
    question: str | None = None,
    exact: bool = False,
) -> list[Counted]:
    """Count answers by questions, their versions and segments, in the order of the segments.

    Days are taken as `dates` says, or as whole weeks that are not widened where `exact`. TooFine
    where it may not be asked at all.
    """
    require_coarse(by, where)
    weeks = weeks_of(where.from_, where.to)
    if not exact:
        weeks = dates(
            facts, pool, by=by, where=where, measure=measure, minimum_base=minimum_base
        ).weeks
    table = _table(facts, pool, by, where, measure, question=question, minimum_base=minimum_base)
    return [*table.counted(by, _filters(where), weeks, measure)]


def dates(
    facts: Facts,
    pool: Sequence[Programme],
    *,
    minimum_base: int,
    by: Sequence[Cut] = (),
    where: Slice = EVERYTHING,
    measure: str = HEADLINE,
) -> Dates:
    """Give the whole weeks for the days of a slice, widened until its figure may be shown.

    With cuts, until the segments that may be shown have half of the answers. The question that was
    answered most decides for all, so that a page is about the same days.
    """
    asked = weeks_of(where.from_, where.to)
    if asked == ALWAYS:
        return Dates(weeks=ALWAYS, unit=Unit.WEEK)
    table = _table(facts, pool, by, where, measure, question=None, minimum_base=minimum_base)
    cuts = tuple(COLUMNS[cut] for cut in by if cut is not Cut.WEEK)
    for unit in reversed(Unit):
        weeks = covered(asked, unit)
        if table.is_of_use(_filters(where), cuts, weeks):
            return Dates(weeks=weeks, unit=unit)
    return Dates(weeks=ALWAYS, unit=Unit.ALL)


@dataclass(frozen=True, slots=True)
class _Table:
    """The answers of a pool by some columns: of each version of a question its counts."""

    pool: frozenset[str]
    columns: Columns
    series: Mapping[Series, Sequence[Mapping[str, Any]]]
    minimum_base: int
    guards: dict[Series, Guard] = field(default_factory=dict)

    @property
    def of_people(self) -> bool:
        return bool(PEOPLE_COLUMNS & {*self.columns})

    def counted(
        self, by: Sequence[Cut], filters: Mapping[str, Any], weeks: Weeks, measure: str
    ) -> Iterator[Counted]:
        """Give the segments of each series that anybody answered in."""
        columns = tuple(COLUMNS[cut] for cut in by)
        for series, rows in sorted(self.series.items()):
            mine = [row for row in rows if self._is_in(row, filters, weeks)]
            mine.sort(key=lambda row: tuple(row[one] for one in columns))
            for segment, alike in groupby(mine, key=lambda row: tuple(row[one] for one in columns)):
                found = [*alike]
                place = self._place(filters, found[0], columns)
                within = Weeks(found[0][WEEK], found[0][WEEK]) if WEEK in columns else weeks
                yield Counted(
                    question=series[0],
                    version=series[1],
                    segment=segment,
                    n=sum(row["n"] for row in found),
                    counted=sum(row[measure] for row in found),
                    first=min(row["first"] for row in found),
                    last=max(row["last"] for row in found),
                    held=not self._guard(series).shows(place, within),
                )

    def is_of_use(self, filters: Mapping[str, Any], cuts: Columns, weeks: Weeks) -> bool:
        """Tell whether what was answered most may be shown, and half of the answers by cuts."""
        if not self.series:
            return True
        most = max(self.series, key=lambda one: sum(row["n"] for row in self.series[one]))
        guard = self._guard(most)
        if not guard.shows(self._place(filters, {}, ()), weeks):
            return False
        n: dict[Segment, list[int]] = {}
        for row in self.series[most]:
            if cuts and self._is_in(row, filters, weeks):
                n.setdefault(tuple(row[one] for one in cuts), []).append(row["n"])
        shown = sum(
            sum(counts)
            for segment, counts in n.items()
            if guard.shows(self._place(filters, dict(zip(cuts, segment, strict=True)), cuts), weeks)
        )
        return 2 * shown >= sum(map(sum, n.values()))

    def _is_in(self, row: Mapping[str, Any], filters: Mapping[str, Any], weeks: Weeks) -> bool:
        return (
            row[PROGRAMME] in self.pool
            and all(row[name] == value for name, value in filters.items())
            and (weeks == ALWAYS or row[WEEK] in weeks)
        )

    def _place(
        self, filters: Mapping[str, Any], row: Mapping[str, Any], columns: Columns
    ) -> dict[str, Any]:
        """Give the place of a segment, with what its columns lie in, and whose survey it is."""
        place = {**filters, **{one: row[one] for one in columns if one != WEEK}}
        if "hour" in place:
            place["block"] = place["hour"] - place["hour"] % BLOCK_HOURS
        if PROGRAMME in self.columns and len(self.pool) == 1:
            (place[PROGRAMME],) = self.pool
        return place

    def _guard(self, series: Series) -> Guard:
        """Give the guard of a series; of who answered, all series have one."""
        if series not in self.guards:
            together = [*self.series.values()] if self.of_people else [self.series[series]]
            self.guards[series] = Guard(
                [table for rows in together for table in self._tables(rows)],
                self.columns,
                base=self._base,
                within=WITHIN,
            )
            if self.of_people:
                self.guards.update(dict.fromkeys(self.series, self.guards[series]))
        return self.guards[series]

    def _tables(
        self, rows: Sequence[Mapping[str, Any]]
    ) -> list[dict[tuple[date | None, Place], Cell]]:
        """Give a table of counts for each measure on the scale."""
        measures = [name for name in MEASURES if rows and name in rows[0]]
        return [
            {
                (row.get(WEEK), tuple(row[one] for one in self.columns)): Cell(
                    n=row["n"], counted=row[name]
                )
                for row in rows
            }
            for name in measures
        ]

    def _base(self, columns: Columns) -> Base:
        kind = PEOPLE if PEOPLE_COLUMNS & {*columns} else ORDINARY
        return kind.of(self.minimum_base)


PEOPLE_COLUMNS = frozenset(COLUMNS[cut] for cut in PROTECTED)


def _filters(where: Slice) -> dict[str, Any]:
    """Give what a slice is narrowed down to, by column."""
    given = {name: getattr(where, name) for name in FILTERS}
    found = {name: value for name, value in given.items() if value is not None}
    return found | ({"doubted": False} if where.undoubted else {})


def _table(
    facts: Facts,
    pool: Sequence[Programme],
    by: Sequence[Cut],
    where: Slice,
    measure: str,
    *,
    question: str | None,
    minimum_base: int,
) -> _Table:
    """Give the table that a figure is a part of, counted once in each state of the facts."""
    named = {*_filters(where), *(COLUMNS[cut] for cut in by)}
    named |= {WITHIN[one] for one in named if one in WITHIN}
    weekly = WEEK in named or weeks_of(where.from_, where.to) != ALWAYS
    of_people = bool(PEOPLE_COLUMNS & named)
    slugs = frozenset(programme.slug for programme in pool)
    asked: dict[str, Hashable] = {
        "questionnaire": pool[0].questionnaire.slug,
        "programmes": tuple(sorted(slugs)) if of_people else (),
        "columns": tuple(sorted(named - {WEEK})),
        "scale": MEASURES[measure].scale,
        "question": None if of_people else question,
        "weekly": weekly,
    }
    key = (slugs, minimum_base, *asked.values())
    if key not in facts.kept:
        if len(facts.kept) >= KEPT:
            facts.kept.clear()
        facts.kept[key] = _counted(facts, slugs, asked, minimum_base)
    return facts.kept[key]


def _counted(
    facts: Facts, pool: frozenset[str], asked: Mapping[str, Any], minimum_base: int
) -> _Table:
    rows = facts.ask(_tallied, **asked)
    asking = {row[PROGRAMME] for row in rows}
    if len(pool & asking) > 1 and asking - pool:
        # Some of those that ask the same: what they have in common with the others is not shown.
        rows = [row for row in rows if row[PROGRAMME] in pool]
    columns = asked["columns"]
    if len({row[PROGRAMME] for row in rows}) > 1:
        columns = (PROGRAMME, *columns)
    series: dict[Series, list[Mapping[str, Any]]] = {}
    for row in rows:
        series.setdefault((row["question"], row["question_version"]), []).append(row)
    return _Table(pool, columns, series, minimum_base)


def _tallied(
    facts: Facts,
    *,
    questionnaire: str,
    programmes: tuple[str, ...],
    columns: Columns,
    scale: str,
    question: str | None,
    weekly: bool,
) -> "Table":
    """Count answers in the base, and those of each measure on a scale, by some columns."""
    named = {name: one for name, one in MEASURES.items() if one.scale == scale}
    said = answered(
        facts, where=Slice(programmes=programmes), measure=next(iter(named)), question=question
    )
    said = said.filter(said.questionnaire == questionnaire).mutate(doubted=said.doubt != "")
    weeks = (WEEK,) if weekly else ()
    return said.group_by(*ITEM, *columns, *weeks).aggregate(
        n=said.count(),
        first=said.day.min(),
        last=said.day.max(),
        **{
            name: said.value.isin(sorted(one.codes(scales()[scale]))).ifelse(1, 0).sum()
            for name, one in named.items()
        },
    )
