"""One call, a step a page: safe first, then the questions, then the close; Stop now on each."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from heard.clock.read import now
from heard.core.questionnaire.filled import Problem
from heard.core.questionnaire.form import Kind
from heard.journal.write import Actor
from heard.questionnaires.publish import asked, questions
from heard.responses import record
from heard.specialist import calls
from heard.specialist.calls import NoCall
from heard.specialist.models import Call
from heard.specialist.programme import words
from heard.web.asked import answers, asking
from heard.web.staff.access import CALLER, Shown, page, person

AGAIN: Mapping[str, bool | None] = {"yes": True, "no": False, "": None}
NO_STEP = -1
ENDS = {
    "stop": Call.Outcome.STOPPED,
    "not-safe": Call.Outcome.NOT_SAFE,
    "no-answer": Call.Outcome.NO_ANSWER,
    "refused": Call.Outcome.REFUSED,
}


@page(CALLER, acts=True)
def show_call(request: HttpRequest, *, number: int) -> Shown:
    """Show the step at which the call is, or do what its form asks for and go on."""
    by = person(request)
    try:
        if request.method == "POST":
            return _act(request.POST, number, by)
        return _step(calls.open_call(number, by=by), by)
    except NoCall:
        return Shown(leads_to=reverse("staff:calls"))


@page(CALLER)
def show_ended(_request: HttpRequest) -> Shown:
    return Shown(template="staff/calls/ended.html")


def _act(form: QueryDict, number: int, by: Actor) -> Shown:
    """Do what a button says. Whatever is no button of this step changes nothing."""
    asked_for = form.get("do", "")
    if asked_for in ENDS:
        calls.end(number, ENDS[asked_for], by=by, now=now())
        return Shown(leads_to=reverse("staff:call-ended"))
    if asked_for == "finish":
        again = AGAIN.get(form.get("again", ""))
        calls.finish(number, may_call_again=again, by=by, now=now())
        return Shown(leads_to=reverse("staff:call-ended"))
    try:
        _go_on(form, number, by)
    except record.Refused as refusal:
        return _step(calls.open_call(number, by=by), by, sent=form, problem=refusal.problem)
    except NoCall:  # the page was behind: the call is shown as it stands, if it still goes on
        calls.open_call(number, by=by)
    return Shown(leads_to=reverse("staff:call", args=[number]))


def _go_on(form: QueryDict, number: int, by: Actor) -> None:
    call, at = calls.open_call(number, by=by), now()
    typed, key = form.get("step", ""), form.get("key", "")
    step = int(typed) if typed.isascii() and typed.isdecimal() else NO_STEP
    last = len(calls.asked(calls.filled(call, now=at))) + 1
    acts: dict[str, Callable[[], None]] = {
        "safe": lambda: calls.is_safe(number, by=by),
        "answer": lambda: calls.answer(number, key, _sent(call, key, form), by=by, now=at),
        "back": lambda: calls.go_to(number, step, step - 1, by=by, now=at),
        "close": lambda: calls.go_to(number, step, last, by=by, now=at),
    }
    acts.get(form.get("do", ""), _nothing)()


def _nothing() -> None:
    raise NoCall


def _sent(call: Call, key: str, form: QueryDict) -> str:
    """Give what was chosen or written, as ODK writes it. NoCall for what is no question."""
    kind = asking.kind_of(asked(call.version), key)
    if kind is None:
        raise NoCall
    return "" if kind is Kind.NOTE else answers.read(kind, form)


def _step(
    call: Call, by: Actor, *, sent: QueryDict | None = None, problem: Problem | None = None
) -> Shown:
    """Show one step. Only the first one has the number, and the journal keeps that it was seen."""
    at, force = now(), words()
    if force is None:
        raise NoCall
    form = calls.filled(call, now=at)
    steps = calls.asked(form)
    context: dict[str, object] = {"call": call, "force_says": force, "last": len(steps)}
    if call.step == calls.DIAL:
        safe = next(q for q in questions(call.version) if q.question_id == calls.SAFE)
        context |= {"line": calls.dial(call, by=by, now=at), "safe": safe}
        template = "staff/calls/dial.html"
    elif call.step <= len(steps):
        step = steps[call.step - 1]
        text = _sent(call, step.key, sent) if sent else calls.shown(call, form, step)
        wrong = answers.sentence(form, step, problem, text) if problem else ""
        context |= asking.page(form, step, text, problem=wrong)
        template = "staff/calls/question.html"
    else:
        template = "staff/calls/close.html"
    return Shown(
        template=template,
        context=context,
        about=f"consent:{call.consent_id}",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
    )
