"""What a member changes or ends themselves, and what is noted about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction

from heard.core.timing import london_date
from heard.invitations.invite import hash_token
from heard.journal.write import CITIZEN, SYSTEM, Actor, write
from heard.membership import ledger
from heard.membership.enrol import BadWish
from heard.membership.models import (
    Access,
    Asked,
    Channel,
    Copy,
    Frequency,
    Interest,
    Member,
    Movement,
    Reply,
    State,
)
from heard.places import postcodes

PAUSES = (timedelta(days=30), timedelta(days=90), timedelta(days=180))
KEPT = timedelta(days=30)  # how long what is known of whoever left is kept, to undo a mistake
DORMANT = timedelta(days=730)  # after which nothing was heard of somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What a member wants to get."""

    language: str
    interests: Sequence[Interest]
    channels: Sequence[Channel]
    frequency: Frequency


@transaction.atomic
def prefer(member: Member, wants: Wants, *, now: datetime) -> None:
    """Keep what a member wants. BadWish where it cannot reach them by any channel."""
    held = _held(member)
    has = {Channel.EMAIL: held.email_print, Channel.SMS: held.phone_print}
    if not wants.channels or not all(has[channel] for channel in wants.channels):
        raise BadWish("channels", "Choose a way by which we can reach you.")
    held.language, held.interests = wants.language, list(wants.interests)
    held.channels, held.frequency, held.seen_at = list(wants.channels), wants.frequency, now
    held.save(update_fields=["language", "interests", "channels", "frequency", "seen_at"])
    _write("membership.prefer", held, now=now)


@transaction.atomic
def move(member: Member, postcode: str, *, now: datetime) -> None:
    """Let a member live elsewhere from now on; no postcode is an unknown area. BadWish."""
    code = postcodes.spelt(postcode)
    if postcode.strip() and not code:
        raise BadWish("postcode", "Enter a full postcode, like B1 1AA, or leave it out.")
    held = _held(member)
    place = postcodes.find(code, on=london_date(now)) if code else None
    settle(held, place, now=now)
    held.postcode, held.seen_at = code or None, now
    held.save(update_fields=["postcode", "seen_at"])
    _write("membership.move", held, now=now)


def settle(held: Member, place: postcodes.Found | None, *, now: datetime) -> None:
    """Put a member whose row is held into the area of a place, and the ledger with them."""
    area = place.area if place else ledger.UNKNOWN
    if area != held.area:
        moved = ledger.Line(
            person=held.key, kind=Movement.Kind.MOVE, from_area=held.area, to_area=area
        )
        ledger.note([moved], at=now, now=now)
    held.area = area
    held.ward = place.ward if place else ""
    held.impact_area = place.impact_area if place else ""
    held.directory = place.directory if place else None
    held.by_sector = place is not None and place.by_sector
    held.save(update_fields=["area", "ward", "impact_area", "directory", "by_sector"])


@transaction.atomic
def about(member: Member) -> UUID:
    """Give the random id under which a member may say of themselves who they are."""
    held = _held(member)
    if held.apart is None:
        held.apart = uuid4()
        held.save(update_fields=["apart"])
    return held.apart


def is_saying(apart: UUID) -> bool:
    """Tell whether this id is a member's, who is not forgotten until the transaction ends."""
    theirs = Member.objects.select_for_update().filter(apart=apart, state=State.MEMBER)
    return theirs.first() is not None


@transaction.atomic
def pause(member: Member, length: timedelta, *, now: datetime) -> None:
    """Write nothing to a member for a while."""
    if length not in PAUSES:
        raise BadWish("length", "Choose how long to pause.")
    held = _held(member)
    held.paused_until = now + length
    held.save(update_fields=["paused_until"])
    _note(held, Movement.Kind.PAUSE, now=now)


@transaction.atomic
def resume(member: Member, *, now: datetime) -> None:
    """Write to a member again who had paused."""
    held = _held(member)
    if held.paused_until is not None:
        held.paused_until = None
        held.save(update_fields=["paused_until"])
        _note(held, Movement.Kind.RESUME, now=now)


@transaction.atomic
def stop(phone_print: str, *, now: datetime) -> None:
    """End the membership of whoever texted STOP: it is meant for all that we send."""
    if held := _by_phone(phone_print):
        leave(held, why="text", now=now)


@transaction.atomic
def lose_number(phone_print: str, *, now: datetime) -> None:
    """Take a number from its member, since it is somebody else's; the only way to them ends it."""
    held = _by_phone(phone_print)
    if held is None:
        return
    if not held.email_print:
        leave(held, why="wrong-number", now=now)
        return
    held.phone, held.phone_print, held.channels = None, "", [Channel.EMAIL]
    held.save(update_fields=["phone", "phone_print", "channels"])
    _write("membership.address", held, now=now)


def _by_phone(phone_print: str) -> Member | None:
    found = Member.objects.select_for_update().exclude(phone_print="")
    return found.filter(phone_print=phone_print, state=State.MEMBER).first()


def whose(stop_token: str) -> Member | None:
    """Find who may leave by the link that stands in each message; None where it is none of ours.

    Whoever left is found until they are forgotten: people press a button twice.
    """
    return Member.objects.filter(stop_hash=hash_token(stop_token)).first()


@transaction.atomic
def leave(member: Member, *, by: Actor = CITIZEN, why: str = "asked", now: datetime) -> None:
    """End a membership; a second time changes nothing. What is known of them goes later."""
    held = Member.objects.select_for_update().get(pk=member.pk)
    if held.state != State.MEMBER:
        return
    held.state, held.left_at = State.LEFT, now
    held.save(update_fields=["state", "left_at"])
    Access.objects.filter(member=held, used_at=None).update(used_at=now)
    ledger.note([ledger.line(held, Movement.Kind.LEAVE, reason=why)], at=now, now=now)
    write("membership.leave", subject=f"member:{held.key}", actor=by, now=now, reason=why)


@transaction.atomic
def erase(member: Member, *, now: datetime) -> None:
    """End a membership and forget who it was, at once. The ledger keeps a random key."""
    leave(member, why="erased", now=now)
    forget(member, now=now)
    write("membership.erase", subject=f"member:{member.key}", actor=CITIZEN, now=now)


def forget(member: Member, *, now: datetime) -> None:
    """Forget at once who it was that left."""
    _erase([member.pk], now=now)


def erase_left(*, now: datetime, limit: int) -> int:
    """Forget who left a while ago; say how many."""
    due = Member.objects.filter(left_at__lte=now - KEPT, erased_at=None).order_by("left_at")
    return _erase(list(due.values_list("pk", flat=True)[:limit]), now=now)


@transaction.atomic
def note_unreachable(members: Collection[int], *, now: datetime) -> None:
    """Keep in mind that these members cannot be reached any more, by their ids."""
    found = Member.objects.select_for_update().filter(pk__in=members, state=State.MEMBER)
    held = list(found.filter(bounced_at=None).order_by("pk"))
    Member.objects.filter(pk__in=[one.pk for one in held]).update(bounced_at=now)
    lines = [ledger.line(one, Movement.Kind.BOUNCE) for one in held]
    ledger.note(lines, at=now, now=now)


@transaction.atomic
def note_dormant(*, now: datetime, limit: int) -> int:
    """Note who has not done anything here for two years; say how many."""
    silent = Member.objects.filter(state=State.MEMBER, dormant_at=None, seen_at__lte=now - DORMANT)
    held = list(silent.select_for_update(skip_locked=True).order_by("seen_at")[:limit])
    Member.objects.filter(pk__in=[one.pk for one in held]).update(dormant_at=now)
    lines = [ledger.line(one, Movement.Kind.DORMANT) for one in held]
    ledger.note(lines, at=now, now=now)
    return len(held)


@transaction.atomic
def seen(member: Member, *, now: datetime) -> None:
    """Note that a member did something here, or wrote to us."""
    held = _held(member)
    was_dormant = held.dormant_at is not None
    held.seen_at, held.dormant_at = now, None
    held.save(update_fields=["seen_at", "dormant_at"])
    if was_dormant:
        _note(held, Movement.Kind.AWAKE, now=now)


def _held(member: Member) -> Member:
    """Hold the row of a member. Member.DoesNotExist where they are none any more."""
    return Member.objects.select_for_update().get(pk=member.pk, state=State.MEMBER)


def _note(held: Member, kind: Movement.Kind, *, now: datetime) -> None:
    ledger.note([ledger.line(held, kind)], at=now, now=now)
    _write(f"membership.{kind}", held, now=now)


def _write(act: str, held: Member, *, now: datetime) -> None:
    actor = SYSTEM if act == "membership.awake" else CITIZEN
    write(act, subject=f"member:{held.key}", actor=actor, now=now)


@transaction.atomic
def _erase(ids: Sequence[int], *, now: datetime) -> int:
    """Forget who these are, what they wrote and said of themselves, and where links went.

    Messages stay as a count. A draft goes before what was said for good: one becomes the other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT membership_forget_said(%s)", [list(ids)])
    Access.objects.filter(member__in=ids, member__state=State.LEFT).delete()
    copies = Copy.objects.filter(member__in=ids, member__state=State.LEFT)
    Reply.objects.filter(copy__in=copies).update(words=None)
    copies.update(address_print="", token=None, token_hash=None, waits_since=None)
    Asked.objects.filter(member__in=ids, member__state=State.LEFT).update(
        address_print="", token=None, token_hash=None, due_at=None
    )
    return Member.objects.filter(pk__in=ids, state=State.LEFT, erased_at=None).update(
        email=None,
        email_print="",
        phone=None,
        phone_print="",
        postcode=None,
        ward="",
        impact_area="",
        interests=[],
        proof=None,
        apart=None,
        stop_token=None,
        stop_hash=None,
        erased_at=now,
    )
