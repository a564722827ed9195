"""The journal, for whoever has to account for what was done and looked at."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard.insight.journal import journal
from heard.web.staff.access import ADMINISTRATOR, page
from heard.web.staff.acts import ACTS, REASONS
from heard.web.staff.columns import short, subject
from heard.web.staff.forms import JournalForm


def _chosen(request: HttpRequest) -> str:
    return JournalForm(request.GET).chosen()


@page(ADMINISTRATOR, about=_chosen)
def show_journal(request: HttpRequest) -> HttpResponse:
    form = JournalForm(request.GET)
    found = journal(**form.values())
    context = {"form": form, "found": found, "acts": ACTS, "reasons": REASONS, "subject": subject}
    return render(request, "staff/journal.html", {**context, "short": short})
