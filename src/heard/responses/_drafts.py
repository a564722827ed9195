"""Finds the draft of whoever holds a link, and makes others wait for it."""

import json
from datetime import datetime

from heard import bulk
from heard.invitations.models import Asked, Guest, Invitation
from heard.responses._values import Value
from heard.responses.models import Draft

_OF_INVITATION = "SELECT * FROM responses_draft WHERE invitation_id = %s"
_OF_GUEST = "SELECT * FROM responses_draft WHERE guest_id = %s"


class NotStarted(Exception):
    """There is no draft: Start was not pressed, or the link is used up."""


class AlreadyReceived(Exception):
    """The link was used up or ran out before; what was said is kept."""


def lock(asked: Asked, *, now: datetime) -> None:
    """Make whoever else would open or close this link wait; AlreadyReceived if it is closed."""
    kind = Invitation if isinstance(asked, Invitation) else Guest
    open_ones = kind.objects.filter(pk=asked.pk, spent_at=None, expires_at__gt=now)
    if open_ones.select_for_update(no_key=True).values_list("pk").first() is None:
        raise AlreadyReceived


def begin(asked: Asked, answers: dict[str, str], *, now: datetime) -> None:
    """Make the draft, unless there is one."""
    draft = Draft(
        invitation=asked if isinstance(asked, Invitation) else None,
        guest=asked if isinstance(asked, Guest) else None,
        answers=json.dumps(answers),
        started_at=now,
        updated_at=now,
        due_at=asked.expires_at,
    )
    bulk.put([draft], key=["invitation" if isinstance(asked, Invitation) else "guest"])


def draft_of(asked: Asked, *, hold: bool = False) -> Draft:
    """Find the draft, and make others wait for it if told to; NotStarted where there is none."""
    find = _OF_INVITATION if isinstance(asked, Invitation) else _OF_GUEST
    for draft in Draft.objects.raw(f"{find} FOR UPDATE" if hold else find, [asked.pk]):
        return draft
    raise NotStarted


def said(draft: Draft) -> dict[str, Value]:
    """Give what was said so far by key."""
    answers: dict[str, Value] = json.loads(draft.answers)
    return answers


def is_by_turns(asked: Asked) -> bool:
    """Tell whether the answers come by text."""
    return isinstance(asked, Invitation) and asked.by_turns
