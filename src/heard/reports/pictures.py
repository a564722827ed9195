"""Lets a drawing of figures be seen without signing in, by an address that ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.core.timing import LONDON
from heard.invitations.invite import hash_token, new_token
from heard.journal.write import Actor, write
from heard.reports.models import Picture
from heard.reports.save import LONGEST_NAME, LONGEST_QUERY

# Who may show figures to people who do not sign in.
SHARERS = (User.Role.ADMINISTRATOR, User.Role.ANALYST, User.Role.COMMUNICATIONS)
LONGEST = timedelta(days=366)
MOST = 200  # that are open at once


class NoPicture(Exception):
    """A drawing cannot be shared as asked; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is shared: a drawing of a view, under a name for the list."""

    name: str
    drawing: str
    query: str


@transaction.atomic
def share(
    view: View, *, until: date, by: User, now: datetime, draw: Callable[[int], bytes]
) -> tuple[Picture, str]:
    """Open a drawing to whoever holds its token, to the end of a day; give it with the token.

    The token is 22 characters, of 128 bits, and is not kept. NoPicture.
    """
    name = " ".join(view.name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise NoPicture(f"Give the picture a name of at most {LONGEST_NAME} characters.")
    if len(view.query) > LONGEST_QUERY:
        raise NoPicture(f"A view has an address of at most {LONGEST_QUERY:,} characters.")
    today = now.astimezone(LONDON).date()
    if not today <= until <= today + LONGEST:
        raise NoPicture(f"Choose a last day from today to {LONGEST.days} days from now.")
    if Picture.objects.filter(revoked_at=None, ends_at__gt=now).count() >= MOST:
        raise NoPicture(f"No more than {MOST} pictures are open at once: revoke one first.")
    token = new_token(draw)
    made = Picture.objects.create(
        owner=by,
        name=name,
        drawing=view.drawing,
        query=view.query,
        token_hash=hash_token(token),
        made_at=now,
        ends_at=datetime.combine(until + timedelta(days=1), time(), LONDON),
    )
    write("reports.share_picture", subject=_name(made), actor=actor(by), now=now)
    return made, token


@transaction.atomic
def revoke(number: int, *, by: Actor, now: datetime) -> None:
    """Close an address at once, whoever opened it; one that is closed stays so."""
    found = Picture.objects.select_for_update().filter(pk=number, revoked_at=None).first()
    if found is None:
        return
    found.revoked_at = now
    found.save(update_fields=["revoked_at"])
    write("reports.revoke_picture", subject=_name(found), actor=by, now=now)


def opened(token: str, *, now: datetime) -> Picture | None:
    """Give what a token shows; None where it is unknown, has ended or was revoked.

    It ends, too, when whoever shared it may share no more.
    """
    found = (
        Picture.objects.filter(
            token_hash=hash_token(token), revoked_at=None, ends_at__gt=now, owner__is_active=True
        )
        .select_related("owner")
        .first()
    )
    return found if found and may_share(found.owner, now=now) else None


def may_share(user: User, *, now: datetime) -> bool:
    """Tell whether somebody may show figures to people who do not sign in."""
    return not user.roles(now=now).isdisjoint(SHARERS)


def listed() -> Sequence[Picture]:
    """Give all that were shared, the newest first."""
    return list(Picture.objects.select_related("owner").order_by("-id"))


def _name(picture: Picture) -> str:
    return f"picture:{picture.pk}"
