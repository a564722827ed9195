"""What people said in one survey: its questions, the weeks, the hours of the week, and a cut."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from heard.core.statistics.verdicts import Verdict, together, verdict
from heard.eligibility.models import Programme
from heard.insight.adjusted import Beside, Wanted, cut_beside
from heard.insight.compared import Change, Compared, against_rest, changes, periods
from heard.insight.cuts import Cut, Slice
from heard.insight.drivers import GoesWith, goes_with
from heard.insight.facts.read import Facts
from heard.insight.guarded import dates
from heard.insight.measure import Figure, cut
from heard.insight.measures import HEADLINE, MEASURES
from heard.insight.mode_effects import NewSeries, lefts, new_series, with_verdicts
from heard.insight.series_breaks import series_breaks
from heard.insight.tables import Dates
from heard.insight.trend import Trend, trend

HOURS_OF_WEEK = 7 * 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowest:
    """The question with the lowest share, and the one that it is hardest to tell apart from.

    Only where the verdict is that the difference is real, it is below all others by more than
    chance makes. The same people answered both, which the verdict does not know: it is careful.
    """

    figure: Figure
    following: Figure
    verdict: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The figures of one survey; `weeks`, `hours` and `cut` are those of `chosen`.

    `questions` and `weeks` have each version of a question apart; `hours` and `cut` are of the
    version that was chosen alone. `new_series` are those that begin in another way of asking
    within what is looked at. `hour` says what the columns of `hours` are: single hours, or blocks
    of three. `changes` are of all questions, against the period before and against the year
    before, `gaps` hold each segment of `cut` against the rest; they and the lowest are judged
    together. `dates` are the whole weeks that all is about.
    """

    as_of: datetime
    dates: Dates
    questions: Sequence[Figure]
    lowest: Lowest | None
    chosen: Figure
    changes: Sequence[Change]
    weeks: Sequence[Figure]
    trend: Trend
    hours: Sequence[Figure]
    hour: Cut
    cut: Sequence[Figure]
    gaps: Sequence[Compared]
    new_series: Sequence[NewSeries] = ()
    adjusted: Sequence[Beside] = ()
    goes_with: Sequence[GoesWith] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is looked at: without a question the lowest, without an hour what can be shown.

    Without a version all of them, each apart. `target` is a share from 0 to 1. With `adjust` the
    cut is given beside what it would be, were this as mixed in each segment as in all of them.
    """

    where: Slice
    question: str | None = None
    version: int | None = None
    by: Sequence[Cut] = ()
    hour: Cut | None = None
    target: float | None = None
    adjust: Sequence[Cut] = ()


def survey(facts: Facts, pool: Sequence[Programme], view: View, *, minimum_base: int) -> Survey:
    """Give the figures of programmes that ask one questionnaire, put together."""

    def of(*by: Cut) -> list[Figure]:
        return cut(
            facts,
            pool,
            minimum_base=minimum_base,
            by=by,
            where=where,
            question=chosen.question,
            version=chosen.version,
            exact=True,
        )

    dated = dates(facts, pool, by=view.by, where=view.where, minimum_base=minimum_base)
    where = replace(view.where, from_=dated.weeks.from_, to=dated.weeks.to)
    questions = cut(
        facts, pool, minimum_base=minimum_base, where=where, version=view.version, exact=True
    )
    current = newest(questions)
    found = lowest(current, minimum_base=minimum_base)
    asked = [f for f in current if f.question == view.question]
    chosen = asked[0] if asked else (found.figure if found else current[0])
    weeks = cut(
        facts,
        pool,
        minimum_base=minimum_base,
        by=[Cut.WEEK],
        where=where,
        question=chosen.question,
        version=view.version,
        exact=True,
    )
    last = max((figure.to for figure in current if figure.to), default=None)
    # Twice the minimum base for each hour of the week: or most of its hours would be hidden.
    enough = chosen.estimate.n >= 2 * HOURS_OF_WEEK * minimum_base
    hour = view.hour or (Cut.HOUR if enough else Cut.BLOCK)
    apart = of(*view.by) if view.by else []
    return _judged(
        Survey(
            as_of=facts.as_of,
            dates=dated,
            questions=questions,
            lowest=found,
            chosen=chosen,
            changes=[
                change
                for year in (False, True)
                for change in changes(
                    facts,
                    pool,
                    periods(where, last),
                    minimum_base=minimum_base,
                    where=where,
                    version=view.version,
                    year=year,
                )
            ],
            new_series=new_series(facts, pool, where, minimum_base=minimum_base),
            weeks=weeks,
            trend=trend(
                weeks,
                series_breaks({programme.slug for programme in pool}),
                better=MEASURES[HEADLINE].better,
                target=view.target,
            ),
            hours=of(Cut.WEEKDAY, hour),
            hour=hour,
            cut=apart,
            gaps=against_rest(apart, [chosen], minimum_base=minimum_base),
            goes_with=goes_with(
                facts, pool, chosen, current, where=where, minimum_base=minimum_base
            )
            if asked
            else [],
            adjusted=cut_beside(
                facts,
                apart,
                Wanted(
                    by=view.by,
                    adjust=view.adjust,
                    where=replace(where, programmes=tuple(p.slug for p in pool)),
                ),
                minimum_base=minimum_base,
            ),
        )
    )


def _judged(found: Survey) -> Survey:
    """Judge all that is compared on the page together."""
    compared = [*(one for change in found.changes for one in change.figures), *found.gaps]
    lowest = [found.lowest.verdict] if found.lowest else []
    pairs = [one.verdict for one in found.goes_with]
    judged = [*lowest, *(one.verdict for one in compared), *pairs, *lefts(found.new_series)]
    verdicts = iter(together(judged))
    return replace(
        found,
        lowest=replace(found.lowest, verdict=next(verdicts)) if found.lowest else None,
        changes=[
            replace(change, figures=_with(change.figures, verdicts)) for change in found.changes
        ],
        gaps=_with(found.gaps, verdicts),
        goes_with=[replace(one, verdict=next(verdicts)) for one in found.goes_with],
        new_series=with_verdicts(found.new_series, [*verdicts]),
    )


def _with(compared: Sequence[Compared], verdicts: Iterator[Verdict | None]) -> list[Compared]:
    return [replace(one, verdict=next(verdicts)) for one in compared]


def newest(questions: Sequence[Figure]) -> list[Figure]:
    """Give of each question the figure of the newest version that was answered."""
    return list({figure.question: figure for figure in questions}.values())


def lowest(questions: Sequence[Figure], *, minimum_base: int) -> Lowest | None:
    """Find the question with the lowest share of those shown; None where it has no rival.

    That it is below all others is said only if it is so by the verdict that is least certain.
    Source: K. Hung and W. Fithian, "Rank verification for exponential families", Annals of
    Statistics 47 (2019): the two-sided test against the next needs no more care than that.
    """
    shares = [(f.estimate.value, f) for f in questions if f.estimate.value is not None]
    ranked = [figure for _, figure in sorted(shares, key=lambda pair: pair[0])]
    if len(ranked) < len(("the lowest", "the next")):
        return None
    first, *others = ranked
    judged = [
        (verdict(first.estimate, other.estimate, minimum_base=minimum_base), other)
        for other in others
    ]
    hardest, following = max(judged, key=lambda pair: _uncertainty(pair[0]))
    return Lowest(figure=first, following=following, verdict=hardest)


def _uncertainty(found: Verdict | None) -> float:
    return 1.0 if found is None or found.p is None else found.p
