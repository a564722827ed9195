"""The journal, for whoever has to account for what was done and looked at."""

from django.http import HttpRequest

from heard.insight.journal import journal
from heard.web.staff.access import ADMINISTRATOR, AUDITOR, Shown, page
from heard.web.staff.acts import ACTS, REASONS
from heard.web.staff.columns import short, subject
from heard.web.staff.forms import JournalForm


@page(ADMINISTRATOR, AUDITOR)
def show_journal(request: HttpRequest) -> Shown:
    """Show the journal. Filters that make no sense are said to be so, and nothing is shown."""
    form = JournalForm(request.GET.dict())
    context: dict[str, object] = {"form": form, "acts": ACTS, "reasons": REASONS}
    if form.is_valid():
        found = journal(**form.cuts(), before=form.before)
        context |= {"found": found, "subject": subject, "short": short}
    return Shown(template="staff/journal.html", context=context, about=form.chosen())
