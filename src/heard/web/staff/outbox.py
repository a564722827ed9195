"""The outbox: every text that was posted, and what each came to."""

from django.http import HttpRequest

from heard.insight.outbox import outbox
from heard.insight.paging import COUNTED
from heard.web.staff import sentences, words
from heard.web.staff.access import ADMINISTRATOR, ANALYST, Shown, page
from heard.web.staff.columns import short
from heard.web.staff.forms import OutboxForm


@page(ADMINISTRATOR, ANALYST)
def show_outbox(request: HttpRequest) -> Shown:
    """Show the outbox. Filters that make no sense are said to be so, and nothing is shown."""
    form = OutboxForm(request.GET.dict())
    context: dict[str, object] = {"form": form, "counted": COUNTED, "states": words.STATES}
    if form.is_valid():
        found = outbox(**form.cuts(), before=form.before)
        by_state = [(words.STATES[s], n, form.to("state", s)) for s, n in found.counts.items()]
        named = {"title": sentences.title, "why": sentences.why, "short": short}
        context |= {"found": found, "by_state": by_state, **named}
    return Shown(template="staff/outbox.html", context=context, about=form.chosen())
