"""What goes with an outcome: how content with it are those who were content with something else.

Whoever answered the outcome is put into two groups by each other question on its scale: those who
are content with it (on 0 to 10: scored it 8 or above; on agreement: agree), and everybody else who
was asked it, whether they answered it or not. So both groups
together are all who answered the outcome, and what is not shown of one cannot be worked out from
the figure of all. The groups are a column for the guard of figures, like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from operator import add
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from heard.core.statistics.estimate import Estimate, unsaid
from heard.core.statistics.guard import Columns
from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import Verdict, verdict
from heard.core.statistics.whole_weeks import ALWAYS, Weeks, weeks_of
from heard.eligibility.models import Programme
from heard.insight.cuts import EVERYTHING, Slice, answered, whom, with_blocks
from heard.insight.facts.read import Facts
from heard.insight.facts.sheets import MOST_QUESTIONS, ON_THEM
from heard.insight.measure import Figure
from heard.insight.measures import HEADLINE, MEASURES
from heard.insight.tables import PROGRAMME, STAGE, Counts, columns_of, place_of
from heard.insight.tallies import WEEK
from heard.questionnaires.models import Question

if TYPE_CHECKING:
    from ibis.expr.types import StringValue, Table, Value

CONTENT = "content"  # the column: whether somebody was content with the other question
BOTH = (True, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoesWith:
    """The outcome among those content with another question, and among everybody else.

    `question` is the figure of the other question. `verdict` is of the first share less the
    second; None where one of them is held back.
    """

    question: Figure
    content: Estimate
    others: Estimate
    verdict: Verdict | None


def goes_with(
    facts: Facts,
    pool: Sequence[Programme],
    outcome: Figure,
    others: Sequence[Figure],
    *,
    where: Slice,
    minimum_base: int,
) -> list[GoesWith]:
    """Say of each other question how the outcome goes with it, of the whole weeks of a slice.

    Both are counted by the measure that the figure of the outcome has. Nothing is said where the
    outcome itself is not shown, of a question that nobody answered, or where more questions are
    asked than one number has bits. What is too few for the guard is held back in both groups: each
    tells of the other. OutOfScope.
    """
    facts.require(where)
    asked = [
        one
        for one in others
        if one.question != outcome.question and (one.estimate.n or one.estimate.is_held)
    ]
    if (
        not asked
        or not outcome.estimate.shown
        or len(_questions(pool, outcome.measure)) > MOST_QUESTIONS
    ):
        return []
    weeks = weeks_of(where.from_, where.to)
    counts = _counts(facts, pool, outcome, where, weeks, minimum_base=minimum_base)
    found = []
    for question in asked:
        content, rest = (
            _group(counts, question, place_of(where, pool) | {CONTENT: is_content}, weeks)
            for is_content in BOTH
        )
        if content.is_held or rest.is_held:
            content, rest = (unsaid(one.method) for one in (content, rest))
        judged = verdict(content, rest, minimum_base=minimum_base)
        found.append(GoesWith(question=question, content=content, others=rest, verdict=judged))
    return found


def _group(counts: Counts, question: Figure, place: Mapping[str, Any], weeks: Weeks) -> Estimate:
    """Give the share of one group; none answered where it is not there."""
    for series, found, why in counts.segments((), place, weeks, question=question.question):
        if series == (question.question, question.version):
            (measure,) = counts.measures
            estimate = share(found.counted[measure], found.n, minimum_base=counts.minimum_base)
            return unsaid(estimate.method) if why else estimate
    return share(0, 0, minimum_base=counts.minimum_base)


def _counts(
    facts: Facts,
    pool: Sequence[Programme],
    outcome: Figure,
    where: Slice,
    weeks: Weeks,
    *,
    minimum_base: int,
) -> Counts:
    """Give the table of all pairs with this outcome, made once in each state of the facts."""
    columns = columns_of((), where)
    named = (*columns, WEEK) if weeks != ALWAYS else columns
    slugs = tuple(sorted(programme.slug for programme in pool))
    of = (outcome.measure, outcome.question, outcome.version)
    key = (_pairs, minimum_base, slugs, named, *of)
    if key not in facts.kept:
        facts.kept[key] = Counts.of(
            _pairs(_sheets(facts, pool, named, outcome.measure), pool, outcome),
            tuple(sorted((*columns, CONTENT))),
            minimum_base=minimum_base,
            measures=(outcome.measure,),
        )
    found: Counts = facts.kept[key]
    return found


def _sheets(facts: Facts, pool: Sequence[Programme], columns: Columns, measure: str) -> pa.Table:
    """Count people by what they answered and were content with, which serves every outcome."""
    slugs = sorted(programme.slug for programme in pool)
    key = (_tallied, pool[0].questionnaire.slug, columns, measure)
    if key not in facts.kept:
        facts.kept[key] = facts.arrow(
            _tallied,
            questionnaire=pool[0].questionnaire.slug,
            questions=tuple(_questions(pool, measure)),
            columns=columns,
            measure=measure,
        )
    found: pa.Table = facts.kept[key]
    return found.filter(pc.is_in(found[PROGRAMME], pa.array(slugs)))


def _pairs(sheets: pa.Table, pool: Sequence[Programme], outcome: Figure) -> pa.Table:
    """Part those who answered the outcome by every other question that they were asked."""
    bits = {name: 1 << place for place, name in enumerate(_questions(pool, outcome.measure))}
    versions = _versions(pool, outcome.measure)
    found = []
    for number, asked in versions.items():
        if asked.get(outcome.question) != outcome.version:
            continue
        mine = sheets.filter(pc.equal(sheets["version"], number))
        mine = mine.filter(_has(mine, "answered", bits[outcome.question]))
        counted = pc.multiply(
            mine["n"], _has(mine, "content", bits[outcome.question]).cast(pa.int64())
        )
        for name, version in asked.items():
            if name != outcome.question:
                found.append(
                    mine.drop_columns(["version", "answered", CONTENT])
                    .append_column("question", pa.array([name] * len(mine), pa.string()))
                    .append_column("question_version", pa.array([version] * len(mine), pa.int64()))
                    .append_column(CONTENT, _has(mine, "content", bits[name]))
                    .append_column(outcome.measure, counted)
                )
    return pa.concat_tables(found)


def _has(sheets: pa.Table, column: str, bit: int) -> pa.ChunkedArray:
    """Tell of each row whether a bit is set."""
    return pc.not_equal(pc.bit_wise_and(sheets[column], bit), 0)


def _versions(pool: Sequence[Programme], measure: str) -> Mapping[int, Mapping[str, int]]:
    """Give for each version of a questionnaire which version of its questions it asks, by name."""
    rows = Question.objects.filter(
        version__questionnaire=pool[0].questionnaire_id, scale_id=MEASURES[measure].scale
    )
    found: dict[int, dict[str, int]] = {}
    for number, name, version in rows.order_by("version__number", "position").values_list(
        "version__number", "question_id", "question_version"
    ):
        found.setdefault(number, {})[name] = version
    return found


def _questions(pool: Sequence[Programme], measure: str) -> list[str]:
    """Give the questions of all versions on the scale, in an order that stays as it is."""
    return sorted({name for asked in _versions(pool, measure).values() for name in asked})


def _tallied(
    facts: Facts, *, questionnaire: str, questions: tuple[str, ...], columns: Columns, measure: str
) -> "Table":
    """Count people by the columns, and by the bits of what they answered and were content with.

    Where there are sums by all of these, they are added up instead of the rows: of the headline.
    """
    grouped = (*dict.fromkeys((PROGRAMME, STAGE, "version", *columns)), *ON_THEM)
    sums = facts.sums({*grouped, "questionnaire"}) if measure == HEADLINE else None
    if sums is None:
        said = answered(facts, where=EVERYTHING, measure=measure)
        people = _people(said.filter(said.questionnaire == questionnaire), questions, columns)
    else:
        people = sums.filter(sums.questionnaire == questionnaire)
        people = people.mutate(**{name: _bits(people[name], questions) for name in ON_THEM})
    return people.group_by(grouped).aggregate(
        n=people.n.sum(),
        first=people["first"].min(),
        last=people["last"].max(),
        **whom(people, columns),
    )


def _bits(names: "StringValue", questions: Sequence[str]) -> "Value":
    """Give the bits of the questions that a line of names has."""
    line = " " + names + " "
    found = (line.contains(f" {one} ").ifelse(1 << n, 0) for n, one in enumerate(questions))
    bits: Value = reduce(add, found).cast("int64")
    return bits


def _people(said: "Table", questions: Sequence[str], columns: Columns) -> "Table":
    """Give a row for everybody who answered: each of their answers has the same place and time."""
    ibis = import_module("ibis")
    said = with_blocks(said)
    said = said.mutate(doubted=said.doubt != "")
    bits = [(said.question == name, 1 << place) for place, name in enumerate(questions)]
    said = said.mutate(bit=ibis.cases(*bits, else_=0).cast("int64"))
    kept = (*dict.fromkeys((PROGRAMME, STAGE, "version", "person", *columns)),)
    people = said.group_by("response").aggregate(
        answered=said.bit.sum(),
        content=said.counts.ifelse(said.bit, 0).sum(),
        first=said.day.min(),
        last=said.day.max(),
        **{name: said[name].arbitrary() for name in kept},
    )
    return people.mutate(n=1)
