"""Takes an answer that came by text, and puts the next question."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from heard.core import turns
from heard.core.replies import Reply
from heard.delivery.inbound import said_again
from heard.delivery.models import InboundText
from heard.dialogues._letters import send_turn
from heard.dialogues._texts import worded
from heard.dialogues.models import Dialogue, Turn
from heard.invitations.models import Invitation
from heard.questionnaires import by_text
from heard.questionnaires.models import Question
from heard.questionnaires.publish import published, questions
from heard.responses import record

# Nobody reads a question and answers it within this: the same words again are a double.
_AT_ONCE = timedelta(seconds=10)

ANSWER, BACK, UNREAD, LATE, DOUBLE = "answer", "back", "unread", "late", "double"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The survey that a text belongs to, and the turn that it answers."""

    invitation: Invitation
    dialogue: Dialogue
    turn: Turn
    is_latest: bool
    at: datetime

    @property
    def questions(self) -> tuple[Question, ...]:
        return questions(self.invitation.version)

    @property
    def question(self) -> Question:
        return self.questions[self.turn.position - 1]


def standing(text: InboundText, *, now: datetime) -> Standing | None:
    """Find and lock the survey of whoever wrote: the last by text that had left by then.

    None where there is none. A text that was written in time counts however late it is read.
    """
    at = min(text.received_at, now)
    asked = Invitation.objects.filter(
        person_print=text.print, by_turns=True, letter__claimed_at__lt=at
    )
    locked = asked.select_for_update(no_key=True, of=("self",)).select_related("programme")
    invitation = locked.order_by("-asked_at", "-id").first() if text.print else None
    if invitation is None:
        return None
    invitation.version = published(invitation.version_id)
    dialogue, new = Dialogue.objects.get_or_create(
        invitation=invitation, defaults={"begun_at": now, "changed_at": now}
    )
    if new:
        Turn.objects.create(dialogue=dialogue, number=1, position=1, letter_id=invitation.letter_id)
    *_, latest = taken = list(Turn.objects.filter(dialogue=dialogue).order_by("number"))
    left = Turn.objects.filter(pk__in=[t.pk for t in taken], letter__claimed_at__lt=at)
    turn = left.order_by("-number")[0]
    return Standing(
        invitation=invitation,
        dialogue=dialogue,
        turn=turn,
        is_latest=turn == latest,
        at=at,
    )


def take(text: InboundText, reply: Reply, where: Standing, *, now: datetime) -> str:
    """Keep the answer and go on; say what the text was taken for.

    After words of danger nothing more is written by itself: a person takes over.
    """
    if said_again(text, within=_AT_ONCE):
        return DOUBLE
    try:
        record.start(where.invitation, now=where.at)
    except record.AlreadyReceived:
        return LATE
    if where.dialogue.state != Dialogue.State.OPEN:
        return LATE
    words = text.body or ""
    if turns.is_back(words):
        if where.is_latest:
            _put(where, text, max(1, where.turn.position - 1), now=now)
        return BACK
    value = by_text.read(where.question, words)
    if value is None:
        _not_read(where, text, reply, now=now)
        return UNREAD
    return _keep(where, text, value, reply, now=now)


def end(print_: str, *, now: datetime) -> None:
    """Put no more questions to this person by text."""
    open_ = Dialogue.objects.filter(invitation__person_print=print_, state=Dialogue.State.OPEN)
    open_.update(state=Dialogue.State.ENDED, changed_at=now)


def _keep(
    where: Standing, text: InboundText, value: record.Value, reply: Reply, *, now: datetime
) -> str:
    turn = where.turn
    if turn.answered_at is not None and turn.answered_at > where.at:
        return LATE  # a later word of theirs stands
    record.save(where.invitation, where.question.question_id, value, now=where.at)
    Turn.objects.filter(pk=turn.pk).update(answered_at=where.at)
    following = _after(where, turn.position)
    if where.is_latest and not following:
        _finish(where, text, quiet=bool(reply.dangers), now=now)
    elif reply.dangers:
        _set(where, Dialogue.State.ENDED, now=now)
    elif where.is_latest:
        _put(where, text, following, now=now)
    return ANSWER


def _after(where: Standing, position: int) -> int:
    """Give the position of the next question that is asked as things stand; 0 after the last."""
    form = record.filled(where.invitation, now=where.at, language=record.LANGUAGE)
    asked = (_position(where, step.key) for step in form.steps)
    return next((found for found in asked if found > position), 0)


def _position(where: Standing, key: str) -> int:
    return next(q.position for q in where.questions if q.question_id == key)


def _not_read(where: Standing, text: InboundText, reply: Reply, *, now: datetime) -> None:
    """Ask once more; after that, or after words of danger, no more."""
    if reply.dangers or (where.is_latest and where.turn.is_repeat):
        _set(where, Dialogue.State.ENDED, now=now)
    elif where.is_latest:
        _put(where, text, where.turn.position, again=True, now=now)


def _put(
    where: Standing, text: InboundText, position: int, *, now: datetime, again: bool = False
) -> None:
    question = by_text.put(where.questions[position - 1])
    number = where.turn.number + 1
    body = worded("again", question=question) if again else question
    letter = send_turn(where.invitation, number, text.sender or "", body, now=now)
    Turn.objects.create(
        dialogue=where.dialogue,
        number=number,
        position=position,
        is_repeat=again,
        letter=letter,
    )
    _set(where, Dialogue.State.OPEN, now=now)


def _finish(where: Standing, text: InboundText, *, quiet: bool, now: datetime) -> None:
    """Turn what was said into a response, or ask what is missing."""
    try:
        record.submit(where.invitation, now=where.at, language=record.LANGUAGE, mode=record.BY_TEXT)
    except record.Incomplete as gap:
        if quiet:
            _set(where, Dialogue.State.ENDED, now=now)
        else:
            _put(where, text, _position(where, gap.key), now=now)
        return
    _set(where, Dialogue.State.DONE, now=now)
    if not quiet:
        number = where.turn.number + 1
        send_turn(where.invitation, number, text.sender or "", worded("thanks"), now=now)


def _set(where: Standing, state: Dialogue.State, *, now: datetime) -> None:
    Dialogue.objects.filter(pk=where.dialogue.pk).update(state=state, changed_at=now)
