"""Reads the texts that came in, and does at once what each asks for."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from heard.consent import people
from heard.consent.models import Scope
from heard.core.replies import Kind, Reply, read_reply
from heard.delivery import inbound
from heard.delivery.models import InboundText
from heard.dialogues import _turns
from heard.dialogues._letters import confirm_stop, send_help
from heard.dialogues.alerts import MAY_STOP, NOT_READ, raise_for_text, with_meaning
from heard.dialogues.models import Alert
from heard.membership import change, threads
from heard.questionnaires.models import Question

_log = structlog.get_logger(__name__)
_LATER = timedelta(minutes=5)  # after a fault of ours
THREAD = "thread"  # what a text was read as that went to the team of a message


@transaction.atomic
def read(*, now: datetime, limit: int, force: str) -> int:
    """Read at most `limit` texts, one a person, and say how many; `force` is its name in texts.

    One that meets a fault of ours comes up again in five minutes and holds up nobody; what it
    asked to be stopped is stopped all the same.
    """
    claimed = inbound.claim_due(now=now, limit=limit)
    for text in claimed:
        try:
            with transaction.atomic():
                kind = _read(text, force=force, now=now)
                inbound.settle(text, kind=kind, now=now)
        except Exception as fault:  # noqa: BLE001 - its words may be personal
            _log.error("a text could not be read", text=text.pk, fault=type(fault).__name__)
            _heed(text, now=now)
            inbound.postpone(text, until=now + _LATER)
    return len(claimed)


@transaction.atomic
def _heed(text: InboundText, *, now: datetime) -> None:
    """Do what must not wait of a text that could not be dealt with: alert, and write no more."""
    reply = read_reply(text.body or "", in_own_words=False)
    if reply.dangers:
        raise_for_text(text, reply.dangers, now=now)
    if reply.kind is Kind.STOP and text.print:
        people.opt_out(text.print, by="text", scope=Scope.EVERYTHING, now=now)


def _read(text: InboundText, *, force: str, now: datetime) -> str:
    where = _turns.standing(text, now=now)
    in_own_words = where is not None and where.question.kind == Question.Kind.TEXT
    reply = read_reply(text.body or "", in_own_words=in_own_words)
    dangers = with_meaning(text.body or "", reply.dangers)
    if dangers:
        raise_for_text(text, dangers, now=now)
    if reply.kind is Kind.OTHER:
        kind = _turns.take(reply, where, now=now) if where else _turns.UNREAD
        if where is None or kind == _turns.LATE:
            kind = _to_thread(text, reply, where, now=now) or kind
        if not dangers:
            _leave_to_people(text, reply, kind, now=now)
        return kind
    if reply.kind is Kind.STOP:
        _stop(text, reply, now=now)
    elif reply.kind is Kind.WRONG_NUMBER:
        _wrong_number(text, now=now)
    else:
        send_help(text, force=force, now=now)
        if any(danger.level == Alert.Level.L0 for danger in reply.dangers):
            _turns.end(text.print, now=now)
    return reply.kind


def _to_thread(
    text: InboundText, reply: Reply, where: _turns.Standing | None, *, now: datetime
) -> str:
    """Put it to the message of which its sender had a text; say as what it was read, if they had.

    What was said to a survey that is over stays that, unless the message left after its last text.
    """
    copy = threads.texted(text)
    if copy is None or (where is not None and copy.at <= where.asked_at):
        return ""
    if inbound.said_again(text, within=_turns.AT_ONCE):
        return _turns.DOUBLE
    try:
        said, waits = text.body or "", not reply.says_nothing
        threads.reply(copy, said, now=now, text=text, waits=waits)
    except threads.NoReply:
        return ""  # too long or too many: a person reads it as they read any other text
    return THREAD


def _stop(text: InboundText, reply: Reply, *, now: datetime) -> None:
    if not text.print:
        return
    people.opt_out(text.print, by="text", scope=Scope.EVERYTHING, now=now)
    change.stop(text.print, now=now)
    _turns.end(text.print, now=now)
    person = people.standing([text.print])[text.print]
    if person.wrong_number_at is None:
        confirm_stop(text, person, language=reply.language, now=now)


def _wrong_number(text: InboundText, *, now: datetime) -> None:
    if text.print:
        people.wrong_number(text.print, now=now)
        change.lose_number(text.print, now=now)
        _turns.end(text.print, now=now)


def _leave_to_people(text: InboundText, reply: Reply, kind: str, *, now: datetime) -> None:
    """Have a person read what is no answer, and what may have been a wish."""
    unheard = kind in (_turns.UNREAD, _turns.LATE) and not reply.says_nothing
    if reply.may_stop or unheard:
        other = MAY_STOP if reply.may_stop else NOT_READ
        raise_for_text(text, (other, *reply.signs), now=now)
    elif reply.signs:
        raise_for_text(text, reply.signs, now=now)
