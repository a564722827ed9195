"""Does once what the first drawing and the first cut of a process would make somebody wait for."""

from django.template import engines

from heard.insight.cuts import EVERYTHING, Cut, counted
from heard.insight.facts.read import nothing
from heard.web.staff.charts import shapes
from heard.web.staff.charts.draw import svg


def warm() -> None:
    """Draw every kind of chart, cut no facts at all, compile the pages; without a database."""
    mark = shapes.Mark(name="", value=0.5, low=0.4, high=0.6, words="")
    svg(shapes.side_by_side([mark], width=shapes.BROAD))
    svg(shapes.trend([mark], width=shapes.BROAD))
    svg(shapes.grid([], columns=[""], rows=[""]))
    pages = engines["jinja2"].env
    for name in pages.list_templates(filter_func=lambda name: name.startswith("staff/")):
        pages.get_template(name)
    nothing().ask(counted, by=(Cut.WEEKDAY, Cut.HOUR), where=EVERYTHING)
