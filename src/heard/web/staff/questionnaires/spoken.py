"""A draft or a version as texts say it, a question each, and as a caller reads it out."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from heard.core.questionnaire.form import Form, code_of
from heard.core.wording import WordingError, fragments, is_gsm7
from heard.eligibility.asked_by_text import by_turns, opening
from heard.questionnaires import carried, script
from heard.web.languages import BY_CODE, ENGLISH
from heard.web.staff.access import EVERYBODY, Shown, page
from heard.web.staff.questionnaires.editions import NOT_THERE, Edition, find


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """One text, as it would leave, and how many are paid for; or why it cannot leave."""

    about: str
    body: str
    conditions: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def fragments(self) -> int:
        return fragments(self.body)

    @property
    def is_cheap(self) -> bool:
        """Whether it is in the alphabet of which 160 characters fit into one."""
        return is_gsm7(self.body)


@page(*EVERYBODY)
def show_texts(_request: HttpRequest, **parts: Any) -> Shown:  # noqa: ANN401 - the parts of an address
    """Show every text of a survey by text, or why this form cannot be one."""
    edition = find(**parts)
    if edition is None:
        return NOT_THERE
    if edition.form is None:
        return _cannot(edition, "texts")
    refusals = carried.refusals(edition.form)
    context = {
        "edition": edition,
        "refusals": refusals,
        "texts": _texts(edition, edition.form),
        "openings": () if refusals else _openings(edition, edition.form),
        "first": edition.kept[0] or "English",
        "others": edition.kept[1:],
    }
    return Shown(template="staff/questionnaires/texts.html", context=context, about=edition.about)


@page(*EVERYBODY)
def show_telephone(request: HttpRequest, **parts: Any) -> Shown:  # noqa: ANN401 - the parts of an address
    """Show what a caller reads out, in one language after the other."""
    edition = find(**parts)
    if edition is None:
        return NOT_THERE
    if edition.form is None:
        return _cannot(edition, "telephone")
    chosen = edition.form.language(request.GET.get("language", ""))
    context = {
        "edition": edition,
        "lines": script.lines(edition.source, chosen),
        "chosen": chosen,
        "speaks": BY_CODE.get(code_of(chosen), ENGLISH),
        "offered": [(code_of(name), name or "English") for name in edition.form.languages],
    }
    return Shown(
        template="staff/questionnaires/telephone.html", context=context, about=edition.about
    )


def _texts(edition: Edition, form: Form) -> list[Sms]:
    """Give the texts of what texts can carry, in the order in which they are asked."""
    said = script.lines(edition.source, edition.kept[0])
    conditions = {line.name: line.conditions for line in said}
    return [
        Sms(about=name, body=body, conditions=conditions[name])
        for name, body in carried.texts(form)
    ]


def _openings(edition: Edition, form: Form) -> list[Sms]:
    """Give the first text of each programme that asks it by text: with the first question in it."""
    found = []
    for programme in by_turns(edition.slug):
        try:
            found.append(Sms(about=programme.name, body=opening(programme, form)))
        except WordingError as error:
            found.append(Sms(about=programme.name, body="", refusal=f"{error}."))
    return found


def _cannot(edition: Edition, channel: str) -> Shown:
    context = {"edition": edition, "sentences": edition.refusals, "channel": channel}
    return Shown(
        template="staff/questionnaires/no_preview.html", context=context, about=edition.about
    )
