"""The flows of the assistant: the list, one with its editions, the form, and the test."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.accounts.wall import of_areas
from heard.clock.read import now
from heard.conversations import editing
from heard.conversations.editing import NoFlow, differences, open_edition
from heard.conversations.flows import in_force
from heard.conversations.models import Edition, Flow
from heard.conversations.trials import trial
from heard.web.staff.access import ADMINISTRATOR, CHAT_MANAGER, Shown, page, person
from heard.web.staff.assistant.forms import FlowForm, NewFlowForm, WhyForm
from heard.web.staff.times import moment

MANAGERS = (CHAT_MANAGER, ADMINISTRATOR)
_NOT_THERE = Shown(template="staff/assistant/not_there.html", status=HTTPStatus.NOT_FOUND)
State = Edition.State


@page(*MANAGERS)
def show_flows(_request: HttpRequest) -> Shown:
    """List all flows: what is published of each, and what waits."""
    at = now()
    counts = in_force(now=at)
    newest = Edition.objects.select_related("flow").defer("examples", "answers")
    live = {one.flow.code: one for one in newest.filter(pk__in=counts)}
    written = {one.flow.code: one for one in newest.filter(state__in=editing.OPEN)}
    # Of the newest edition, where none is in force.
    every = Edition.objects.order_by("flow__code", "number").values_list("flow__code", "name")
    names = {**dict(every), **{code: one.name for code, one in live.items()}}
    rows = [
        {
            "code": code,
            "name": names[code],
            "live": live.get(code),
            "written": written.get(code),
        }
        for code in Flow.objects.order_by("code").values_list("code", flat=True)
    ]
    waiting = [row for row in rows if row["written"]]
    context = {"rows": rows, "waiting": waiting, "moment": moment, "states": _states()}
    return Shown(template="staff/assistant/list.html", context=context)


@page(*MANAGERS, acts=True)
def new_flow(request: HttpRequest) -> Shown:
    """Begin a flow that there is not yet."""
    form = NewFlowForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        if code in _taken():
            form.add_error("code", "There is a flow with this code: choose another one")
        elif _saved(request, form, code):
            return Shown(leads_to=reverse("staff:assistant-flow", args=[code]))
    return _written(form, None)


@page(*MANAGERS, acts=True)
def edit_flow(request: HttpRequest, *, code: str) -> Shown:
    """Write the next edition of a flow, beginning with the newest one."""
    written = open_edition(code)
    before = _last(code) if written is None else written
    if before is None or before.state == State.ASKED:
        return _NOT_THERE
    form = FlowForm(request.POST if request.method == "POST" else None, before)
    if form.is_valid() and _saved(request, form, code):
        return Shown(leads_to=reverse("staff:assistant-flow", args=[code]))
    return _written(form, before)


@page(*MANAGERS, acts=True)
def show_flow(request: HttpRequest, *, code: str) -> Shown:
    """Show a flow with all its editions and what each changed; a form does the next thing."""
    found = Edition.objects.filter(flow__code=code).order_by("-number")
    rows = [*found.select_related("flow", "gathers__questionnaire")]
    if not rows:
        return _NOT_THERE
    form, problem = WhyForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST":
        try:
            if _do(request, rows, form):
                return Shown(leads_to=reverse("staff:assistant-flow", args=[code]))
        except NoFlow as refused:
            problem = str(refused)
    older = [*rows[1:], None]
    first = rows[0]
    context = {
        "code": code,
        "name": first.name,
        "current": next((one for one in rows if one.pk in in_force(now=now())), None),
        "draft": next((one for one in rows if one.state in editing.OPEN), None),
        "history": [(one, differences(old, one)) for one, old in zip(rows, older, strict=True)],
        "me": person(request).id,
        "form": form if problem or form.errors else WhyForm(),
        "problem": problem,
        "did": request.POST.get("do", ""),
        "is_live": any(one.state == State.LIVE for one in rows),
        "moment": moment,
        "states": _states(),
    }
    status = HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
    about = f"flow:{code}"
    return Shown(template="staff/assistant/flow.html", context=context, about=about, status=status)


@page(*MANAGERS, acts=True)
def test_flow(request: HttpRequest, *, code: str) -> Shown:
    """Show what a draft does to past questions; a form keeps that somebody looked at it."""
    draft = open_edition(code)
    if draft is None:
        return _NOT_THERE
    with of_areas(None):
        found = trial(draft, now=now())
    if request.method == "POST":
        try:
            editing.note_tested(draft, found.counts(), by=person(request), now=now())
        except NoFlow:
            return _NOT_THERE
        return Shown(leads_to=reverse("staff:assistant-flow", args=[code]))
    names = dict(
        Edition.objects.filter(pk__in=in_force(now=now())).values_list("flow__code", "name")
    )
    context = {"draft": draft, "found": found, "names": {**names, code: draft.name}}
    return Shown(template="staff/assistant/test.html", context=context, about=f"flow:{code}")


def _taken() -> set[str]:
    """Give the codes that no new flow can have; two of them are words of addresses."""
    return {"new", "hours", *Flow.objects.values_list("code", flat=True)}


def _do(request: HttpRequest, rows: list[Edition], form: WhyForm) -> bool:
    """Do what a form of the page asks for; False where its words are missing. NoFlow."""
    what, by, at = request.POST.get("do", ""), person(request), now()
    open_ = next((one for one in rows if one.state in editing.OPEN), None)
    plain: Mapping[str, Callable[[Edition], None]] = {
        "ask": lambda one: editing.ask(one, by=by, now=at),
        "approve": lambda one: editing.approve(one, by=by, now=at),
    }
    if what in plain and open_ is not None:
        plain[what](open_)
        return True
    if what not in {"send_back", "withdraw"}:
        raise NoFlow("Choose what to do.")
    if not form.is_valid():
        return False
    why = form.cleaned_data["why"]
    if what == "withdraw":
        editing.withdraw(rows[0].flow.code, why, by=by, now=at)
    elif open_ is None:
        raise NoFlow("Nothing waits for a second person.")
    else:
        editing.send_back(open_, why, by=by, now=at)
    return True


def _saved(request: HttpRequest, form: FlowForm, code: str) -> bool:
    try:
        editing.save(code, form.content(), by=person(request), now=now())
    except NoFlow as refused:
        for line in str(refused).splitlines():
            form.add_error(None, line)
        return False
    return True


def _last(code: str) -> Edition | None:
    """Give the newest edition of a flow, if there is that flow."""
    found = Edition.objects.filter(flow__code=code).order_by("-number")
    return found.select_related("flow", "gathers__questionnaire").first()


def _written(form: FlowForm, before: Edition | None) -> Shown:
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    context = {"form": form, "before": before}
    return Shown(template="staff/assistant/write.html", context=context, status=status)


def _states() -> Mapping[str, str]:
    return {value: str(label).capitalize() for value, label in State.choices}
