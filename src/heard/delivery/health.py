"""How each gateway fares, and when it is free: a row a gateway, which all workers share."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import F, Q

from heard.delivery.models import GatewayHealth

_log = structlog.get_logger(__name__)
FAILURES = 5  # so many without a success between them put a gateway out of use
WITHIN = timedelta(seconds=60)
PAUSE = timedelta(seconds=30)  # then one letter tries whether it works again
# A claim takes the next slots of its gateway, whoever took those before. The clock is the
# database's own, since that of a simulation stands still and those of two hosts differ.
_RESERVE = """
    INSERT INTO delivery_gatewayhealth AS g (name, failed_at, free_at)
    VALUES (%(name)s, '{}', clock_timestamp() + make_interval(secs => %(span)s))
    ON CONFLICT (name) DO UPDATE
    SET free_at = greatest(g.free_at, clock_timestamp()) + make_interval(secs => %(span)s)
    RETURNING extract(epoch FROM free_at - make_interval(secs => %(span)s) - clock_timestamp())
"""
_AHEAD = """
    SELECT name, extract(epoch FROM free_at - clock_timestamp()) FROM delivery_gatewayhealth
    WHERE name = ANY(%s) AND free_at IS NOT NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether a gateway may be used. `is_open` as a circuit is: nothing passes.

    `may_be_tried`: it is open, and its pause is over. `failures` are those since it last worked.
    """

    is_open: bool = False
    may_be_tried: bool = False
    opened_at: datetime | None = None
    failures: int = 0


def healths(*, now: datetime) -> Mapping[str, Health]:
    """Give the health of each gateway by its name; of one without a row nothing bad is known."""
    return {row.name: _health(row, now) for row in GatewayHealth.objects.all()}


def ahead(names: Iterable[str]) -> Mapping[str, float]:
    """Say for how many seconds from now the slots of each gateway are taken."""
    with connection.cursor() as cursor:
        cursor.execute(_AHEAD, [list(names)])
        return {name: float(seconds) for name, seconds in cursor.fetchall()}


def reserve(name: str, count: int, *, rate: float) -> float:
    """Take the next `count` slots of a gateway; give the seconds until the first of them.

    `rate` is in letters a second. They are nobody else's, in whatever process or host.
    """
    if math.isinf(rate):
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, {"name": name, "span": count / rate})
        return max(0.0, float(cursor.fetchone()[0]))


def begin_trial(name: str, *, now: datetime) -> bool:
    """Take the one letter that tries whether an open gateway works again; False if another did."""
    idle = Q(tried_at__isnull=True) | Q(tried_at__lte=now - PAUSE)
    found = GatewayHealth.objects.filter(idle, name=name, opened_at__lte=now - PAUSE)
    return found.update(tried_at=now) == 1


def succeeded(name: str) -> None:
    """Note that a gateway took a letter: its failures are over, and so is its trial."""
    troubled = GatewayHealth.objects.filter(name=name).exclude(failed_at=[])
    closed = troubled.filter(Q(opened_at=None) | Q(tried_at__gte=F("opened_at")))
    closed.update(failed_at=[], opened_at=None, tried_at=None)


@transaction.atomic
def failed(name: str, count: int, *, now: datetime) -> None:
    """Note failures of a gateway. With enough of them, or in its trial, it is put out of use."""
    GatewayHealth.objects.get_or_create(name=name)
    row = GatewayHealth.objects.select_for_update().get(name=name)
    recent = [at for at in row.failed_at if at > now - WITHIN]
    row.failed_at = [*recent, *[now] * count][-FAILURES:]
    if len(row.failed_at) >= FAILURES or row.tried_at is not None:
        _log.error("gateway out of use", gateway=name)
        row.opened_at, row.tried_at = now, None
    row.save(update_fields=["failed_at", "opened_at", "tried_at"])


def _health(row: GatewayHealth, now: datetime) -> Health:
    since = max((at for at in (row.opened_at, row.tried_at) if at is not None), default=None)
    return Health(
        is_open=row.opened_at is not None,
        may_be_tried=row.opened_at is not None and since is not None and since <= now - PAUSE,
        opened_at=row.opened_at,
        failures=len(row.failed_at),
    )
