"""The control chart of a survey, read off the drawing."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from heard.core.statistics.control_charts import Variation
from heard.web.staff.charts import control, shapes
from heard.web.staff.charts.draw import LOWEST, drawing
from tests.web.staff.charts.test_shapes import width, words

SHOWN = control.Week(
    name="28 Sep", value=0.6, low=0.5, high=0.7, words="60%", mean=0.7, lower=0.4, upper=0.95
)
HIDDEN = control.Week(name="5 Oct", value=None, low=None, high=None, words="Too few: 3")
LATER = replace(SHOWN, name="12 Oct", value=0.9, low=0.8, high=0.95, words="90%")
HIGH = replace(LATER, name="19 Oct", says=Variation.IMPROVEMENT_HIGH)
LOW = replace(SHOWN, name="26 Oct", value=0.2, says=Variation.CONCERN_LOW)


def drawn(*weeks: control.Week, given: int = shapes.BROAD, target: float | None = None) -> str:
    return drawing(control.control(weeks, width=given, target=target)).svg


def lines(drawing: str) -> list[str]:
    return re.findall(r'mark-line.*?<path d="([^"]+)"', drawing, flags=re.DOTALL)


def test_weeks_stand_in_their_order_and_too_few_is_a_cross_in_its_place() -> None:
    drawing = drawn(SHOWN, HIDDEN, LATER)
    told = words(drawing)
    places = [told.index(name) for name in ("28 Sep", "5 Oct", "12 Oct")]
    assert all(before < after for before, after in pairwise(places))
    assert told.count(f"\N{MULTIPLICATION SIGN} {control.HIDDEN}") == 1
    assert {"60%", "90%", "0%", "50%", "100%"} <= {*told}


def test_without_room_only_the_first_of_a_signal_and_the_newest_have_words() -> None:
    many = [replace(SHOWN, name=str(n)) for n in range(20)]
    many[3:6] = [replace(HIGH, name=str(n)) for n in (3, 4, 5)]
    begins = control.control([HIGH, SHOWN], width=30)["data"]["values"]
    assert [week["told"] for week in begins] == ["90%", "60%"]
    drawing = drawn(*many, replace(HIDDEN, name="20"), given=shapes.NARROW)
    assert [word for word in words(drawing) if word in {"60%", "90%"}] == ["90%", "60%"]
    assert words(drawing).count("\N{MULTIPLICATION SIGN}") == 1
    assert width(drawing) <= 290


@pytest.mark.parametrize(("given", "limit"), [(shapes.BROAD, 720), (shapes.NARROW, 290)])
def test_a_chart_is_as_broad_as_its_place(given: int, limit: int) -> None:
    assert width(drawn(SHOWN, HIDDEN, LATER, given=given, target=0.8)) <= limit


def test_a_signal_has_a_shape_and_a_colour_of_its_own() -> None:
    (points,) = re.findall(r"mark-symbol[^>]*>(.*?)</g>", drawn(SHOWN, HIGH, LOW))
    outlines = re.findall(r' d="([^"]+)"', points)
    assert ["A" in outline for outline in outlines] == [True, False, False]  # a circle, triangles
    assert outlines[1] != outlines[2]
    assert re.findall(r'fill="(#\w+)"', points) == [
        control.COLOURS[Variation.COMMON_CAUSE],
        control.BLUE,
        control.ORANGE,
    ]


def test_limits_are_dashed_steps_and_the_mean_a_line() -> None:
    drawing = drawn(SHOWN, LATER, replace(HIGH, upper=0.8))
    assert drawing.count('stroke-dasharray="5,4"') == 2
    lower, upper, mean, share = lines(drawing)
    assert [len(set(re.findall(r",([\d.]+)", line))) for line in (lower, upper, mean, share)] == [
        *(1, 2, 1, 2)
    ]


def test_no_line_and_no_limit_crosses_a_break_and_a_rule_with_words_stands_there() -> None:
    begun = replace(LATER, stage="2-0", broken="asked otherwise", lower=None, upper=None, mean=None)
    drawing = drawn(replace(SHOWN, name="21 Sep"), SHOWN, begun)
    assert drawing.count("asked otherwise") == 1
    assert 'stroke-dasharray="6,4"' in drawing
    shares = lines(drawing)[-2:]
    assert [line.count("L") for line in shares] == [1, 0]
    assert LOWEST not in drawn(SHOWN, LATER)


def test_a_target_is_a_line_with_its_words() -> None:
    assert "target 80%" in words(drawn(SHOWN, LATER, target=0.8))
    assert not [word for word in words(drawn(SHOWN, LATER)) if "target" in word]
