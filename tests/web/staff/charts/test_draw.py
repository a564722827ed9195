"""Drawings: what may stand in a page, and what is drawn once only."""

import json
import re

import vl_convert
from markupsafe import Markup

from heard.web.staff.charts import control, draw, shapes

MARK = shapes.Mark(name="<Treatment>", value=0.8, low=0.7, high=0.9, words="80%")
WEEK = control.Week(name="5 Oct", value=0.8, low=0.7, high=0.9, words="80%")
CELL = shapes.Cell(column="09", row="Monday", value=0.8, words="80")
DRAWINGS = [
    draw.svg(shapes.side_by_side([MARK], width=shapes.BROAD)),
    draw.svg(control.control([WEEK], width=shapes.NARROW)),
    draw.svg(shapes.grid([CELL], columns=["09"], rows=["Monday"])),
]


def test_a_drawing_needs_nothing_that_a_page_forbids() -> None:
    for drawing in DRAWINGS:
        assert isinstance(drawing, Markup)
        assert drawing.startswith("<svg ")
        assert re.findall(r"style=|<style|<script|href=| role=| aria-|on\w+=", drawing) == []


def test_words_are_escaped() -> None:
    assert "&lt;Treatment&gt;" in DRAWINGS[0]


def test_what_was_drawn_before_comes_from_memory() -> None:
    assert draw.svg(control.control([WEEK], width=shapes.NARROW)) is DRAWINGS[1]


def test_what_is_left_out_of_a_drawing_is_not_seen() -> None:
    cells = [
        shapes.Cell(column=str(at), row="Monday", value=at / 24, words=f"{at}%") for at in range(24)
    ]
    chart = shapes.grid(cells, columns=[str(at) for at in range(24)], rows=["Monday"])
    whole = vl_convert.vegalite_to_svg(
        json.dumps({**chart, "config": draw.THEME}), vl_version=draw.VEGA_LITE
    )
    drawn = str(draw.svg(chart))
    assert vl_convert.svg_to_png(drawn) == vl_convert.svg_to_png(whole)
    assert 3 * len(drawn) < 2 * len(whole)
