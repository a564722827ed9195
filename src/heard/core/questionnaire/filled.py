"""A form with what was said so far: what is asked next, what counts, and what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from heard.core.questionnaire._conversions import as_text, as_truth
from heard.core.questionnaire._tree import AGAIN, MOST_REPEATS, Said, Tree
from heard.core.questionnaire._words import offered, quotes, spoken
from heard.core.questionnaire._xpath import BadExpression
from heard.core.questionnaire.form import (
    CHOOSING,
    Form,
    Group,
    Kind,
    Question,
    Words,
)
from heard.core.questionnaire.values import NotOfType, written

__all__ = ["AGAIN", "MOST_REPEATS", "BadExpression", "Filled", "Problem", "Said", "Step", "Wrong"]


class Wrong(StrEnum):
    """Why an answer is not taken."""

    MISSING = "missing"
    TYPE = "type"
    CHOICE = "choice"
    RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with an answer, and the form's own words for it, if it has any."""

    wrong: Wrong
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page: a question, or whether a group is to be asked again (`question` is None).

    The key is the question's name, and in a repeat 'kid/2/name'.
    """

    key: str
    question: Question | None
    group: Group | None
    nth: int  # in a repeat from 1, else 0


class Filled:
    """A form and what was said so far by key, worked out once, when it is made.

    `now` is in the time of the place; `language` is the form's own name for one. What is not
    relevant counts as not said. BadExpression if a rule cannot be worked out.
    """

    def __init__(self, form: Form, said: Said, *, now: datetime, language: str) -> None:
        self.form, self.language, self._said = form, language, said
        self._tree = Tree(form, said, now=now, name_of=self._name_of)
        self.steps = tuple(self._steps(form.body))
        self._by_key = {step.key: step for step in self.steps}

    def step(self, key: str) -> Step | None:
        """Give the step of a key, if it is asked as things stand."""
        return self._by_key.get(key)

    def has(self, key: str) -> bool:
        """Tell whether the form has a place of this key, be it asked or not."""
        return key in self._tree.elements

    def said(self, step: Step) -> str:
        """Give what was said to a step, as it is kept; '' for nothing."""
        return self._said.get(step.key, "") if step.question is None else self._tree.text(step.key)

    def counted(self) -> dict[str, str]:
        """Give what was said to all that is asked, by key."""
        asked = ((step, self.said(step)) for step in self.steps if step.question is not None)
        return {step.key: text for step, text in asked if text}

    def calculated(self) -> dict[str, str]:
        """Give what was worked out for the places whose type says that they are to be kept."""
        return {k: text for k, text, rules in self._tree.calculated() if rules.type != "string"}

    def is_required(self, step: Step) -> bool:
        """Tell whether a step must be answered."""
        if step.question is None:
            return True
        required = step.question.rules.required
        return bool(required) and as_truth(self._tree.value(required, step.key))

    def problems(self) -> Iterator[tuple[Step, Problem]]:
        """Give every step whose answer would not be taken as things stand."""
        for step in self.steps:
            if isinstance(found := self.take(step, self.said(step)), Problem):
                yield step, found

    def take(self, step: Step, text: str) -> str | Problem:
        """Give an answer as it is kept, or what is wrong with it; nothing is changed."""
        question = step.question
        if question is None:
            return text if text in {"yes", "no"} else Problem(wrong=Wrong.CHOICE)
        try:
            kept = written(question, text)
        except NotOfType:
            return Problem(wrong=Wrong.TYPE)
        return self._checked(step, question, kept) if kept else self._nothing(step, question)

    def choices(self, step: Step) -> tuple[tuple[str, str], ...]:
        """Give the choices that are offered: value and label."""
        if step.question is None:
            return ()
        return tuple(offered(self._tree, step.question, step.key, self.language))

    def listed(self, question: Question) -> tuple[tuple[str, str], ...]:
        """Give all choices of a question's list, whether they are offered now or not."""
        choices = question.choices
        if choices is None:
            return ()
        every = replace(choices, nodeset=choices.nodeset.partition("[")[0])
        whole = replace(question, choices=every)
        return tuple(offered(self._tree, whole, "", self.language))

    def quotes(self, question: Question) -> bool:
        """Tell whether the words of a question hold answers."""
        return quotes(self.form, question)

    def words(self, words: Words, key: str) -> str:
        """Give words in the language, with what they quote from the answers."""
        return spoken(self._tree, words, key, self.language)

    def begun(self, before: "Filled | None" = None) -> dict[str, str]:
        """Give what is filled in by itself: the form's defaults that are worked out.

        With the form as it was `before`, only what is there anew: another copy of a repeat.
        """
        known = before._tree.elements if before else {}  # noqa: SLF001 - of the same class
        found = (
            (key, what) for path, what in self.form.defaults for key in self._tree.keys_of(path)
        )
        return {
            key: as_text(self._tree.value(what, key)) for key, what in found if key not in known
        }

    def _steps(
        self, body: tuple[Question | Group, ...], within: str = "", nth: int = 0
    ) -> Iterator[Step]:
        for part in body:
            if isinstance(part, Group):
                yield from (
                    self._repeated(part) if part.repeats else self._steps(part.body, within, nth)
                )
            elif self._tree.is_relevant(f"{within}{part.name}"):
                yield Step(key=f"{within}{part.name}", question=part, group=None, nth=nth)

    def _repeated(self, group: Group) -> Iterator[Step]:
        for nth in range(1, self._tree.counts[group.path] + 1):
            key = f"{group.name}/{nth}"
            if not self._tree.is_relevant(key):
                continue
            yield from self._steps(group.body, f"{key}/", nth)
            if not group.count and nth < MOST_REPEATS:
                yield Step(key=f"{key}/{AGAIN}", question=None, group=group, nth=nth)

    def _nothing(self, step: Step, question: Question) -> str | Problem:
        if question.kind is Kind.NOTE or not self.is_required(step):
            return ""
        message = self.words(question.rules.required_message, step.key)
        return Problem(wrong=Wrong.MISSING, message=message)

    def _checked(self, step: Step, question: Question, kept: str) -> str | Problem:
        rules = question.rules
        if question.kind in CHOOSING and not self._is_offered(step, question, kept):
            return Problem(wrong=Wrong.CHOICE)
        if rules.constraint and not self._tree.holds(rules.constraint, step.key, kept):
            message = self.words(rules.constraint_message, step.key)
            return Problem(wrong=Wrong.RULE, message=message)
        return kept

    def _is_offered(self, step: Step, question: Question, kept: str) -> bool:
        there, chosen = {value for value, _ in self.choices(step)}, kept.split()
        if len(set(chosen)) != len(chosen) or not set(chosen) <= there:
            return False
        if question.kind is Kind.CHOICE:
            return len(chosen) == 1
        return question.kind is Kind.CHOICES or len(chosen) == len(there)

    def _name_of(self, tree: Tree, path: str, value: str) -> str:
        """Give the label of a choice, as jr:choice-name asks with the path of its question."""
        asked = next((q for q in self.form.questions() if q.path == path.strip()), None)
        found = offered(tree, asked, "", self.language) if asked else ()
        return dict(found).get(value, "")
