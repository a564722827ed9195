"""Turns counts of answers into figures that carry their base, their interval and their dates."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol, TypedDict, Unpack

from heard.core.statistics.estimate import Estimate, unsaid
from heard.core.statistics.proportions import share
from heard.eligibility.models import Programme
from heard.insight.cuts import EVERYTHING, PROTECTED, Cut, Segment, Slice
from heard.insight.facts.read import Facts
from heard.insight.guarded import Counted, guarded
from heard.insight.measures import HEADLINE, MEASURES
from heard.insight.queries import Broken, Item, begun, breaks, labels, pools, programmes, wanted

POOLED = "+"  # between the slugs of programmes that are put together
Counts = Mapping[str, Any]  # a row of counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure of one question, for one programme or, with a + in its slug, several pooled.

    `name` is the programme in words. `segment` holds a value for each cut that was asked for.
    `from_` and `to` are the local days on which the first and the last of the touchpoints
    happened that were answered about; None without answers. Answers to two versions of a question
    are never put together: `version` is the one that was asked, `breaks` say what begins with it.
    """

    programme: str
    name: str
    questionnaire: int
    question: str
    label: str
    measure: str
    segment: Segment
    estimate: Estimate
    from_: date | None
    to: date | None
    version: int = 1
    breaks: tuple[Broken, ...] = ()

    @property
    def asked(self) -> str:
        """The question with its version, where it is not the first."""
        return self.label if self.version == 1 else f"{self.label} (version {self.version})"


class Narrowed(TypedDict, total=False):
    """What is left out: all but a slice of the facts, one question, one version of it.

    A question that has no such version is not narrowed down. Days are taken as whole weeks, and
    widened where there are too few answers for that (`guarded.dates`), unless they are `exact`:
    then what may not be shown of them is held back.
    """

    where: Slice
    question: str | None
    version: int | None
    exact: bool


def figures(
    facts: Facts,
    *,
    minimum_base: int,
    by: Sequence[Cut] = (),
    measure: str = HEADLINE,
    **narrowed: Unpack[Narrowed],
) -> list[Figure]:
    """Give a measure of each question: programmes pooled, then each apart, in each segment.

    Programmes are pooled where they ask the same questionnaire, whose questions keep their scale;
    each version of a question stands apart, or one of them alone. Cut by who answered, programmes
    are given each by itself: what is held back of one could be worked out from all together.
    Complete and partial responses count. A figure on fewer answers than `minimum_base` is hidden.
    Wilson's interval at 95 %.
    """
    asked = list(facts.once(labels))
    order = [item.series for item in asked]
    scale = MEASURES[measure].scale
    measured = {item.questionnaire for item in asked if item.scale == scale}
    groups: dict[int, list[Programme]] = defaultdict(list)
    for programme in programmes(Programme.Route.OPEN):
        if programme.questionnaire_id in measured:
            groups[programme.questionnaire_id].append(programme)
    found = [
        figure
        for together in groups.values()
        for pool in pools(together, pooled=not PROTECTED & {*by})
        for figure in cut(
            facts,
            pool,
            minimum_base=minimum_base,
            by=by,
            measure=measure,
            **narrowed,
        )
    ]
    return sorted(found, key=lambda f: (order.index((f.questionnaire, f.question)), f.version))


def cut(
    facts: Facts,
    pool: Sequence[Programme],
    *,
    minimum_base: int,
    by: Sequence[Cut] = (),
    measure: str = HEADLINE,
    **narrowed: Unpack[Narrowed],
) -> list[Figure]:
    """Give a measure of each question on its scale, or of one, in each segment.

    `pool` are programmes that ask one questionnaire, and are put together. A segment or a version
    without answers is not there, but without cuts every question has a figure. What could tell what
    few people said is held back (`guarded`).
    """
    where, version = narrowed.get("where", EVERYTHING), narrowed.get("version")
    question = narrowed.get("question")
    counts: dict[tuple[str, int], list[Counted]] = defaultdict(list)
    for one in guarded(
        facts,
        pool,
        minimum_base=minimum_base,
        by=by,
        where=where,
        measure=measure,
        question=question,
        exact=narrowed.get("exact", False),
    ):
        counts[one.question, one.version].append(one)
    items = {
        item: label
        for item, label in facts.once(labels).items()
        if item.questionnaire == pool[0].questionnaire_id
        if item.scale == MEASURES[measure].scale and question in {None, item.question}
    }
    asked, broken = wanted(items, version), breaks(items)
    unanswered = [] if by else _unanswered(asked, counts)
    is_whole = not by and where == Slice(programmes=where.programmes)

    def figure(item: Item, one: Counted | None) -> Figure:
        estimate = _estimate(one, minimum_base=minimum_base, is_whole=is_whole)
        is_bare = PROTECTED & {*by} or estimate.is_held
        return Figure(
            programme=POOLED.join(p.slug for p in pool),
            name=pool[0].name if len(pool) == 1 else "All together",
            questionnaire=item.questionnaire,
            question=item.question,
            label=items[item],
            measure=measure,
            segment=one.segment if one else (),
            estimate=estimate,
            from_=None if one is None or is_bare else one.first,
            to=None if one is None or is_bare else one.last,
            version=item.version,
            breaks=begun(item, broken),
        )

    return [
        figure(item, one)
        for item in asked
        for one in counts.get((item.question, item.version), [None] if item in unanswered else [])
    ]


def _estimate(one: Counted | None, *, minimum_base: int, is_whole: bool) -> Estimate:
    """Give the share; of what is held back nothing, but how many answered a survey as a whole."""
    if one is None:
        return share(0, 0, minimum_base=minimum_base)
    estimate = share(one.counted, one.n, minimum_base=minimum_base)
    if one.why and (estimate.shown or not is_whole):
        return unsaid(estimate.method, why=one.why)
    return estimate


def protect(figure: Figure, held: Collection[Segment]) -> Figure:
    """Hold a figure of who answered back, if it is one of these; none has its days."""
    is_held = figure.segment in held
    estimate = unsaid(figure.estimate.method) if is_held else figure.estimate
    return replace(figure, estimate=estimate, from_=None, to=None)


def as_object(figure: Figure) -> dict[str, object]:
    """Give a figure as JSON has it: shares from 0 to 1, days as ISO dates."""
    return {
        "programme": figure.programme,
        "question": figure.question,
        "measure": figure.measure,
        "version": figure.version,
        **estimate_object(figure),
    }


class Estimated(Protocol):
    """What any figure has, whatever it is of."""

    @property
    def segment(self) -> Segment: ...
    @property
    def estimate(self) -> Estimate: ...
    @property
    def from_(self) -> date | None: ...
    @property
    def to(self) -> date | None: ...
    @property
    def breaks(self) -> tuple[Broken, ...]: ...


def estimate_object(figure: Estimated) -> dict[str, object]:
    """Give as JSON has it what every figure carries: its estimate, its days and its breaks."""
    return {
        "segment": [
            value.isoformat() if isinstance(value, date) else value for value in figure.segment
        ],
        **numbers(figure.estimate),
        "from": figure.from_ and figure.from_.isoformat(),
        "to": figure.to and figure.to.isoformat(),
        "breaks": [
            {"at": one.at.isoformat(), "why": one.why, "words": one.words} for one in figure.breaks
        ],
    }


def numbers(estimate: Estimate) -> dict[str, object]:
    """Give an estimate as JSON has it; of one that is held back not even its base."""
    is_held = estimate.is_held
    return {
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "n": None if is_held else estimate.n,
        "n_effective": None if is_held else estimate.n_effective,
        "method": estimate.method,
        "shown": estimate.shown,
        "hidden": estimate.hidden,
    }


def _unanswered(items: Collection[Item], found: Collection[tuple[str, int]]) -> list[Item]:
    """Give the newest version of each question that nobody answered."""
    newest = {item.series: item for item in items}
    answered = {item.series for item in items if (item.question, item.version) in found}
    return [item for series, item in newest.items() if series not in answered]
