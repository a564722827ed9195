"""Turns counts of answers into figures that carry their base, their interval and their dates."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypedDict, Unpack

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share
from heard.eligibility.models import Programme
from heard.insight.cuts import EVERYTHING, Cut, Segment, Slice, counted, segment
from heard.insight.facts.read import Facts
from heard.insight.measures import HEADLINE, MEASURES
from heard.insight.queries import Item, labels, programmes

Counts = Mapping[str, Any]  # a row of `cuts.counted`


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure of one question, for one programme or, with a + in its slug, several pooled.

    `name` is the programme in words. `segment` holds a value for each cut that was asked for.
    `from_` and `to` are the local days on which the first and the last of the touchpoints
    happened that were answered about; None without answers.
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


class Narrowed(TypedDict, total=False):
    """What is left out: all but a slice of the facts, all questions but one."""

    where: Slice
    question: str | None


def figures(
    facts: Facts, *, minimum_base: int, by: Sequence[Cut] = (), measure: str = HEADLINE
) -> list[Figure]:
    """Give a measure of each question: programmes pooled, then each apart, in each segment.

    Programmes are pooled where they ask the same questionnaire, whose questions keep their scale.
    Complete and partial responses count. A figure on fewer answers than `minimum_base` is hidden.
    Wilson's interval at 95 %.
    """
    asked = list(labels())
    order = [(item.questionnaire, item.question) for item in asked]
    scale = MEASURES[measure].scale
    measured = {item.questionnaire for item in asked if item.scale == scale}
    groups: dict[int, list[Programme]] = defaultdict(list)
    for programme in programmes(Programme.Route.OPEN):
        if programme.questionnaire_id in measured:
            groups[programme.questionnaire_id].append(programme)
    found = [
        figure
        for alike in groups.values()
        for pool in _pools(alike)
        for figure in cut(facts, pool, minimum_base=minimum_base, by=by, measure=measure)
    ]
    return sorted(found, key=lambda figure: order.index((figure.questionnaire, figure.question)))


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

    `pool` are programmes that ask one questionnaire, and are put together. A segment without
    answers is not there, but without cuts every question has its figure.
    """
    question = narrowed.get("question")
    where = replace(narrowed.get("where", EVERYTHING), programmes=tuple(p.slug for p in pool))
    rows = facts.ask(counted, by=tuple(by), where=where, measure=measure, question=question)
    found: dict[str, dict[Segment, list[Counts]]] = defaultdict(lambda: {} if by else {(): []})
    for row in rows:
        found[row["question"]].setdefault(segment(row, by), []).append(row)
    return [
        _figure(pool, (item, label), place, counts, measure=measure, minimum_base=minimum_base)
        for item, label in labels().items()
        if item.questionnaire == pool[0].questionnaire_id
        if item.scale == MEASURES[measure].scale and question in {None, item.question}
        for place, counts in sorted(found[item.question].items())
    ]


def as_object(figure: Figure) -> dict[str, object]:
    """Give a figure as JSON has it: shares from 0 to 1, days as ISO dates."""
    estimate = figure.estimate
    return {
        "programme": figure.programme,
        "question": figure.question,
        "measure": figure.measure,
        "segment": [
            value.isoformat() if isinstance(value, date) else value for value in figure.segment
        ],
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "n": estimate.n,
        "n_effective": estimate.n_effective,
        "method": estimate.method,
        "shown": estimate.shown,
        "hidden": estimate.hidden,
        "from": figure.from_ and figure.from_.isoformat(),
        "to": figure.to and figure.to.isoformat(),
    }


def _pools(alike: Sequence[Programme]) -> list[Sequence[Programme]]:
    """Give all of them together, where there are several, and then each."""
    apart = [[programme] for programme in alike]
    return [alike, *apart] if len(alike) > 1 else [*apart]


def _figure(
    pool: Sequence[Programme],
    asked: tuple[Item, str],
    place: Segment,
    counts: Sequence[Counts],
    *,
    measure: str,
    minimum_base: int,
) -> Figure:
    item, label = asked
    return Figure(
        programme="+".join(p.slug for p in pool),
        name=pool[0].name if len(pool) == 1 else "All together",
        questionnaire=item.questionnaire,
        question=item.question,
        label=label,
        measure=measure,
        segment=place,
        estimate=share(
            sum(c["counted"] for c in counts),
            sum(c["n"] for c in counts),
            minimum_base=minimum_base,
        ),
        from_=min((c["first"] for c in counts), default=None),
        to=max((c["last"] for c in counts), default=None),
    )
