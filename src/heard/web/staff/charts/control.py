"""The control chart of a survey: its weeks, their mean and limits, and what chance did not make."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from heard.core.statistics.control_charts import Variation
from heard.web.staff.charts.draw import INK, LOWEST, QUIET, SHARE
from heard.web.staff.charts.shapes import share_axis

HIDDEN = "too few"
ROOM = 40  # pixels between two marks, from which on words fit beside each
HEIGHT = 260
SIDES = 86  # pixels that the axis and its words take

# The colours of NHS England's charts; the shape tells high from low without them.
BLUE, ORANGE, PURPLE, TARGET = "#00b0f0", "#e46c0a", "#490092", "#de1b1b"
COLOURS = {
    Variation.COMMON_CAUSE: SHARE,
    Variation.IMPROVEMENT_HIGH: BLUE,
    Variation.IMPROVEMENT_LOW: BLUE,
    Variation.CONCERN_HIGH: ORANGE,
    Variation.CONCERN_LOW: ORANGE,
    Variation.NEUTRAL_HIGH: PURPLE,
    Variation.NEUTRAL_LOW: PURPLE,
}
SHAPES = {
    kind: "circle"
    if kind is Variation.COMMON_CAUSE
    else ("triangle-up" if kind.endswith("high") else "triangle-down")
    for kind in Variation
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One share with its interval, and the mean and the limits of its stage; None where not there.

    Lines join the weeks of one `stage` only; `broken` says in a word or two that another begins
    here. `says` is what the week says of the series; `words` are its share.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    words: str
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    says: Variation = Variation.COMMON_CAUSE
    stage: str = ""
    broken: str = ""


def control(
    weeks: Sequence[Week],
    *,
    width: int,
    target: float | None = None,
    axes: tuple[str, str] = ("week beginning", "scored 8 or above"),
) -> dict[str, Any]:
    """Give a line over time between its limits; a cross stands for too few.

    A triangle that points up or down is a signal, high or low. Where a stage ends a rule stands
    between the weeks, and no line is drawn across it.
    """
    plot, has_room = width - SIDES, (width - SIDES) / max(len(weeks), 1) >= ROOM
    cross = "\N{MULTIPLICATION SIGN}"
    shown = [{"filter": "datum.value !== null"}]
    newest = max((at for at, week in enumerate(weeks) if week.value is not None), default=0)
    values = [
        {
            **asdict(week),
            "told": week.words if has_room or at == newest or _stands_out(weeks, at) else "",
        }
        for at, week in enumerate(weeks)
    ]
    return {
        "data": {"values": values},
        "width": plot,
        "height": HEIGHT,
        "encoding": {
            "x": {
                "field": "name",
                "type": "ordinal",
                "scale": {"domain": [week.name for week in weeks]},
                "axis": {"title": axes[0], "labelAngle": 0, "labelOverlap": True},
            }
        },
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.25},
                "encoding": {"y": share_axis("low", axes[1]), "y2": {"field": "high"}},
            },
            *(_limit(end) for end in ("lower", "upper")),
            _line("mean", color=INK, strokeWidth=1.5),
            _line("value"),
            *([] if target is None else _target(target, plot)),
            {
                "transform": shown,
                "mark": {"type": "point", "stroke": INK, "strokeWidth": 1},
                "encoding": {
                    "y": {"field": "value", "type": "quantitative"},
                    "shape": _by_kind({str(kind): shape for kind, shape in SHAPES.items()}),
                    "color": _by_kind({str(kind): colour for kind, colour in COLOURS.items()}),
                    "size": {
                        "condition": {"test": "datum.says !== 'common_cause'", "value": 170},
                        "value": 70,
                    },
                },
            },
            {
                "transform": shown,
                "mark": {"type": "text", "dy": -10},
                "encoding": {
                    "y": {"field": "high", "type": "quantitative"},
                    "text": {"field": "told"},
                },
            },
            {
                "transform": [{"filter": "datum.value === null"}],
                "mark": {"type": "text", "color": QUIET, "baseline": "bottom", "dy": -4},
                "encoding": {
                    "y": {"datum": 0},
                    "text": {"value": f"{cross} {HIDDEN}" if has_room else cross},
                },
            },
            *(_breaks(weeks, plot=plot) if any(week.broken for week in weeks) else ()),
        ],
    }


def _stands_out(weeks: Sequence[Week], at: int) -> bool:
    """Tell whether a signal begins with a week: the words of all in a run would run together."""
    before = weeks[at - 1].says if at else Variation.COMMON_CAUSE
    return weeks[at].says not in {Variation.COMMON_CAUSE, before}


def _line(field: str, **looks: object) -> dict[str, Any]:
    """Give a line through one number of each week, apart for each stage."""
    return {
        "mark": {"type": "line", "invalid": "break-paths-filter-domains", **looks},
        "encoding": {
            "y": {"field": field, "type": "quantitative"},
            "detail": {"field": "stage", "type": "nominal"},
        },
    }


def _limit(end: str) -> dict[str, Any]:
    """Give a limit: it steps, since each week has its own number of answers."""
    return _line(end, color=QUIET, strokeWidth=1.5, strokeDash=[5, 4], interpolate="step")


def _target(target: float, plot: int) -> list[dict[str, Any]]:
    at = {"datum": target}
    words = f"target {100 * target:.0f}%"
    rule = {"type": "rule", "color": TARGET, "strokeWidth": 2, "strokeDash": [2, 3]}
    text = {"type": "text", "color": LOWEST, "align": "right", "dy": -8, "fontWeight": "bold"}
    across = {"x": {"value": 0}, "x2": {"value": plot}}
    one: dict[str, Any] = {"values": [{}]}
    return [
        {"data": one, "mark": rule, "encoding": {"y": at, **across}},
        {
            "data": one,
            "mark": text,
            "encoding": {"y": at, "x": {"value": plot}, "text": {"value": words}},
        },
    ]


def _by_kind(looks: dict[str, str]) -> dict[str, Any]:
    return {
        "field": "says",
        "type": "nominal",
        "scale": {"domain": [*looks], "range": [*looks.values()]},
        "legend": None,
    }


def _breaks(weeks: Sequence[Week], *, plot: int) -> list[dict[str, Any]]:
    """Give a rule before each week at which another stage begins, and its words beside it."""
    left = -plot / len(weeks) / 2  # half of the way to the week before
    begins = [{"filter": "datum.broken !== ''"}]
    rule = {"type": "rule", "color": LOWEST, "strokeDash": [6, 4], "xOffset": left}
    words = {"type": "text", "color": LOWEST, "align": "right", "xOffset": left - 6, "dy": 8}
    end = {"value": HEIGHT}
    return [
        {"transform": begins, "mark": rule, "encoding": {"y": {"value": 0}, "y2": end}},
        {
            "transform": begins,
            "mark": {**words, "fontWeight": "bold"},
            "encoding": {"y": {"value": 0}, "text": {"field": "broken"}},
        },
    ]
