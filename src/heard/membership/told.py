"""Tells communications by e-mail of what is urgent, of limits that were reached, and of a surge.

Each may be a stolen account or a machine. The e-mail has a link, and no word of a message or name
of a citizen.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from heard.accounts.models import Grant, User
from heard.core.screening import Stop
from heard.delivery.post import Draft, post
from heard.journal.write import Actor
from heard.membership.models import Message

KIND = "message-told"  # the kind of these letters, and so the name of their guard
EMAIL = "email"
LIFE = timedelta(days=1)
GONE = "not-communications"
CANCEL = "cancel it here"
LOOK = "it may be a stolen account or a machine; tell your administrator, and look here"


def of_urgent(message: Message, *, now: datetime) -> None:
    """Tell that an urgent message was approved and leaves."""
    said = "An urgent message to members was approved and leaves now, by night too."
    _tell(f"urgent:{message.pk}", said, f"staff/messages/{message.pk}", now=now)


def of_limit(who: Actor, *, now: datetime) -> None:
    """Tell that one account wants to send more than one may in a day; once a day of each."""
    said = f"An account wanted to send more messages to members than one may in a day: {who.label}."
    day = f"{now:%Y-%m-%d}-{who.id.partition(':')[2]}"
    _tell(f"limit:{day}", said, "staff/messages", now=now)


def of_registering(who: Actor, *, now: datetime) -> None:
    """Tell that one account wants to register more people than one may; once a day of each."""
    said = f"An account wanted to register more people than one may: {who.label}."
    day = f"{now:%Y-%m-%d}-{who.id.partition(':')[2]}"
    _tell(f"registering:{day}", said, "staff/journal", now=now, then=LOOK)


def of_surge(least: int, *, now: datetime) -> None:
    """Tell that so many people are asked to confirm within an hour; once a day."""
    said = f"Within an hour {least} or more people were asked to confirm that they want to join."
    _tell(f"surge:{now:%Y-%m-%d}", said, "staff/community", now=now, then=LOOK)


def recheck(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Stop a letter to whoever is not of communications any more."""
    return _stops(subjects, now=now)


def denied(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Ask the same right before the call."""
    return _stops(subjects, now=now)


def _leads(now: datetime) -> Mapping[int, str]:
    """Give the addresses of communications by the numbers of their accounts."""
    held = Grant.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now),
        role=User.Role.COMMUNICATIONS,
        begins_at__lte=now,
        user__is_active=True,
    )
    return dict(held.values_list("user", "user__email"))


def _tell(what: str, said: str, path: str, *, now: datetime, then: str = CANCEL) -> None:
    if EMAIL not in settings.CHANNELS:
        return
    body = f"{said}\n\nIf that is not as it should be, {then}: {settings.SITE_URL}/{path}"
    drafts = [
        Draft(
            subject=f"{what}:{number}",
            channel=EMAIL,
            address=address,
            title=f"{settings.FORCE_NAME}: messages to members",
            body=body,
            not_before=now,
            expires_at=now + LIFE,
        )
        for number, address in sorted(_leads(now).items())
    ]
    post(KIND, drafts, now=now)


def _stops(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    known = _leads(now)
    return {
        name: Stop(reason=GONE) for name in subjects if int(name.rpartition(":")[2]) not in known
    }
