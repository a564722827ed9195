"""Opens and closes the ways in that anybody may use, and lets people in by them."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from heard.core.timing import london_date
from heard.eligibility.models import Programme
from heard.invitations.invite import hash_token, new_token
from heard.invitations.models import Collector, Guest
from heard.journal.write import Actor, write
from heard.places.impact_areas import impact_areas
from heard.questionnaires.models import Version
from heard.questionnaires.publish import published, version_at
from heard.vault.ring import fingerprint

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that a reader could take for another
CODE_LENGTH = 8
HOUR = timedelta(hours=1)
BURST = 20  # from one network within an hour: a library or a household stays below
MOST = 600  # from one network within an hour: more is a machine's doing
KEPT = timedelta(days=1)

Doubt = Guest.Doubt


class NoCollector(Exception):
    """A way in cannot be made as it was asked for; the message says why."""


class TooMany(Exception):
    """So many came from one network within the hour that no person can be among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How people come in, where, and how many answers are wanted; none is no aim."""

    channel: str
    place: str
    impact_area: str = ""
    target: int | None = None


@transaction.atomic
def make(programme: Programme, way: Way, *, by: Actor, now: datetime) -> Collector:
    """Make a way into a programme that anybody may answer, under a code of its own. NoCollector."""
    if programme.route != Programme.Route.OPEN:
        raise NoCollector(f"{programme.name} is not a survey that anybody may answer.")
    if way.channel not in Collector.Channel.values:
        raise NoCollector(f"{way.channel} is no channel.")
    if way.impact_area and way.impact_area not in impact_areas():
        raise NoCollector(f"{way.impact_area} is no impact area.")
    if not way.place.strip():
        raise NoCollector("Say where it is, or who shares it.")
    made = Collector.objects.create(
        programme=programme,
        code=new_code(),
        channel=way.channel,
        place=way.place.strip(),
        impact_area=way.impact_area,
        target=way.target,
        made_at=now,
    )
    write("invitations.make_collector", subject=f"collector:{made.code}", actor=by, now=now)
    return made


@transaction.atomic
def close(collector: Collector, *, by: Actor, now: datetime, because: str) -> None:
    """Let nobody in by it any more; whoever is in may finish."""
    if Collector.objects.filter(pk=collector.pk, closed_at=None).update(closed_at=now):
        subject = f"collector:{collector.code}"
        write("invitations.close_collector", subject=subject, actor=by, now=now, reason=because)


def find(code: str, *, now: datetime) -> Collector | None:
    """Give the collector that lets people in now; None if closed, unknown or out of its period."""
    if "\0" in code:  # which PostgreSQL does not take
        return None
    found = Collector.objects.select_related("programme__questionnaire").filter(
        code=code.lower(), closed_at=None
    )
    return next((one for one in found if is_open(one, now=now)), None)


def is_open(collector: Collector, *, now: datetime) -> bool:
    """Tell whether it lets people in: not closed, and its programme runs today."""
    today = london_date(now)
    return collector.closed_at is None and any(
        period.mode != period.Mode.SHADOW and period.holds(today)
        for period in collector.programme.periods
    )


def version_of(collector: Collector, *, now: datetime) -> Version:
    """Give the version that it asks now; Version.DoesNotExist before the first."""
    return published(version_at(collector.programme.questionnaire, now).pk)


@transaction.atomic
def let_in(
    collector: Collector,
    *,
    address: str,
    answered_before: bool,
    now: datetime,
    draw: Callable[[int], bytes] = secrets.token_bytes,
) -> tuple[Guest, str]:
    """Let somebody in, with a token of their own. TooMany.

    Nobody is turned away for having answered before, or for sharing a network with others: that
    is only noted, for an analyst to look at.
    """
    network = fingerprint(f"{address} {london_date(now)}", of="network")
    lately = Guest.objects.filter(network=network, asked_at__gt=now - HOUR).count()
    if lately >= MOST:
        raise TooMany
    token = new_token(draw)
    guest = Guest.objects.create(
        collector=collector,
        version=version_of(collector, now=now),
        token_hash=hash_token(token),
        network=network,
        doubt=Doubt.SAME_DEVICE if answered_before else Doubt.BURST if lately >= BURST else "",
        asked_at=now,
        expires_at=now + collector.programme.link_life,
    )
    guest.quick_exit = collector.programme.quick_exit
    return guest, token


def forget_networks(*, now: datetime) -> int:
    """Forget from what network people came, a day after; say of how many."""
    old = Guest.objects.filter(asked_at__lte=now - KEPT).exclude(network="")
    return old.update(network="")


def new_code() -> str:
    """Give a code that no collector has."""
    return next(code for code in _codes() if not Collector.objects.filter(code=code).exists())


def _codes() -> Iterator[str]:
    while True:
        yield "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
