"""What goes with an outcome: how content with it are those who were content with something else.

Whoever answered the outcome is put into two groups by each other question: those who scored it 8
or above, and everybody else who was asked it, whether they answered it or not. So both groups
together are all who answered the outcome, and what is not shown of one cannot be worked out from
the figure of all. The groups are a column for the guard of figures, like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from heard.insight.measure import Figure
from heard.insight.measures import HEADLINE
from heard.insight.tables import PROGRAMME, STAGE, Counts, columns_of, place_of
from heard.insight.tallies import WEEK

if TYPE_CHECKING:
    from ibis.expr.types import Table

CONTENT = "content"  # the column: whether somebody scored the other question 8 or above
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

    Nothing is said where the outcome itself is not shown, or of a question that nobody answered.
    What is too few for the guard is held back in both groups: each tells of the other. OutOfScope.
    """
    facts.require(where)
    if not outcome.estimate.shown:
        return []
    weeks = weeks_of(where.from_, where.to)
    counts = _counts(facts, pool, outcome, where, weeks, minimum_base=minimum_base)
    found = []
    for question in others:
        is_answered = question.estimate.n > 0 or question.estimate.is_held
        if question.question == outcome.question or not is_answered:
            continue
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
            estimate = share(found.counted[HEADLINE], found.n, minimum_base=counts.minimum_base)
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
    """Give the table of all pairs with this outcome, counted once in each state of the facts."""
    columns = columns_of((), where)
    slugs = tuple(sorted(programme.slug for programme in pool))
    given = {
        "questionnaire": pool[0].questionnaire.slug,
        "question": outcome.question,
        "version": outcome.version,
        "columns": (*columns, WEEK) if weeks != ALWAYS else columns,
    }
    key = (_tallied, minimum_base, slugs, *given.values())
    if key not in facts.kept:
        rows = facts.arrow(_tallied, **given)
        rows = rows.filter(pc.is_in(rows[PROGRAMME], pa.array(slugs)))
        facts.kept[key] = Counts.of(
            rows,
            tuple(sorted((*columns, CONTENT))),
            minimum_base=minimum_base,
            measures=(HEADLINE,),
        )
    found: Counts = facts.kept[key]
    return found


def _tallied(
    facts: Facts, *, questionnaire: str, question: str, version: int, columns: Columns
) -> "Table":
    """Count answers to the outcome by every other question that the same people were asked.

    Which version of another question they were asked is that of their own version of the form.
    """
    said = answered(facts, where=EVERYTHING, measure=HEADLINE)
    said = with_blocks(said.filter(said.questionnaire == questionnaire))
    outcome = said.filter(said.question == question, said.question_version == version)
    outcome = outcome.drop("question", "question_version").mutate(doubted=outcome.doubt != "")
    asked = said.select("version", "question", "question_version").distinct()
    asked = asked.filter(asked.question != question)
    content = said.filter(said.counts).select("response", "question").mutate(is_there=True)
    pairs = outcome.join(asked, "version").left_join(content, ["response", "question"])
    pairs = pairs.mutate(content=pairs.is_there.fill_null(False))  # noqa: FBT003 - Ibis has it so
    grouped = (*dict.fromkeys((PROGRAMME, STAGE, "question", "question_version", *columns)),)
    return pairs.group_by((*grouped, CONTENT)).aggregate(
        n=pairs.count(),
        first=pairs.day.min(),
        last=pairs.day.max(),
        **{HEADLINE: pairs.counts.ifelse(1, 0).sum()},
        **whom(pairs, columns),
    )
