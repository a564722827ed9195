"""Takes over the members of the system that a force had before, with when they joined and left."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from uuid6 import uuid7

from heard import bulk
from heard.core.timing import london_date
from heard.invitations.invite import hash_token, new_token
from heard.journal.write import Actor, write
from heard.membership.models import Channel, Frequency, How, Member, Movement, State
from heard.places import postcodes
from heard.vault.fields import SealedTextField
from heard.vault.ring import fingerprint_email, fingerprint_phone

AT_ONCE = 2_000  # members in one statement
SOURCE = "former"


class BadFormer(ValueError):
    """What is told of a former member cannot be; the message says which of them, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """One person of the system before. `areas` are those lived in, each from when, the first first.

    Whoever left has neither address nor postcode here. Addresses are in their final spelling.
    """

    areas: Sequence[tuple[datetime, str]]
    left_at: datetime | None = None
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    language: str = "en"
    interests: Sequence[str] = ()
    frequency: Frequency = Frequency.EACH
    source: str = SOURCE
    apart: UUID | None = None


@transaction.atomic
def bring(
    people: Sequence[Former],
    *,
    by: Actor,
    draw: Callable[[int], bytes],
    proof: str = "",
    now: datetime,
) -> int:
    """Take these people over, all of them or none; say how many are members. BadFormer.

    `proof` says how those who are members agreed. Whoever is a member here already must not be
    among them (`sheets.former`).
    """
    for number, one in enumerate(people, start=1):
        _check(one, f"Person {number}")
    for part in bulk.chunks(people, AT_ONCE):
        keys, places = [uuid7() for _ in part], _places(part, now)
        pairs = zip(part, keys, strict=True)
        rows = [_row(one, key, draw, now) | _placed(one, places) for one, key in pairs]
        for row in rows:
            row["proof"] = None if row["left_at"] else _sealed(proof, "proof")
        bulk.insert(Member, rows)
        pairs = zip(part, keys, strict=True)
        bulk.insert(Movement, [row for one, key in pairs for row in _movements(one, key, now)])
    members = sum(one.left_at is None for one in people)
    write("membership.bring", subject=f"members:{members}", actor=by, now=now)
    return members


def _check(one: Former, name: str) -> None:
    times = [at for at, _ in one.areas]
    if not times:
        raise BadFormer(f"{name}: areas has at least the one in which they joined.")
    if times != sorted(times) or (one.left_at is not None and one.left_at < times[-1]):
        raise BadFormer(f"{name}: nobody moves before they joined, or after they left.")
    if one.left_at is None and not (one.email or one.phone):
        raise BadFormer(f"{name}: a member has an e-mail address or a mobile number.")
    if one.left_at is not None and (one.email or one.phone or one.postcode or one.apart):
        raise BadFormer(f"{name}: nothing is kept here of somebody who left.")


def _row(one: Former, key: UUID, draw: Callable[[int], bytes], now: datetime) -> dict[str, object]:
    joined, has_left = one.areas[0][0], one.left_at is not None
    token = None if has_left else new_token(draw)
    return {
        "key": key,
        "state": State.LEFT if has_left else State.MEMBER,
        "email": _sealed(one.email, "email"),
        "email_print": fingerprint_email(one.email) if one.email else "",
        "phone": _sealed(one.phone, "phone"),
        "phone_print": fingerprint_phone(one.phone) if one.phone else "",
        "postcode": _sealed(one.postcode, "postcode"),
        "area": one.areas[-1][1],
        "language": one.language,
        "interests": list(one.interests),
        "channels": [Channel.EMAIL if one.email else Channel.SMS],
        "frequency": one.frequency,
        "how": How.LOADED,
        "source": one.source,
        "apart": one.apart,
        "stop_token": _sealed(token or "", "stop_token"),
        "stop_hash": f"\\x{hash_token(token).hex()}" if token else None,
        "asked_at": joined,
        "joined_at": joined,
        "left_at": one.left_at,
        "seen_at": None if has_left else now,
        "erased_at": one.left_at,
    }


def _places(people: Sequence[Former], now: datetime) -> Mapping[str, postcodes.Found]:
    """Give where their postcodes lie by the edition in force, without the unknown ones."""
    edition = postcodes.edition(on=london_date(now))
    codes = [one.postcode for one in people if one.postcode]
    return postcodes.find_all(codes, by=edition) if edition else {}


def _placed(one: Former, places: Mapping[str, postcodes.Found]) -> dict[str, object]:
    """Give the ward of a member whom the edition has in the area that they are said to live in.

    Others are placed by the edition once they are members, as a move that stands in the ledger.
    """
    place = places.get(one.postcode)
    fits = place is not None and place.area == one.areas[-1][1]
    return {
        "ward": place.ward if place and fits else "",
        "impact_area": place.impact_area if place and fits else "",
        "directory": place.directory if place and fits else None,
        "by_sector": bool(place and fits and place.by_sector),
    }


def _sealed(text: str, column: str) -> str | None:
    field = Member._meta.get_field(column)
    if not isinstance(field, SealedTextField):
        raise TypeError(f"{column} is not sealed")
    return field.get_prep_value(text or None)


def _movements(one: Former, key: UUID, now: datetime) -> Iterator[dict[str, object]]:
    before: str | None = None
    for at, area in one.areas:
        kind = Movement.Kind.JOIN if before is None else Movement.Kind.MOVE
        if area != before:
            yield _movement(one, key, kind, (before, area), at, now)
        before = area
    if one.left_at is not None:
        yield _movement(one, key, Movement.Kind.LEAVE, (before, None), one.left_at, now)


def _movement(
    one: Former,
    key: UUID,
    kind: Movement.Kind,
    between: tuple[str | None, str | None],
    at: datetime,
    now: datetime,
) -> dict[str, object]:
    return {
        "person": key,
        "kind": kind,
        "from_area": between[0],
        "to_area": between[1],
        "at": at,
        "recorded_at": now,
        "source": one.source,
        "reason": "",
    }
