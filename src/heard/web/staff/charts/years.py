"""A chart of years: a line an area where years follow on each other, and gaps where none is."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from heard.web.staff.charts.draw import INK, LOWEST, QUIET, SHARE
from heard.web.staff.charts.shapes import share_axis

HEIGHT = 260
SIDES = 86  # pixels that the axis and its words take
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
COLOURS = (LOWEST, INK, SHARE, "#5e4fa2", QUIET)  # told apart by their shapes, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One share of one area, from 0 to 1, with its interval if it has one; None is a gap.

    `year` is the one in which it ends; lines join years that follow on each other in one `series`.
    """

    area: str
    year: float
    value: float | None
    low: float | None
    high: float | None
    series: str


def years(marks: Sequence[Year], *, areas: Sequence[str], width: int) -> dict[str, Any]:
    """Give a line an area, in the order of `areas`; an interval is a thin rule."""
    shown = [{"filter": "datum.value !== null"}]
    axis = {"title": "year ending", "format": "d", "tickMinStep": 1, "labelOverlap": True}
    legend = {"title": None, "columns": 1 if width < WIDE else 2, "labelLimit": 260}
    told_apart = {
        "color": {
            "field": "area",
            "type": "nominal",
            "scale": {"domain": [*areas], "range": [*COLOURS[: len(areas)]]},
            "legend": legend,
        },
        "shape": {
            "field": "area",
            "type": "nominal",
            "scale": {"domain": [*areas], "range": [*SHAPES[: len(areas)]]},
            "legend": legend,
        },
    }
    colour = {"color": told_apart["color"]}
    return {
        "data": {"values": [asdict(mark) for mark in marks]},
        "width": width - SIDES,
        "height": HEIGHT,
        "encoding": {
            "x": {
                "field": "year",
                "type": "quantitative",
                "scale": {"zero": False, "nice": False, "padding": 14},
                "axis": axis,
            }
        },
        "layer": [
            {
                "transform": [{"filter": "datum.low !== null"}],
                "mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.25},
                "encoding": {
                    "y": share_axis("low", "said so"),
                    "y2": {"field": "high"},
                    **colour,
                },
            },
            {
                "mark": {"type": "line", "invalid": "break-paths-filter-domains"},
                "encoding": {
                    "y": share_axis("value", "said so"),
                    "detail": {"field": "series", "type": "nominal"},
                    **colour,
                },
            },
            {
                "transform": shown,
                "mark": {"type": "point", "stroke": INK, "strokeWidth": 1, "size": 80},
                "encoding": {"y": {"field": "value", "type": "quantitative"}, **told_apart},
            },
        ],
    }


WIDE = 400
