"""Who is at the desk: they come, they go, and whoever is silent too long has gone."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.conversations.models import Adviser, Conversation
from heard.journal.write import write

MOST = 6  # conversations that one adviser may want at once


@transaction.atomic
def come(*, by: User, skills: Sequence[str], most: int, now: datetime) -> None:
    """Say that somebody is at the desk, what they can (languages too) and how much at once."""
    said = {"is_there": True, "seen_at": now, "skills": [*skills], "most": most}
    Adviser.objects.update_or_create(user=by, defaults=said)
    write("conversations.come", subject=f"person:{by.pk}", actor=actor(by), now=now)


@transaction.atomic
def go(*, by: User, now: datetime) -> None:
    """Say that somebody is away: they get no more, and keep the conversations that they have."""
    if Adviser.objects.filter(user=by, is_there=True).update(is_there=False):
        write("conversations.go", subject=f"person:{by.pk}", actor=actor(by), now=now)


def beat(*, by: User, now: datetime) -> None:
    """Note that the desk of somebody is open, if they have one."""
    Adviser.objects.filter(user=by).update(seen_at=now)


def everybody() -> QuerySet[Adviser]:
    """Give who is at the desk or has conversations, with how many: `has`."""
    theirs = Conversation.objects.filter(state=Conversation.State.ADVISER).values("adviser")
    found = Adviser.objects.filter(Q(is_there=True) | Q(user__in=theirs)).select_related("user")
    return found.order_by("-is_there", "user__name", "pk")


def loads() -> dict[int, int]:
    """Give how many conversations each adviser has, by the key of their account."""
    held = Conversation.objects.filter(state=Conversation.State.ADVISER)
    return dict(held.values_list("adviser").annotate(has=Count("pk")).order_by())
