"""Registers somebody whom one of the staff meets, who confirms it themselves all the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from heard.journal.models import Entry as Act
from heard.journal.write import Actor
from heard.membership.enrol import BadWish, By, Sender, Wish, register
from heard.membership.models import Entry, How

MOST = 40  # people whom one account registers in an hour
HOUR = timedelta(hours=1)
LATEST = timedelta(days=7)  # after they agreed, until when a phone may bring it
AHEAD = timedelta(hours=1)  # by which the clock of a phone may be wrong

HOW: Mapping[str, str] = {
    "typed": "They typed their address in on this phone",
    "read-back": "They said their address, and I read it back to them",
    "form": "They signed a form, which I hand in",
}


class TooMany(ValueError):
    """One account registered as many people in an hour as it may; the message says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """How somebody agreed: a code of HOW, where, to whom; when, if that was without a signal."""

    how: str
    where: str
    officer: str
    at: datetime | None = None

    @property
    def proof(self) -> str:
        said = f"{HOW[self.how]}. Where: {self.where}. Registered by {self.officer}."
        return f"{said} Without a signal, on {self.at:%Y-%m-%d}." if self.at else said


def meet(wish: Wish, met: Met, *, by: Actor, sender: Sender, now: datetime) -> None:
    """Send a link to somebody who agreed to it. BadWish; TooMany, should an account be hijacked."""
    before = Act.objects.filter(
        actor_id=by.id, act="membership.register", at__gt=now - HOUR, at__lte=now
    )
    if before.count() >= MOST:
        raise TooMany(f"You registered {MOST} people within an hour: go on later")
    how = By(how=How.OFFICER, proof=met.proof, waits=met.at is None)
    register(wish, by=how, who=by, sender=sender, now=now)


@transaction.atomic
def meet_once(
    wish: Wish, met: Met, *, entry: UUID, by: Actor, sender: Sender, now: datetime
) -> bool:
    """Do so by an entry of a phone, once; say whether it was not done before. BadWish; TooMany.

    Nobody waits for the link any more, so it leaves in the hours of letters.
    """
    _, is_new = Entry.objects.get_or_create(pk=entry, defaults={"taken_at": now})
    if not is_new:
        return False
    if met.at is None or not now - LATEST <= met.at <= now + AHEAD:
        said = f"They agreed more than {LATEST.days} days ago by the phone's clock: ask them anew."
        raise BadWish("at", said)
    meet(wish, met, by=by, sender=sender, now=now)
    return True
