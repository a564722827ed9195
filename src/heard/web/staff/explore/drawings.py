"""What Explore draws beside the charts of the surveys: a map, a funnel and small multiples."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.pooling import WARNING, Position, limits, position
from heard.insight.apart import Place
from heard.insight.cuts import Cut
from heard.insight.explored import Explored, Month
from heard.insight.facts.read import Facts
from heard.insight.measures import MEASURES
from heard.places.areas import names
from heard.places.impact_areas import impact_areas
from heard.places.impact_areas import shapes as impact_shapes
from heard.places.models import Loaded
from heard.places.shapes import Shapes, area_shapes
from heard.web.staff.charts.areas_map import Area, areas_map
from heard.web.staff.charts.draw import Drawing, drawing
from heard.web.staff.charts.funnel_plot import Point, funnel_plot
from heard.web.staff.charts.multiples import Looks, Spot, multiples
from heard.web.staff.filters import CUTS
from heard.web.staff.survey_words import WIDTHS, Chart, said_of, segment_words, short
from heard.web.staff.teams import POSITIONS
from heard.web.staff.words import Row, long_day, percent, row

THURSDAY = timedelta(days=3)
PANELS = 12  # more than that are in the table alone
FEWEST = 3  # shares that make a funnel
IN_FUNNELS = frozenset((Cut.AREA, Cut.WARD, Cut.TEAM, Cut.IMPACT_AREA))
MADE_UP = (
    "The shapes are made up, as real ones cannot go with Heard; they can be loaded from GeoJSON "
    "(heard places load-shapes)."
)
FUNNEL = (
    "Within the limits chance alone may have made it. A place like all others lies outside the "
    "95% limits once in twenty times. Nothing is adjusted for what was dealt with, and this is no "
    "league table: what lies outside is a reason to ask why."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiples:
    """A small chart for each segment, with a table: a line for each, a cell for each place."""

    id: str
    title: str
    drawings: Sequence[Drawing]
    words: str
    notes: Sequence[str]
    columns: Sequence[str]
    lines: Sequence[tuple[str, Sequence[Row]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The figures of small charts by segment and place; `across` is None for months."""

    at: Sequence[str]
    by_place: Mapping[tuple[Place, str], Estimate]
    across: Cut | None = None


def mapped(found: Explored, by: Sequence[Cut], known: Facts) -> Chart | None:
    """Draw a cut by area, or by impact area, as a map; None for any other, or without shapes.

    What somebody may not see apart is an outline alone.
    """
    if [*by] not in ([Cut.AREA], [Cut.IMPACT_AREA]):
        return None
    estimates = {str(one.segment[0]): one.estimate for one in found.cut}
    loaded = area_shapes(found.chosen.to)
    is_fine = by[0] is Cut.IMPACT_AREA
    fine = area_shapes(found.chosen.to, kind=Loaded.Kind.IMPACT_AREA)
    shapes = (fine.by_code or impact_shapes()) if is_fine else loaded.by_code
    places = {slug: one.name for slug, one in impact_areas().items()} if is_fine else names()
    areas = [
        Area(
            label=_label("" if is_fine else code, estimates.get(code)),
            shape=shape,
            value=estimates[code].value if code in estimates else None,
            is_empty=code not in estimates,
        )
        for code, shape in shapes.items()
        if known.sees(by, [code])
    ]
    outlines = [*loaded.by_code.values()]
    if not areas:
        return None
    drawn = [
        areas_map(areas, width=width, name=f"held-{width}", outlines=outlines) for width in WIDTHS
    ]
    lines = [
        row(name if is_fine else f"{code}: {name}", estimates.get(code))
        for code, name in places.items()
        if known.sees(by, [code])
    ]
    return Chart(
        id="map",
        title=f"{short(found.chosen)} on a map",
        drawings=drawn,
        words=f"Map of {said_of(found.chosen)}: "
        + ", ".join(f"{line.name} {line.value}" for line in lines),
        first=CUTS[by[0]].capitalize(),
        lines=lines,
        notes=[*dict.fromkeys(map(_drawn_after, [loaded, *([fine] if is_fine else [])]))],
        share=MEASURES[found.chosen.measure].words,
    )


def _drawn_after(shapes: Shapes) -> str:
    """Say where shapes come from, and with whose leave."""
    if shapes.since is None:
        return MADE_UP
    since = f"Shapes from {shapes.source}, in force from {long_day(shapes.since)}."
    return f"{since} {shapes.credit}".strip()


def _label(code: str, estimate: Estimate | None) -> str:
    """Give the words on an area: its code and its share in whole per cent, where there is one."""
    said = percent(estimate.value, base=0) if estimate and estimate.value is not None else ""
    return "\n".join(one for one in (code, said) if one)


def funnel(found: Explored, by: Sequence[Cut]) -> Chart | None:
    """Hold places or teams against the limits of chance around all; None where there are few."""
    centre = found.chosen.estimate.value
    shown = [(segment_words(by[0], one.segment[0]), one.estimate) for one in found.cut if by]
    shown = [(name, one) for name, one in shown if one.shown]
    if len(by) != 1 or by[0] not in IN_FUNNELS or centre is None or len(shown) < FEWEST:
        return None
    placed = [(name, one, position(one.value or 0, centre, one.n)) for name, one in shown]
    points = [
        Point(name=name, n=one.n, value=one.value or 0, is_outside=at is not Position.WITHIN)
        for name, one, at in placed
    ]
    title = said_of(found.chosen)
    return Chart(
        id="funnel",
        title=f"{short(found.chosen)} by {CUTS[by[0]]}, in a funnel",
        drawings=[
            drawing(funnel_plot(points, centre=centre, title=title, width=w)) for w in WIDTHS
        ],
        words=f"Funnel plot of {len(points)}: "
        + ", ".join(f"{name} {POSITIONS[at].lower()}" for name, _, at in placed)
        + ".",
        first=CUTS[by[0]].capitalize(),
        lines=[_in_funnel(name, one, at, centre) for name, one, at in placed],
        key=FUNNEL,
        share=MEASURES[found.chosen.measure].words,
    )


def _in_funnel(name: str, estimate: Estimate, at: Position, centre: float) -> Row:
    line = row(name, estimate)
    low, high = (percent(end, base=0) for end in limits(centre, estimate.n, WARNING))
    return replace(line, limits=f"{low} to {high}", signals=POSITIONS[at])


def small(found: Explored, by: Sequence[Cut]) -> Multiples | None:
    """Draw a panel for each segment: over months, or over the second of two cuts."""
    if len(by) == 1 and found.months:
        named = [(_month(one), one.figures) for one in found.months]
        by_place = {(one.segment[0], at): one.estimate for at, of in named for one in of}
        return _multiples(found, by[0], Cells(at=[at for at, _ in named], by_place=by_place))
    if len(by) == len(("rows", "columns")) and found.cut:
        told = [(one, segment_words(by[1], one.segment[1])) for one in found.cut]
        by_place = {(one.segment[0], at): one.estimate for one, at in told}
        at = [*dict.fromkeys(at for _, at in told)]
        return _multiples(found, by[0], Cells(at=at, by_place=by_place, across=by[1]))
    return None


def _month(one: Month) -> str:
    return f"{(one.weeks.first or date.min) + THURSDAY:%b %y}"


def _multiples(found: Explored, by: Cut, cells: Cells) -> Multiples:
    """Draw the segments with the most answers, and put all into the table."""
    answers = Counter[Place]()
    for (place, _), estimate in cells.by_place.items():
        answers[place] += estimate.n
    order = [*dict.fromkeys(place for place, _ in cells.by_place)]
    drawn = {place for place, _ in answers.most_common(PANELS)}
    spots = [
        Spot(
            panel=segment_words(by, place),
            at=at,
            value=one.value if one else None,
            low=one.low if one else None,
            high=one.high if one else None,
        )
        for place in order
        if place in drawn
        for at in cells.at
        for one in [cells.by_place.get((place, at))]
    ]
    across = CUTS[cells.across] if cells.across else "month"
    left = len(order) - len(drawn)
    looks: Looks = {"is_time": cells.across is None, "share": said_of(found.chosen)}
    return Multiples(
        id="multiples",
        title=f"{short(found.chosen)} by {CUTS[by]}, each by {across}",
        drawings=[drawing(multiples(spots, at=cells.at, width=width, **looks)) for width in WIDTHS],
        words=f"{len(drawn)} small charts of {said_of(found.chosen)}, one for each; the table "
        "below has their figures.",
        notes=[f"Drawn are the {PANELS} with the most answers; {left} more are in the table."]
        if left
        else [],
        columns=cells.at,
        lines=[
            (
                segment_words(by, place),
                [row(at, cells.by_place.get((place, at))) for at in cells.at],
            )
            for place in order
        ],
    )
