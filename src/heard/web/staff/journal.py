"""The journal, for whoever has to account for what was done and looked at."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard.insight.journal import journal
from heard.web.staff.access import ADMINISTRATOR, page
from heard.web.staff.acts import ACTS, REASONS
from heard.web.staff.columns import short, subject
from heard.web.staff.forms import JournalForm


def _chosen(request: HttpRequest) -> str:
    return JournalForm(request.GET.dict()).chosen()


@page(ADMINISTRATOR, about=_chosen)
def show_journal(request: HttpRequest) -> HttpResponse:
    """Show the journal. Filters that make no sense are said to be so, and nothing is shown."""
    form = JournalForm(request.GET.dict())
    context: dict[str, object] = {"form": form, "acts": ACTS, "reasons": REASONS}
    if form.is_valid():
        found = journal(**form.cuts(), before=form.before)
        context |= {"found": found, "subject": subject, "short": short}
    return render(request, "staff/journal.html", context)
