"""Drawings: what may stand in a page, and what is drawn once only."""

import json
import re
from http import HTTPStatus
from uuid import uuid4

import vl_convert
from django.core.signing import Signer
from django.test import Client
from markupsafe import Markup

from heard.web.staff.charts import control, draw, shapes

MARK = shapes.Mark(name="<Treatment>", value=0.8, low=0.7, high=0.9, words="80%")
WEEK = control.Week(name="5 Oct", value=0.8, low=0.7, high=0.9, words="80%")
CELL = shapes.Cell(column="09", row="Monday", value=0.8, words="80")
DRAWINGS = [
    draw.drawing(shapes.side_by_side([MARK], width=shapes.BROAD)).svg,
    draw.drawing(control.control([WEEK], width=shapes.NARROW)).svg,
    draw.drawing(shapes.grid([CELL], columns=["09"], rows=["Monday"])).svg,
]


def test_a_drawing_needs_nothing_that_a_page_forbids() -> None:
    for drawing in DRAWINGS:
        assert isinstance(drawing, Markup)
        assert drawing.startswith("<svg ")
        assert re.findall(r"style=|<style|<script|href=| role=| aria-|on\w+=", drawing) == []


def test_words_are_escaped() -> None:
    assert "&lt;Treatment&gt;" in DRAWINGS[0]


def test_what_was_drawn_before_comes_from_memory() -> None:
    assert draw.drawing(control.control([WEEK], width=shapes.NARROW)).svg is DRAWINGS[1]


def test_what_is_left_out_of_a_drawing_is_not_seen() -> None:
    cells = [
        shapes.Cell(column=str(at), row="Monday", value=at / 24, words=f"{at}%") for at in range(24)
    ]
    chart = shapes.grid(cells, columns=[str(at) for at in range(24)], rows=["Monday"])
    whole = vl_convert.vegalite_to_svg(
        json.dumps({**chart, "config": draw.THEME}), vl_version=draw.VEGA_LITE
    )
    drawn = str(draw.drawing(chart).svg)
    assert vl_convert.svg_to_png(drawn) == vl_convert.svg_to_png(whole)
    assert 3 * len(drawn) < 2 * len(whole)


def test_an_address_holds_what_is_drawn_and_is_ours_alone() -> None:
    made = draw.drawing(control.control([WEEK], width=shapes.NARROW), "<defs></defs>")
    held = made.address.removeprefix("/drawings/").removesuffix(".svg")
    assert draw.addressed(held) == made
    assert draw.addressed(held).svg == made.svg  # type: ignore[union-attr] # the line above
    assert made.svg.startswith("<svg ")
    assert "<defs></defs>" in made.svg
    for other in (held[1:], f"{held}x", "", "x:y", Signer().sign_object(["{}", ""])):
        assert draw.addressed(other) is None


def test_what_is_too_much_for_an_address_has_none() -> None:
    many = [str(uuid4()) for _ in range(200)]
    assert draw.drawing({"title": many}).address == ""


def test_a_drawing_is_fetched_by_its_address(client: Client) -> None:
    made = draw.drawing(shapes.side_by_side([MARK], width=shapes.NARROW))
    answer = client.get(made.address)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content.decode() == made.svg
    assert client.get("/drawings/of-somebody.svg").status_code == HTTPStatus.NOT_FOUND
    assert client.post(made.address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
