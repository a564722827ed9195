"""Other topics: what the machine found that no theme holds, and the themes that people made."""

from collections.abc import Collection
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.core.text.redact import redact
from heard.responses.models import Comment
from heard.themes.cells import Cell, cell_of, cells
from heard.themes.discover import Topic, last_search, topics
from heard.themes.own import NoTheme, end, in_force, make
from heard.web.staff.access import ADMINISTRATOR, ANALYST, Shown, page
from heard.web.staff.themes.comments import coder
from heard.web.staff.themes.forms import OwnThemeForm
from heard.web.staff.themes.words import DIMENSIONS, judged, month_words
from heard.web.staff.times import moment
from heard.web.staff.verdict_words import difference, ends

READ = 10  # comments of a topic that are shown


@page(ADMINISTRATOR, ANALYST, acts=True)
def show_topics(request: HttpRequest) -> Shown:
    """Show candidates with their comments; a form makes a theme, another ends one."""
    is_sent = request.method == "POST"
    if is_sent and request.POST.get("does") == "end":
        number = request.POST.get("number", "")
        if number.isdecimal() and any(str(one.pk) == number for one in in_force()):
            end(int(number), by=coder(request), now=now())
        return Shown(leads_to=reverse("staff:theme-topics"))
    form = OwnThemeForm(request.POST if is_sent else None)
    if form.is_valid() and _made(request, form):
        return Shown(leads_to=reverse("staff:theme-topics"))
    shown = {cell for cell, n in cells().items() if n >= settings.MINIMUM_BASE}
    context = {
        "form": form,
        "topics": [
            {
                "topic": one,
                "month": month_words(one.cell.month),
                "before": month_words(one.cell.before.month),
                "difference": difference(one.verdict, base=0) if one.verdict else "",
                "interval": ends(one.verdict, base=0) if one.verdict else "",
                "verdict": judged(one.verdict),
                "words": _words(one, shown),
            }
            for one in topics(minimum_base=settings.MINIMUM_BASE)
        ],
        "own": in_force(),
        "searched": last_search(),
        "dimensions": DIMENSIONS,
        "moment": moment,
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return Shown(template="staff/themes/topics.html", context=context, status=status)


def _words(topic: Topic, shown: Collection[Cell]) -> list[tuple[int, str]]:
    """Give the newest comments of a topic, of months in which enough people wrote."""
    way = ("response__invitation__programme", "response__programme")
    found = Comment.objects.filter(pk__in=topic.candidate.comments).select_related(*way)
    may = [one for one in found.order_by("-id") if cell_of(one) in shown]
    return [(one.pk, redact(one.text)) for one in may[:READ]]


def _made(request: HttpRequest, form: OwnThemeForm) -> bool:
    try:
        make(form.proposed, by=coder(request), now=now())
    except NoTheme as refused:
        form.add_error(None, str(refused))
        return False
    return True
