"""What belongs to the desk beside conversations: all of it, call backs, answers, reports."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.conversations import callbacks, canned, desk, presence, recording, supervise, tend, waits
from heard.conversations.callbacks import RESULTS
from heard.conversations.converse import NotSaid
from heard.conversations.models import CallBack, Report
from heard.core.timing import LONDON
from heard.web.languages import BY_CODE, LANGUAGES
from heard.web.staff.access import CHAT_MANAGER, Shown
from heard.web.staff.desk.door import DESK, desk_page, number, typed, who
from heard.web.staff.desk.views import SHOWN, SKILLS
from heard.web.staff.desk.words import said, topics
from heard.web.staff.times import moment, span


@desk_page(CHAT_MANAGER, acts=False)
def show_all(_request: HttpRequest) -> Shown:
    """Show who supervises the desk everybody at it, the queue, and what is with whom."""
    at = now()
    waiting = list(desk.queue()[: SHOWN + 1])
    since = [one.waits_since for one in waiting if one.waits_since]
    ahead = waits.expected(1, now=at)
    context = {
        "advisers": list(presence.everybody()),
        "loads": presence.loads(),
        "waiting": waiting[:SHOWN],
        "held": list(supervise.held()[:SHOWN]),
        "n_waiting": desk.queue().count(),
        "longest": span(at - min(since)) if since else "None",
        "abandoned": supervise.abandoned(since=_midnight(at), until=at),
        "escalated": list(tend.escalated()[:SHOWN]),
        "expected": f"About {span(ahead)}" if ahead else "Cannot be told",
        "calls": callbacks.waiting().count(),
        "dead": recording.dead().count(),
        "skills": SKILLS,
        **said(at),
    }
    return Shown(template="staff/desk/all.html", context=context)


def _midnight(at: datetime) -> datetime:
    """Give when the day began in London."""
    return at.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0)


@desk_page(*DESK)
def show_calls(request: HttpRequest) -> Shown:
    """List whom to call back; a form notes that nobody answered, or what came of it."""
    problem = ""
    if request.method == "POST":
        problem = _called(request)
        if not problem:
            return Shown(leads_to=reverse("staff:desk-calls"))
    context = {
        "calls": list(callbacks.waiting()[:SHOWN]),
        "results": RESULTS,
        "problem": problem,
        "moment": moment,
        **said(now()),
    }
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    return Shown(template="staff/desk/calls.html", context=context, status=status)


def _called(request: HttpRequest) -> str:
    result = typed(request, "result")
    try:
        if result == "tried":
            callbacks.tried(number(request, "number"), by=who(request), now=now())
        elif result in RESULTS:
            callbacks.done(number(request, "number"), result, by=who(request), now=now())
        else:
            return "Choose what came of the call."
    except CallBack.DoesNotExist:
        return "A colleague has settled that call already."
    return ""


@desk_page(CHAT_MANAGER)
def show_answers(request: HttpRequest) -> Shown:
    """List the words that advisers may use; a form adds some, or takes them away."""
    problem = ""
    if request.method == "POST":
        problem = _kept(request)
        if not problem:
            return Shown(leads_to=reverse("staff:desk-answers"))
    context = {
        "found": list(canned.all_canned()),
        "topics": topics(),
        "languages": [(one.code, one.english) for one in LANGUAGES],
        "typed": request.POST if problem else {},
        "problem": problem,
        **said(now()),
    }
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    return Shown(template="staff/desk/answers.html", context=context, status=status)


def _kept(request: HttpRequest) -> str:
    if typed(request, "do") == "end":
        canned.end_canned(number(request, "number"), by=who(request), now=now())
        return ""
    topic, language = typed(request, "topic"), typed(request, "language") or "en"
    if (topic and topic not in dict(topics())) or language not in BY_CODE:
        return "Choose a topic and a language from the lists."
    title, text, by = typed(request, "title"), typed(request, "text"), who(request)
    try:
        canned.write_canned(title, text, of=(topic, language), by=by, now=now())
    except NotSaid as refused:
        return str(refused)
    return ""


@desk_page(CHAT_MANAGER)
def show_reports(request: HttpRequest) -> Shown:
    """List the reports that have not arrived at the recording system; a form tries one anew."""
    problem = ""
    if request.method == "POST":
        problem = _tried(request)
        if not problem:
            return Shown(leads_to=reverse("staff:desk-reports"))
    context = {
        "dead": list(recording.dead()[:SHOWN]),
        "on_the_way": list(recording.on_the_way()[:SHOWN]),
        "problem": problem,
        "moment": moment,
        **said(now()),
    }
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    return Shown(template="staff/desk/reports.html", context=context, status=status)


def _tried(request: HttpRequest) -> str:
    try:
        recording.again(str(UUID(typed(request, "report"))), by=who(request), now=now())
    except (ValueError, Report.DoesNotExist):
        return "That report is not one that did not arrive."
    return ""
