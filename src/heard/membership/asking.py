"""Asks the members who were drawn for a wave, each by one link, and reminds them once.

Who is drawn becomes a row in one statement. A batch of rows, their letters, their links and the
time of the next look are one transaction: a kill leaves all of a batch or nothing of it, and both
rows and letters exist once for each wave and member.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Min, QuerySet

from heard import bulk
from heard.consent import people
from heard.core.timing import next_open
from heard.delivery.models import Letter, State
from heard.delivery.post import Draft, post
from heard.eligibility.models import Programme
from heard.invitations.invite import hash_token, new_token
from heard.invitations.models import Guest
from heard.journal import aside
from heard.journal.write import SYSTEM, write
from heard.membership import audience
from heard.membership.audience import LEFT_OUT
from heard.membership.broadcast import Sending
from heard.membership.models import Asked, Channel, Member, Wave
from heard.membership.survey_words import Links, words
from heard.questionnaires.models import Version
from heard.questionnaires.publish import version_at

KIND, REMINDER = "wave", "wave-reminder"  # the kinds of these letters, and so of their guard
AGAIN = timedelta(days=1)  # until it is looked again whether somebody has had enough
CAPPED, GONE, ENOUGH = "capped", "left", "enough"
WHY: Mapping[str, str] = {
    **{code: words for code, words in LEFT_OUT.items() if code != "asked"},
    CAPPED: "They were asked to another survey not long before",
    GONE: "They left before they could be asked",
}
_ARRIVED = (State.SENDING, State.PENDING, State.SENT, State.DELIVERED)
_DRAW = """
    INSERT INTO membership_asked
        (wave_id, member_id, area, channel, left_out, address_print, due_at)
    SELECT %(wave)s, id, area, '', '', '', %(now)s FROM (
        SELECT m.id, m.area, row_number() OVER (
            PARTITION BY m.area ORDER BY md5(%(seed)s || m.key::text), m.id
        ) AS nth
        FROM membership_member AS m WHERE m.state = 'member'
    ) AS drawn WHERE %(each)s::int IS NULL OR nth <= %(each)s
    ON CONFLICT DO NOTHING
"""
# Who answered, or began to.
_HEEDED = """
    SELECT s.member_id FROM membership_asked AS s
    JOIN invitations_guest AS g ON g.token_hash = s.token_hash
    WHERE s.wave_id = %s AND s.member_id = ANY (%s) AND (g.spent_at IS NOT NULL
        OR EXISTS (SELECT FROM responses_draft AS d WHERE d.guest_id = g.id))
"""
_CHANGED = ("channel", "left_out", "address_print", "token", "token_hash", "at", "reminded_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """What all letters of a batch have in common."""

    wave: Wave
    programme: Programme
    version: Version
    sending: Sending
    leaves: datetime
    now: datetime


def subject(wave: Wave) -> str:
    """Give a wave as the journal names it."""
    return f"wave:{wave.pk}"


@transaction.atomic
def ask_next(*, now: datetime, limit: int, sending: Sending) -> int:
    """Ask or remind one batch of the wave that is due first; count the members looked at."""
    wave = _due(now=now).first()
    if wave is None:
        return 0
    if wave.drawn_at is None:
        draw(wave, now=now)
    waiting = Asked.objects.filter(wave=wave, due_at__isnull=False)
    if wave.ends_at <= next_open(now):  # what is left has no time to leave any more
        done = waiting.update(due_at=None)
    else:
        rows = list(waiting.filter(due_at__lte=now).order_by("due_at", "member")[:limit])
        done = len(rows)
        _go_through(wave, rows, sending, now=now)
    wave.due_at = waiting.aggregate(first=Min("due_at"))["first"]
    wave.save(update_fields=["due_at"])
    return done


@transaction.atomic
def set_aside(*, now: datetime, fault: str) -> bool:
    """Try the wave that is due first later, since it failed; after the third time never."""
    wave = _due(now=now).first()
    if wave is None:
        return False
    wave.due_at = aside.note(subject(wave), fault=fault, now=now)
    wave.save(update_fields=["due_at"])
    return True


def _due(*, now: datetime) -> QuerySet[Wave]:
    due = Wave.objects.filter(due_at__lte=now, stage=Wave.Stage.READY)
    return due.order_by("due_at", "id").select_for_update(skip_locked=True)


def draw(wave: Wave, *, now: datetime) -> None:
    """Draw whom it is for; the same seed draws the same of the same members."""
    given: dict[str, Any] = {"wave": wave.pk, "seed": wave.seed, "each": wave.each, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, given)
    wave.drawn_at = now
    wave.save(update_fields=["drawn_at"])
    write("membership.draw", subject=subject(wave), actor=SYSTEM, now=now)


def _go_through(wave: Wave, rows: Sequence[Asked], sending: Sending, *, now: datetime) -> None:
    """Ask whoever was not asked yet, remind the others, and look again at who had enough."""
    leaves = next_open(now)
    programme = Programme.objects.select_related("questionnaire").get(pk=_programme(wave))
    batch = _Batch(
        wave=wave,
        programme=programme,
        version=version_at(programme.questionnaire, now),
        sending=sending,
        leaves=leaves,
        now=now,
    )
    numbers = [row.member_id for row in rows]
    fates = audience.for_survey(numbers, leaves=leaves, now=now)
    fields = ("language", "email", "email_print", "phone", "phone_print", "stop_token")
    members = Member.objects.only(*fields).in_bulk(numbers)
    later = now + AGAIN
    for row in rows:
        fate = fates.get(row.member_id, GONE)
        row.due_at = later if fate == ENOUGH and later < wave.ends_at else None
        if not row.channel:
            row.left_out = fate if fate not in Channel.values else ""
    may = [row for row in rows if fates.get(row.member_id) in Channel.values]
    new = [row for row in may if not row.channel]
    _ask(_uncapped(batch, new, members), fates, members, batch)
    _remind([row for row in may if row not in new], members, batch)
    _keep(rows)


def _programme(wave: Wave) -> int:
    if wave.collector is None:
        raise ValueError("a wave that is approved has a collector")
    return wave.collector.programme_id


def _uncapped(
    batch: _Batch, rows: Sequence[Asked], members: Mapping[int, Member]
) -> Sequence[Asked]:
    """Take the cap over all surveys for these, and give those who were free."""
    until = batch.now + batch.programme.cap
    asks = [
        people.Ask(
            prints=_prints(members[row.member_id]),
            stage="",
            incident_ids=(),
            spares_stages=False,
        )
        for row in rows
    ]
    got = people.take_caps([(ask, until) for ask in asks], now=batch.now)
    for row, mine in zip(rows, got, strict=True):
        row.left_out = "" if mine else CAPPED
    return [row for row, mine in zip(rows, got, strict=True) if mine]


def _prints(member: Member) -> tuple[str, ...]:
    return tuple(one for one in (member.email_print, member.phone_print) if one)


def _ask(
    rows: Sequence[Asked],
    fates: Mapping[int, str],
    members: Mapping[int, Member],
    batch: _Batch,
) -> None:
    """Make a link for each of these, and post the letter with it."""
    wave, guests = batch.wave, []
    for row in rows:
        member, row.channel = members[row.member_id], Channel(fates[row.member_id])
        is_email = row.channel == Channel.EMAIL
        row.address_print = member.email_print if is_email else member.phone_print
        row.token, row.at = new_token(batch.sending.draw), batch.leaves
        row.token_hash = hash_token(row.token)
        if wave.remind_after and batch.leaves + wave.remind_after < wave.ends_at:
            row.due_at = batch.leaves + wave.remind_after
        guests.append(
            {
                "collector_id": wave.collector_id,
                "version_id": batch.version.pk,
                "token_hash": _as_bytes(row.token_hash),
                "network": "",
                "doubt": "",
                "area": row.area,
                "asked_at": wave.opens_at,  # so that all answers of a wave are about one week
                "expires_at": wave.ends_at,
            }
        )
    bulk.insert(Guest, guests)
    post(KIND, [_draft(row, members[row.member_id], batch) for row in rows], now=batch.now)


def _remind(rows: Sequence[Asked], members: Mapping[int, Member], batch: _Batch) -> None:
    """Write again, with the same link, to whoever was written to and has not begun."""
    names = {_name(row): row for row in rows}
    letters = Letter.objects.filter(kind=KIND, subject__in=names, state__in=_ARRIVED)
    arrived = set(letters.values_list("subject", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_HEEDED, [batch.wave.pk, [row.member_id for row in rows]])
        heeded = {number for (number,) in cursor.fetchall()}
    kept = [row for name, row in names.items() if name in arrived and row.member_id not in heeded]
    prints: set[str] = set()
    for row in kept:
        row.reminded_at = batch.leaves
        prints |= {*_prints(members[row.member_id])}
    drafts = [_draft(row, members[row.member_id], batch, again=True) for row in kept]
    post(REMINDER, drafts, now=batch.now)
    people.extend_cap(prints, until=batch.now + batch.programme.cap)


def _keep(rows: Sequence[Asked]) -> None:
    seal = Asked._meta.get_field("token").get_prep_value
    values = [
        {
            "wave_id": row.wave_id,
            "member_id": row.member_id,
            "area": row.area,
            "channel": row.channel,
            "left_out": row.left_out,
            "address_print": row.address_print,
            "token": seal(row.token) if row.token else None,
            "token_hash": _as_bytes(row.token_hash) if row.token_hash else None,
            "at": row.at,
            "reminded_at": row.reminded_at,
            "due_at": row.due_at,
        }
        for row in rows
    ]
    bulk.insert(Asked, values, key=["wave_id", "member_id"], update=[*_CHANGED, "due_at"])


def _name(row: Asked) -> str:
    return f"wave:{row.wave_id}:{row.member_id}"


def _as_bytes(hashed: bytes | memoryview) -> str:
    return f"\\x{bytes(hashed).hex()}"  # as PostgreSQL writes bytes


def _draft(row: Asked, member: Member, batch: _Batch, *, again: bool = False) -> Draft:
    site, is_email = batch.sending.site, row.channel == Channel.EMAIL
    links = Links(
        form=f"{site}/s/{row.token}?language={member.language}",
        stop=f"{site}/community/stop/{member.stop_token}",
        change=f"{site}/community",
    )
    said = words(member.language, links, force=batch.sending.force, again=again)
    return Draft(
        subject=_name(row),
        channel=row.channel,
        account=batch.programme.slug,
        address=(member.email if is_email else member.phone) or "",
        title=said.title if is_email else "",
        body=said.email if is_email else said.sms,
        unsubscribe=links.stop if is_email else "",
        not_before=batch.leaves,
        expires_at=batch.wave.ends_at,
    )
