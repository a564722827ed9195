"""The map of areas: its classes, its words, and the hatch of what is held back."""

import re

from heard.web.staff.charts.areas_map import HELD, Area, areas_map, class_words, classes
from heard.web.staff.charts.shapes import BROAD, NARROW


def square(west: float) -> list[list[list[tuple[float, float]]]]:
    return [[[(west, 52.0), (west, 53.0), (west + 1, 53.0), (west + 1, 52.0), (west, 52.0)]]]


AREAS = [
    Area(label="BE\n95%", shape=square(0), value=0.95),
    Area(label="CV\n40%", shape=square(1), value=0.4),
    Area(label="WV", shape=square(2), value=None),
    Area(label="SH", shape=square(3), value=None, is_empty=True),
]


def test_classes_are_as_narrow_as_five_of_them_can_be() -> None:
    assert classes([]) == []
    assert classes([0.61, 0.68]) == [(60, 65), (65, 70)]
    assert classes([0.42, 0.81]) == [(40, 50), (50, 60), (60, 70), (70, 80), (80, 90)]
    assert classes([0.0, 1.0]) == [(0, 20), (20, 40), (40, 60), (60, 80), (80, 100)]
    assert [class_words(ends) for ends in classes([1.0])] == ["95% to 100%"]
    assert class_words((60, 65)) == "60% to under 65%"


def test_each_area_has_its_value_and_what_is_held_back_is_hatched_and_said() -> None:
    drawn = str(areas_map(AREAS, width=BROAD, name="held-1", outlines=[square(4)]).svg)
    assert re.findall(r"style=|<style|<script|href=", drawn) == []
    assert drawn.count('<pattern id="held-1"') == 1
    assert drawn.count('fill="url(#held-1)"') == 2  # the area, and the legend
    words = re.findall(r">([^<>]+)</t", drawn)
    assert {"BE", "95%", "CV", "40%", "WV", "SH", HELD, "No answers"} <= {*words}
    assert "40% to under 60%" in words


def test_a_map_of_which_nothing_is_shown_is_hatched_all_over() -> None:
    drawn = str(areas_map(AREAS[2:3], width=NARROW, name="held-2").svg)
    assert "under" not in drawn
    assert 'fill="url(#held-2)"' in drawn
