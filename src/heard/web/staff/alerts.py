"""Alerts for the duty desk: the list without words, and one at a time with them."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpRequest

from heard.accounts.people import actor
from heard.clock.read import now
from heard.core.text.redact import redact
from heard.dialogues import alerts
from heard.web.staff import sentences
from heard.web.staff.access import ADMINISTRATOR, ANALYST, Shown, page
from heard.web.staff.columns import short
from heard.web.staff.times import moment

LEVELS: Mapping[str, str] = {
    alerts.Level.L0: "Somebody may be in danger",
    alerts.Level.L1: "Somebody may have come to harm",
    alerts.Level.L2: "To be read",
}


@page(ADMINISTRATOR, ANALYST)
def show_alerts(_request: HttpRequest) -> Shown:
    context = {
        "unseen": alerts.unseen(),
        "seen": alerts.seen(),
        "levels": LEVELS,
        "now": now(),
        "short": short,
        "most": alerts.PAGE,
    }
    return Shown(template="staff/alerts.html", context=context)


@page(ADMINISTRATOR, ANALYST, acts=True)
def show_alert(request: HttpRequest, *, number: int) -> Shown:
    """Show the words of one alert; a POST says that somebody takes care of it."""
    found = alerts.find(number)
    if found is None:
        return Shown(template="staff/no_alert.html", status=HTTPStatus.NOT_FOUND)
    if request.method == "POST":
        alerts.see(found, who=actor(request.user), now=now())  # type: ignore[arg-type] # see access
        found.refresh_from_db(fields=["seen_at", "seen_by"])
    context = {
        "found": found,
        "words": None if found.body is None else redact(found.body),
        "touchpoint": alerts.about(found),
        "levels": LEVELS,
        "moment": moment,
        "title": sentences.title,
        "why": sentences.why,
    }
    return Shown(template="staff/alert.html", context=context, about=f"alert:{found.pk}")
