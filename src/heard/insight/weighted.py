"""Weighted figures beside the unweighted: by the chance with which each person was drawn."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
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
from heard.insight.nonresponse import Adjustment, adjustments, class_of, require_known

if TYPE_CHECKING:
    from ibis.expr.types import Table

BY_CHANCE = "the chance of having been drawn"
# They ask whoever comes, or whoever put themselves on a list.
OPT_IN = frozenset({Programme.Route.OPEN, Programme.Route.MEMBERS})

Row = Mapping[str, Any]  # of `_summed`
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
    classes: Sequence[Cut] = (),
    measure: str = HEADLINE,
    version: int | None = None,
) -> list[Beside]:
    """Give what `measure.figures` gives, each with its weighted figure, or why there is none.

    Weights are one over the chance of having been drawn and, with `classes`, such that those who
    answered stand for all of their class who could be asked. TooFine where it is cut by who
    answered: with weights beside the counts there would be two equations for what is held back,
    which guards against one only.
    """
    if PROTECTED & {*by}:
        raise TooFine("Weighted figures are not cut by age, ethnic group, disability or sex")
    require_known(classes)
    found = figures(facts, minimum_base=minimum_base, by=by, measure=measure, version=version)
    columns = tuple(dict.fromkeys((*by, *classes)))
    rows = facts.ask(_summed, by=columns, where=EVERYTHING, measure=measure)
    adjusted = adjustments(facts, rows, classes) if classes else {}
    by_place: dict[Place, list[_Sums]] = defaultdict(list)
    for row in rows:
        item = (row["programme"], row["question"], row["question_version"])
        sums = _Sums(row=row, classes=classes, adjusted=adjusted.get(item))
        by_place[*item, segment(row, by)].append(sums)
    routes = dict(Programme.objects.values_list("slug", "route"))
    return [Beside(figure=figure, weighted=_beside(figure, by_place, routes)) for figure in found]


def as_objects(found: Sequence[Beside]) -> list[dict[str, object]]:
    """Give each figure as JSON has it, with the weighted one in it."""
    return [as_object(one.figure) | {"weighted": _as_object(one.weighted)} for one in found]


def _as_object(found: Weighted) -> dict[str, object]:
    estimate = found.weighted
    return {
        "label": found.label,
        "frame": found.frame.value,
        "steps": list(found.steps),
        "log": list(found.log),
        "value": estimate and estimate.value,
        "low": estimate and estimate.low,
        "high": estimate and estimate.high,
        "method": estimate and estimate.method,
        "why_not": found.why_not or (estimate and estimate.hidden),
        "diagnostics": found.diagnostics and asdict(found.diagnostics),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """The sums of some answers, of one class where there are any, and how that is adjusted."""

    row: Row
    classes: Sequence[Cut]
    adjusted: Adjustment | None

    @property
    def factor(self) -> float:
        if self.adjusted is None:
            return 1.0
        return self.adjusted.factors[class_of(self.row, self.classes)]

    @property
    def moments(self) -> Moments:
        """The moments of 0 and 1, of which the squares are the values."""
        row, once, twice = self.row, self.factor, self.factor**2
        return Moments(
            n=row["n"],
            w=row["w"] * once,
            wy=row["wy"] * once,
            wyy=row["wy"] * once,
            ww=row["ww"] * twice,
            wwy=row["wwy"] * twice,
            wwyy=row["wwy"] * twice,
        )

    @property
    def ends(self) -> tuple[float, float]:
        return self.row["smallest"] * self.factor, self.row["largest"] * self.factor


def _beside(
    figure: Figure, by_place: Mapping[Place, Sequence[_Sums]], routes: Mapping[str, str]
) -> Weighted:
    slugs = figure.programme.split("+")
    frame = Frame.OPT_IN if OPT_IN & {routes[slug] for slug in slugs} else Frame.SAMPLE
    places = [(slug, figure.question, figure.version, figure.segment) for slug in slugs]
    sums = [one for place in places for one in by_place.get(place, ())]
    if why_not := _why_not(frame, sums):
        return Weighted(unweighted=figure.estimate, weighted=None, frame=frame, why_not=why_not)
    whole = sum((one.moments for one in sums), start=NONE)
    mean = whole.w / whole.n
    ends = (min(one.ends[0] for one in sums) / mean, max(one.ends[1] for one in sums) / mean)
    cost = diagnosis(n=whole.n, w=whole.w, ww=whole.ww, ends=ends)
    steps, log = [BY_CHANCE], dict[str, None]()
    for one in sums:
        if one.adjusted is not None:
            steps = [BY_CHANCE, one.adjusted.step]
            log |= dict.fromkeys(one.adjusted.log)
    found = share(figure.estimate, whole, cost, frame=frame, steps=tuple(steps))
    return replace(found, log=tuple(log))


def _why_not(frame: Frame, sums: Sequence[_Sums]) -> str:
    """Say why there are no weights; nothing where there are."""
    unknown = sum(one.row["n"] - one.row["drawn"] for one in sums)
    if not sums:
        return "no answers"
    if frame is Frame.OPT_IN:
        return "nobody was drawn"
    if unknown:
        return f"of {unknown:,} answers nobody knows the chance"
    return next((one.adjusted.why_not for one in sums if one.adjusted is not None), "")


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
