"""Does once what the first drawing and the first cut of a process would make somebody wait for."""

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import together, verdict
from heard.insight.facts.read import nothing
from heard.insight.guarded import tallied
from heard.insight.measures import HEADLINE
from heard.web.staff.charts import control, shapes
from heard.web.staff.charts.draw import svg


def warm() -> None:
    """Load every address, draw every kind of chart, judge, cut no facts, compile the pages.

    It needs no database.
    """
    get_resolver().url_patterns  # noqa: B018 - Django imports all views with its first request
    mark = shapes.Mark(name="", value=0.5, low=0.4, high=0.6, words="")
    svg(shapes.side_by_side([mark], width=shapes.BROAD))
    week = control.Week(name="", value=0.5, low=0.4, high=0.6, words="")
    svg(control.control([week], width=shapes.BROAD))
    svg(shapes.grid([], columns=[""], rows=[""]))
    for path in sorted((settings.BASE / "web" / "templates").glob("staff/*.html")):
        get_template(f"staff/{path.name}")
    together([verdict(*[share(5, 10, minimum_base=1)] * 2, minimum_base=1)])  # loads scipy
    nothing().arrow(
        tallied,
        questionnaire="",
        columns=("block", "weekday"),
        measures=(HEADLINE,),
        question=None,
    )
