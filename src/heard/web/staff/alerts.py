"""Alerts for the duty desk: the lists without words, and one at a time with them, redacted."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest

from heard.clock.read import now
from heard.core.text.meaning import MEANT
from heard.core.text.redact import redact
from heard.core.text.triage import CATEGORIES, Family
from heard.dialogues import alerts
from heard.dialogues.clocks import CLOSED_WITHIN, Desk, Level, overdue, record_by, told
from heard.dialogues.close import LONGEST, OUTCOMES, PAGE, NotClosed, close, closed, waiting
from heard.dialogues.models import Alert
from heard.web.staff import sentences
from heard.web.staff.access import ADMINISTRATOR, ANALYST, DUTY_REVIEWER, Shown, page, person
from heard.web.staff.columns import short
from heard.web.staff.times import moment

LEVELS: Mapping[str, str] = {
    Level.L0: "Somebody may be in danger",
    Level.L1: "Somebody may have come to harm",
    Level.L2: "To be read",
    Level.L3: "Thanks to be passed on",
}
ENDED: Mapping[str, str] = {**OUTCOMES, Alert.Outcome.BEFORE: "Seen"}


@page(ADMINISTRATOR, ANALYST, DUTY_REVIEWER)
def show_alerts(_request: HttpRequest) -> Shown:
    """List what is overdue, what waits at each desk, and what was closed."""
    context = {
        "overdue": [(one, told(one, settings.ESCALATION)) for one in overdue()[:PAGE]],
        "desks": {desk.value: waiting(desk) for desk in Desk},
        "closed": closed(),
        "levels": LEVELS,
        "ended": ENDED,
        "by": _by,
        "now": now(),
        "short": short,
        "most": PAGE,
    }
    return Shown(template="staff/alerts.html", context=context)


@page(ADMINISTRATOR, ANALYST, DUTY_REVIEWER, acts=True)
def show_alert(request: HttpRequest, *, number: int) -> Shown:
    """Show one alert; a POST says that somebody takes care of it, or closes it."""
    found = alerts.find(number)
    if found is None:
        return Shown(template="staff/no_alert.html", status=HTTPStatus.NOT_FOUND)
    problem = ""
    if request.method == "POST":
        problem = _act(request, found)
        found = alerts.find(number) or found
    words = "" if found.body is None else redact(found.body)
    context = {
        "found": found,
        "words": words,
        "also": [CATEGORIES[f] for f in CATEGORIES if f in found.families and f != _first(found)],
        "record_by": record_by(found),
        "told": told(found, settings.ESCALATION),
        "by": _by(found),
        "problem": problem,
        "said": request.POST,
        "outcomes": OUTCOMES,
        "ended": ENDED,
        "longest": LONGEST,
        "remark": redact(found.remark or ""),
        "touchpoint": alerts.about(found),
        "levels": LEVELS,
        "moment": moment,
        "title": sentences.title,
        "why": sentences.why,
    }
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    about = f"alert:{found.pk}"
    return Shown(template="staff/alert.html", context=context, about=about, status=status)


def _act(request: HttpRequest, found: Alert) -> str:
    """Do what the form asks for, and give what is wrong with it, in words."""
    said, who = request.POST, person(request)
    if said.get("does") != "close":
        alerts.see(found, who=who, now=now())
        return ""
    number, remark = said.get("number", ""), said.get("remark", "")
    try:
        close(found, said.get("outcome", ""), who=who, now=now(), number=number, remark=remark)
    except NotClosed as refused:
        return str(refused)
    return ""


def _first(found: Alert) -> Family | None:
    """Give the family that the alert's category names already."""
    named = (*CATEGORIES.items(), *MEANT.items())
    return next((family for family, words in named if words == found.category), None)


def _by(alert: Alert) -> datetime:
    """Give by when the next thing has to be done about it, or had to be."""
    return alert.seen_at + CLOSED_WITHIN[alert.level] if alert.seen_at else alert.due_at
