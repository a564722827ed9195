"""Figures of areas and their impact areas, beside which no hidden one can be worked out.

The force is the sum of its areas, and an area that of its impact areas, so what is hidden for
having too few answers needs others to be held back beside it, on every page alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, Unpack

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.few import BESIDE_FEW, held_back
from heard.core.statistics.proportions import share
from heard.eligibility.models import Programme
from heard.insight.cuts import Cut
from heard.insight.facts.read import Facts
from heard.insight.measure import Figure, Narrowed, cut
from heard.places.impact_areas import impact_areas

Place: TypeAlias = date | int | str


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
    """Give a measure of each question on its scale, by the areas and impact areas one may see."""
    facts.require(narrowed.get("where"))

    def of(*by: Cut) -> list[Figure]:
        return cut(
            facts.whole(), pool, minimum_base=minimum_base, by=by, measure=measure, **narrowed
        )

    by_area, by_impact_area = of(Cut.AREA), of(Cut.IMPACT_AREA)
    found = []
    for force in of():
        areas, parts = (
            {str(one.segment[0]): one.estimate for one in cuts if is_same(one, force)}
            for cuts in (by_area, by_impact_area)
        )
        areas, parts = guarded(areas, parts, whole=force.estimate, minimum_base=minimum_base)
        found.append(
            Apart(
                force=force,
                areas={code: one for code, one in areas.items() if facts.sees(["area"], [code])},
                impact_areas={
                    slug: one for slug, one in parts.items() if facts.sees(["impact_area"], [slug])
                },
            )
        )
    return found


def is_same(one: Figure, other: Figure) -> bool:
    """Tell whether two figures are of the same version of a question."""
    return (one.question, one.version) == (other.question, other.version)


def guarded(
    areas: Mapping[str, Estimate],
    parts: Mapping[str, Estimate],
    *,
    minimum_base: int,
    whole: Estimate | None = None,
) -> tuple[dict[str, Estimate], dict[str, Estimate]]:
    """Hold back areas beside hidden ones, then in each area impact areas beside hidden ones.

    Of an area that is hidden itself no impact area is shown, for they would add up to it. `whole`
    is the figure of the force, where these are shares of the same measure.
    """
    kept = _held(areas, whole, minimum_base=minimum_base)
    found: dict[str, Estimate] = {}
    for area, one in kept.items():
        within = {slug: part for slug, part in parts.items() if area_of(slug) == area}
        if one.shown:
            found |= _held(within, one if whole else None, minimum_base=minimum_base)
        else:
            found |= {slug: _hidden(part) for slug, part in within.items()}
    return kept, {slug: found.get(slug, one) for slug, one in parts.items()}


def _held(
    parts: Mapping[str, Estimate], whole: Estimate | None, *, minimum_base: int
) -> dict[str, Estimate]:
    held = held_back([*parts.values()], whole=whole, minimum_base=minimum_base)
    return dict(zip(parts, held, strict=True))


def less(everybody: Estimate, some: Estimate, *, minimum_base: int) -> Estimate:
    """Give the figure of some, unless the few others could be worked out from it."""
    return _hidden(some) if 0 < everybody.n - some.n < minimum_base else some


def without_doubted(
    everybody: Mapping[Place, Estimate], some: Mapping[Place, Estimate], *, minimum_base: int
) -> dict[Place, Estimate]:
    """Give the figures of places without the answers in doubt, beside those of everybody.

    Two tables of nearly the same people: what everybody's holds back is held back here, and more
    until those in doubt in the places that are held back are many, or nobody, and the others too.
    """
    kept = {
        place: less(everybody[place], one, minimum_base=minimum_base)
        if everybody[place].shown
        else _hidden(one)
        for place, one in some.items()
        if place in everybody
    }
    in_doubt = {place: everybody[place].n - one.n for place, one in kept.items()}

    def is_known() -> bool:
        """Tell whether what few of the places held back said can be worked out."""
        unknown = [
            place
            for place, one in kept.items()
            if not one.shown and (in_doubt[place] or not everybody[place].shown)
        ]
        groups = sum(in_doubt[p] for p in unknown), sum(kept[p].n for p in unknown)
        return any(0 < n < minimum_base for n in groups)

    while is_known():
        rest = [place for place, one in kept.items() if one.shown and in_doubt[place]]
        if not rest:
            break
        smallest = min(rest, key=lambda place: kept[place].n)
        kept[smallest] = _hidden(kept[smallest])
    return kept


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
