"""Takes in what a force's systems tell us, once each, and says what was wrong with the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from heard import bulk
from heard.events._payloads import Read, Wrong, as_json, read
from heard.events._refused import holds
from heard.events._sums import refresh
from heard.events.models import Contact, DeadLetter, Event, Incident, Touchpoint
from heard.journal import aside

_CLAIM = """
    SELECT * FROM events_touchpoint WHERE due_at <= %s
    ORDER BY due_at, id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
"""
_HOLD = """
    SELECT * FROM events_touchpoint WHERE kind = ANY(%s) AND key = ANY(%s)
    ORDER BY kind, key FOR NO KEY UPDATE
"""
_DUE = "SELECT id FROM events_touchpoint WHERE due_at <= %s"
_LOCK = """
    SELECT id FROM events_touchpoint
    WHERE id = ANY(%s) AND happened_at IS NOT NULL ORDER BY kind, key FOR NO KEY UPDATE
"""
_READ = "SELECT * FROM events_touchpoint WHERE id = ANY(%s)"
_SETTLE = """
    UPDATE events_touchpoint AS t SET due_at = settled.due_at
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS settled(id, due_at) WHERE t.id = settled.id
"""

DEADLOCKS = 3  # two senders may lock the same touchpoints crosswise: one of them tries again


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """An item that broke a rule: its place in the batch from 0, the field, the rule, in words."""

    index: int
    field: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of a batch. Rejected items are kept as dead letters; the rest went in."""

    accepted: int
    duplicates: int
    rejected: tuple[Rejection, ...]


def receive(
    items: Sequence[object], *, source: str, now: datetime, quiet: timedelta, kept: timedelta
) -> Received:
    """Take in a batch of decoded CloudEvents from one source, all that can be, in one commit.

    An event that came before (same source and id) changes nothing. `quiet` is how long nobody may
    return to a scene before the attendance counts as over; `kept` how long a dead letter stays.
    """
    for _ in range(DEADLOCKS):
        try:
            return _receive(items, source=source, now=now, quiet=quiet, kept=kept)
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
    return _receive(items, source=source, now=now, quiet=quiet, kept=kept)


def check(items: Sequence[object], *, source: str, now: datetime) -> tuple[Rejection, ...]:
    """Say which items of a batch break a rule, as `receive` would, and take nothing in."""
    return tuple(_sort(items, source=source, now=now)[1])


@transaction.atomic(durable=True)
def _receive(
    items: Sequence[object], *, source: str, now: datetime, quiet: timedelta, kept: timedelta
) -> Received:
    return rehearse(items, source=source, now=now, quiet=quiet, kept=kept)


def rehearse(
    items: Sequence[object], *, source: str, now: datetime, quiet: timedelta, kept: timedelta
) -> Received:
    """Take in a batch as `receive` does, within a transaction of the caller's, to be undone."""
    good, rejected = _sort(items, source=source, now=now)
    bulk.put(
        DeadLetter(
            source=source,
            body=as_json(items[r.index])[:100_000],
            received_at=now,
            expires_at=now + kept,
            **asdict(r),
        )
        for r in rejected
    )
    held = holds((items[r.index] for r in rejected), source=source, now=now)
    fresh = _insert([*good, *held], source=source, now=now)
    refresh(fresh, source=source, now=now, quiet=quiet)
    accepted = len({e.event_id for e in fresh} & {e.event_id for e in good})
    return Received(accepted=accepted, duplicates=len(good) - accepted, rejected=tuple(rejected))


def take_own(events: Sequence[Read], *, source: str, now: datetime, quiet: timedelta) -> None:
    """Take in what Heard itself tells, within a transaction of the caller's, once each."""
    refresh(_insert(events, source=source, now=now), source=source, now=now, quiet=quiet)


def claim_due(*, now: datetime, limit: int) -> list[Touchpoint]:
    """Lock touchpoints whose screening is due, inside the caller's transaction.

    What another worker holds is passed over; what changes meanwhile is due again afterwards.
    """
    return with_facts(Touchpoint.objects.raw(_CLAIM, [now, limit]), numbers=False)


def hold_still(keys: Iterable[tuple[str, str]]) -> list[Touchpoint]:
    """Lock the touchpoints of these (kind, key) pairs, so that no new fact can overtake us."""
    wanted = set(keys)
    kinds, names = list({kind for kind, _ in wanted}), list({key for _, key in wanted})
    found = Touchpoint.objects.raw(_HOLD, [kinds, names])
    return with_facts((t for t in found if (t.kind, t.key) in wanted), numbers=False)


def read_locked(ids: Sequence[int]) -> list[Touchpoint]:
    """Read the touchpoints that the caller has locked, with the numbers of those who called."""
    return with_facts(Touchpoint.objects.raw(_READ, [list(ids)]), numbers=True)


def with_facts(locked: Iterable[Touchpoint], *, numbers: bool) -> list[Touchpoint]:
    """Read the contact and the incident of each, in two queries.

    What a touchpoint says of itself is read after it is locked: a join would be as old as the
    wait for the lock. A number is left sealed unless it is asked for: only the letter needs it.
    """
    touchpoints = list(locked)
    calls = {t.contact_id for t in touchpoints if t.contact_id}
    visits = {t.incident_id for t in touchpoints if t.incident_id}
    contacts = Contact.objects.numbered(calls) if numbers else Contact.objects.bare(calls)
    incidents = Incident.objects.named(visits)
    for touchpoint in touchpoints:
        touchpoint.contact = contacts[touchpoint.contact_id] if touchpoint.contact_id else None
        touchpoint.incident = incidents[touchpoint.incident_id] if touchpoint.incident_id else None
    return touchpoints


def ask_again(locked: Sequence[Touchpoint], *, now: datetime) -> None:
    """Have these touchpoints, which the caller has locked, screened again at once."""
    settle(locked, due={touchpoint.id: now for touchpoint in locked})


@transaction.atomic
def set_aside(*, now: datetime, fault: str) -> bool:
    """Set the touchpoint that is due first aside, since it failed; say whether there was one."""
    due = Touchpoint.objects.filter(due_at__lte=now).order_by("due_at", "id")
    first = due.select_for_update(skip_locked=True).first()
    if first is None:
        return False
    first.due_at = aside.note(f"touchpoint:{first.kind}/{first.key}", fault=fault, now=now)
    first.save(update_fields=["due_at"])
    return True


def settle(touchpoints: Sequence[Touchpoint], *, due: dict[int, datetime]) -> None:
    """End the claim: touchpoints named in `due` (by id) come up again then, the others do not."""
    ids = [t.id for t in touchpoints]
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [ids, [due.get(id_) for id_ in ids]])


def bury(wrong: Rejection, *, body: str, source: str, now: datetime, kept: timedelta) -> None:
    """Keep one item that no feed of events brought as a dead letter, whole and sealed."""
    DeadLetter.objects.create(
        source=source, body=body, received_at=now, expires_at=now + kept, **asdict(wrong)
    )


def make_due(ids: Sequence[int], *, now: datetime) -> None:
    """Let these touchpoints (by id) be screened again now, inside the caller's transaction.

    For what became known beside their events: what a code means. What is due already may be in
    the middle of a screening that does not know it yet: it is waited for, and is due once more.
    All are locked as news locks them, in the order of their keys.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [now])
        due = [id_ for (id_,) in cursor.fetchall()]
        cursor.execute(_LOCK, [[*ids, *due]])
        locked = [id_ for (id_,) in cursor.fetchall()]
        cursor.execute(_SETTLE, [locked, [now for _ in locked]])


def purge_dead_letters(*, now: datetime) -> int:
    """Delete dead letters whose time is over, and say how many."""
    return DeadLetter.objects.filter(expires_at__lte=now).delete()[0]


def _sort(
    items: Sequence[object], *, source: str, now: datetime
) -> tuple[list[Read], list[Rejection]]:
    """Part the items that keep every rule from those that do not."""
    good: list[Read] = []
    rejected: list[Rejection] = []
    for index, item in enumerate(items):
        try:
            good.append(read(item, source=source, now=now))
        except Wrong as wrong:
            rejected.append(
                Rejection(index=index, field=wrong.field, rule=wrong.rule, message=wrong.message)
            )
    return good, rejected


def _insert(events: Sequence[Read], *, source: str, now: datetime) -> list[Read]:
    """Insert what is new and give just that. The constraint is the guard, in one statement.

    In the order of the ids, so that two senders of the same batch wait rather than deadlock.
    """
    by_id = {e.event_id: e for e in reversed(events)}
    rows = [by_id[event_id] for event_id in sorted(by_id)]
    seal_phone = Event._meta.get_field("phone").get_prep_value
    seal_email = Event._meta.get_field("email").get_prep_value
    received_at = str(now)  # written once, not with each row
    new = bulk.insert(
        Event,
        [
            {
                "source": source,
                "event_id": e.event_id,
                "type": e.type,
                "occurred_at": e.occurred_at,
                "received_at": received_at,
                "contact_id": e.contact_id,
                "incident_id": e.incident_id,
                "crime_id": e.crime_id,
                "data": e.data,
                "phone": seal_phone(e.phone),
                "email": seal_email(e.email),
            }
            for e in rows
        ],
        key=["source", "event_id"],
        returning=["event_id"],
    )
    return [by_id[event_id] for (event_id,) in new]
