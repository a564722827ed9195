"""Small multiples: the same small chart for each segment, side by side, on one scale."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypedDict, Unpack

from heard.web.staff.charts.draw import QUIET, SHARE
from heard.web.staff.charts.shapes import share_axis

HEIGHT = 96
PANEL = 150  # pixels that one takes at least, its axis left out
AXIS = 70
CROSS = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One share in the panel of a segment, `at` one month or place; None where none is shown."""

    panel: str
    at: str
    value: float | None
    low: float | None
    high: float | None


class Looks(TypedDict):
    """Whether points follow each other in time, and are joined; the words of the axis beside."""

    is_time: bool
    share: str


def multiples(
    spots: Sequence[Spot], *, at: Sequence[str], width: int, **looks: Unpack[Looks]
) -> dict[str, Any]:
    """Give a panel for each segment; a cross stands for what is not shown.

    `at` are the places of the axis below, in their order.
    """
    panels = [*dict.fromkeys(spot.panel for spot in spots)]
    columns = max(1, min(len(panels), (width - AXIS) // (PANEL + 20)))
    plot = (width - AXIS) // columns - 20
    shown, hidden = ([{"filter": f"datum.value {sign} null"}] for sign in ("!==", "==="))
    line = {"mark": {"type": "line", "invalid": "break-paths-filter-domains"}}
    below = {
        "field": "at",
        "type": "ordinal",
        "scale": {"domain": list(at)},
        "axis": {"title": None, "labelOverlap": True, "labelAngle": 0, "labelFontSize": 11},
    }
    beside = {**share_axis("value", looks["share"])}
    beside["axis"] = {**beside["axis"], "values": [0, 0.5, 1], "titleFontSize": 12}
    return {
        "data": {"values": [asdict(spot) for spot in spots]},
        "columns": columns,
        "facet": {
            "field": "panel",
            "type": "nominal",
            "sort": panels,
            "header": {"title": None, "labelFontSize": 13, "labelFontWeight": "bold"},
        },
        "spacing": 20,
        "spec": {
            "width": plot,
            "height": HEIGHT,
            "encoding": {"x": below},
            "layer": [
                {
                    "transform": shown,
                    "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.3},
                    "encoding": {
                        "y": {"field": "low", "type": "quantitative"},
                        "y2": {"field": "high"},
                    },
                },
                *([{**line, "encoding": {"y": beside}}] if looks["is_time"] else []),
                {
                    "transform": shown,
                    "mark": {"type": "point", "size": 34, "color": SHARE},
                    "encoding": {"y": beside},
                },
                {
                    "transform": hidden,
                    "mark": {"type": "text", "color": QUIET, "baseline": "bottom"},
                    "encoding": {"y": {"datum": 0}, "text": {"value": CROSS}},
                },
            ],
        },
    }
