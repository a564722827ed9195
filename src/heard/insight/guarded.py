"""The one door of figures: counts of answers of which none tells what few people said.

Whatever is shown of answers on a scale (a filter, a stretch of days, a cut, a change) is counted
here, and says of each segment whether it is held back. `core/statistics/guard` decides, from the
answers alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import pyarrow as pa
import pyarrow.compute as pc

from heard.core.statistics.guard import Columns
from heard.core.statistics.whole_weeks import ALWAYS, Unit, Weeks, uncut, weeks_of
from heard.eligibility.models import Programme
from heard.insight.cuts import (
    COLUMNS,
    EVERYTHING,
    ITEM,
    Cut,
    Segment,
    Slice,
    answered,
    require_coarse,
    whom,
    with_blocks,
)
from heard.insight.facts.read import Facts
from heard.insight.measures import HEADLINE, MEASURES, alike
from heard.insight.tables import (
    PEOPLE_COLUMNS,
    PROGRAMME,
    STAGE,
    Counts,
    Dates,
    columns_of,
    place_of,
)
from heard.insight.tallies import WEEK
from heard.questionnaires.scales import scales

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value

KEPT = 64  # tables that a process remembers of one state of the facts
FEW = 2  # columns: tables by more have no weeks where months, quarters or years will do
AROUND = 5  # years around the days asked for, further away from which weeks stay apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many answered in one segment and how many of them count; `why` says why not to tell.

    `first` and `last` are the local days of the first and the last of what was answered about.
    """

    question: str
    version: int
    segment: Segment
    n: int
    counted: int
    first: date
    last: date
    why: str | None

    @property
    def held(self) -> bool:
        return self.why is not None


class Asked(TypedDict, total=False):
    """What is asked for: cuts, a slice of the facts, a measure, and one question of its scale.

    Days are taken as `dates` says, or as whole weeks that are not widened where they are `exact`.
    """

    by: Sequence[Cut]
    where: Slice
    measure: str
    question: str | None
    exact: bool


def guarded(
    facts: Facts, pool: Sequence[Programme], *, minimum_base: int, **asked: Unpack[Asked]
) -> list[Counted]:
    """Count answers by questions, their versions and segments, in the order of the segments.

    What is held back is so by the answers of all; then it is cut down to what may be seen of it.
    TooFine where it may not be asked at all, OutOfScope where it is not theirs.
    """
    by, where = asked.get("by", ()), asked.get("where", EVERYTHING)
    facts.require(where)
    columns = [COLUMNS[cut] for cut in by]
    measure = asked.get("measure", HEADLINE)
    require_coarse(by, where)
    weeks = weeks_of(where.from_, where.to)
    if not asked.get("exact"):
        weeks = dates(facts, pool, minimum_base=minimum_base, **asked).weeks
    counts = _counts(facts, pool, minimum_base=minimum_base, **asked)
    return [
        Counted(
            question=question,
            version=version,
            segment=one.segment,
            n=one.n,
            counted=one.counted[measure],
            first=one.first,
            last=one.last,
            why=why,
        )
        for (question, version), one, why in counts.segments(
            by, place_of(where, pool), weeks, question=asked.get("question")
        )
        if facts.sees(columns, one.segment, where)
    ]


def dates(
    facts: Facts, pool: Sequence[Programme], *, minimum_base: int, **asked: Unpack[Asked]
) -> Dates:
    """Give the whole weeks for the days of a slice, widened until its figure may be shown.

    With cuts, until the segments that may be shown have half of the answers. The question that was
    answered most decides for all, so that a page is about the same days. OutOfScope.
    """
    by, where = asked.get("by", ()), asked.get("where", EVERYTHING)
    facts.require(where)
    weeks = weeks_of(where.from_, where.to)
    if weeks == ALWAYS:
        return Dates(weeks=ALWAYS, unit=Unit.WEEK)
    all_of_it: Asked = {**asked, "question": None}
    counts = _counts(facts, pool, minimum_base=minimum_base, **all_of_it)
    return counts.widened(by, place_of(where, pool), weeks)


def _counts(
    facts: Facts, pool: Sequence[Programme], *, minimum_base: int, **asked: Unpack[Asked]
) -> Counts:
    """Give the table that a figure is a part of, counted once in each state of the facts."""
    by, where = asked.get("by", ()), asked.get("where", EVERYTHING)
    columns = columns_of(by, where)
    is_weekly = Cut.WEEK in by or weeks_of(where.from_, where.to) != ALWAYS
    measure = asked.get("measure", HEADLINE)
    of_people = bool(PEOPLE_COLUMNS & {*columns})
    slugs = tuple(sorted(programme.slug for programme in pool))
    given: dict[str, Any] = {
        "questionnaire": pool[0].questionnaire.slug,
        "columns": (*columns, WEEK) if is_weekly else columns,
        "measures": tuple(alike(measure)) if of_people else (measure,),
    }
    question = None if of_people else asked.get("question")
    if is_weekly and Cut.WEEK not in by and len(columns) > FEW:
        given["spans"] = uncut(weeks_of(where.from_, where.to), years=AROUND)
    several = slugs if len(slugs) > 1 else ()
    all_of_it = (minimum_base, several, None, *given.values())
    key = (minimum_base, several, question, *given.values())
    # The table of all questions has that of one of them.
    kept = next((one for one in (all_of_it, key) if one in facts.kept), None)
    if kept is None:
        if len(facts.kept) >= KEPT:
            facts.kept.clear()
        rows = facts.arrow(tallied, only=question, **given)
        if several:  # of all that ask the same, the others are not looked at with them
            rows = rows.filter(pc.is_in(rows[PROGRAMME], pa.array(several)))
        facts.kept[key] = Counts.of(
            rows, columns, minimum_base=minimum_base, measures=given["measures"]
        )
    found: Counts = facts.kept[kept or key]
    return found


def tallied(
    facts: Facts,
    *,
    questionnaire: str,
    columns: Columns,
    measures: tuple[str, ...],
    spans: tuple[Weeks, ...] = (),
) -> "Table":
    """Count answers in the base, and those of measures of one scale, by some columns.

    Where there are sums by all of these, they are added up instead of the rows. The weeks of each
    of these `spans` are put together, and named by the first of them.
    """
    grouped = (*dict.fromkeys((*ITEM, STAGE, *columns)),)
    sums = facts.sums({_SOURCES.get(name, name) for name in grouped})
    scale = MEASURES[measures[0]].scale
    if sums is None:
        said = answered(facts, where=EVERYTHING, measure=measures[0], question=None)
        codes = {name: sorted(MEASURES[name].codes(scales()[scale])) for name in measures}
        said = said.mutate(
            n=1,
            first=said.day,
            last=said.day,
            **{name: said.value.isin(of).ifelse(1, 0) for name, of in codes.items()},
        )
    else:
        said = sums.filter(sums.scale == scale)
    if "doubted" in columns:
        said = said.mutate(doubted=said.doubt != "")
    said = with_blocks(said.filter(said.questionnaire == questionnaire))
    if spans:
        said = said.mutate(week=_in_spans(said, spans))
    return said.group_by(grouped).aggregate(
        n=said.n.sum(),
        first=said["first"].min(),
        last=said["last"].max(),
        **{name: said[name].sum() for name in measures},
        **whom(said, columns),
    )


def _in_spans(said: "Table", spans: tuple[Weeks, ...]) -> "Value":
    # Only here: whoever has a table has loaded Ibis, and whoever only imports this need not.
    named = [(said.week.between(span.first, span.last), span.first) for span in spans]
    found: Value = import_module("ibis").cases(*named, else_=said.week)
    return found


_SOURCES = {"block": "hour", "doubted": "doubt"}  # what a column is worked out from
