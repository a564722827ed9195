"""Letters for tests, posted as in earnest, and guards that say what they are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection

from heard.channels.protocol import Channel
from heard.core.screening import Stop
from heard.delivery.deliver import deliver
from heard.delivery.gateways import Gateway
from heard.delivery.guard import Guard
from heard.delivery.models import Letter
from heard.delivery.post import Draft, post

NOW = datetime(2020, 10, 1, 12, tzinfo=UTC)
LEASE = timedelta(minutes=2)
ADDRESS = "+447700900123"
_COPY = """
    INSERT INTO delivery_letter (
        reference, kind, subject, channel, address, body, fragments, state, reason, posted_at,
        not_before, expires_at, due_at, gateway_id
    ) SELECT gen_random_uuid(), kind, n::text, channel, address, body, fragments, state, reason,
        posted_at, not_before, expires_at, due_at, gateway_id
    FROM delivery_letter, generate_series(2, %s) n
"""


def posted(
    subject: str, *, kind: str = "trial", channel: str = "sms", address: str = ADDRESS
) -> Letter:
    """Post a letter that is due now and expires in a day."""
    draft = Draft(
        subject=subject,
        channel=channel,
        address=address,
        body="How did we do? https://heard.example/s/abc",
        not_before=NOW,
        expires_at=NOW + timedelta(days=1),
    )
    return post(kind, [draft], now=NOW)[0]


def posted_many(count: int) -> None:
    """Post a letter that is due by the machine's clock, and copy it until there are so many."""
    now = datetime.now(tz=UTC)
    draft = Draft(
        subject="1",
        channel="sms",
        address=ADDRESS,
        body="How did we do?",
        not_before=now,
        expires_at=now + timedelta(days=1),
    )
    post("trial", [draft], now=now)
    with connection.cursor() as cursor:
        cursor.execute(_COPY, [count])


@dataclass(frozen=True)
class Saying:
    """A guard that stops the subjects named: in the claim, or at the look before the call."""

    stops: Mapping[str, Stop]
    late: Mapping[str, Stop]

    def recheck(self, subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
        return {name: self.stops[name] for name in subjects if name in self.stops}

    def denied(self, subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
        return {name: self.late[name] for name in subjects if name in self.late}


def saying(**stops: Stop) -> Guard:
    """Make a guard that stops the subjects named in the claim and lets all others through."""
    return Saying(stops, {})


def saying_late(**stops: Stop) -> Guard:
    """Make a guard that learns only after the claim what stops the subjects named."""
    return Saying({}, stops)


def way(*channels: Channel) -> list[Gateway]:
    """Give these as gateways in order of preference, named first, second and so on."""
    names = ("first", "second", "third")
    return [Gateway(name=name, channel=one) for name, one in zip(names, channels, strict=False)]


def delivered(
    *channels: Channel, guard: Guard | None = None, now: datetime = NOW, limit: int = 100
) -> int:
    """Deliver what is due of kind `trial` by the first of these gateways that takes it."""
    return deliver(
        now=now,
        guards={"trial": guard or saying()},
        channels={"sms": way(*channels)},
        lease=LEASE,
        limit=limit,
    )


def states() -> dict[str, str]:
    """Give the state of every letter by its subject."""
    return dict(Letter.objects.values_list("subject", "state"))
