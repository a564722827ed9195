"""Begins and ends what somebody wants to be told of."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.journal.write import write
from heard.subscriptions.models import Pace, Subscription
from heard.subscriptions.topics import Followed, may


class NotYours(Exception):
    """Somebody asks to be told of what they may not see."""


def subscriptions(user: User) -> Sequence[Subscription]:
    """Give what somebody is told of, in the order in which it began."""
    return list(Subscription.objects.filter(user=user, ended_at=None).order_by("id"))


@transaction.atomic
def subscribe(user: User, topic: str, area: str, *, now: datetime) -> None:
    """Tell somebody of a series from now on; once, however often it is asked. NotYours."""
    if not may(user, Followed(topic=topic, area=area), now=now):
        raise NotYours
    _, is_new = Subscription.objects.get_or_create(
        user=user, topic=topic, area=area, ended_at=None, defaults={"made_at": now}
    )
    if is_new:
        subject = _subject(topic, area)
        write("subscriptions.subscribe", subject=subject, actor=actor(user), now=now)


def often(user: User) -> Pace.Often:
    """Give how often somebody gets the letter of their role: where there is news, if not said."""
    found = Pace.objects.filter(user=user).values_list("often", flat=True).first()
    return Pace.Often(found) if found else Pace.Often.NEWS


@transaction.atomic
def change_pace(user: User, chosen: Pace.Often, *, now: datetime) -> None:
    """Send somebody the letter of their role so often from now on."""
    if chosen == often(user):
        return
    Pace.objects.update_or_create(user=user, defaults={"often": chosen, "at": now})
    write(
        "subscriptions.pace", subject="subscription:role", actor=actor(user), now=now, reason=chosen
    )


@transaction.atomic
def end(user: User, number: int, *, now: datetime) -> None:
    """End one of somebody's own; what is none of theirs stays as it is."""
    mine = Subscription.objects.select_for_update().filter(user=user, pk=number, ended_at=None)
    _end(user, list(mine), now=now)


@transaction.atomic
def end_all(user: User, *, now: datetime) -> None:
    """End all that somebody is told of, the letter of their role as well."""
    change_pace(user, Pace.Often.NEVER, now=now)
    mine = Subscription.objects.select_for_update().filter(user=user, ended_at=None)
    _end(user, list(mine), now=now)


def _end(user: User, found: Sequence[Subscription], *, now: datetime) -> None:
    Subscription.objects.filter(pk__in=[one.pk for one in found]).update(ended_at=now)
    for one in found:
        subject = _subject(one.topic, one.area)
        write("subscriptions.end", subject=subject, actor=actor(user), now=now)


def _subject(topic: str, area: str) -> str:
    return f"subscription:{topic} {area}".strip()
