"""Compares what a provider accepted with what we believe has left, message by message."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import structlog
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Func, QuerySet, Value

from heard.bulk import chunks
from heard.channels.protocol import Listed, Lists
from heard.core.timing import LONDON
from heard.delivery.gateways import Gateway
from heard.delivery.models import LEFT, Letter, Reconciliation, State
from heard.delivery.receipts import News, accept
from heard.journal.write import SYSTEM, Actor, write

__all__ = ["WORDS", "Listed", "Lists", "What", "ask", "reconcile", "reconcile_nights"]

KEPT = 1_000  # differences that are kept of one comparison, the gravest first
MARGIN = timedelta(hours=1)  # by which a provider's moment may differ from ours
LONGEST = timedelta(days=3)  # of a time that is made up for; the shortest that providers keep lists
_HOUR = 2  # o'clock in London until which a night compares
_NAMES = Func(
    "gateway_id",
    Value(","),
    function="string_to_array",
    output_field=ArrayField(models.TextField()),
)
_log = structlog.get_logger(__name__)


class What(StrEnum):
    """How the two lists differ, the gravest first."""

    TWICE = "twice"
    UNSENT = "unsent"
    STRANGER = "stranger"
    MISSING = "missing"


WORDS: Mapping[str, str] = {
    What.TWICE: "accepted more than once",
    What.UNSENT: "accepted, and we believe that it never left",
    What.STRANGER: "accepted, and no letter of ours",
    What.MISSING: "sent by us, and not accepted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ours:
    """A letter: its state, and the provider's own names of it and its parts."""

    reference: str
    state: str
    gateway: str
    gateway_ids: tuple[str, ...]
    in_span: bool

    @property
    def has_left(self) -> bool:
        """A failure that the provider has a name for was accepted before it failed."""
        return self.state in LEFT or (bool(self.gateway_ids) and self.state != State.CREATED)


def reconcile(
    gateway: str,
    listed: Iterable[Listed],
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    by: Actor = SYSTEM,
) -> Reconciliation:
    """Compare a gateway's list with the letters claimed for it from `since` to before `until`.

    The list may reach beyond that time on both sides, and has to hold all of it. What is listed
    and was unknown is settled as sent; what waits though it is listed is never sent. References
    that are no UUID belong to nobody here.
    """
    theirs = list(listed)
    ours = _ours(gateway, theirs, since=since, until=until)
    by_id = {one: letter for letter in ours.values() for one in letter.gateway_ids}
    matched: dict[str, list[Listed]] = defaultdict(list)
    differences: list[tuple[What, str]] = []
    for one in theirs:
        letter = ours.get(one.reference) or by_id.get(one.gateway_id)
        if letter is not None and letter.gateway in {"", gateway}:
            matched[letter.reference].append(one)
        elif _counts(one, since, until):
            elsewhere = letter is not None and letter.has_left
            differences.append((What.TWICE if elsewhere else What.STRANGER, _name(one)))
    told = [ours[reference] for reference in matched]
    differences += [(What.TWICE, r) for r, found in matched.items() if _is_twice(found)]
    unknown = [letter for letter in told if letter.state == State.UNKNOWN]
    unsent = [one for one in told if not one.has_left and one.state != State.CLAIMED]
    differences += [(What.UNSENT, letter.reference) for letter in unsent]
    mine = [one for one in ours.values() if one.in_span and one.gateway == gateway]
    silent = [one for one in mine if one.reference not in matched]
    missing = [one for one in silent if one.has_left and one.state != State.UNKNOWN]
    differences += [(What.MISSING, letter.reference) for letter in missing]
    _settle([*unknown, *(one for one in unsent if one.state == State.CREATED)], now=now)
    return _keep(
        Reconciliation(
            gateway=gateway,
            since=since,
            until=until,
            done_at=now,
            listed=len(theirs),
            agreed=len(told) - len(unknown) - len(unsent),
            settled=len(unknown),
            unsettled=sum(letter.state == State.UNKNOWN for letter in silent),
        ),
        differences,
        by=by,
    )


def reconcile_nights(channels: Mapping[str, Sequence[Gateway]], *, now: datetime) -> int:
    """Compare every gateway that can be asked for its list, once a night; say how many were."""
    until = _last_night(now)
    done = 0
    for gateway in (one for way in channels.values() for one in way):
        if not isinstance(gateway.channel, Lists):
            continue
        last = Reconciliation.objects.filter(gateway=gateway.name).order_by("-until").first()
        since = max(last.until, until - LONGEST) if last else until - timedelta(days=1)
        if since < until:
            done += _asked(gateway.name, gateway.channel, since=since, until=until, now=now)
    return done


def _asked(name: str, lists: Lists, *, since: datetime, until: datetime, now: datetime) -> bool:
    """Ask one gateway; where it does not answer, the others are asked all the same."""
    try:
        listed = list(lists.accepted(since=since - MARGIN, until=until + MARGIN))
        return _once(name, listed, since=since, until=until, now=now)
    except Exception as error:  # noqa: BLE001 - whatever a gateway raises, its text may be personal
        _log.error("a provider's list was not to be had", gateway=name, error=type(error).__name__)
        return False


@transaction.atomic
def _once(
    name: str, listed: Sequence[Listed], *, since: datetime, until: datetime, now: datetime
) -> bool:
    """Compare a night, unless another worker was faster."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"reconcile {name}"])
    if Reconciliation.objects.filter(gateway=name, until=until).exists():
        return False
    reconcile(name, listed, since=since, until=until, now=now)
    return True


def ask(
    name: str, lists: Lists, *, since: datetime, until: datetime, now: datetime, by: Actor = SYSTEM
) -> Reconciliation:
    """Compare with the list that the gateway itself gives."""
    listed = lists.accepted(since=since - MARGIN, until=until + MARGIN)
    return reconcile(name, listed, since=since, until=until, now=now, by=by)


def _last_night(now: datetime) -> datetime:
    """Give the last two o'clock that is an hour over: what left until then is on every list."""
    here = (now - MARGIN).astimezone(LONDON)
    two = here.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    night = two if two <= here else (two - timedelta(days=1))
    return night.astimezone(UTC)


def _name(one: Listed) -> str:
    """Name a message; what others write where our reference stands may be anything."""
    return one.reference if _uuid(one.reference) else one.gateway_id or "without a name"


def _counts(one: Listed, since: datetime, until: datetime) -> bool:
    return one.accepted_at is None or since <= one.accepted_at < until


def _is_twice(found: Sequence[Listed]) -> bool:
    """One message of ours under two names of the provider's, or as often under none."""
    names = Counter(one.gateway_id for one in found if one.reference)
    return len(names) > 1 or names[""] > 1


def _ours(
    gateway: str, theirs: Sequence[Listed], *, since: datetime, until: datetime
) -> dict[str, _Ours]:
    """Give by reference the letters of that time and gateway, and all others that are listed."""
    mine = Letter.objects.filter(gateway=gateway)
    span = mine.filter(claimed_at__gte=since - MARGIN, claimed_at__lt=until + MARGIN)
    found = {one.reference: one for one in _read(span, since, until)}
    named = [r for one in theirs if (r := _uuid(one.reference)) and str(r) not in found]
    for some in chunks(named, 5_000):
        listed = Letter.objects.filter(reference__in=some)
        found |= {one.reference: one for one in _read(listed, since, until)}
    known = {name for letter in found.values() for name in letter.gateway_ids}
    ids = [one.gateway_id for one in theirs if not one.reference and one.gateway_id not in known]
    for names in chunks(ids, 5_000):
        # As the index has it: a letter of several parts has as many names.
        others = mine.exclude(gateway_id="").alias(names=_NAMES).filter(names__overlap=list(names))
        found |= {one.reference: one for one in _read(others, since, until)}
    return found


def _read(letters: QuerySet[Letter], since: datetime, until: datetime) -> Iterator[_Ours]:
    rows = letters.values_list("reference", "state", "gateway", "gateway_id", "claimed_at")
    for reference, state, gateway, names, claimed_at in rows.iterator():
        yield _Ours(
            reference=str(reference),
            state=state,
            gateway=gateway,
            gateway_ids=tuple(filter(None, names.split(","))),
            in_span=claimed_at is not None and since <= claimed_at < until,
        )


def _uuid(reference: str) -> UUID | None:
    try:
        return UUID(reference)
    except ValueError:
        return None


def _settle(letters: Sequence[_Ours], *, now: datetime) -> None:
    news = [
        News(reference=UUID(one.reference), status=State.SENDING, occurred_at=now)
        for one in letters
    ]
    for some in chunks(news, 1_000):
        accept(some, now=now)


def _keep(
    made: Reconciliation, differences: Sequence[tuple[What, str]], *, by: Actor
) -> Reconciliation:
    order = list(What)
    worst = sorted(differences, key=lambda one: (order.index(one[0]), one[1]))
    made.found = len(differences)
    made.differences = [{"what": what.value, "name": name} for what, name in worst[:KEPT]]
    made.save()
    if differences:
        count = Counter(what.value for what, _ in differences)
        _log.error("a provider's list is not ours", gateway=made.gateway, **count)
    write(
        "sending.reconcile",
        subject=f"gateway:{made.gateway}",
        actor=by,
        now=made.done_at,
        reason=f"{made.found} differences",
    )
    return made
