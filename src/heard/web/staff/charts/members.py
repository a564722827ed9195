"""Charts of the membership: areas at two times, indices around parity, and members by month."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from textwrap import fill
from typing import Any

from heard.web.staff.charts.draw import INK, LOWEST, QUIET, SHARE

WIDE = 400
EARLY = "#7f9ccb"
SIDES = 86
_LINES = "split(datum.label, '\\n')"
_BARE = {"domain": False, "ticks": False, "labelPadding": 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How many members an area had at one of the times."""

    name: str
    when: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """An index with its interval; what stands apart from parity is a diamond."""

    name: str
    value: float
    low: float
    high: float
    words: str
    stands_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """How many members there were at the end of a month, which is a day as text."""

    month: str
    n: int


def pairs(bars: Sequence[Bar], *, times: Sequence[str], width: int) -> dict[str, Any]:
    """Give two bars for each area, the earlier time above, each with its number at its end."""
    named = [
        {**asdict(bar), "name": fill(bar.name, width // 20), "words": f"{bar.n:,}"} for bar in bars
    ]
    return {
        "data": {"values": named},
        "width": width - max(206, width // 3),
        "height": {"step": 22},
        "encoding": {
            "y": {
                "field": "name",
                "type": "nominal",
                "sort": None,
                "scale": {"paddingInner": 0.3},
                "axis": {"title": None, "labelExpr": _LINES, **_BARE},
            },
            "yOffset": {"field": "when", "type": "nominal", "sort": list(times)},
            "x": {"field": "n", "type": "quantitative", "axis": None},
        },
        "layer": [
            {
                "mark": {"type": "bar"},
                "encoding": {
                    "color": {
                        "field": "when",
                        "type": "nominal",
                        "scale": {"domain": list(times), "range": [EARLY, SHARE]},
                        "legend": {"title": None, "columns": 1 if width < WIDE else 2},
                    }
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6},
                "encoding": {"text": {"field": "words"}},
            },
        ],
    }


def indices(dots: Sequence[Dot], *, width: int, title: str) -> dict[str, Any]:
    """Give a line for each index around the line of parity, at 1."""
    letters = width // 20
    named = [{**asdict(dot), "name": fill(dot.name, letters)} for dot in dots]
    plot = width - max(206, width // 3)
    apart = {"field": "stands_out", "type": "nominal", "legend": None}
    scale = {"domain": [False, True], "range": [SHARE, LOWEST]}
    x = {
        "field": "low",
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": {"title": title, "tickCount": 5 if width > WIDE else 3, "format": ".1f"},
    }
    y = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelExpr": _LINES, **_BARE},
    }
    return {
        "width": plot,
        "height": {"step": 40},
        "layer": [
            {
                "data": {"values": [{"value": 1}]},
                "mark": {"type": "rule", "color": QUIET, "strokeDash": [6, 4]},
                "encoding": {"x": {**x, "field": "value"}},
            },
            {
                "data": {"values": named},
                "encoding": {"y": y},
                "layer": [
                    {
                        "mark": {"type": "rule", "strokeWidth": 3},
                        "encoding": {
                            "x": x,
                            "x2": {"field": "high"},
                            "color": {**apart, "scale": scale},
                        },
                    },
                    {
                        "mark": {"type": "point", "size": 110},
                        "encoding": {
                            "x": {**x, "field": "value"},
                            "color": {**apart, "scale": scale},
                            "shape": {
                                **apart,
                                "scale": {"domain": [False, True], "range": ["circle", "diamond"]},
                            },
                        },
                    },
                    {
                        "mark": {"type": "text", "align": "left", "dx": 10, "fontWeight": "bold"},
                        "encoding": {"x": {"value": plot}, "text": {"field": "words"}},
                    },
                ],
            },
        ],
    }


def months(points: Sequence[Point], *, width: int) -> dict[str, Any]:
    """Give a line of how many members there were at the end of each month, from none upwards."""
    return {
        "data": {"values": [asdict(point) for point in points]},
        "width": width - SIDES,
        "height": 220,
        "encoding": {
            "x": {
                "field": "month",
                "type": "temporal",
                "axis": {"title": None, "format": "%b %Y", "labelOverlap": True, "tickCount": 4},
            },
            "y": {
                "field": "n",
                "type": "quantitative",
                "scale": {"zero": True},
                "axis": {"title": "members", "format": ",.0f", "tickCount": 5},
            },
        },
        "layer": [
            {"mark": {"type": "line", "color": SHARE}},
            {"mark": {"type": "point", "size": 50, "color": SHARE, "stroke": INK}},
        ],
    }
