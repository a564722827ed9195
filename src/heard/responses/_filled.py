"""A version's form with the answers of a draft: what is asked, and whether an answer is taken."""

from collections.abc import Mapping
from datetime import datetime

from heard.core.questionnaire.filled import Filled, Problem, Step, Wrong
from heard.core.timing import LONDON
from heard.places.wards import ELSEWHERE, ward_of, wards
from heard.questionnaires.models import Question, Version
from heard.questionnaires.publish import asked, questions
from heard.responses._values import BadAnswer, Value, takes

NOT_ON_SCALE = (Wrong.TYPE, Wrong.CHOICE)


class Refused(BadAnswer):
    """An answer that is not taken, with what is wrong with it."""

    def __init__(self, message: str, problem: Problem) -> None:
        super().__init__(message)
        self.problem = problem


class NotAsked(BadAnswer):
    """A key that the form does not have, or does not ask as things stand."""


def fill(version: Version, said: Mapping[str, Value], *, now: datetime, language: str) -> Filled:
    """Give the form of a version with what was said; `language` is a code, as 'ur'."""
    form = asked(version)
    texts = {key: str(value) for key, value in said.items()}
    there = now.astimezone(LONDON)
    return Filled(form, texts, now=there, language=form.language(language))


def grow(
    version: Version,
    said: dict[str, Value],
    before: Filled | None,
    *,
    now: datetime,
    language: str,
) -> Filled:
    """Give the form with what was said now, and put into `said` what new places begin with.

    `before` is the form as it was until now, None where somebody only begins.
    """
    form = fill(version, said, now=now, language=language)
    while fresh := {
        key: text for key, text in form.begun(before).items() if text and key not in said
    }:
        said |= fresh
        before, form = form, fill(version, said, now=now, language=language)
    return form


def taken(filled: Filled, version: Version, key: str, value: Value) -> Value | None:
    """Give an answer as it is kept, None for no answer. NotAsked, Refused.

    `value` is an integer of the question's scale, or text as ODK writes the answer.
    """
    step = filled.step(key)
    if step is None:
        raise NotAsked(f"{key} is not asked.")
    question = _question(version, step)
    found = filled.take(step, str(value))
    if question is not None and question.kind == Question.Kind.PLACE and isinstance(found, str):
        found = _ward(found, str(value))
    if isinstance(found, Problem):
        raise Refused(_why(key, question, found), found)
    return _kept(question, found)


def _ward(found: str, text: str) -> str | Problem:
    """Give the ward of a point as it came, and no code that is none."""
    if " " in found:
        latitude, longitude = (float(part) for part in text.split()[:2])
        return ward_of(latitude, longitude)
    known = found in wards() or found in {"", ELSEWHERE}
    return found if known else Problem(wrong=Wrong.CHOICE)


def _why(key: str, question: Question | None, problem: Problem) -> str:
    """Say what a question takes, in the form's own words if it has any."""
    if problem.message:
        return problem.message
    if question is not None and question.scale_id and problem.wrong in NOT_ON_SCALE:
        return takes(question)
    return f"{key} does not take that: {problem.wrong}."


def _question(version: Version, step: Step) -> Question | None:
    name = step.question.name if step.question else ""
    return next((q for q in questions(version) if q.question_id == name), None)


def _kept(question: Question | None, found: str) -> Value | None:
    kind = question.kind if question else ""
    if not found:
        return "" if kind == Question.Kind.TEXT else None
    if kind == Question.Kind.SCALE:
        return int(found)
    return found
