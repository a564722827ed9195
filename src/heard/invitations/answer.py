"""What the person asked does with their link: opens it, answers once, or asks for no more."""

import re
from datetime import datetime

from heard.consent import people
from heard.invitations.invite import hash_token
from heard.invitations.models import Invitation
from heard.questionnaires.publish import published

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_BY_HASH = """
    SELECT i.*, p.quick_exit
    FROM invitations_invitation i JOIN eligibility_programme p ON p.id = i.programme_id
    WHERE i.token_hash = %(hash)s OR i.reminder_hash = %(hash)s
"""


def find(token: str, *, now: datetime) -> Invitation | None:
    """Return the invitation that may be answered, with its version.

    A token that is used, expired, unknown or no token at all gives None, all alike.
    """
    if not TOKEN.fullmatch(token):
        return None
    # By hand, like what each page asks of its draft: the query builder takes longer than the query.
    for invitation in Invitation.objects.raw(_BY_HASH, {"hash": hash_token(token)}):
        if invitation.spent_at is None and invitation.expires_at > now:
            invitation.version = published(invitation.version_id)
            return invitation
    return None


def find_holder(token: str) -> Invitation | None:
    """Return the invitation of a link, used and expired ones too: who holds it may opt out."""
    if not TOKEN.fullmatch(token):
        return None
    return next(iter(Invitation.objects.raw(_BY_HASH, {"hash": hash_token(token)})), None)


def opened(invitation: Invitation, *, now: datetime) -> None:
    """Note that Start was pressed; the first time counts."""
    Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=now)


def spent(invitation: Invitation, *, now: datetime) -> None:
    """Close the link for good."""
    Invitation.objects.filter(pk=invitation.pk, spent_at=None).update(spent_at=now)


def opt_out(invitation: Invitation, *, now: datetime) -> None:
    """Never write to this person again. The link still takes an answer."""
    people.opt_out(invitation.person_print, by="link", now=now)
