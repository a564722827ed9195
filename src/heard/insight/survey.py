"""What people said in one survey: its questions, the weeks, the hours of the week, and a cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from heard.eligibility.models import Programme
from heard.insight.cuts import Cut, Slice
from heard.insight.facts.read import Facts
from heard.insight.measure import Figure, cut

HOURS_OF_WEEK = 7 * 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowest:
    """The question with the lowest share, and the next one.

    `apart` says that their intervals do not meet; where they do, the lowest may be so by chance.
    """

    figure: Figure
    following: Figure
    apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The figures of one survey; `weeks`, `hours` and `cut` are those of `chosen`.

    `questions` and `weeks` have each version of a question apart; `hours` and `cut` are of the
    version that was chosen alone. `hour` says what the columns of `hours` are: single hours, or
    blocks of three.
    """

    as_of: datetime
    questions: Sequence[Figure]
    lowest: Lowest | None
    chosen: Figure
    weeks: Sequence[Figure]
    hours: Sequence[Figure]
    hour: Cut
    cut: Sequence[Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is looked at: without a question the lowest, without an hour what can be shown.

    Without a version all of them, each apart.
    """

    where: Slice
    question: str | None = None
    version: int | None = None
    by: Sequence[Cut] = ()
    hour: Cut | None = None


def survey(facts: Facts, pool: Sequence[Programme], view: View, *, minimum_base: int) -> Survey:
    """Give the figures of programmes that ask one questionnaire, put together."""

    def of(*by: Cut, question: str | None, version: int | None = view.version) -> list[Figure]:
        return cut(
            facts,
            pool,
            minimum_base=minimum_base,
            by=by,
            where=view.where,
            question=question,
            version=version,
        )

    questions = of(question=None)
    current = newest(questions)
    found = lowest(current)
    asked = [f for f in current if f.question == view.question]
    chosen = asked[0] if asked else (found.figure if found else current[0])
    # Twice the minimum base for each hour of the week: or most of its hours would be hidden.
    enough = chosen.estimate.n >= 2 * HOURS_OF_WEEK * minimum_base
    hour = view.hour or (Cut.HOUR if enough else Cut.BLOCK)
    return Survey(
        as_of=facts.as_of,
        questions=questions,
        lowest=found,
        chosen=chosen,
        weeks=of(Cut.WEEK, question=chosen.question),
        hours=of(Cut.WEEKDAY, hour, question=chosen.question, version=chosen.version),
        hour=hour,
        cut=of(*view.by, question=chosen.question, version=chosen.version) if view.by else (),
    )


def newest(questions: Sequence[Figure]) -> list[Figure]:
    """Give of each question the figure of the newest version that was answered."""
    return list({figure.question: figure for figure in questions}.values())


def lowest(questions: Sequence[Figure]) -> Lowest | None:
    """Find the question with the lowest share of those shown; None where it has no rival."""
    shares = [(f.estimate.value, f) for f in questions if f.estimate.value is not None]
    ranked = [figure for _, figure in sorted(shares, key=lambda pair: pair[0])]
    if len(ranked) < len(("the lowest", "the next")):
        return None
    first, second = ranked[:2]
    high, low = first.estimate.high, second.estimate.low
    return Lowest(
        figure=first,
        following=second,
        apart=high is not None and low is not None and high < low,
    )
