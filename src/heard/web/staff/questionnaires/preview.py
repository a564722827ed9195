"""A draft or a version as a citizen sees it, before it goes out; nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils import translation

from heard.clock.read import now
from heard.core.questionnaire.filled import BadExpression, Filled, Problem, Step, Wrong
from heard.core.questionnaire.form import Form, Kind, code_of
from heard.core.timing import LONDON
from heard.places.wards import ELSEWHERE, wards
from heard.web.asked import answers, asking
from heard.web.languages import BY_CODE, ENGLISH, Language
from heard.web.staff.access import EVERYBODY, Shown, page
from heard.web.staff.questionnaires.editions import NOT_THERE, Edition, find

SALT = "heard.preview"
QUESTION = "staff/questionnaires/preview.html"
END = "staff/questionnaires/preview_end.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Where somebody is in a preview: the form, a language of it, and what they said so far.

    All of it is in the page, signed, and comes back with the next press of a button.
    """

    form: Form
    language: str
    said: Mapping[str, str]

    def filled(self) -> Filled:
        there = now().astimezone(LONDON)
        return Filled(self.form, self.said, now=there, language=self.language)

    def state(self) -> str:
        return signing.dumps([self._print(), dict(self.said)], salt=SALT, compress=True)

    def resumed(self, state: str) -> "Walk":
        """Take up what was said on the page before; of another form nothing is."""
        try:
            print_, said = signing.loads(state, salt=SALT)
        except signing.BadSignature:
            print_, said = "", {}
        return replace(self, said=said if print_ == self._print() else self.filled().begun())

    def with_answer(self, key: str, text: str) -> "Walk":
        kept = {name: said for name, said in self.said.items() if name != key}
        return replace(self, said={**kept, key: text} if text else kept)

    def _print(self) -> str:
        """Tell one form from another, whatever it is called."""
        return sha256(f"{self.form.form_id} {self.form.template}".encode()).hexdigest()


@page(*EVERYBODY, acts=True)
def show_preview(request: HttpRequest, **parts: Any) -> Shown:  # noqa: ANN401 - the parts of an address
    """Show a question of a version or a draft, or take an answer to it and show the next."""
    edition = find(**parts)
    if edition is None:
        return NOT_THERE
    if edition.form is None:
        return _cannot(edition, edition.refusals)
    chosen = _language(request, edition.form)
    speaks = BY_CODE.get(code_of(chosen), ENGLISH)
    try:
        with translation.override(speaks.tag.lower()):
            shown = _walk(request.POST, Walk(form=edition.form, language=chosen, said={}))
    except BadExpression as error:
        return _cannot(edition, (f"With these answers a rule cannot be worked out: {error}.",))
    context = {**shown.context, "edition": edition, "offered": _offered(edition.form, chosen)}
    return replace(shown, context=context, about=edition.about, language=speaks.tag.lower())


def _walk(sent: QueryDict, walk: Walk) -> Shown:
    """Do what a button of the page before asked for, and show where that leads."""
    walk = walk.resumed(sent.get("state", ""))
    filled, key = walk.filled(), sent.get("key", "")
    step = filled.step(key)
    if sent.get("do") == "answer" and step is not None:
        return _answered(walk, filled, step, sent)
    if sent.get("do") == "end":
        return _end(walk, filled)
    if step is None and filled.steps:
        step = filled.steps[0]
    return _shown(walk, filled, step)


def _answered(walk: Walk, filled: Filled, step: Step, sent: QueryDict) -> Shown:
    kind = step.question.kind if step.question else Kind.CHOICE
    text = "" if kind is Kind.NOTE else answers.read(kind, sent)
    taken = filled.take(step, text)
    if kind is Kind.PLACE and text and text not in wards() and text != ELSEWHERE:
        taken = Problem(wrong=Wrong.CHOICE)
    if isinstance(taken, Problem):
        sentence = answers.sentence(filled, step, taken, text)
        return _shown(walk, filled, step, text=text, problem=sentence)
    after = walk.with_answer(step.key, taken)
    filled = after.filled()
    following = asking.after(filled, step.key)
    return _shown(after, filled, following[0] if following else None)


def _shown(
    walk: Walk, filled: Filled, step: Step | None, *, text: str = "", problem: str = ""
) -> Shown:
    if step is None:
        return _end(walk, filled)
    said = text if problem else filled.said(step)
    found = asking.page(filled, step, said, problem=problem)
    context = {**found, "state": walk.state(), "key": step.key, "changing": False, "token": ""}
    return Shown(template=QUESTION, context=context)


def _end(walk: Walk, filled: Filled) -> Shown:
    wrong = [asking.label(filled, step) for step, _ in filled.problems()]
    context = {**asking.summary(filled), "state": walk.state(), "key": "", "wrong": wrong}
    return Shown(template=END, context=context)


def _cannot(edition: Edition, sentences: tuple[str, ...]) -> Shown:
    context = {"edition": edition, "sentences": sentences, "channel": "preview"}
    return Shown(
        template="staff/questionnaires/no_preview.html", context=context, about=edition.about
    )


def _language(request: HttpRequest, form: Form) -> str:
    code = request.POST.get("language") or request.GET.get("language", "")
    return form.language(code)


def _offered(form: Form, chosen: str) -> list[tuple[str, Language, bool]]:
    """Give the languages of a form: code, how the page writes its name, and whether it is on."""
    return [
        (
            code,
            BY_CODE.get(code) or Language(code=code, tag=code, name=name, english=name),
            name == chosen,
        )
        for name in form.languages
        for code in [code_of(name)]
    ]
