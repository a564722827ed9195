"""The citizen's pages, one question each. A GET records nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heard.clock import read
from heard.invitations import answer
from heard.invitations.models import Invitation
from heard.questionnaires.publish import questions
from heard.questionnaires.scales import scales
from heard.responses import record
from heard.web.citizen.forms import AnswerForm

LANGUAGE = "en"
MODE = "web"
SAFE = ("GET", "HEAD")
ONE_CLICK = ("List-Unsubscribe", "One-Click")  # what a mail program posts (RFC 8058)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request by somebody whose link works."""

    request: HttpRequest
    token: str
    invitation: Invitation
    now: datetime

    @property
    def is_post(self) -> bool:
        return self.request.method == "POST"

    def show(self, template: str, **context: object) -> HttpResponse:
        return render(self.request, template, {"token": self.token, **context})

    def go(self, page: str, **parts: object) -> HttpResponse:
        return _see(reverse(f"citizen:{page}", kwargs={"token": self.token, **parts}))


def by_link(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view be reached by a link that works; for all others there is one page, the same."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @require_http_methods(list(methods))
        @cache_control(no_store=True)
        @wraps(view)
        def reached(request: HttpRequest, token: str, **parts: int) -> HttpResponse:
            now = read.now()
            invitation = answer.find(token, now=now)
            if invitation is None:
                return _closed(request)
            visit = Visit(request=request, token=token, invitation=invitation, now=now)
            try:
                return view(visit, **parts)
            except record.NotStarted:
                return visit.go("welcome")
            except record.AlreadyReceived:
                return _see(reverse("citizen:thanks"))

        return reached

    return decorate


@by_link(*SAFE)
def welcome(visit: Visit) -> HttpResponse:
    return visit.show("citizen/welcome.html", total=len(questions(visit.invitation.version)))


@by_link("POST")
def start(visit: Visit) -> HttpResponse:
    record.start(visit.invitation, now=visit.now)
    return visit.go("question", position=1)


@by_link(*SAFE, "POST")
def question(visit: Visit, position: int) -> HttpResponse:
    asked = questions(visit.invitation.version)
    if not 1 <= position <= len(asked):
        return _closed(visit.request)
    shown, changing, problem = asked[position - 1], "change" in visit.request.GET, ""
    if visit.is_post:
        form = AnswerForm(shown, visit.request.POST)
        if form.is_valid():
            value = form.cleaned_data["answer"]
            record.save(visit.invitation, shown.question_id, value, now=visit.now)
            is_last = changing or position == len(asked)
            return visit.go("check") if is_last else visit.go("question", position=position + 1)
        problem = form.problem
    said = record.answers(visit.invitation) | (
        {shown.question_id: visit.request.POST.get("answer", "")} if problem else {}
    )
    return visit.show(
        "citizen/question.html",
        question=shown,
        scale=scales()[shown.scale_id],
        total=len(asked),
        changing=changing,
        problem=problem,
        value=said.get(shown.question_id),
    )


@by_link(*SAFE)
def check(visit: Visit) -> HttpResponse:
    return visit.show(
        "citizen/check.html",
        questions=questions(visit.invitation.version),
        said=record.answers(visit.invitation),
        scales=scales(),
    )


@by_link("POST")
def submit(visit: Visit) -> HttpResponse:
    try:
        record.submit(visit.invitation, now=visit.now, language=LANGUAGE, mode=MODE)
    except record.Incomplete as gap:
        return visit.go("question", position=gap.missing.position)
    return _see(reverse("citizen:thanks"))


@by_link(*SAFE, "POST")
def opt_out(visit: Visit) -> HttpResponse:
    if visit.is_post:
        answer.opt_out(visit.invitation, now=visit.now)
        return _see(reverse("citizen:opted-out"))
    return visit.show("citizen/opt_out.html")


@csrf_exempt  # a mail program has no cookie; whoever has the link may stop what it came with
@require_http_methods([*SAFE, "POST"])
@cache_control(no_store=True)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Opt out by what an e-mail's header says, or by a button; also after the link was used.

    There is no redirect, since mail programs follow none. A GET, as scanners make, changes nothing.
    """
    invitation = answer.find_holder(token)
    if invitation is None:
        return _closed(request)
    name, word = ONE_CLICK
    if request.method == "POST" and request.POST.get(name) == word:
        answer.opt_out(invitation, now=read.now())
        return render(request, "citizen/opted_out.html", {"by_email": True})
    context = {"token": token, "one_click": ONE_CLICK}
    status = HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
    return render(request, "citizen/opt_out.html", context, status=status)


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "citizen/closed.html", status=HTTPStatus.NOT_FOUND)


def _see(address: str) -> HttpResponse:
    """Answer a POST: the browser goes on with a GET."""
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
