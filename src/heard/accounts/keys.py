"""Issues, checks and revokes the keys of the machines that feed us, or read figures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from heard.accounts._secrets import draw_secret, hash_secret
from heard.accounts.models import FeedKey
from heard.accounts.scope import Parts, Scope
from heard.core.timing import LONDON
from heard.journal.write import SYSTEM, write
from heard.organisation.chart import teams_of

_CHECK = """
    SELECT source FROM accounts_feedkey
    WHERE key_hash = %s AND kind = %s AND (revoked_at IS NULL OR revoked_at > %s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads figures by a key, of which area apart ('' for all), and whether of teams."""

    source: str
    area: str = ""
    teams: bool = False

    def scope(self, *, now: datetime) -> Scope:
        """Give what the key shows: the force as a whole, and of its parts what is in this."""
        if not self.teams:
            teams: Parts = frozenset()
        elif self.area:
            teams = teams_of([self.area], on=now.astimezone(LONDON).date())
        else:
            teams = None
        areas = frozenset({self.area}) if self.area else None
        return Scope(areas=areas, teams=teams, cases=False)


@transaction.atomic
def issue_key(
    source: str, *, kind: FeedKey.Kind, now: datetime, draw: Callable[[int], bytes]
) -> str:
    """Give a new key for `source`, to be shown once. Its earlier keys stay good till revoked."""
    return _issue(Reader(source=source), kind, now=now, draw=draw)


@transaction.atomic
def issue_figures_key(reader: Reader, *, now: datetime, draw: Callable[[int], bytes]) -> str:
    """Give a new key that reads figures, to be shown once."""
    return _issue(reader, FeedKey.Kind.FIGURES, now=now, draw=draw)


def _issue(
    reader: Reader, kind: FeedKey.Kind, *, now: datetime, draw: Callable[[int], bytes]
) -> str:
    key = draw_secret(draw)
    FeedKey.objects.create(
        source=reader.source,
        kind=kind,
        area=reader.area,
        teams=reader.teams,
        key_hash=hash_secret(key),
        created_at=now,
    )
    write("accounts.issue_key", subject=_name(reader.source, kind), actor=SYSTEM, now=now)
    return key


def check_figures_key(key: str, *, now: datetime) -> Reader | None:
    """Give who reads by a key for figures; None if unknown, of another kind or revoked."""
    found = FeedKey.objects.filter(
        Q(revoked_at=None) | Q(revoked_at__gt=now),
        key_hash=hash_secret(key),
        kind=FeedKey.Kind.FIGURES,
    ).first()
    return Reader(source=found.source, area=found.area, teams=found.teams) if found else None


def check_key(key: str, *, kind: FeedKey.Kind, now: datetime) -> str | None:
    """Give the source that `key` speaks for; None if unknown, of another kind or revoked."""
    # By hand: every post asks this, and the query builder took a fifth of the time of one.
    with connection.cursor() as cursor:
        cursor.execute(_CHECK, [hash_secret(key), kind, now])
        row: tuple[str] | None = cursor.fetchone()
    return row[0] if row else None


@transaction.atomic
def revoke_keys(source: str, *, kind: FeedKey.Kind, now: datetime) -> int:
    """Refuse every key of `source` from `now` on; give how many there were."""
    revoked = FeedKey.objects.filter(source=source, kind=kind, revoked_at=None)
    count = revoked.update(revoked_at=now)
    if count:
        write("accounts.revoke_keys", subject=_name(source, kind), actor=SYSTEM, now=now)
    return count


def _name(source: str, kind: FeedKey.Kind) -> str:
    return f"feed:{kind}:{source}"
