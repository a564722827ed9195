"""Does once what the first drawing and the first cut of a process would make somebody wait for."""

import re

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import together, verdict
from heard.insight.facts.read import nothing
from heard.insight.guarded import tallied
from heard.insight.measures import HEADLINE
from heard.web.staff.charts import control, shapes
from heard.web.staff.charts.draw import drawing

_OTHERS = re.compile(r'{%-? *(?:extends|from|import|include) "([^"]+)"')


def warm() -> None:
    """Load every address, draw every kind of chart, judge, cut no facts, compile the pages.

    It needs no database.
    """
    reverse("staff:start")  # Django imports all views, and lists all addresses
    mark = shapes.Mark(name="", value=0.5, low=0.4, high=0.6, words="")
    drawing(shapes.side_by_side([mark], width=shapes.BROAD)).svg  # noqa: B018
    week = control.Week(name="", value=0.5, low=0.4, high=0.6, words="")
    drawing(control.control([week], width=shapes.BROAD)).svg  # noqa: B018
    drawing(shapes.grid([], columns=[""], rows=[""])).svg  # noqa: B018
    known: set[str] = set()
    folder = settings.BASE / "web" / "templates"
    for path in sorted((folder / "staff").glob("*.html")):
        _compile(path.relative_to(folder).as_posix(), known)
    together([verdict(*[share(5, 10, minimum_base=1)] * 2, minimum_base=1)])  # loads scipy
    nothing().arrow(
        tallied,
        questionnaire="",
        columns=("block", "weekday"),
        measures=(HEADLINE,),
    )


def _compile(name: str, known: set[str]) -> None:
    """Compile a page and all that it is made of, which Jinja does only when it is shown."""
    if name in known:
        return
    known.add(name)
    environment = get_template(name).template.environment  # type: ignore[attr-defined] # Jinja's
    source, _, _ = environment.loader.get_source(environment, name)
    for other in _OTHERS.findall(source):
        _compile(other, known)
