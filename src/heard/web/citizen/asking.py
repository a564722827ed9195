"""What the pages show of a question and of what was said to it."""

from heard.core.questionnaire.filled import AGAIN, Filled, Step
from heard.core.questionnaire.form import Form, Kind, code_of
from heard.web.citizen import answers
from heard.web.languages import BY_CODE, current


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
    """Give what was said to a step as a page shows it: labels for names."""
    said = filled.said(step)
    names = dict(filled.choices(step))
    if not names or not said:
        return said
    return ", ".join(names.get(value, value) for value in said.split())


def asked_in(filled: Filled) -> dict[str, str]:
    """Give language and direction of the questions, where they are not those of the page."""
    code = code_of(filled.language)
    if code == current().code:
        return {}
    return {"lang": code, "dir": BY_CODE[code].direction if code in BY_CODE else "ltr"}


def summary(filled: Filled) -> dict[str, object]:
    """Give what the page shows on which everything is looked over."""
    shown = [step for step in filled.steps if step.question and not is_note(step)]
    return {
        "rows": [(step, label(filled, step), words(filled, step)) for step in shown],
        "filled": filled,
        "asked_in": asked_in(filled),
        "back": filled.steps[-1].key if filled.steps else "",
    }
