"""A chart of the waves of a survey of members: a line a question, with its interval."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from heard.web.staff.charts.draw import INK, LOWEST
from heard.web.staff.charts.shapes import share_axis

HEIGHT = 260
SIDES = 86  # pixels that the axis and its words take
APART = 7  # pixels from where a wave stands, so that intervals lie side by side
SHAPES, COLOURS = ("circle", "square"), (LOWEST, INK)  # told apart by their shapes, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One share of one question in one wave, from 0 to 1, with its interval."""

    wave: str
    question: str
    value: float
    low: float
    high: float


def waves(marks: Sequence[Mark], *, order: Sequence[str], width: int) -> dict[str, Any]:
    """Give the waves in this order; the axis says that it is members who say so."""
    questions = [*dict.fromkeys(mark.question for mark in marks)]
    legend = {"title": None, "columns": 1, "labelLimit": 260, "symbolOpacity": 1}
    axis = {"title": "members, by quarter", "labelAngle": 0, "labelOverlap": True}

    def told_apart(of: Sequence[str]) -> dict[str, Any]:
        return {
            "field": "question",
            "type": "nominal",
            "scale": {"domain": questions, "range": [*of[: len(questions)]]},
            "legend": legend,
        }

    colour = {"color": told_apart(COLOURS)}
    return {
        "data": {"values": [asdict(mark) for mark in marks]},
        "width": width - SIDES,
        "height": HEIGHT,
        "encoding": {
            "x": {
                "field": "wave",
                "type": "ordinal",
                "sort": [*order],
                "axis": axis,
                "scale": {"type": "point", "padding": 0.5},
            },
            "xOffset": {
                "field": "question",
                "type": "nominal",
                "scale": {"domain": questions, "range": [-APART, APART]},
            },
        },
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.25},
                "encoding": {
                    "y": share_axis("low", "of members"),
                    "y2": {"field": "high"},
                    **colour,
                },
            },
            {
                "mark": {"type": "line"},
                "encoding": {"y": share_axis("value", "of members"), **colour},
            },
            {
                "mark": {"type": "point", "filled": True, "stroke": INK, "size": 80},
                "encoding": {
                    "y": {"field": "value", "type": "quantitative"},
                    **colour,
                    "shape": told_apart(SHAPES),
                },
            },
        ],
    }
