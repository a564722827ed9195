"""Records what people say: a draft while they answer, a response for good once they are done."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heard import bulk
from heard.eligibility.models import Programme
from heard.invitations.answer import opened, spent
from heard.invitations.models import Invitation
from heard.questionnaires.models import Question, Version
from heard.questionnaires.publish import questions
from heard.responses._segments import segments
from heard.responses._values import BadAnswer, Value, check
from heard.responses.models import Answer, Comment, Draft, Response

__all__ = [
    "AlreadyReceived",
    "BadAnswer",
    "Incomplete",
    "NotStarted",
    "Spoken",
    "Value",
    "answers",
    "check",
    "close_expired",
    "save",
    "start",
    "submit",
    "take",
]

LANGUAGE = "en"  # the one language of the questionnaires so far
MODE = "web"
BY_CALLER = "telephone by a trained caller"
BY_TEXT = "sms"
LOOKED_AT = (BY_TEXT, BY_CALLER)

Disposition = Response.Disposition

_FIND_DRAFT = "SELECT * FROM responses_draft WHERE invitation_id = %s"
_LOCK_DRAFT = f"{_FIND_DRAFT} FOR UPDATE"


class NotStarted(Exception):
    """There is no draft: Start was not pressed, or the link is used up."""


class AlreadyReceived(Exception):
    """The link was used up or ran out before; what was said is kept."""


class Incomplete(Exception):
    """A required question is unanswered: `missing` is the first of them."""

    def __init__(self, missing: Question) -> None:
        super().__init__(f"Question {missing.question_id} is not answered.")
        self.missing = missing


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
def start(invitation: Invitation, *, now: datetime) -> None:
    """Open the link and a draft; pressed again, it finds what was said so far. AlreadyReceived."""
    _lock(invitation, now=now)
    opened(invitation, now=now)
    draft = Draft(
        invitation=invitation,
        answers="{}",
        started_at=now,
        updated_at=now,
        due_at=invitation.expires_at,
    )
    bulk.put([draft], key=["invitation"])


def answers(invitation: Invitation) -> dict[str, Value]:
    """Return what was said so far by question id; NotStarted without a draft."""
    return _said(_draft(invitation))


@transaction.atomic
def save(invitation: Invitation, question_id: str, value: Value, *, now: datetime) -> None:
    """Keep one answer in the draft, over an earlier one. BadAnswer, NotStarted.

    `value` is an integer of the question's scale, or text, of which blank means nothing to say.
    """
    question = {q.question_id: q for q in questions(invitation.version)}[question_id]
    kept = check(question, value)
    draft = _draft(invitation, lock=True)
    changes: dict[str, object] = {
        "answers": json.dumps(_said(draft) | {question_id: kept}),
        "updated_at": now,
    }
    if question.kind == Question.Kind.TEXT and not invitation.by_turns:
        changes["words_due_at"] = now  # a text was looked at when it came in
    Draft.objects.filter(pk=draft.pk).update(**changes)


@transaction.atomic
def submit(invitation: Invitation, *, now: datetime, language: str, mode: str) -> Response:
    """Turn the draft into a response, once and for good. AlreadyReceived, Incomplete, NotStarted.

    Whoever comes second waits for the first one's lock and then finds the link used up.
    """
    _lock(invitation, now=now)
    draft = _draft(invitation, lock=True)
    said = _said(draft)
    for question in questions(invitation.version):
        if question.required and question.question_id not in said:
            raise Incomplete(question)
    spent(invitation, now=now)
    return _record(
        invitation,
        draft,
        disposition=Disposition.COMPLETE,
        submitted_at=now,
        spoken=(language, mode),
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
            raise Incomplete(question)
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
    _write_down(response, spoken.version, said)
    return response


@transaction.atomic
def close_expired(*, now: datetime, limit: int) -> int:
    """Turn drafts whose link expired into partial or broken-off responses; say how many.

    Nothing said is lost: what was answered is kept, as of the last answer.
    """
    due = Draft.objects.filter(due_at__lte=now).select_related("invitation__version")
    claimed = due.select_for_update(skip_locked=True, of=("self", "invitation"))
    drafts = list(claimed.order_by("due_at")[:limit])
    for draft in drafts:
        invitation = draft.invitation
        spent(invitation, now=now)
        _record(
            invitation,
            draft,
            disposition=_left_off(questions(invitation.version), _said(draft)),
            submitted_at=draft.updated_at,
            spoken=(LANGUAGE, BY_TEXT if invitation.by_turns else MODE),
        )
    return len(drafts)


def _lock(invitation: Invitation, *, now: datetime) -> None:
    """Make whoever else would open or close this link wait, and see that nobody closed it."""
    open_ones = Invitation.objects.filter(pk=invitation.pk, spent_at=None, expires_at__gt=now)
    if open_ones.select_for_update(no_key=True).values_list("pk").first() is None:
        raise AlreadyReceived


def _draft(invitation: Invitation, *, lock: bool = False) -> Draft:
    """Find the draft, and make others wait for it if told to; NotStarted where there is none."""
    for draft in Draft.objects.raw(_LOCK_DRAFT if lock else _FIND_DRAFT, [invitation.pk]):
        draft.invitation = invitation
        return draft
    raise NotStarted


def _said(draft: Draft) -> dict[str, Value]:
    said: dict[str, Value] = json.loads(draft.answers)
    return said


def _left_off(asked: Sequence[Question], said: Mapping[str, Value]) -> Disposition:
    """AAPOR: at least half of the required items is partial. Without submitting, never complete."""
    required = [question.question_id in said for question in asked if question.required]
    return Disposition.PARTIAL if 2 * sum(required) >= len(required) else Disposition.BREAK_OFF


def _record(
    invitation: Invitation,
    draft: Draft,
    *,
    disposition: Disposition,
    submitted_at: datetime,
    spoken: tuple[str, str],
) -> Response:
    """Write the rows that never change, and drop the draft."""
    language, mode = spoken
    response = Response.objects.create(
        invitation=invitation,
        disposition=disposition,
        language=language,
        mode=mode,
        started_at=draft.started_at,
        submitted_at=submitted_at,
        **segments(invitation),
    )
    _write_down(response, invitation.version, _said(draft))
    draft.delete()
    return response


def _write_down(response: Response, version: Version, said: Mapping[str, Value]) -> None:
    """Write a row for each number chosen, and for each text that is not blank."""
    asked = [q for q in questions(version) if q.question_id in said]
    bulk.put(
        Answer(
            response=response,
            question_id=question.question_id,
            version=version.number,
            scale_id=question.scale_id,
            value=said[question.question_id],
        )
        for question in asked
        if question.kind == Question.Kind.SCALE
    )
    bulk.put(
        Comment(
            response=response,
            question_id=question.question_id,
            version=version.number,
            text=str(said[question.question_id]),
            # A text was looked at when it came in, and a caller heard what was said.
            due_at=None if response.mode in LOOKED_AT else response.submitted_at,
        )
        for question in asked
        if question.kind == Question.Kind.TEXT and said[question.question_id]
    )
