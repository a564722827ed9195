"""Weighted figures beside the unweighted: by the chance with which each person was drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from heard.core.statistics.moments import NONE, Moments
from heard.core.statistics.weighted import Frame, Weighted, share
from heard.core.statistics.weights import diagnosis
from heard.eligibility.models import Programme
from heard.insight.cuts import (
    COLUMNS,
    EVERYTHING,
    ITEM,
    PROTECTED,
    Cut,
    Segment,
    Slice,
    TooFine,
    answered,
    segment,
)
from heard.insight.facts.read import Facts
from heard.insight.measure import Figure, as_object, figures
from heard.insight.measures import HEADLINE

if TYPE_CHECKING:
    from ibis.expr.types import Table

BY_CHANCE = "the chance of having been drawn"
# They ask whoever comes, or whoever put themselves on a list.
OPT_IN = frozenset({Programme.Route.OPEN, Programme.Route.MEMBERS})

Place = tuple[str, str, int, Segment]  # programme, question, its version, segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A figure, and the weighted one beside it."""

    figure: Figure
    weighted: Weighted


def weighted_figures(
    facts: Facts,
    *,
    minimum_base: int,
    by: Sequence[Cut] = (),
    measure: str = HEADLINE,
    version: int | None = None,
) -> list[Beside]:
    """Give what `measure.figures` gives, each with its weighted figure, or why there is none.

    TooFine where they are cut by who answered: with weights beside the counts there would be two
    equations for what is held back, which guards against one only.
    """
    if PROTECTED & {*by}:
        raise TooFine("Weighted figures are not cut by age, ethnic group, disability or sex")
    found = figures(facts, minimum_base=minimum_base, by=by, measure=measure, version=version)
    sums: dict[Place, Mapping[str, Any]] = {
        (row["programme"], row["question"], row["question_version"], segment(row, by)): row
        for row in facts.ask(_summed, by=tuple(by), where=EVERYTHING, measure=measure)
    }
    routes = dict(Programme.objects.values_list("slug", "route"))
    return [Beside(figure=figure, weighted=_beside(figure, sums, routes)) for figure in found]


def as_objects(found: Sequence[Beside]) -> list[dict[str, object]]:
    """Give each figure as JSON has it, with the weighted one in it."""
    return [as_object(one.figure) | {"weighted": _as_object(one.weighted)} for one in found]


def _as_object(found: Weighted) -> dict[str, object]:
    estimate = found.weighted
    return {
        "label": found.label,
        "frame": found.frame.value,
        "steps": list(found.steps),
        "value": estimate and estimate.value,
        "low": estimate and estimate.low,
        "high": estimate and estimate.high,
        "method": estimate and estimate.method,
        "why_not": found.why_not or (estimate and estimate.hidden),
        "diagnostics": found.diagnostics and asdict(found.diagnostics),
    }


def _beside(
    figure: Figure, sums: Mapping[Place, Mapping[str, Any]], routes: Mapping[str, str]
) -> Weighted:
    slugs = figure.programme.split("+")
    frame = Frame.OPT_IN if OPT_IN & {routes[slug] for slug in slugs} else Frame.SAMPLE
    places = [(slug, figure.question, figure.version, figure.segment) for slug in slugs]
    rows = [sums[place] for place in places if place in sums]
    if why_not := _why_not(frame, rows):
        return Weighted(unweighted=figure.estimate, weighted=None, frame=frame, why_not=why_not)
    whole = sum((_moments(row) for row in rows), start=NONE)
    mean = whole.w / whole.n
    cost = diagnosis(
        n=whole.n,
        w=whole.w,
        ww=whole.ww,
        ends=(min(r["smallest"] for r in rows) / mean, max(r["largest"] for r in rows) / mean),
    )
    return share(figure.estimate, whole, cost, frame=frame, steps=(BY_CHANCE,))


def _why_not(frame: Frame, rows: Sequence[Mapping[str, Any]]) -> str:
    """Say why there are no weights; nothing where there are."""
    unknown = sum(row["n"] - row["drawn"] for row in rows)
    if not rows:
        return "no answers"
    if frame is Frame.OPT_IN:
        return "nobody was drawn"
    return f"of {unknown:,} answers nobody knows the chance" if unknown else ""


def _moments(row: Mapping[str, Any]) -> Moments:
    """Give the sums of one programme; of 0 and 1 the squares are the values."""
    return Moments(
        n=row["n"],
        w=row["w"],
        wy=row["wy"],
        wyy=row["wy"],
        ww=row["ww"],
        wwy=row["wwy"],
        wwyy=row["wwy"],
    )


def _summed(facts: Facts, *, by: Sequence[Cut], where: Slice, measure: str) -> "Table":
    """Sum the weights of answers and their squares, of all and of those that a measure counts.

    `n` are all answers, and `drawn` those whose chance is known; only these have a weight.
    """
    said = answered(facts, where=where, measure=measure)
    said = said.mutate(weight=1 / said.probability)
    square, counts = said.weight * said.weight, said.counts.ifelse(1, 0)
    return said.group_by(*ITEM, *(COLUMNS[cut] for cut in by)).aggregate(
        n=said.count(),
        drawn=said.weight.count(),
        w=said.weight.sum(),
        wy=(said.weight * counts).sum(),
        ww=square.sum(),
        wwy=(square * counts).sum(),
        smallest=said.weight.min(),
        largest=said.weight.max(),
    )
