"""Counts the membership from its ledger: as it stood at any time, and what changed it.

Every row takes a member out of one area and puts them into another, so that for each area and for
the whole, what came in less what went out is what was gained: there is no other way to count.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import connection

from heard import bulk
from heard.membership.models import Member, Movement, State

ALWAYS = datetime.max.replace(tzinfo=UTC)
UNKNOWN = ""  # the area of whoever gave no postcode, or one that is not known here

_AS_AT = """
    SELECT area, sum(change)::bigint FROM (
        SELECT to_area AS area, 1 AS change FROM membership_movement
        WHERE at <= %(at)s AND recorded_at <= %(known)s AND to_area IS DISTINCT FROM from_area
            AND to_area IS NOT NULL
        UNION ALL
        SELECT from_area, -1 FROM membership_movement
        WHERE at <= %(at)s AND recorded_at <= %(known)s AND to_area IS DISTINCT FROM from_area
            AND from_area IS NOT NULL
    ) AS changes GROUP BY area ORDER BY area
"""
_SUMS = """
        count(*) FILTER (WHERE came AND kind = 'join'),
        count(*) FILTER (WHERE came AND kind = 'move'),
        count(*) FILTER (WHERE NOT came AND kind = 'leave'),
        count(*) FILTER (WHERE NOT came AND kind = 'move'),
        count(*) FILTER (WHERE came AND reason = 'edition'),
        count(*) FILTER (WHERE NOT came AND reason = 'edition')
    FROM (
        SELECT to_area AS area, TRUE AS came, kind, reason, at FROM membership_movement
        WHERE at > %(since)s AND at <= %(until)s AND to_area IS DISTINCT FROM from_area
            AND to_area IS NOT NULL
        UNION ALL
        SELECT from_area, FALSE, kind, reason, at FROM membership_movement
        WHERE at > %(since)s AND at <= %(until)s AND to_area IS DISTINCT FROM from_area
            AND from_area IS NOT NULL
    ) AS changes
"""
_FLOWS = f"SELECT area, {_SUMS} GROUP BY area ORDER BY area"
_MONTHS = f"""
    SELECT date_trunc('month', at AT TIME ZONE 'Europe/London')::date AS month, area, {_SUMS}
    GROUP BY month, area ORDER BY month, area
"""
_STANDING = """
    SELECT area, count(*) FROM membership_member WHERE state = %s GROUP BY area ORDER BY area
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """How many members came to an area and went from it in a time.

    Among those who moved, `redrawn_in` and `redrawn_out` moved no house: another edition of the
    postcodes put them there.
    """

    joined: int
    moved_in: int
    left: int
    moved_out: int
    redrawn_in: int = 0
    redrawn_out: int = 0

    @property
    def net(self) -> int:
        return self.joined + self.moved_in - self.left - self.moved_out


PARTS = tuple(part.name for part in fields(Flow))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row to be written: what became of one member."""

    person: UUID
    kind: Movement.Kind
    from_area: str | None
    to_area: str | None
    source: str = ""
    reason: str = ""


def note(lines: Sequence[Line], *, at: datetime, now: datetime) -> None:
    """Write down what became of members; `at` is when it was so."""
    rows = [
        {
            "person": line.person,
            "kind": line.kind,
            "from_area": line.from_area,
            "to_area": line.to_area,
            "at": at,
            "recorded_at": now,
            "source": line.source,
            "reason": line.reason,
        }
        for line in lines
    ]
    bulk.insert(Movement, rows)


def as_at(at: datetime, *, known: datetime | None = None) -> Mapping[str, int]:
    """Give how many members each area had at an instant, as far as was known at another one.

    Without `known`, by all that is known. An area without members is absent.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AS_AT, {"at": at, "known": known or ALWAYS})
        return {area: count for area, count in cursor.fetchall() if count}


def flows(since: datetime, until: datetime) -> Mapping[str, Flow]:
    """Give what came and went in each area after an instant and up to another one."""
    with connection.cursor() as cursor:
        cursor.execute(_FLOWS, {"since": since, "until": until})
        return {area: _flow(counts) for area, *counts in cursor.fetchall()}


def flows_by_month(since: datetime, until: datetime) -> Mapping[date, Mapping[str, Flow]]:
    """Give the same for each month in which something changed, by its first day."""
    found: dict[date, dict[str, Flow]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS, {"since": since, "until": until})
        for month, area, *counts in cursor.fetchall():
            found.setdefault(month, {})[area] = _flow(counts)
    return found


def _flow(counts: Sequence[int]) -> Flow:
    """Give what came and went, counted in the order of its parts."""
    return Flow(**dict(zip(PARTS, counts, strict=True)))


def unbalanced(*, now: datetime) -> Mapping[str, tuple[int, int]]:
    """Give the areas in which members and ledger differ, with both numbers: none if all is well."""
    return dict(_differences(_standing(), as_at(now)))


def _standing() -> Mapping[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [State.MEMBER])
        return dict(cursor.fetchall())


def _differences(
    members: Mapping[str, int], ledger: Mapping[str, int]
) -> Iterator[tuple[str, tuple[int, int]]]:
    for area in sorted({*members, *ledger}):
        here, there = members.get(area, 0), ledger.get(area, 0)
        if here != there:
            yield area, (here, there)


def line(member: Member, kind: Movement.Kind, *, reason: str = "") -> Line:
    """Give the row for something that becomes of a member where they are."""
    outside_before, outside_after = kind is Movement.Kind.JOIN, kind is Movement.Kind.LEAVE
    return Line(
        person=member.key,
        kind=kind,
        from_area=None if outside_before else member.area,
        to_area=None if outside_after else member.area,
        source=member.source,
        reason=reason,
    )
