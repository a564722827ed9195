"""One call, a step a page: safe first, then the questions, then the close; Stop now on each."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from heard.clock.read import now
from heard.journal.write import Actor
from heard.questionnaires.models import Question
from heard.questionnaires.publish import questions
from heard.questionnaires.scales import scales
from heard.responses.record import BadAnswer, Value
from heard.specialist import calls
from heard.specialist.calls import NoCall
from heard.specialist.models import Call
from heard.specialist.programme import words
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
    except BadAnswer:
        return _step(calls.open_call(number, by=by), by, problem="Choose one of these")
    except NoCall:  # the page was behind: the call is shown as it stands, if it still goes on
        calls.open_call(number, by=by)
    return Shown(leads_to=reverse("staff:call", args=[number]))


def _go_on(form: QueryDict, number: int, by: Actor) -> None:
    call = calls.open_call(number, by=by)
    typed = form.get("step", "")
    step = int(typed) if typed.isascii() and typed.isdecimal() else NO_STEP
    acts: dict[str, Callable[[], None]] = {
        "safe": lambda: calls.is_safe(number, by=by),
        "answer": lambda: calls.answer(number, step, _value(call, step, form), by=by),
        "back": lambda: calls.go_to(number, step, step - 1, by=by),
        "close": lambda: calls.go_to(number, step, len(calls.asked(call)) + 1, by=by),
    }
    acts.get(form.get("do", ""), _nothing)()


def _nothing() -> None:
    raise NoCall


def _value(call: Call, step: int, form: QueryDict) -> Value | None:
    """Give what was chosen or written; None where nothing was. BadAnswer, NoCall."""
    asked, said = calls.asked(call), form.get("answer", "").replace("\r\n", "\n")
    if not 1 <= step <= len(asked):
        raise NoCall
    if not said.strip():
        return None
    if asked[step - 1].kind == Question.Kind.TEXT:
        return said
    if not (said.isascii() and said.isdecimal()):
        raise BadAnswer
    return int(said)


def _step(call: Call, by: Actor, *, problem: str = "") -> Shown:
    """Show one step. Only the first one has the number, and the journal keeps that it was seen."""
    asked, force = calls.asked(call), words()
    if force is None:
        raise NoCall
    context: dict[str, object] = {"call": call, "force_says": force, "total": len(asked)}
    if call.step == calls.DIAL:
        safe = next(q for q in questions(call.version) if q.question_id == calls.SAFE)
        context |= {"line": calls.dial(call, by=by, now=now()), "safe": safe}
        template = "staff/calls/dial.html"
    elif call.step <= len(asked):
        question = asked[call.step - 1]
        context |= {
            "question": question,
            "scale": scales()[question.scale_id],
            "value": calls.said(call).get(question.question_id),
            "problem": problem,
        }
        template = "staff/calls/question.html"
    else:
        template = "staff/calls/close.html"
    return Shown(
        template=template,
        context=context,
        about=f"consent:{call.consent_id}",
        status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK,
    )
