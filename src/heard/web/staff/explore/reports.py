"""The page of saved reports: one's own, to share or remove, and what colleagues share."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from heard.accounts.models import User
from heard.clock.read import now
from heard.reports import save as reports
from heard.reports.models import Report
from heard.web.staff.access import FIGURES, Shown, page
from heard.web.staff.acts import REASONS
from heard.web.staff.columns import short

ROLES: Mapping[str, str] = {role: REASONS[role] for role in FIGURES}


@page(*FIGURES, acts=True)
def show_reports(request: HttpRequest) -> Shown:
    """Show the reports that somebody may open; save, share or remove one of their own."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - a page for staff is opened by nobody else
    problem = ""
    if request.method == "POST":
        try:
            _act(request.POST, user)
        except (reports.NoReport, ValueError) as error:
            problem = str(error)
        else:
            return Shown(leads_to=reverse("staff:reports"))
    context = {
        "own": reports.reports_of(user),
        "shared": reports.shared_with(user, user.roles(now=now())),
        "roles": ROLES,
        "opened": opened,
        "short": short,
        "problem": problem,
    }
    return Shown(template="staff/reports.html", context=context)


def opened(report: Report) -> str:
    """Give the address of a report: what its opener sees is their own."""
    return f"{reverse('staff:explore')}?{report.query}"


def _act(posted: QueryDict, user: User) -> None:
    """Do what a form of the page asks for. NoReport; ValueError for what is no number."""
    if "query" in posted:
        query = urlencode(parse_qsl(str(posted["query"])))
        reports.save(str(posted.get("name", "")), query, by=user, now=now())
    elif "remove" in posted:
        reports.remove(int(str(posted["remove"])), by=user, now=now())
    else:
        number = int(str(posted.get("share", "")))
        reports.share(number, [str(role) for role in posted.getlist("roles")], by=user, now=now())
