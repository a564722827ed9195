"""What a parallel run says of the way of asking, and how much of a new series is no more than that.

Answers in the other way of a run are in no other figure: they are of another measurement. A series
in a new way is never held against the old one but through the step that a run has measured.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from heard.core.screening import Outcome
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.mode_effect import Drawn, Explained, arm, explained, step, turned
from heard.core.statistics.verdicts import Verdict, together
from heard.core.statistics.whole_weeks import monday_of
from heard.eligibility.models import ParallelRun, Programme
from heard.insight.cuts import EVERYTHING, Slice, answered
from heard.insight.facts.read import Facts
from heard.insight.measure import Figure, cut
from heard.insight.measures import HEADLINE, MEASURES
from heard.insight.queries import Item, labels, programmes
from heard.insight.series_breaks import SeriesBreak, Why, series_breaks

if TYPE_CHECKING:
    from ibis.expr.types import Table

_DAY, _TO_NEXT_MONDAY = timedelta(days=1), timedelta(days=6)
WAYS = (False, True)  # the usual way of a run, and the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a run says of one version of a question: the shares of both arms, and the step.

    `step` is that of the other way less the usual one.
    """

    item: Item
    label: str
    measure: str
    usual: Estimate
    other: Estimate
    step: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A parallel run: how many it was decided to ask in each way, and what they said.

    `outside` are those of its days whom only one way could reach, for whom no lot was drawn. The
    verdicts of a run are judged together.
    """

    run: ParallelRun
    usual: int
    other: int
    outside: int
    found: Sequence[Measured]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSeries:
    """A question before and after the day from which people are asked in another way.

    `old` and `new` reach to the next break on either side. `parts` say what of their difference is
    the step; None where no run has measured it, and then there is no verdict at all.
    """

    at: SeriesBreak
    old: Figure
    new: Figure
    run: ParallelRun | None
    parts: Explained | None


def effects(facts: Facts, *, minimum_base: int, of: str = "") -> list[Effect]:
    """Give what every run says, or those of one programme, the newest first."""
    runs = ParallelRun.objects.select_related("programme").order_by("-opens_on", "-id")
    if of:
        runs = runs.filter(programme__slug=of)
    return [_effect(facts, run, minimum_base=minimum_base) for run in runs]


def new_series(
    facts: Facts,
    pool: Sequence[Programme],
    where: Slice,
    *,
    minimum_base: int,
    measure: str = HEADLINE,
) -> list[NewSeries]:
    """Explain every series that begins in another way of asking, question by question.

    Only where the force says by which channel people are asked since can a run explain it; where
    several programmes are put together none does. A week in which the way changed is in neither.
    """
    breaks = series_breaks({programme.slug for programme in pool})
    modes = [one for one in breaks if one.why is Why.MODE]
    if not modes:
        return []
    measured = effects(facts, minimum_base=minimum_base, of=pool[0].slug) if len(pool) == 1 else []

    def of(begins: date, ends: date) -> dict[tuple[str, int], Figure]:
        within = _whole_weeks(where, begins, ends)
        if within is None:
            return {}
        figures = cut(
            facts, pool, minimum_base=minimum_base, where=within, measure=measure, exact=True
        )
        return {
            (one.question, one.version): one
            for one in figures
            if one.estimate.n or one.estimate.is_held
        }

    edges = [date.min, *sorted({one.at for one in breaks}), date.max]
    found = []
    for at in modes:
        place = edges.index(at.at)
        old, new = of(edges[place - 1], at.at), of(at.at, edges[place + 1])
        found += [
            _explain(at, old[about], new[about], measured, minimum_base=minimum_base)
            for about in new
            if about in old
        ]
    return found


def all_new_series(facts: Facts, *, minimum_base: int) -> list[NewSeries]:
    """Explain the new series of every programme; what is left is judged together."""
    found = []
    for programme in programmes():
        for name in _measures(programme):
            found += new_series(
                facts, [programme], EVERYTHING, minimum_base=minimum_base, measure=name
            )
    return with_verdicts(found, together(lefts(found)))


def lefts(found: Iterable[NewSeries]) -> list[Verdict | None]:
    """Give what is left of each change; None where no run says what the way of asking does."""
    return [one.parts.left if one.parts else None for one in found]


def with_verdicts(
    found: Sequence[NewSeries], verdicts: Sequence[Verdict | None]
) -> list[NewSeries]:
    """Put verdicts that were judged anew in the place of those of what is left."""
    return [
        replace(one, parts=replace(one.parts, left=left)) if one.parts and left else one
        for one, left in zip(found, verdicts, strict=True)
    ]


def _whole_weeks(where: Slice, begins: date, ends: date) -> Slice | None:
    """Narrow a slice down to the whole weeks between two breaks; None where there are none."""
    first = None if begins == date.min else monday_of(begins + _TO_NEXT_MONDAY)
    last = None if ends == date.max else monday_of(ends) - _DAY
    from_ = max((day for day in (where.from_, first) if day), default=None)
    to = min((day for day in (where.to, last) if day), default=None)
    return None if from_ and to and from_ > to else replace(where, from_=from_, to=to)


def _explain(
    at: SeriesBreak,
    old: Figure,
    new: Figure,
    measured: Sequence[Effect],
    *,
    minimum_base: int,
) -> NewSeries:
    """Take the newest run that began before the break and led to its way, or from it."""
    for effect in measured:
        run = effect.run
        if run.opens_on >= at.at or at.channel not in {run.channel, run.other}:
            continue
        for one in effect.found:
            if (one.item.question, one.item.version) == (new.question, new.version):
                way = one.step if at.channel == run.other else turned(one.step)
                parts = explained(new.estimate, old.estimate, way, minimum_base=minimum_base)
                return NewSeries(at=at, old=old, new=new, run=run, parts=parts)
    return NewSeries(at=at, old=old, new=new, run=None, parts=None)


def _effect(facts: Facts, run: ParallelRun, *, minimum_base: int) -> Effect:
    words = {(item.question, item.version): (item, label) for item, label in _asked(run.programme)}
    found = []
    for name in _measures(run.programme):
        arms: dict[tuple[str, int], dict[bool, list[Drawn]]] = defaultdict(dict)
        for row in facts.ask(_arms, run=run.pk, measure=name):
            drawn = Drawn(n=row["n"], counted=row["counted"], probability=row["probability"])
            both = arms[row["question"], row["question_version"]]
            both.setdefault(row["other_way"], []).append(drawn)
        for about in sorted(arms, key=[*words].index):
            item, label = words[about]
            usual, other = (
                arm(arms[about].get(way, ()), minimum_base=minimum_base) for way in WAYS
            )
            found.append(
                Measured(
                    item=item,
                    label=label,
                    measure=name,
                    usual=usual,
                    other=other,
                    step=step(other, usual, minimum_base=minimum_base),
                )
            )
    verdicts = together([one.step for one in found])
    days = {"programme": run.programme.slug, "from_": run.opens_on, "to": run.closes_on}
    asked = {(row["run"], row["asked_by"]): row["n"] for row in facts.ask(_let_through, **days)}
    return Effect(
        run=run,
        usual=asked.get((run.pk, run.channel), 0),
        other=asked.get((run.pk, run.other), 0),
        outside=sum(n for (number, _), n in asked.items() if not number),
        found=[replace(one, step=v) for one, v in zip(found, verdicts, strict=True) if v],
    )


def _asked(programme: Programme) -> list[tuple[Item, str]]:
    """Give each version of what a programme asks, with its words, in the order of the questions."""
    asked = programme.questionnaire_id
    return [(item, label) for item, label in labels().items() if item.questionnaire == asked]


def _measures(programme: Programme) -> list[str]:
    """Name one measure for each scale on which a programme asks."""
    asked = {item.scale for item, _ in _asked(programme)}
    found = {one.scale: name for name, one in reversed([*MEASURES.items()])}
    return [name for scale, name in found.items() if scale in asked]


def _arms(facts: Facts, *, run: int, measure: str) -> "Table":
    """Count what was said in a run, in each way, by the chance of having been drawn for it."""
    said = answered(facts, where=EVERYTHING, measure=measure, both_ways=True)
    said = said.filter(said.run == run)
    return said.group_by("question", "question_version", "other_way", "probability").aggregate(
        n=said.count(), counted=said.counts.ifelse(1, 0).sum()
    )


def _let_through(facts: Facts, *, programme: str, from_: date, to: date) -> "Table":
    """Count those who were let through on the days of a run, by it and by their way."""
    where = Slice(programmes=(programme,), from_=from_, to=to)
    through = where.of(facts.screenings)
    through = through.filter(through.outcome == Outcome.SEND.value)
    return through.group_by("run", "asked_by").aggregate(n=through.count())
