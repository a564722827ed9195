"""Compares two versions of a form: what of a question changed, so that its series breaks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from heard.core.questionnaire.form import Form, Group, Kind, Question, Words, code_of
from heard.core.questionnaire.listed import choices, condition, plain

_SELECTED = re.compile(r"selected\((\w+), '([^']*)'\)")
_PATH = re.compile(r"(?:[\w.-]*/)+")


class Why(StrEnum):
    """What changed, so that answers before and after are not the same measurement."""

    WORDING = "wording"
    SCALE = "scale"
    CHOICES = "choices"
    ORDER = "order"
    ASKED_OF = "asked_of"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed, in words; `language` is the code of the only one that it is in.

    Without a language it changed for everybody: it stands in the form's default language, or in
    none.
    """

    why: Why
    language: str
    words: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with the conditions under which it is asked, and its choices by name."""

    form: Form
    question: Question
    relevant: tuple[str, ...]
    filter: str
    choices: Mapping[str, Words]

    def label(self, code: str) -> str:
        return plain(self.question.label, self.form, code)

    def hint(self, code: str) -> str:
        return plain(self.question.hint, self.form, code)

    def offered(self, code: str) -> dict[str, str]:
        return {name: plain(words, self.form, code) for name, words in self.choices.items()}


def changes(before: Form, after: Form, name: str) -> list[Change]:
    """Give what changed of a question that both forms ask."""
    old, new = _find(before, name), _find(after, name)
    main = code_of(before.languages[0])
    here = main if main in after.codes() else code_of(after.languages[0])
    found = [*_worded(old, new, main, here), *_answered(old, new, main, here)]
    changed = [Change(why, "", words) for why, words in (*found, *_asked_of(old, new))]
    return [*changed, *_translated(old, new, main, here)]


def moved(before: Form, after: Form) -> dict[str, str]:
    """Give the questions that changed their place among those that both forms ask, in words.

    They are the fewest that have to be moved to make one order of the other. Of two that changed
    places, the one that stood second is said to have moved. Notes ask nothing.
    """
    old, new = ([q.name for q in f.questions() if q.kind is not Kind.NOTE] for f in (before, after))
    return moved_among(old, new)


def moved_among(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """Give the names that changed their place among those in both lists, in words."""
    common = [name for name in new if name in old]
    stay = set(_longest([old.index(name) for name in common]))
    was = [name for name in old if name in common]
    return {
        name: f"It was asked {_place(was, name)} and is asked {_place(common, name)} now."
        for name in common
        if old.index(name) not in stay
    }


def _place(order: Sequence[str], name: str) -> str:
    at = order.index(name)
    return f"after {order[at - 1]}" if at else "first"


def _longest(numbers: Sequence[int]) -> list[int]:
    """Give the longest run that rises, not all of it side by side; of several, the lowest."""
    best: dict[int, list[int]] = {}
    for number in reversed(numbers):
        later = [run for first, run in best.items() if first > number]
        best[number] = [number, *min(later, key=_by_length, default=[])]
    return min(best.values(), key=_by_length, default=[])


def _by_length(run: Sequence[int]) -> tuple[int, int]:
    return -len(run), run[0]


def _find(form: Form, name: str) -> _Asked:
    question, relevant = next(
        (q, conditions) for q, conditions in _conditions(form.body, ()) if q.name == name
    )
    return _Asked(
        form=form,
        question=question,
        relevant=tuple(map(_condition, relevant)),
        filter=_condition(condition(question)),
        choices=choices(form, question),
    )


def _conditions(
    body: Sequence[Question | Group], above: tuple[str, ...]
) -> Iterator[tuple[Question, tuple[str, ...]]]:
    for part in body:
        conditions = (*above, part.rules.relevant) if part.rules.relevant else above
        if isinstance(part, Group):
            yield from _conditions(part.body, conditions)
        else:
            yield part, conditions


def _condition(expression: str) -> str:
    """Give an expression with each path as the name at its end, wherever its groups are."""
    words = " ".join(_PATH.sub("", expression).split())
    return words.replace("( ", "(").replace(" )", ")").replace(" ,", ",")


def _worded(old: _Asked, new: _Asked, main: str, here: str) -> Iterator[tuple[Why, str]]:
    for what, before, after in (
        ("wording", old.label(main), new.label(here)),
        ("hint", old.hint(main), new.hint(here)),
    ):
        if before != after:
            yield Why.WORDING, f"The {what} was {_quoted(before)} and is {_quoted(after)} now."


def _answered(old: _Asked, new: _Asked, main: str, here: str) -> Iterator[tuple[Why, str]]:
    scales = [one.question.rules.attributes.get("scale", "") for one in (old, new)]
    if scales[0] != scales[1]:
        yield Why.SCALE, f"The scale was {scales[0] or 'none'} and is {scales[1] or 'none'} now."
        return
    if old.question.span != new.question.span:
        before, after = (_span(one.question) for one in (old, new))
        yield Why.SCALE, f"It ran {before} and runs {after} now."
    yield from _offered(old.offered(main), new.offered(here))
    if old.filter != new.filter:
        yield Why.CHOICES, "Other choices are offered, after what was answered before."


def _offered(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[Why, str]]:
    if gone := [_quoted(label) for name, label in before.items() if name not in after]:
        yield Why.CHOICES, f"No longer offered: {', '.join(gone)}."
    if more := [_quoted(label) for name, label in after.items() if name not in before]:
        yield Why.CHOICES, f"Offered as well: {', '.join(more)}."
    for words in _renamed(before, after):
        yield Why.CHOICES, words
    if [n for n in before if n in after] != [n for n in after if n in before]:
        yield Why.CHOICES, "The choices are offered in another order."


def _asked_of(old: _Asked, new: _Asked) -> Iterator[tuple[Why, str]]:
    if old.relevant != new.relevant:
        before, after = (_said_of(one) for one in (old, new))
        yield Why.ASKED_OF, f"It was asked of {before} and is asked of {after} now."


def _said_of(asked: _Asked) -> str:
    """Say of whom something is asked, with choices by their labels."""
    offered = {q.name: choices(asked.form, q) for q in asked.form.questions()}
    code = code_of(asked.form.languages[0])

    def spoken(found: re.Match[str]) -> str:
        words = offered.get(found[1], {}).get(found[2])
        return f"{found[1]} is {_quoted(plain(words, asked.form, code))}" if words else found[0]

    said = [_SELECTED.sub(spoken, condition) for condition in asked.relevant]
    return f"those of whom holds: {' and '.join(said)}" if said else "everybody"


def _translated(old: _Asked, new: _Asked, main: str, here: str) -> Iterator[Change]:
    """Give what changed in one language only, and in which languages it is asked from here on."""
    were, are = old.form.codes(), new.form.codes()
    for code in dict.fromkeys((*were, *are)):
        if code in {main, here}:
            continue
        if code not in were:
            yield Change(Why.LANGUAGE, code, "It is asked in this language from here on.")
        elif code not in are:
            yield Change(Why.LANGUAGE, code, "It is no longer asked in this language.")
        else:
            yield from _otherwise(old, new, code)


def _otherwise(old: _Asked, new: _Asked, code: str) -> Iterator[Change]:
    for why, words in _worded(old, new, code, code):
        yield Change(why, code, words)
    before, after = old.offered(code), new.offered(code)
    for words in _renamed(before, after):
        yield Change(Why.CHOICES, code, words)


def _renamed(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name, label in before.items():
        if label != after.get(name, label):
            yield f"The choice {_quoted(label)} is called {_quoted(after[name])} now."


def _span(question: Question) -> str:
    first, last, step = question.span or (0, 0, 0)
    return f"from {first:g} to {last:g} by {step:g}"


def _quoted(words: str) -> str:
    if not words:
        return "none"
    return f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}"
