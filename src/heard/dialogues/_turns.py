"""Takes an answer that came by text, and puts the next question."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from heard.core.questionnaire.filled import Filled, Step, Wrong
from heard.core.replies import Reply
from heard.core.turns.put import sentence
from heard.core.turns.read import is_back
from heard.delivery.inbound import said_again
from heard.delivery.models import InboundText
from heard.dialogues._letters import send_turn
from heard.dialogues._texts import worded
from heard.dialogues.models import Dialogue, Turn
from heard.invitations.models import Invitation
from heard.questionnaires import by_text
from heard.questionnaires.models import Question
from heard.questionnaires.publish import asked, published, questions
from heard.responses import record

# Nobody reads a question and answers it within this: the same words again are a double.
AT_ONCE = timedelta(seconds=10)

ANSWER, BACK, UNREAD, LATE, DOUBLE = "answer", "back", "unread", "late", "double"
REFUSED = "refused"  # read, and against a rule of the form


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The survey that a text belongs to, and the turn that it answers."""

    text: InboundText
    invitation: Invitation
    dialogue: Dialogue
    turn: Turn
    is_latest: bool
    at: datetime

    @property
    def questions(self) -> tuple[Question, ...]:
        return questions(self.invitation.version)

    @property
    def asked_at(self) -> datetime:
        """When the last text of the survey left."""
        return self.turn.letter.claimed_at or self.at

    @property
    def question(self) -> Question:
        return self.questions[self.turn.position - 1]


def standing(text: InboundText, *, now: datetime) -> Standing | None:
    """Find and lock the survey of whoever wrote: the last by text that had left by then.

    None where there is none. A text that was written in time counts however late it is read.
    """
    at = min(text.received_at, now)
    texted = Invitation.objects.filter(
        person_print=text.print, by_turns=True, letter__claimed_at__lt=at
    )
    locked = texted.select_for_update(no_key=True, of=("self",)).select_related("programme")
    invitation = locked.order_by("-asked_at", "-id").first() if text.print else None
    if invitation is None or invitation.letter_id is None:
        return None
    invitation.version = published(invitation.version_id)
    dialogue, new = Dialogue.objects.get_or_create(
        invitation=invitation, defaults={"begun_at": now, "changed_at": now}
    )
    if new:
        Turn.objects.create(
            dialogue=dialogue,
            number=1,
            position=_opened_with(invitation),
            letter_id=invitation.letter_id,
        )
    *_, latest = taken = list(Turn.objects.filter(dialogue=dialogue).order_by("number"))
    left = Turn.objects.filter(pk__in=[t.pk for t in taken], letter__claimed_at__lt=at)
    turn = left.order_by("-number")[0]
    return Standing(
        text=text,
        invitation=invitation,
        dialogue=dialogue,
        turn=turn,
        is_latest=turn == latest,
        at=at,
    )


def _opened_with(invitation: Invitation) -> int:
    """Give the position of the question that the invitation put."""
    begun = by_text.begin(asked(invitation.version), now=invitation.asked_at)
    first = by_text.asked(begun)[0].key
    return next(q.position for q in questions(invitation.version) if q.question_id == first)


def take(reply: Reply, where: Standing, *, now: datetime) -> str:
    """Keep the answer and go on; say what the text was taken for.

    After words of danger nothing more is written by itself: a person takes over.
    """
    if said_again(where.text, within=AT_ONCE):
        return DOUBLE
    try:
        record.start(where.invitation, now=where.at)
    except record.AlreadyReceived:
        return LATE
    if where.dialogue.state != Dialogue.State.OPEN:
        return LATE
    filled = record.filled(where.invitation, now=where.at, language=record.LANGUAGE)
    if is_back(where.text.body or ""):
        if where.is_latest:
            _put(where, filled, _before(where, filled), now=now)
        return BACK
    step = filled.step(where.question.question_id)
    if step is None:  # an earlier answer was corrected since, and this is asked no more
        _go_on(where, filled, reply, now=now)
        return LATE
    return _answered(where, filled, step, reply, now=now)


def end(print_: str, *, now: datetime) -> None:
    """Put no more questions to this person by text."""
    open_ = Dialogue.objects.filter(invitation__person_print=print_, state=Dialogue.State.OPEN)
    open_.update(state=Dialogue.State.ENDED, changed_at=now)


def _answered(where: Standing, filled: Filled, step: Step, reply: Reply, *, now: datetime) -> str:
    """Keep what the text says, or put the question once more with what is wrong."""
    value = by_text.answer(filled, step, where.text.body or "", at=where.at)
    if value is None:
        _not_taken(where, filled, reply, worded("unread"), now=now)
        return UNREAD
    if where.turn.answered_at is not None and where.turn.answered_at > where.at:
        return LATE  # a later word of theirs stands
    try:
        after = record.save(where.invitation, step.key, value, now=where.at)
    except record.Refused as refusal:
        is_read = refusal.problem.wrong is Wrong.RULE
        why = sentence(refusal.problem.message) or worded("refused" if is_read else "unread")
        _not_taken(where, filled, reply, why, now=now)
        return REFUSED if is_read else UNREAD
    Turn.objects.filter(pk=where.turn.pk).update(answered_at=where.at)
    _go_on(where, after, reply, now=now)
    return ANSWER


def _go_on(where: Standing, filled: Filled, reply: Reply, *, now: datetime) -> None:
    """Put the next question that is asked as things stand, or end after the last."""
    positions = (_position(where, step.key) for step in by_text.asked(filled))
    following = next((found for found in positions if found > where.turn.position), 0)
    if where.is_latest and not following:
        _finish(where, filled, quiet=bool(reply.dangers), now=now)
    elif reply.dangers:
        _set(where, Dialogue.State.ENDED, now=now)
    elif where.is_latest:
        _put(where, filled, following, now=now)


def _before(where: Standing, filled: Filled) -> int:
    """Give the position of the question before, or of the first."""
    positions = [_position(where, step.key) for step in by_text.asked(filled)]
    return max((p for p in positions if p < where.turn.position), default=positions[0])


def _position(where: Standing, key: str) -> int:
    return next(q.position for q in where.questions if q.question_id == key)


def _not_taken(where: Standing, filled: Filled, reply: Reply, why: str, *, now: datetime) -> None:
    """Say why and ask once more; after that, or after words of danger, no more."""
    if reply.dangers or (where.is_latest and where.turn.is_repeat):
        _set(where, Dialogue.State.ENDED, now=now)
    elif where.is_latest:
        _put(where, filled, where.turn.position, why=why, now=now)


def _put(where: Standing, filled: Filled, position: int, *, now: datetime, why: str = "") -> None:
    """Send a question; `why` says that it is put once more, without the notes before it."""
    step = filled.step(where.questions[position - 1].question_id)
    if step is None:
        raise ValueError("A question is put that is not asked as things stand.")
    body = f"{why} {by_text.text(filled, step, notes=not why)}".strip()
    number = where.turn.number + 1
    letter = send_turn(where.invitation, number, where.text.sender or "", body, now=now)
    Turn.objects.create(
        dialogue=where.dialogue,
        number=number,
        position=position,
        is_repeat=bool(why),
        letter=letter,
    )
    _set(where, Dialogue.State.OPEN, now=now)


def _finish(where: Standing, filled: Filled, *, quiet: bool, now: datetime) -> None:
    """Turn what was said into a response, or ask what is missing."""
    try:
        record.submit(where.invitation, now=where.at, language=record.LANGUAGE, mode=record.BY_TEXT)
    except record.Incomplete as gap:
        if quiet:
            _set(where, Dialogue.State.ENDED, now=now)
        else:
            _put(where, filled, _position(where, gap.key), now=now)
        return
    _set(where, Dialogue.State.DONE, now=now)
    if not quiet:
        number = where.turn.number + 1
        body = f"{by_text.closing(filled)} {worded('thanks')}".strip()
        send_turn(where.invitation, number, where.text.sender or "", body, now=now)


def _set(where: Standing, state: Dialogue.State, *, now: datetime) -> None:
    Dialogue.objects.filter(pk=where.dialogue.pk).update(state=state, changed_at=now)
