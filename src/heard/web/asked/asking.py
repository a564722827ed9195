"""What the pages show of a question and of what was said to it."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from heard.core.questionnaire.filled import AGAIN, Filled, Step
from heard.core.questionnaire.form import Form, Kind, code_of
from heard.places.wards import wards
from heard.web.asked import answers
from heard.web.languages import current


def kind_of(form: Form, key: str) -> Kind | None:
    """Give the kind of the question with this key; CHOICE for 'add another?', None for no key."""
    name = key.rpartition("/")[2]
    if name == AGAIN:
        return Kind.CHOICE
    return next((question.kind for question in form.questions() if question.name == name), None)


def after(filled: Filled, key: str) -> tuple[Step, ...]:
    """Give the steps that come after a key, as things stand."""
    keys = [step.key for step in filled.steps]
    return filled.steps[keys.index(key) + 1 :] if key in keys else ()


def page(filled: Filled, step: Step, text: str, *, problem: str) -> dict[str, object]:
    """Give what the page of a step shows."""
    asked, keys = counted(filled), [one.key for one in filled.steps]
    at = keys.index(step.key)
    return {
        "step": step,
        "kind": step.question.kind.value if step.question else "again",
        "label": label(filled, step),
        "hint": filled.words(step.question.hint, step.key) if step.question else "",
        "options": filled.choices(step),
        "required": filled.is_required(step),
        "number": asked.index(step.key) + 1 if step.key in asked else 0,
        "total": len(asked),
        "back": keys[at - 1] if at else "",
        "problem": problem,
        "asked_in": asked_in(filled),
        **answers.shown(step, text),
    }


def counted(filled: Filled) -> list[str]:
    """Give the keys of the steps that count as questions."""
    return [step.key for step in filled.steps if step.question and not is_note(step)]


def is_note(step: Step) -> bool:
    return step.question is not None and step.question.kind is Kind.NOTE


def label(filled: Filled, step: Step) -> str:
    if step.question is not None:
        return filled.words(step.question.label, step.key)
    return filled.words(step.group.label, step.key) if step.group else ""


def words(filled: Filled, step: Step) -> str:
    """Give what was said to a step as a person would read it: labels for names, a date in words."""
    said = filled.said(step)
    kind = step.question.kind if step.question else None
    if said and kind is not None and kind in _READ:
        return _READ[kind](said)
    names = dict(filled.choices(step)) if said else {}
    return ", ".join(names.get(value, value) for value in said.split()) if names else said


def _place(said: str) -> str:
    ward = wards().get(said)
    return f"{ward.name}, {ward.district}" if ward else gettext("Somewhere else")


_READ: Mapping[Kind, Callable[[str], str]] = {
    Kind.DATE: lambda said: date_format(date.fromisoformat(said), "j E Y"),
    Kind.TIME: lambda said: said[:5],
    Kind.PLACE: _place,
    Kind.ACKNOWLEDGE: lambda _said: gettext("Yes"),
}


def asked_in(filled: Filled) -> dict[str, str]:
    """Give the language of the questions, where it is not the page's.

    The boxes stay where the page has them, and each text finds its own direction (`bdi`).
    """
    code = code_of(filled.language)
    return {} if code == current().code else {"lang": code}


def summary(filled: Filled) -> dict[str, object]:
    """Give what the page shows on which everything is looked over."""
    shown = [step for step in filled.steps if step.question and not is_note(step)]
    return {
        "rows": [(step, label(filled, step), words(filled, step)) for step in shown],
        "filled": filled,
        "asked_in": asked_in(filled),
        "back": filled.steps[-1].key if filled.steps else "",
    }
