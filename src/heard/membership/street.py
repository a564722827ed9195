"""Registers somebody whom one of the staff meets, who confirms it themselves all the same."""

from datetime import datetime, timedelta

from heard.journal.models import Entry
from heard.journal.write import Actor
from heard.membership.enrol import By, Sender, Wish, register
from heard.membership.models import How

MOST = 40  # people whom one account registers in an hour
HOUR = timedelta(hours=1)


class TooMany(ValueError):
    """One account registered as many people in an hour as it may; the message says so."""


def meet(wish: Wish, *, proof: str, by: Actor, sender: Sender, now: datetime) -> None:
    """Send a link to somebody who agreed to it. BadWish; TooMany, should an account be hijacked."""
    before = Entry.objects.filter(
        actor_id=by.id, act="membership.register", at__gt=now - HOUR, at__lte=now
    )
    if before.count() >= MOST:
        raise TooMany(f"You registered {MOST} people within an hour: go on later")
    register(wish, by=By(how=How.OFFICER, proof=proof), who=by, sender=sender, now=now)
