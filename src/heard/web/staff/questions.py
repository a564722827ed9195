"""The question bank, a line a question, and a page for each: its versions, where it is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest

from heard.insight.questions import Asked, Listed, Own, dimensions, questions
from heard.questionnaires.bank import bank, search
from heard.questionnaires.scales import scales
from heard.web.staff import question_words
from heard.web.staff.access import EVERYBODY, Shown, page
from heard.web.staff.filters import choice_field
from heard.web.staff.forms import ListForm
from heard.web.staff.question_words import plain

ASKED, UNASKED, BROKEN = "asked", "unasked", "broken"
STATES = {ASKED: "Asked", UNASKED: "Not asked", BROKEN: "With a break in its series"}
NOT_THERE = Shown(template="staff/no_question.html", status=HTTPStatus.NOT_FOUND)
WORDS = {
    "answered": question_words.answered,
    "on_scale": question_words.on_scale,
    "plain": plain,
    "where": question_words.where,
    "why": question_words.why,
}


class QuestionsForm(ListForm):
    """What the list is cut down to; words that are typed are for the search alone."""

    q = forms.CharField(
        required=False,
        max_length=100,
        label="Words",
        widget=forms.SearchInput,
        error_messages={"max_length": "Words: enter 100 characters at most"},
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        instruments = _named(wording.instrument for wording in bank().values())
        self.fields["instrument"] = choice_field("Instrument", instruments, none="All instruments")
        self.fields["dimension"] = choice_field(
            "Dimension", _named(dimensions()), none="All dimensions"
        )
        self.fields["scale"] = choice_field("Scale", [(s, s) for s in scales()], none="All scales")
        self.fields["state"] = choice_field("Where", STATES.items(), none="Everywhere")

    def chosen(self) -> str:
        """Say what was chosen from lists, and not what was typed."""
        cuts = self.cuts() if self.is_valid() else {}
        return " ".join(str(value) for name, value in cuts.items() if name != "q")

    def _word(self, name: str) -> str:
        return str(self.cleaned_data[name]) if name == "q" else super()._word(name)

    def lets_through(self, listed: Listed) -> bool:
        """Tell whether a version of a question is among those that are looked for."""
        given, wording = self.cleaned_data, listed.wording
        return (
            given["instrument"] in {"", wording.instrument}
            and given["dimension"] in {"", wording.dimension}
            and given["scale"] in {"", wording.scale_id}
            and given["state"] in _states(listed.asked)
        )

    def lets_own_through(self, own: Own) -> bool:
        """Tell the same of a question that the bank does not have, and that is of no instrument."""
        given = self.cleaned_data
        said = f"{own.label} {own.asked.questionnaire} {own.asked.question}".casefold()
        return (
            not given["instrument"]
            and given["dimension"] in {"", own.dimension}
            and given["scale"] in {"", own.scale_id}
            and given["state"] in _states([own.asked])
            and all(word in said for word in given["q"].casefold().split())
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question of the list: where it leads, its newest words, what it is about, its state."""

    parts: tuple[str, ...]
    wording: str
    dimension: str
    scale_id: str
    states: frozenset[str]

    @property
    def name(self) -> str:
        return ": ".join(self.parts)


@page(*EVERYBODY)
def show_questions(request: HttpRequest) -> Shown:
    """Show the bank. Filters that make no sense are said to be so, and nothing is shown."""
    form = QuestionsForm(request.GET.dict())
    context: dict[str, object] = {"form": form, "plain": plain}
    if form.is_valid():
        found, wanted = questions(), {w.quote for w in search(form.cleaned_data["q"])}
        context |= {
            "listed": _one_each(
                _line(one)
                for one in found.listed
                if one.wording.quote in wanted and form.lets_through(one)
            ),
            "own": _one_each(_own_line(one) for one in found.own if form.lets_own_through(one)),
        }
    return Shown(template="staff/questions.html", context=context, about=form.chosen())


@page(*EVERYBODY)
def show_question(_request: HttpRequest, *, question: str) -> Shown:
    """Show every version of a question of the bank."""
    found = [one for one in questions().listed if one.wording.question_id == question]
    if not found:
        return NOT_THERE
    context = {"name": question, "listed": found, **WORDS}
    return Shown(template="staff/question.html", context=context, about=question)


@page(*EVERYBODY)
def show_own(_request: HttpRequest, *, form: str, own: str) -> Shown:
    """Show every wording of a question that a questionnaire asks and the bank does not have."""
    found = [
        one
        for one in questions().own
        if (one.asked.questionnaire, one.asked.question) == (form, own)
    ]
    if not found:
        return NOT_THERE
    context = {"name": own, "form": form, "own": found, **WORDS}
    return Shown(template="staff/question.html", context=context, about=f"{form}/{own}")


def _states(asked: Sequence[Asked]) -> frozenset[str]:
    broken = {BROKEN} if any(one.is_broken for one in asked) else set()
    return frozenset({"", ASKED if asked else UNASKED} | broken)


def _named(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, plain(name)) for name in dict.fromkeys(names)]


def _one_each(lines: Iterable[Line]) -> list[Line]:
    """Give one line for each question, with the words of the newest version that was found."""
    found: dict[tuple[str, ...], Line] = {}
    for line in lines:
        before = found.get(line.parts, line)
        found[line.parts] = replace(line, states=line.states | before.states)
    return [*found.values()]


def _line(listed: Listed) -> Line:
    wording = listed.wording
    return Line(
        parts=(wording.question_id,),
        wording=wording.wording,
        dimension=wording.dimension,
        scale_id=wording.scale_id,
        states=_states(listed.asked),
    )


def _own_line(own: Own) -> Line:
    return Line(
        parts=(own.asked.questionnaire, own.asked.question),
        wording=own.label,
        dimension=own.dimension,
        scale_id=own.scale_id,
        states=_states([own.asked]),
    )
