"""Charts of shares and counts: questions side by side, a map of the week, the steps of a funnel."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from textwrap import fill
from typing import Any

from heard.web.staff.charts.draw import LINES, LOWEST, SHADES, SHARE

BROAD, NARROW = 640, 286  # CSS pixels: on a desk, and on a telephone

_WHOLE = {"domain": [0, 1]}
_PERCENT = {"format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One share with the ends of its interval, from 0 to 1; None where it is not shown.

    `words` stands beside it, so that nothing is told by colour or place alone.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    words: str
    stands_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One field of a map: its column and row, and what `Mark` says of a share."""

    column: str
    row: str
    value: float | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How many came to one step."""

    name: str
    n: int


def funnel(bars: Sequence[Bar], *, width: int) -> dict[str, Any]:
    """Give a bar for each step with its number at its end."""
    letters = width // 20
    named = [{"name": fill(bar.name, letters), "n": bar.n, "words": f"{bar.n:,}"} for bar in bars]
    return {
        "data": {"values": named},
        "width": width - max(206, width // 3),
        "height": {"step": 40},
        "encoding": {
            "y": {
                "field": "name",
                "type": "nominal",
                "sort": None,
                "axis": {"title": None, "labelExpr": _LINES, **_BARE},
            },
            "x": {"field": "n", "type": "quantitative", "axis": None},
        },
        "layer": [
            {"mark": {"type": "bar", "color": SHARE, "height": 20}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontWeight": "bold"},
                "encoding": {"text": {"field": "words"}},
            },
        ],
    }


def side_by_side(
    marks: Sequence[Mark], *, width: int, share: str = "scored 8 or above"
) -> dict[str, Any]:
    """Give a line for each mark with its share and interval; what stands out is a diamond.

    `share` says below the axis what was said.
    """
    plot = width - max(206, width // 3)
    letters = width // 20  # in a line of a name: longer ones go on below
    named = [
        {**asdict(mark), "name": fill(mark.name, letters, break_long_words=False)} for mark in marks
    ]
    return {
        "data": {"values": named},
        "width": plot,
        "height": {"step": 44},
        "encoding": {
            "y": {
                "field": "name",
                "type": "nominal",
                "sort": None,
                "axis": {"title": None, "labelExpr": _LINES, **_BARE},
            }
        },
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 3},
                "encoding": {
                    "x": share_axis("low", share),
                    "x2": {"field": "high"},
                    "color": _STANDS_OUT,
                },
            },
            {
                "mark": {"type": "point", "size": 140},
                "encoding": {
                    "x": {"field": "value", "type": "quantitative"},
                    "color": _STANDS_OUT,
                    "shape": {**_STANDS_OUT, "scale": {"range": ["circle", "diamond"]}},
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 10, "fontWeight": "bold"},
                "encoding": {"x": {"value": plot}, "text": {"field": "words"}},
            },
        ],
    }


def grid(
    cells: Sequence[Cell],
    *,
    columns: Sequence[str],
    rows: Sequence[str],
    share: str = "8 or above",
) -> dict[str, Any]:
    """Give a map of shares: the darker, the higher, with the number in the field.

    It is as wide as it must be: a narrow page scrolls it. `share` says below what was said.
    """
    return {
        "data": {"values": [asdict(cell) for cell in cells]},
        "width": BROAD - 100,
        "height": {"step": 30},
        "encoding": {
            "x": {
                "field": "column",
                "type": "ordinal",
                "scale": {"domain": list(columns), "paddingInner": 0.06},
                "axis": {"title": None, "labelAngle": 0, "orient": "top", **_BARE},
            },
            "y": {
                "field": "row",
                "type": "ordinal",
                "scale": {"domain": list(rows), "paddingInner": 0.08},
                "axis": {"title": None, **_BARE},
            },
        },
        "layer": [
            {
                "transform": [{"filter": "datum.value !== null"}],
                "mark": {"type": "rect"},
                "encoding": {
                    "color": {
                        "field": "value",
                        "type": "quantitative",
                        "scale": {**_WHOLE, "range": list(SHADES)},
                        "legend": {"title": share, "gradientLength": 280, **_PERCENT},
                    }
                },
            },
            {
                "transform": [{"filter": "datum.value === null"}],
                "mark": {"type": "rect", "fill": None, "stroke": LINES},
            },
            {
                "mark": {"type": "text", "fontSize": 12},
                "encoding": {
                    "text": {"field": "words"},
                    "color": {
                        "condition": {"test": "datum.value > 0.55", "value": "#ffffff"},
                        "value": "#0b0c0c",
                    },
                },
            },
        ],
    }


def share_axis(field: str, title: str = "scored 8 or above") -> Mapping[str, Any]:
    """An axis of shares that always runs from 0 to 100 per cent."""
    return {
        "field": field,
        "type": "quantitative",
        "scale": _WHOLE,
        "axis": {"title": title, **_PERCENT},
    }


_LINES = "split(datum.label, '\\n')"
_BARE = {"domain": False, "ticks": False, "labelPadding": 6}
_STANDS_OUT = {
    "field": "stands_out",
    "type": "nominal",
    "scale": {"domain": [False, True], "range": [SHARE, LOWEST]},
    "legend": None,
}
