"""The question bank: every question with its versions, where each is asked, and its breaks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest

from heard.core.questionnaire.compared import Why
from heard.insight.questions import Asked, Listed, Marked, Own, questions
from heard.questionnaires.bank import Wording, bank, search
from heard.questionnaires.scales import scales
from heard.web.staff.access import EVERYBODY, Shown, page
from heard.web.staff.filters import choice_field
from heard.web.staff.forms import ListForm
from heard.web.staff.words import long_day

ASKED, UNASKED, BROKEN = "asked", "unasked", "broken"
STATES = {ASKED: "Asked", UNASKED: "Not asked", BROKEN: "With a break in its series"}
WHY = {
    "wording": "another wording",
    "scale": "another scale",
    "choices": "other choices",
    "order": "another place",
    "asked_of": "other people asked",
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
        instruments = dict.fromkeys(w.instrument for w in bank().values())
        named = [(name, plain(name)) for name in instruments]
        self.fields["instrument"] = choice_field("Instrument", named, none="All instruments")
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
            and given["scale"] in {"", wording.scale_id}
            and given["state"] in _states(listed.asked)
        )

    def lets_own_through(self, own: Own) -> bool:
        """Tell the same of a question that the bank does not have, and that is of no instrument."""
        given = self.cleaned_data
        said = f"{own.label} {own.asked.questionnaire} {own.asked.question}".casefold()
        return (
            not given["instrument"]
            and given["scale"] in {"", own.scale_id}
            and given["state"] in _states([own.asked])
            and all(word in said for word in given["q"].casefold().split())
        )


def _states(asked: Sequence[Asked]) -> set[str]:
    broken = {BROKEN} if any(one.is_broken for one in asked) else set()
    return {"", ASKED if asked else UNASKED} | broken


@page(*EVERYBODY)
def show_questions(request: HttpRequest) -> Shown:
    """Show the bank. Filters that make no sense are said to be so, and nothing is shown."""
    form = QuestionsForm(request.GET.dict())
    context: dict[str, object] = {"form": form, "plain": plain, "where": where, "why": why}
    context |= {"answered": answered, "on_scale": on_scale}
    if form.is_valid():
        found, wanted = questions(), {w.quote for w in search(form.cleaned_data["q"])}
        context |= {
            "listed": [
                one
                for one in found.listed
                if one.wording.quote in wanted and form.lets_through(one)
            ],
            "own": [one for one in found.own if form.lets_own_through(one)],
        }
    return Shown(template="staff/questions.html", context=context, about=form.chosen())


def plain(name: str) -> str:
    """Give the name of an instrument or a dimension as it is read: 'Sms contact'."""
    return name.replace("_", " ").capitalize()


def where(asked: Asked) -> str:
    """Say where a question is asked, and since when."""
    numbers = ", ".join(map(str, asked.versions))
    versions = f"version{'s' * (len(asked.versions) > 1)} {numbers}"
    return f"{asked.questionnaire}, {versions}, as {asked.question}: since {long_day(asked.since)}"


def why(marked: Marked) -> str:
    """Say what begins with a break, and when."""
    languages = ", ".join(marked.languages)
    if marked.why == Why.LANGUAGE:
        return f"{long_day(marked.at)}: {marked.words.replace('this language', languages)}"
    alone = f" in {languages}" if languages else ""
    return f"{long_day(marked.at)}, {WHY[marked.why]}{alone}: {marked.words}"


def answered(wording: Wording) -> str:
    """Say how a question of the bank is answered."""
    return on_scale(wording.scale_id) or ", ".join(wording.choices) or wording.answers


def on_scale(scale_id: str) -> str:
    """Give a scale by its ends; empty where there is none."""
    if not scale_id:
        return ""
    labels = [scales()[scale_id].labels[point] for point in sorted(scales()[scale_id].base)]
    return f"{labels[0]} to {labels[-1]} ({scale_id})" if labels else f"In own words ({scale_id})"
