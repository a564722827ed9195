"""Sends a message to its members, in order of their ids, and each of them one copy at most.

A batch, its letters, its copies and the place that the walk has come to are one transaction: a
kill leaves all of a batch or nothing of it. Both a copy and a letter exist once for each message
and member, whatever is done twice.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, QuerySet, Value, When

from heard import bulk
from heard.core.screening import Stop
from heard.core.timing import is_open, next_open
from heard.delivery.post import Draft, take_in
from heard.invitations.invite import hash_token, new_token
from heard.journal import aside
from heard.journal.write import SYSTEM, write
from heard.membership import audience
from heard.membership.audience import KNOWN, LEFT_OUT, STANDING
from heard.membership.dress import REPLY, STOP, Dressed, Words, dressed
from heard.membership.marked import REASON, STANDS
from heard.membership.models import (
    Attachment,
    Channel,
    Copy,
    Member,
    Message,
    Priority,
    Stage,
    Translation,
)

KIND = "message"  # the kind of these letters, and so the name of their guard
QUIET = "quiet-hours"
_RTL = frozenset({"ar", "ur"})
_GUARD = f"""
    SELECT c.message_id, c.member_id, t.priority, CASE
        WHEN t.stage NOT IN ('ready', 'sent') THEN 'cancelled'
        WHEN m.state <> 'member' THEN 'left'
        {STANDING.format(priority="t.priority")}
        WHEN NOT c.channel = ANY (m.channels) OR c.address_print <>
            CASE c.channel WHEN 'email' THEN m.email_print ELSE m.phone_print END THEN 'changed'
        WHEN c.channel = 'sms' AND {STANDS.format(print="m.phone_print")} THEN '{REASON}'
        ELSE '' END
    FROM unnest(%(messages)s::bigint[], %(members)s::bigint[]) AS asked (message_id, member_id)
    JOIN membership_copy AS c USING (message_id, member_id)
    JOIN membership_message AS t ON t.id = c.message_id
    JOIN membership_member AS m ON m.id = c.member_id
    {KNOWN}
"""  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Where links lead, how they are drawn, and in whose name it is written."""

    site: str
    force: str
    draw: Callable[[int], bytes]


def ours(draw: Callable[[int], bytes]) -> Sending:
    """Give the force's own site and name."""
    return Sending(site=settings.SITE_URL, force=settings.FORCE_NAME, draw=draw)


@transaction.atomic
def broadcast(*, now: datetime, limit: int, sending: Sending) -> int:
    """Take one batch of the message that is due first, the urgent ones before; count its members.

    One that is over before everybody was come to ends there, and so does one without anybody left.
    """
    message = _due(now=now).first()
    if message is None:
        return 0
    leaves = now if message.priority == Priority.URGENT else next_open(now)
    over = message.ends_at is not None and message.ends_at <= leaves
    found = (
        ()
        if over
        else audience.following(message, after=message.cursor, limit=limit, leaves=leaves, now=now)
    )
    _post(message, [one for one in found if one[1] not in LEFT_OUT], sending, leaves, now=now)
    for _, fate in found:
        if fate in LEFT_OUT:
            message.left_out[fate] = message.left_out.get(fate, 0) + 1
    message.cursor = found[-1][0] if found else message.cursor
    if len(found) < limit:
        message.stage, message.due_at, message.finished_at = Stage.SENT, None, now
        why = "over" if over else "all"
        write("membership.sent", subject=subject(message), actor=SYSTEM, now=now, reason=why)
    message.save(update_fields=["cursor", "left_out", "stage", "due_at", "finished_at"])
    return len(found)


@transaction.atomic
def set_aside(*, now: datetime, fault: str) -> bool:
    """Try the message that is due first later, since it failed; after the third time never."""
    message = _due(now=now).first()
    if message is None:
        return False
    message.due_at = aside.note(subject(message), fault=fault, now=now)
    message.save(update_fields=["due_at"])
    return True


def subject(message: Message) -> str:
    """Give a message as the journal names it."""
    return f"message:{message.pk}"


def words_of(message: Message) -> Mapping[str, Words]:
    """Give its words by language; English is always there, others once somebody checked them."""
    found = {"en": Words(language="en", title=message.title, body=message.body)}
    checked = Translation.objects.filter(message=message).exclude(checked_by="")
    for one in checked.order_by("language"):
        found[one.language] = Words(
            language=one.language,
            title=one.title,
            body=one.body,
            is_rtl=one.language in _RTL,
        )
    return found


def in_words(message: Message, *, reads: str, force: str) -> Dressed:
    """Dress it for those who read a language: in English where it is not there in theirs."""
    return _looks(message, {reads}, force=force)[reads]


def recheck(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Stop a letter to whom it must not go any more, and let what is not urgent wait by night."""
    return _stops(subjects, now=now)


def denied(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Ask the same right before the call."""
    return _stops(subjects, now=now)


def _due(*, now: datetime) -> QuerySet[Message]:
    first = Case(When(priority=Priority.URGENT, then=Value(0)), default=Value(1))
    due = Message.objects.filter(due_at__lte=now, stage=Stage.READY)
    return due.order_by(first, "due_at", "id").select_for_update(skip_locked=True)


def _looks(message: Message, languages: Collection[str], *, force: str) -> Mapping[str, Dressed]:
    known = words_of(message)
    has_files = Attachment.objects.filter(message=message).exists()
    return {
        one: dressed(known.get(one, known["en"]), reads=one, force=force, has_files=has_files)
        for one in languages
    }


class _Member(NamedTuple):
    """What of a member a letter is made of: no row, since there are hundreds of thousands."""

    id: int
    area: str
    language: str
    email: str | None
    email_print: str
    phone: str | None
    phone_print: str
    stop_token: str | None

    def at(self, channel: Channel) -> tuple[str, str]:
        """Give the address and its print."""
        if channel == Channel.EMAIL:
            return self.email or "", self.email_print
        return self.phone or "", self.phone_print


def _post(
    message: Message,
    found: Sequence[tuple[int, str]],
    sending: Sending,
    leaves: datetime,
    *,
    now: datetime,
) -> None:
    """Write the letters and copies of a batch."""
    fates = dict(found)
    rows = Member.objects.filter(pk__in=fates).order_by("pk").values_list(*_Member._fields)
    members = [_Member(*row) for row in rows]
    looks = _looks(message, {one.language for one in members}, force=sending.force)
    drafts, copies = [], []
    seal = Copy._meta.get_field("token").get_prep_value
    for member in members:
        channel, token = Channel(fates[member.id]), new_token(sending.draw)
        links = {
            REPLY: f"{sending.site}/community/message/{token}",
            STOP: f"{sending.site}/community/stop/{member.stop_token}",
        }
        letter = _Letter(message=message, member=member, channel=channel, links=links)
        drafts.append(_draft(letter, looks[member.language], leaves=leaves))
        copies.append(
            {
                "message_id": message.pk,
                "member_id": member.id,
                "area": member.area,
                "channel": channel,
                "address_print": member.at(channel)[1],
                "token": seal(token),
                "token_hash": f"\\x{hash_token(token).hex()}",
                "at": leaves,
            }
        )
    bulk.insert(Copy, copies, key=["message_id", "member_id"])
    take_in(KIND, drafts, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    message: Message
    member: _Member
    channel: Channel
    links: Mapping[str, str]


def _draft(letter: _Letter, look: Dressed, *, leaves: datetime) -> Draft:
    is_email = letter.channel == Channel.EMAIL
    return Draft(
        subject=f"message:{letter.message.pk}:{letter.member.id}",
        channel=letter.channel,
        address=letter.member.at(letter.channel)[0],
        title=look.title if is_email else "",
        body=look.filled("text" if is_email else "sms", letter.links),
        html=look.filled("html", letter.links) if is_email else "",
        unsubscribe=letter.links[STOP] if is_email else "",
        not_before=leaves,
        expires_at=letter.message.ends_at or leaves + timedelta(days=1),
    )


def _stops(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    parts = {subject: subject.split(":") for subject in subjects}
    given: dict[str, Any] = {
        "messages": [int(part[1]) for part in parts.values()],
        "members": [int(part[2]) for part in parts.values()],
        "asked": now - audience.AFTER_SURVEY,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_GUARD, given)
        found = {(number, member): (why, rank) for number, member, rank, why in cursor.fetchall()}
    night = None if is_open(now) else Stop(reason=QUIET, until=next_open(now))
    stops: dict[str, Stop] = {}
    for name, (_, number, member) in parts.items():
        why, rank = found.get((int(number), int(member)), ("unknown", Priority.URGENT))
        if why:
            stops[name] = Stop(reason=f"message-{why}")
        elif night and rank != Priority.URGENT:
            stops[name] = night
    return stops
