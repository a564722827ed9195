"""Warming up needs no database, and leaves drawings behind."""

from heard.web.staff.charts import shapes
from heard.web.staff.charts.draw import svg
from heard.web.staff.warm import warm


def test_it_needs_no_database_and_the_drawings_stay() -> None:
    warm()
    empty = shapes.grid([], columns=[""], rows=[""])
    before = svg(empty)
    warm()
    assert svg(empty) is before
