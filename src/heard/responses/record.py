"""Records what people say: a draft while they answer, a response for good once they are done."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heard.core.questionnaire.filled import Filled, Step
from heard.core.questionnaire.form import Kind, code_of
from heard.eligibility.models import Programme
from heard.invitations.answer import opened, spent
from heard.invitations.models import Asked
from heard.questionnaires.models import Question, Version
from heard.questionnaires.publish import questions
from heard.responses._drafts import (
    AlreadyReceived,
    NotStarted,
    begin,
    draft_of,
    is_by_turns,
    lock,
    said,
)
from heard.responses._filled import NotAsked, Refused, fill, taken
from heard.responses._segments import whose
from heard.responses._values import BadAnswer, Value, check
from heard.responses._write import BY_CALLER, BY_TEXT, write_down
from heard.responses.models import Draft, Response

__all__ = [
    "BY_CALLER",
    "BY_TEXT",
    "AlreadyReceived",
    "BadAnswer",
    "Incomplete",
    "NotAsked",
    "NotStarted",
    "Refused",
    "Spoken",
    "Value",
    "answers",
    "check",
    "close_expired",
    "fill",
    "filled",
    "save",
    "start",
    "submit",
    "take",
]

LANGUAGE = "en"
MODE = "web"

Disposition = Response.Disposition


class Incomplete(Exception):
    """What must be answered is not, or an answer is not taken any more: `key` is the first."""

    def __init__(self, key: str) -> None:
        super().__init__(f"Question {key} is not answered.")
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What somebody said to a caller by question id; `finished` if all was asked.

    No fact of it leads to the person: not where, not by whom, and of when as little as it says.
    """

    programme: Programme
    version: Version
    stage: str
    happened_at: datetime
    said: Mapping[str, Value]
    finished: bool


@transaction.atomic
def start(asked: Asked, *, now: datetime) -> None:
    """Open the link and a draft; pressed again, it finds what was said so far. AlreadyReceived."""
    lock(asked, now=now)
    opened(asked, now=now)
    begun = fill(asked.version, {}, now=now, language=LANGUAGE).begun()
    begin(asked, {key: text for key, text in begun.items() if text}, now=now)


def answers(asked: Asked) -> dict[str, Value]:
    """Return what was said so far by key; NotStarted without a draft."""
    return said(draft_of(asked))


def filled(asked: Asked, *, now: datetime, language: str) -> Filled:
    """Return the form with what was said so far, in a language by its code; NotStarted."""
    return fill(asked.version, answers(asked), now=now, language=language)


@transaction.atomic
def save(
    asked: Asked, key: str, value: Value, *, now: datetime, language: str = LANGUAGE
) -> Filled:
    """Keep one answer in the draft, over an earlier one. NotAsked, NotStarted, Refused.

    The key is a question's id, and in a repeat 'kid/2/name'. `value` is an integer of the
    question's scale, or text as ODK writes an answer; blank means nothing to say. What is asked
    after that is returned.
    """
    draft = draft_of(asked, hold=True)
    told = said(draft)
    form = fill(asked.version, told, now=now, language=language)
    kept = taken(form, asked.version, key, value)
    told.pop(key, None)
    if kept is not None:
        told[key] = kept
    changes: dict[str, object] = {
        "answers": json.dumps(told),
        "language": language,
        "updated_at": now,
    }
    if isinstance(value, str) and _is_words(form.step(key)) and not is_by_turns(asked):
        changes["words_due_at"] = now  # a text was looked at when it came in
    Draft.objects.filter(pk=draft.pk).update(**changes)
    return fill(asked.version, told, now=now, language=language)


@transaction.atomic
def submit(asked: Asked, *, now: datetime, language: str, mode: str) -> Response:
    """Turn the draft into a response, once and for good. AlreadyReceived, Incomplete, NotStarted.

    Whoever comes second waits for the first one's lock and then finds the link used up.
    """
    lock(asked, now=now)
    draft = draft_of(asked, hold=True)
    form = fill(asked.version, said(draft), now=now, language=language)
    for step, _ in form.problems():
        raise Incomplete(step.key)
    spent(asked, now=now)
    return _record(
        asked,
        draft,
        form,
        disposition=Disposition.COMPLETE,
        submitted_at=now,
        mode=mode,
    )


@transaction.atomic
def take(spoken: Spoken, *, now: datetime) -> Response:
    """Record for good what somebody said to a caller. BadAnswer, Incomplete.

    Where not all was asked it is partial if at least half of the questions on a scale were
    answered: next to none of those that are asked aloud is required.
    """
    asked = questions(spoken.version)
    said = {
        q.question_id: check(q, spoken.said[q.question_id])
        for q in asked
        if q.question_id in spoken.said
    }
    for question in asked:
        if question.required and question.question_id not in said:
            raise Incomplete(question.question_id)
    scaled = [q.question_id in said for q in asked if q.kind == Question.Kind.SCALE]
    half = Disposition.PARTIAL if 2 * sum(scaled) >= len(scaled) else Disposition.BREAK_OFF
    response = Response.objects.create(
        programme=spoken.programme,
        version=spoken.version,
        disposition=Disposition.COMPLETE if spoken.finished else half,
        language=LANGUAGE,
        mode=BY_CALLER,
        started_at=now,
        submitted_at=now,
        stage=spoken.stage,
        happened_at=spoken.happened_at,
    )
    write_down(response, spoken.version, said, {})
    return response


@transaction.atomic
def close_expired(*, now: datetime, limit: int) -> int:
    """Turn drafts whose link expired into partial or broken-off responses; say how many.

    Nothing said is lost: what was answered is kept, as of the last answer.
    """
    invited = _expired("invitation", now=now, limit=limit)
    guests = _expired("guest", now=now, limit=limit - len(invited))
    for asked, draft in [*invited, *guests]:
        spent(asked, now=now)
        at = draft.updated_at
        form = fill(asked.version, said(draft), now=at, language=draft.language)
        _record(
            asked,
            draft,
            form,
            disposition=_left_off(form),
            submitted_at=at,
            mode=BY_TEXT if is_by_turns(asked) else MODE,
        )
    return len(invited) + len(guests)


def _expired(whose: str, *, now: datetime, limit: int) -> list[tuple[Asked, Draft]]:
    """Lock drafts whose link expired together with the invitation or guest that they belong to."""
    due = Draft.objects.filter(due_at__lte=now, **{f"{whose}__expires_at__isnull": False})
    claimed = due.select_related(f"{whose}__version").select_for_update(
        skip_locked=True, of=("self", whose)
    )
    return [(getattr(draft, whose), draft) for draft in claimed.order_by("due_at")[:limit]]


def _is_words(step: Step | None) -> bool:
    return step is not None and step.question is not None and step.question.kind is Kind.TEXT


def _left_off(form: Filled) -> Disposition:
    """AAPOR: at least half of the required items is partial. Without submitting, never complete."""
    required = [bool(form.said(step)) for step in form.steps if form.is_required(step)]
    return Disposition.PARTIAL if 2 * sum(required) >= len(required) else Disposition.BREAK_OFF


def _record(
    asked: Asked,
    draft: Draft,
    form: Filled,
    *,
    disposition: Disposition,
    submitted_at: datetime,
    mode: str,
) -> Response:
    """Write the rows that never change, of what is asked as things stand, and drop the draft."""
    response = Response.objects.create(
        disposition=disposition,
        language=code_of(form.language),
        mode=mode,
        started_at=draft.started_at,
        submitted_at=submitted_at,
        **whose(asked),
    )
    write_down(response, asked.version, form.counted(), form.calculated())
    draft.delete()
    return response
