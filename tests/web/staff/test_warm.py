"""Warming up needs no database, and leaves drawings behind."""

from heard.web.staff.charts import shapes
from heard.web.staff.charts.draw import drawing
from heard.web.staff.warm import warm


def test_it_needs_no_database_and_the_drawings_stay() -> None:
    warm()
    empty = shapes.grid([], columns=[""], rows=[""])
    before = drawing(empty).svg
    warm()
    assert drawing(empty).svg is before
