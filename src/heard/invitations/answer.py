"""What the person asked does with their link: opens it, answers once, or asks for no more."""

import re
from collections.abc import Iterator
from datetime import datetime

from heard.consent import people
from heard.invitations.invite import hash_token
from heard.invitations.models import Asked, Guest, Invitation
from heard.questionnaires.publish import published

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_BY_HASH = """
    SELECT i.*, p.quick_exit
    FROM invitations_invitation i JOIN eligibility_programme p ON p.id = i.programme_id
    WHERE i.token_hash = %(hash)s OR i.reminder_hash = %(hash)s
"""
_GUEST = """
    SELECT g.*, p.quick_exit FROM invitations_guest g
    JOIN invitations_collector c ON c.id = g.collector_id
    JOIN eligibility_programme p ON p.id = c.programme_id
    WHERE g.token_hash = %(hash)s
"""


def find(token: str, *, now: datetime) -> Asked | None:
    """Return the invitation, or the guest, that may answer, with its version.

    A token that is used, expired, unknown or no token at all gives None, all alike.
    """
    if not TOKEN.fullmatch(token):
        return None
    # By hand, like what each page asks of its draft: the query builder takes longer than the query.
    for found in _holders(token):
        if found.spent_at is None and found.expires_at > now:
            found.version = published(found.version_id)
            return found
    return None


def find_holder(token: str) -> Invitation | None:
    """Return the invitation of a link, used and expired ones too: who holds it may opt out."""
    if not TOKEN.fullmatch(token):
        return None
    return next(_invited(token), None)


def opened(asked: Asked, *, now: datetime) -> None:
    """Note that Start was pressed; the first time counts. A guest is there because of it."""
    if isinstance(asked, Invitation):
        Invitation.objects.filter(pk=asked.pk, opened_at=None).update(opened_at=now)


def spent(asked: Asked, *, now: datetime) -> None:
    """Close the link for good."""
    kind = Invitation if isinstance(asked, Invitation) else Guest
    kind.objects.filter(pk=asked.pk, spent_at=None).update(spent_at=now)


def opt_out(invitation: Invitation, *, now: datetime) -> None:
    """Never write to this person again. The link still takes an answer.

    Nobody can write to whom nothing is known of.
    """
    if not invitation.person_print:
        return
    people.opt_out(invitation.person_print, by="link", now=now)


def _holders(token: str) -> Iterator[Asked]:
    yield from _invited(token)
    yield from Guest.objects.raw(_GUEST, {"hash": hash_token(token)})


def _invited(token: str) -> Iterator[Invitation]:
    yield from Invitation.objects.raw(_BY_HASH, {"hash": hash_token(token)})
