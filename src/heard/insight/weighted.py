"""Weighted figures beside the unweighted: by the chance with which each person was drawn."""

from collections import Counter, defaultdict
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
    answered stand for all of their class who could be asked. Where several weights are in use, as
    many answers as the minimum base have each, for the two figures together tell of those who
    share one. TooFine where it is cut by who answered: with weights beside the counts there would
    be two equations for what is held back, which guards against one only.
    """
    if PROTECTED & {*by}:
        raise TooFine("Weighted figures are not cut by age, ethnic group, disability or sex")
    require_known(classes)
    found = figures(
        facts.whole(), minimum_base=minimum_base, by=by, measure=measure, version=version
    )
    columns = tuple(dict.fromkeys((*by, *classes)))
    rows = facts.ask(_summed, by=columns, where=EVERYTHING, measure=measure)
    adjusted = adjustments(facts, rows, classes) if classes else {}
    by_place: dict[Place, list[_Sums]] = defaultdict(list)
    for row in rows:
        item = (row["programme"], row["question"], row["question_version"])
        sums = _Sums(row=row, classes=classes, adjusted=adjusted.get(item))
        by_place[*item, segment(row, by)].append(sums)
    routes = dict(Programme.objects.values_list("slug", "route"))
    held = {_table(one) for one in found if one.estimate.is_held}
    return [
        Beside(
            figure=figure,
            weighted=_bare(figure, routes)
            if _table(figure) in held
            else _beside(figure, by_place, routes, minimum_base=minimum_base),
        )
        for figure in found
        if facts.sees([COLUMNS[cut] for cut in by], figure.segment)
    ]


def _table(figure: Figure) -> tuple[str, str, int]:
    """Name the table that a figure stands in with the other segments."""
    return figure.programme, figure.question, figure.version


def _bare(figure: Figure, routes: Mapping[str, str]) -> Weighted:
    """Give no weighted figure in a table of which some are held back.

    With weights beside the counts there would be two equations for what is held back.
    """
    return Weighted(
        unweighted=figure.estimate,
        weighted=None,
        frame=_frame(figure, routes),
        why_not="some figures of this table are held back",
    )


def _frame(figure: Figure, routes: Mapping[str, str]) -> Frame:
    slugs = figure.programme.split("+")
    return Frame.OPT_IN if OPT_IN & {routes[slug] for slug in slugs} else Frame.SAMPLE


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
    """Some answers that share a weight, and how their class is adjusted, if there are any."""

    row: Row
    classes: Sequence[Cut]
    adjusted: Adjustment | None

    @property
    def weight(self) -> float:
        """The weight that each of them has."""
        factor = 1.0
        if self.adjusted is not None:
            factor = self.adjusted.factors[class_of(self.row, self.classes)]
        return float(factor / self.row["probability"])

    @property
    def moments(self) -> Moments:
        """The moments of 0 and 1, of which the squares are the values."""
        n, counted, weight = self.row["n"], self.row["counted"], self.weight
        return Moments(
            n=n,
            w=n * weight,
            wy=counted * weight,
            wyy=counted * weight,
            ww=n * weight**2,
            wwy=counted * weight**2,
            wwyy=counted * weight**2,
        )


def _beside(
    figure: Figure,
    by_place: Mapping[Place, Sequence[_Sums]],
    routes: Mapping[str, str],
    *,
    minimum_base: int,
) -> Weighted:
    slugs = figure.programme.split("+")
    frame = _frame(figure, routes)
    places = [(slug, figure.question, figure.version, figure.segment) for slug in slugs]
    sums = [one for place in places for one in by_place.get(place, ())]
    why_not = _why_not(frame, sums)
    if not why_not and figure.estimate.shown:
        why_not = _told_apart(sums, minimum_base=minimum_base)
    if why_not:
        return Weighted(unweighted=figure.estimate, weighted=None, frame=frame, why_not=why_not)
    whole = sum((one.moments for one in sums), start=NONE)
    weights, mean = [one.weight for one in sums], whole.w / whole.n
    ends = (min(weights) / mean, max(weights) / mean)
    cost = diagnosis(n=whole.n, w=whole.w, ww=whole.ww, ends=ends)
    adjusted = [one.adjusted for one in sums if one.adjusted is not None]
    steps = dict.fromkeys((BY_CHANCE, *(one.step for one in adjusted)))
    found = share(figure.estimate, whole, cost, frame=frame, steps=tuple(steps))
    return replace(found, log=tuple(dict.fromkeys(line for one in adjusted for line in one.log)))


def _why_not(frame: Frame, sums: Sequence[_Sums]) -> str:
    """Say why there are no weights; nothing where there are."""
    if not sums:
        return "no answers"
    if frame is Frame.OPT_IN:
        return "nobody was drawn"
    if unknown := sum(one.row["n"] for one in sums if one.row["probability"] is None):
        return f"of {unknown:,} answers nobody knows the chance"
    return next((one.adjusted.why_not for one in sums if one.adjusted is not None), "")


def _told_apart(sums: Sequence[_Sums], *, minimum_base: int) -> str:
    """Say that few share a weight: from both figures it could be worked out what these said."""
    alike = Counter[float]()
    for one in sums:
        alike[one.weight] += one.row["n"]
    if len(alike) > 1 and min(alike.values()) < minimum_base:
        return f"fewer than {minimum_base} answers share a weight"
    return ""


def _summed(facts: Facts, *, by: Sequence[Cut], where: Slice, measure: str) -> "Table":
    """Count answers, and those of a measure, by the chance with which people had been drawn."""
    said = answered(facts, where=where, measure=measure)
    columns = dict.fromkeys((*ITEM, *(COLUMNS[cut] for cut in by), "probability"))
    return said.group_by(*columns).aggregate(n=said.count(), counted=said.counts.ifelse(1, 0).sum())
