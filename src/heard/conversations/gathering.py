"""Asks what a flow gathers: a published questionnaire, a question a turn, as by text.

What was gathered stays with the conversation, sealed, whoever has it next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from heard.conversations.gathered import One, keep, kept
from heard.conversations.models import Conversation
from heard.core.chat.says import marked
from heard.core.questionnaire.filled import Filled, Problem, Step
from heard.core.questionnaire.form import code_of
from heard.core.timing import LONDON
from heard.questionnaires import by_text
from heard.questionnaires.models import Version
from heard.questionnaires.publish import asked

EMERGENCY = "emergency"  # a choice of this name shows 999 and hands over, and nothing more is asked
PERSON = "person"  # a choice of this name hands over


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it is put, and what may be chosen to answer it."""

    key: str
    text: str
    options: Sequence[str] = ()


def following(talk: Conversation, version: Version, *, now: datetime) -> Asked | None:
    """Give the next question that has no answer yet; None once all is gathered."""
    filled = _filled(talk, version, now=now)
    done = {one["key"] for one in kept(talk)}
    step = next((one for one in by_text.asked(filled) if _key(version, one) not in done), None)
    return None if step is None else _put(talk, filled, step)


def answer(talk: Conversation, version: Version, words: str, *, now: datetime) -> str | None:
    """Keep what was answered to the question that is open; give its value, None if unread."""
    filled = _filled(talk, version, now=now)
    done = {one["key"] for one in kept(talk)}
    step = next(one for one in by_text.asked(filled) if _key(version, one) not in done)
    read = by_text.answer(filled, step, words, at=now)
    taken = None if read is None else filled.take(step, read)
    if taken is None or isinstance(taken, Problem):
        return None
    shown = dict(filled.choices(step)).get(taken, taken) or "-"
    put = _put(talk, filled, step, is_whole=False)
    one = One(key=_key(version, step), value=taken, question=put.text, answer=shown)
    keep(talk, one)
    return taken


def _filled(talk: Conversation, version: Version, *, now: datetime) -> Filled:
    form, prefix = asked(version), f"{version.pk}/"
    said = {
        one["key"].removeprefix(prefix): one["value"]
        for one in kept(talk)
        if one["key"].startswith(prefix)
    }
    language = form.language(talk.language)
    return Filled(form, said, now=now.astimezone(LONDON), language=language)


def _put(talk: Conversation, filled: Filled, step: Step, *, is_whole: bool = True) -> Asked:
    """Put a question in words; without the notes and hint before and after it if not whole."""
    question = by_text.as_put(filled, step)
    parts = [question.label]
    if is_whole and step.question is not None:
        hint = filled.words(step.question.hint, step.key)
        parts = [*by_text.notes_before(filled, step), *parts, *([f"({hint})"] if hint else [])]
    text = " ".join(parts)
    is_theirs = code_of(filled.language) == talk.language
    return Asked(
        key=step.key,
        text=text if is_theirs or not is_whole else marked(text, talk.language),
        options=[label for _, label in filled.choices(step)],
    )


def _key(version: Version, step: Step) -> str:
    return f"{version.pk}/{step.key}"
