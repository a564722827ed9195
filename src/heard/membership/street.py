"""Registers somebody whom one of the staff meets, who confirms it themselves all the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from heard.journal.models import Entry as Act
from heard.journal.write import Actor, write
from heard.membership import requests, told
from heard.membership.enrol import BadWish, By, Sender, Wish
from heard.membership.models import Entry, How

MOST, A_DAY = 40, 150  # people whom one account registers in an hour, and in a day
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ACT = "membership.register"  # as the journal calls it
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


@transaction.atomic
def meet(wish: Wish, met: Met, *, by: Actor, sender: Sender, now: datetime) -> None:
    """Send a link to somebody who agreed to it. BadWish; TooMany, should an account be hijacked."""
    before = Act.objects.filter(actor_id=by.id, act=ACT, at__gt=now - DAY, at__lte=now)
    if before.filter(at__gt=now - HOUR).count() >= MOST:
        raise TooMany(f"You registered {MOST} people within an hour: go on later")
    if before.count() >= A_DAY:
        raise TooMany(f"You registered {A_DAY} people within a day: go on tomorrow")
    how = By(how=How.OFFICER, proof=met.proof, waits=met.at is None)
    requests.keep(wish, by=how, sender=sender, now=now)
    write(ACT, subject=f"how:{how.how}", actor=by, now=now)


def note_refused(by: Actor, *, now: datetime) -> None:
    """Tell communications of an account that wants to register more people than it may."""
    told.of_registering(by, now=now)


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
