"""Figures of areas and their impact areas, beside which no hidden one can be worked out.

The force is the sum of its areas, and an area that of its impact areas, so what is hidden for
having too few answers needs others to be held back beside it, on every page alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Unpack

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.few import BESIDE_FEW, held_back
from heard.core.statistics.proportions import share
from heard.eligibility.models import Programme
from heard.insight.cuts import Cut
from heard.insight.facts.read import Facts
from heard.insight.measure import Figure, Narrowed, cut
from heard.places.impact_areas import impact_areas


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """The figures of one version of a question: in the force, in each area and each impact area.

    Areas stand by code, impact areas by slug, and what came in for the whole force under ''.
    """

    force: Figure
    areas: Mapping[str, Estimate]
    impact_areas: Mapping[str, Estimate]


def apart(
    facts: Facts,
    pool: Sequence[Programme],
    *,
    minimum_base: int,
    measure: str,
    **narrowed: Unpack[Narrowed],
) -> list[Apart]:
    """Give a measure of each question on its scale, by area and by impact area."""

    def of(*by: Cut) -> list[Figure]:
        return cut(facts, pool, minimum_base=minimum_base, by=by, measure=measure, **narrowed)

    by_area, by_impact_area = of(Cut.AREA), of(Cut.IMPACT_AREA)
    found = []
    for force in of():
        areas, parts = (
            {str(one.segment[0]): one.estimate for one in cuts if is_same(one, force)}
            for cuts in (by_area, by_impact_area)
        )
        areas, parts = guarded(areas, parts, minimum_base=minimum_base)
        found.append(Apart(force=force, areas=areas, impact_areas=parts))
    return found


def is_same(one: Figure, other: Figure) -> bool:
    """Tell whether two figures are of the same version of a question."""
    return (one.question, one.version) == (other.question, other.version)


def guarded(
    areas: Mapping[str, Estimate], parts: Mapping[str, Estimate], *, minimum_base: int
) -> tuple[dict[str, Estimate], dict[str, Estimate]]:
    """Hold back areas beside hidden ones, then in each area impact areas beside hidden ones.

    Of an area that is hidden itself no impact area is shown, for they would add up to it.
    """
    kept = dict(zip(areas, held_back([*areas.values()], minimum_base=minimum_base), strict=True))
    found: dict[str, Estimate] = {}
    for area, whole in kept.items():
        within = {slug: one for slug, one in parts.items() if area_of(slug) == area}
        if whole.shown:
            shown = held_back([*within.values()], minimum_base=minimum_base)
        else:
            shown = [_hidden(one) for one in within.values()]
        found |= dict(zip(within, shown, strict=True))
    return kept, {slug: found.get(slug, one) for slug, one in parts.items()}


def less(everybody: Estimate, some: Estimate, *, minimum_base: int) -> Estimate:
    """Give the figure of some, unless the few others could be worked out from it."""
    return _hidden(some) if 0 < everybody.n - some.n < minimum_base else some


def area_of(slug: str) -> str:
    """Give the area that an impact area lies in; '' for what is for the whole force."""
    found = impact_areas().get(slug)
    return found.area if found else ""


def nobody(*, minimum_base: int) -> Estimate:
    """Give the figure of an area in which nobody answered."""
    return share(0, 0, minimum_base=minimum_base)


def _hidden(estimate: Estimate) -> Estimate:
    if not estimate.shown:
        return estimate
    return replace(estimate, value=None, low=None, high=None, hidden=BESIDE_FEW)
