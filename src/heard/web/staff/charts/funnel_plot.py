"""A funnel plot: units by how many replies they have, between the limits of what chance makes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from heard.core.statistics.pooling import ALARM, WARNING, limits
from heard.web.staff.charts.draw import LOWEST, QUIET, SHARE

STEPS = 40
FEWEST = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One unit; what lies outside the limits is named and a diamond."""

    name: str
    n: int
    value: float
    is_outside: bool


def funnel_plot(
    points: Sequence[Point], *, centre: float, title: str, width: int
) -> dict[str, Any]:
    """Give the points, the share of everybody, and the limits of 95 % and 99.8 %."""
    most = 1.1 * max((point.n for point in points), default=FEWEST)
    sizes = [FEWEST + (most - FEWEST) * step / STEPS for step in range(STEPS + 1)]
    ends = [
        {"n": n, "value": end, "line": f"{100 * level:g} {side}", "level": f"{100 * level:g}%"}
        for level in (WARNING, ALARM)
        for n in sizes
        for side, end in zip(("low", "high"), limits(centre, n, level), strict=True)
    ]
    shown = [{**asdict(point), "label": point.name if point.is_outside else ""} for point in points]
    share = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {"title": title, "format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1]},
    }
    replies = {"field": "n", "type": "quantitative", "axis": {"title": "replies", "tickCount": 5}}
    outside = {"field": "is_outside", "type": "nominal", "legend": None}
    return {
        "width": width - 86,
        "height": 300,
        "layer": [
            {
                "data": {"values": ends},
                "mark": {"type": "line", "color": QUIET, "strokeWidth": 1.5},
                "encoding": {
                    "x": replies,
                    "y": share,
                    "detail": {"field": "line", "type": "nominal"},
                    "strokeDash": {
                        "field": "level",
                        "type": "nominal",
                        "scale": {"domain": ["95%", "99.8%"], "range": [[6, 4], [1, 0]]},
                        "legend": {"title": "Limits", "orient": "top"},
                    },
                },
            },
            {
                "data": {"values": [{"value": centre}]},
                "mark": {"type": "rule", "color": QUIET, "strokeWidth": 1},
                "encoding": {"y": share},
            },
            {
                "data": {"values": shown},
                "mark": {"type": "point", "size": 110},
                "encoding": {
                    "x": replies,
                    "y": share,
                    "color": {
                        **outside,
                        "scale": {"domain": [False, True], "range": [SHARE, LOWEST]},
                    },
                    "shape": {
                        **outside,
                        "scale": {"domain": [False, True], "range": ["circle", "diamond"]},
                    },
                },
            },
            {
                "data": {"values": shown},
                "mark": {"type": "text", "align": "right", "dx": -9},
                "encoding": {"x": replies, "y": share, "text": {"field": "label"}},
            },
        ],
    }
