"""The letters that answer a text: what each says, when it may leave, and which guard it gets."""

from datetime import datetime, timedelta

from heard.consent.models import Person
from heard.core.addresses import PhoneKind, read_phone
from heard.core.timing import london_date, next_open
from heard.delivery.models import InboundText, Letter
from heard.delivery.post import Draft, post
from heard.dialogues._texts import worded
from heard.invitations.models import Invitation

STOPPED = "stopped"  # the kinds of letters, and so the names of their guards
HELP = "help"
TURN = "turn"
CHECKED = "checked"
SMS = "sms"

# Whoever wrote to us waits for the answer now: later it would be a text out of nowhere.
_PROMPT = timedelta(hours=1)
RECENT = timedelta(days=30)  # how long ago a text of ours still explains a question about it


def confirm_stop(text: InboundText, person: Person, *, language: str, now: datetime) -> None:
    """Say once for each opt-out that it was heard."""
    _answer(STOPPED, stop_subject(person), text, worded("stopped", language), now=now)


def stop_subject(person: Person) -> str:
    """Name an opt-out: the person, and when it was."""
    return f"{person.print}/{person.opted_out_at:%Y%m%dT%H%M%S}"


def send_help(text: InboundText, *, force: str, now: datetime) -> None:
    """Say who we are and how to stop us, once a day, to somebody whom we wrote to lately."""
    if Invitation.objects.filter(person_print=text.print, asked_at__gt=now - RECENT).exists():
        subject = f"{text.print}/{london_date(now)}"
        _answer(HELP, subject, text, worded("help", force=force), now=now)


def send_turn(
    invitation: Invitation, number: int, address: str, body: str, *, now: datetime
) -> Letter:
    """Post one more text of a survey by text, within the hours in which we write."""
    draft = Draft(
        subject=f"{invitation.pk}/{number}",
        channel=invitation.programme.channel,
        account=invitation.programme.slug,
        address=read_phone(address).e164,
        body=body,
        not_before=next_open(now),
        expires_at=invitation.expires_at,
    )
    return post(TURN, [draft], now=now)[0]


def _answer(kind: str, subject: str, text: InboundText, body: str, *, now: datetime) -> None:
    """Post the answer to a text; only a number that costs no more than any other gets one."""
    phone = read_phone(text.sender)
    if phone.kind is not PhoneKind.UK_MOBILE:
        return
    draft = Draft(
        subject=subject,
        channel=SMS,
        address=phone.e164,
        body=body,
        not_before=now,
        expires_at=now + _PROMPT,
    )
    post(kind, [draft], now=now)
