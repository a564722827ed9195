"""The equality questions: after a survey or joining, by a link of their own that knows nobody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from heard.clock import read
from heard.core.questionnaire.filled import Filled, Problem, Wrong
from heard.core.questionnaire.form import Kind, Question
from heard.equality import form, give, link
from heard.equality.form import Page
from heard.equality.link import Pass
from heard.membership import change
from heard.web.asked import asking
from heard.web.citizen.leaving import shown
from heard.web.languages import current

SAFE = ("GET", "HEAD")
PARTS = ("day", "month", "year")
_DIGITS = 4
_NO_DATE = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request by somebody whose link works."""

    request: HttpRequest
    token: str
    opened: Pass
    now: datetime

    def thank(self) -> HttpResponse:
        """Go to the page after the questions."""
        return _after(self.opened)

    def filled(self) -> Filled:
        return give.filled(self.opened.apart, now=self.now, language=current().code)

    def show(self, template: str, **context: object) -> HttpResponse:
        return shown(
            self.request, template, quick_exit=self.opened.quick_exit, token=self.token, **context
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page sent that was not taken, and what is wrong with which question."""

    fields: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    problem: Problem | None = None


def by_pass(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view be reached by a link that works; whoever is done sees the thanks.

    That of a member works for as long as they are one: who was forgotten leaves nothing behind.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @require_http_methods(list(methods))
        @cache_control(no_store=True)
        @wraps(view)
        def reached(request: HttpRequest, apart: str, **parts: str) -> HttpResponse:
            now = read.now()
            opened = link.find(apart, now=now)
            if opened is None:
                return render(request, "citizen/closed.html", status=HTTPStatus.NOT_FOUND)
            try:
                with transaction.atomic():
                    if opened.is_member and not change.is_saying(opened.apart):
                        return render(request, "citizen/closed.html", status=HTTPStatus.NOT_FOUND)
                    visit = Visit(request=request, token=apart, opened=opened, now=now)
                    return view(visit, **parts)
            except give.AlreadyGiven:
                return _after(opened)

        return reached

    return decorate


@by_pass(*SAFE, "POST")
def gate(visit: Visit) -> HttpResponse:
    """Ask whether somebody wants to answer; whoever does not leaves nothing."""
    pages, chosen = form.pages(visit.filled()), visit.request.POST.get("answer")
    if chosen == "yes":
        return _see("equality-page", visit.token, pages[0].key)
    if chosen == "no":
        give.skip(visit.opened.apart)
        return visit.thank()
    is_blank = visit.request.method == "POST"
    return visit.show(
        "citizen/equality/gate.html", is_blank=is_blank, is_member=visit.opened.is_member
    )


@by_pass(*SAFE, "POST")
def page(visit: Visit, asked: str) -> HttpResponse:
    filled = visit.filled()
    found = next((one for one in form.pages(filled) if one.key == asked), None)
    if found is None:  # asked no more, after a change on an earlier page
        return _see("equality", visit.token)
    if visit.request.method != "POST":
        return _show(visit, filled, found, Sent())
    sent = visit.request.POST
    texts = {question.name: _read(question, sent) for question in found.questions}
    try:
        filled = give.save(visit.opened.apart, found, texts, now=visit.now, language=current().code)
    except give.Refused as refused:
        return _show(visit, filled, found, Sent(sent.dict(), refused.key, refused.problem))
    keys = [one.key for one in form.pages(filled)]
    following = keys[keys.index(asked) + 1 :]
    if following:
        return _see("equality-page", visit.token, following[0])
    give.finish(visit.opened.apart, now=visit.now)
    return visit.thank()


def _read(question: Question, sent: QueryDict) -> str:
    """Give what was sent for a question: of a date of birth the year, and nothing else."""
    if question.kind is not Kind.INTEGER:
        return sent.get(question.name, "").strip()
    day, month, year = (sent.get(part, "").strip() for part in PARTS)
    if not (day or month or year):
        return ""
    given = [part for part in (day, month, year) if part]
    if not all(part.isdecimal() and len(part) <= _DIGITS for part in given) or (day and not month):
        return _NO_DATE
    try:
        return str(date(int(year or 0), int(month or 1), int(day or 1)).year)
    except ValueError:
        return _NO_DATE


def _show(visit: Visit, filled: Filled, page: Page, sent: Sent) -> HttpResponse:
    keys = [one.key for one in form.pages(filled)]
    at = keys.index(page.key)
    problem = _sentence(filled, page, sent)
    return visit.show(
        "citizen/equality/page.html",
        questions=[_question(filled, question, sent) for question in page.questions],
        back=keys[at - 1] if at else "",
        problem=problem,
        wrong=sent.key,
        asked_in=asking.asked_in(filled),
    )


def _question(filled: Filled, question: Question, sent: Sent) -> dict[str, object]:
    step = form.step_of(question, filled)
    text = sent.fields.get(question.name, "") if sent.problem else filled.said(step)
    parts = {"year": text} if question.kind is Kind.INTEGER else {}
    return {
        "name": question.name,
        "kind": question.kind.value,
        "label": filled.words(question.label, question.name),
        "hint": filled.words(question.hint, question.name),
        "options": filled.choices(step) if question.kind is Kind.CHOICE else (),
        "text": text,
        "parts": {part: sent.fields.get(part, parts.get(part, "")) for part in PARTS},
    }


def _sentence(filled: Filled, page: Page, sent: Sent) -> str:
    """Say in one sentence what is wrong."""
    if sent.problem is None:
        return ""
    question = next(one for one in page.questions if one.name == sent.key)
    rule = filled.words(question.rules.constraint_message, question.name)
    if question.kind is Kind.INTEGER and sent.problem.wrong is Wrong.TYPE:
        return gettext("Write a date with day, month and year, or the year alone")
    return rule or gettext("Choose one")


def _after(opened: Pass) -> HttpResponse:
    return _see("community-joined" if opened.is_member else "thanks")


def _see(page: str, *parts: str) -> HttpResponse:
    """Answer a POST: the browser goes on with a GET."""
    address = reverse(f"citizen:{page}", args=parts)
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
