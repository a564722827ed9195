"""The citizen's pages, one question each. A GET records nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heard.clock import read
from heard.core.questionnaire.filled import Filled, Problem, Step
from heard.core.questionnaire.form import Kind
from heard.core.timing import LONDON
from heard.equality import link
from heard.equality.link import Pass
from heard.invitations import answer
from heard.invitations.models import Asked, Guest, Invitation
from heard.questionnaires.publish import asked, questions
from heard.responses import record
from heard.responses.models import Response
from heard.web.asked import answers, asking
from heard.web.citizen.answered import remember
from heard.web.citizen.leaving import shown
from heard.web.languages import current

MODE = "web"
SAFE = ("GET", "HEAD")
ONE_CLICK = ("List-Unsubscribe", "One-Click")  # what a mail program posts (RFC 8058)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request by somebody whose link works."""

    request: HttpRequest
    token: str
    holder: Asked
    now: datetime

    @property
    def is_post(self) -> bool:
        return self.request.method == "POST"

    def filled(self) -> Filled:
        return record.filled(self.holder, now=self.now, language=current().code)

    def save(self, key: str, text: str) -> Filled:
        return record.save(self.holder, key, text, now=self.now, language=current().code)

    def show(self, template: str, **context: object) -> HttpResponse:
        guest = self.come_back() if isinstance(self.holder, Guest) else None
        told = {"token": self.token, "guest": guest, **context}
        return shown(self.request, template, quick_exit=self.holder.quick_exit, **told)

    def come_back(self) -> dict[str, str]:
        """Give the address by which a guest comes back, and until when: nobody wrote it to them."""
        until = self.holder.expires_at.astimezone(LONDON)
        address = settings.SITE_URL + reverse("citizen:welcome", kwargs={"token": self.token})
        return {"address": address, "until": date_format(until, "j E Y, H:i")}

    def go(self, page: str, **parts: object) -> HttpResponse:
        return _see(reverse(f"citizen:{page}", kwargs={"token": self.token, **parts}))


def by_link(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view be reached by a link that works; for all others there is one page, the same."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @require_http_methods(list(methods))
        @cache_control(no_store=True)
        @wraps(view)
        def reached(request: HttpRequest, token: str, **parts: str | int) -> HttpResponse:
            now = read.now()
            holder = answer.find(token, now=now)
            if holder is None:
                return _closed(request)
            visit = Visit(request=request, token=token, holder=holder, now=now)
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
    form = record.fill(visit.holder.version, {}, now=visit.now, language=current().code)
    template = "citizen/open.html" if isinstance(visit.holder, Guest) else "citizen/welcome.html"
    return visit.show(template, total=len(asking.counted(form)))


@by_link("POST")
def start(visit: Visit) -> HttpResponse:
    record.start(visit.holder, now=visit.now)
    return begun(visit)


def begun(visit: Visit) -> HttpResponse:
    """Go on to the first question, after what the button to leave at once does, if there is one."""
    if visit.holder.quick_exit:
        return visit.go("leaving")
    return go_on(visit, visit.filled().steps)


@by_link(*SAFE)
def leaving(visit: Visit) -> HttpResponse:
    """Say what the button to leave at once does, where there is one, and what it does not do."""
    if not visit.holder.quick_exit:
        return _closed(visit.request)
    return visit.show("citizen/leaving.html", first=visit.filled().steps[0].key)


@by_link(*SAFE, "POST")
def by_position(visit: Visit, position: int) -> HttpResponse:
    """Take a page that was opened before pages had keys: what is sent from it must not be lost."""
    asked_there = questions(visit.holder.version)
    if not 1 <= position <= len(asked_there):
        return _closed(visit.request)
    key = asked_there[position - 1].question_id
    return _asked(visit, key) if visit.is_post else visit.go("question", key=key)


@by_link(*SAFE, "POST")
def question(visit: Visit, key: str) -> HttpResponse:
    return _asked(visit, key)


def _asked(visit: Visit, key: str) -> HttpResponse:
    kind = asking.kind_of(asked(visit.holder.version), key)
    if kind is None:
        return _closed(visit.request)
    if not visit.is_post:
        return _show(visit, key)
    text = answers.read(kind, visit.request.POST)
    try:
        filled = visit.save(key, "" if kind is Kind.NOTE else text)
    except record.Refused as refusal:
        return _show(visit, key, text, refusal.problem)
    except record.NotAsked:
        return visit.go("check")
    if "change" in visit.request.GET:  # a change may have opened questions
        return go_on(visit, [step for step, _ in filled.problems()])
    return go_on(visit, asking.after(filled, key))


@by_link(*SAFE)
def check(visit: Visit) -> HttpResponse:
    filled = visit.filled()
    return visit.show("citizen/check.html", **asking.summary(filled))


@by_link("POST")
def submit(visit: Visit) -> HttpResponse:
    try:
        sent = record.submit(visit.holder, now=visit.now, language=current().code, mode=MODE)
    except record.Incomplete as gap:
        return visit.go("question", key=gap.key)
    done = _see(_after(visit, sent))
    # A device that others look at too must not tell that somebody answered.
    if isinstance(visit.holder, Guest) and not visit.holder.quick_exit:
        remember(done, visit.holder.programme)
    return done


def _after(visit: Visit, sent: Response) -> str:
    """Give the page after the survey: the gate of the equality questions, or thanks."""
    if sent.apart is None or not visit.holder.programme.equality:
        return reverse("citizen:thanks")
    opened = Pass(apart=sent.apart, quick_exit=visit.holder.quick_exit)
    return reverse("citizen:equality", args=(link.make(opened, now=visit.now),))


@by_link(*SAFE, "POST")
def opt_out(visit: Visit) -> HttpResponse:
    if not isinstance(visit.holder, Invitation):  # nobody wrote to a guest
        return _closed(visit.request)
    if visit.is_post:
        answer.opt_out(visit.holder, now=visit.now)
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


def _show(visit: Visit, key: str, text: str = "", problem: Problem | None = None) -> HttpResponse:
    """Show a question with what was said to it, or with what was sent now and is wrong."""
    filled, changing = visit.filled(), "change" in visit.request.GET
    step = filled.step(key)
    if step is None:
        return visit.go("check")
    wrong = answers.sentence(filled, step, problem, text) if problem else ""
    page = asking.page(filled, step, text if problem else filled.said(step), problem=wrong)
    return visit.show("citizen/question.html", changing=changing, **page)


def go_on(visit: Visit, steps: Sequence[Step]) -> HttpResponse:
    """Go to the first of these steps, or where none is left, to the page that shows them all."""
    return visit.go("question", key=steps[0].key) if steps else visit.go("check")


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "citizen/closed.html", status=HTTPStatus.NOT_FOUND)


def _see(address: str) -> HttpResponse:
    """Answer a POST: the browser goes on with a GET."""
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
