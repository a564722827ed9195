"""How far sign-up drives have come: joins against goals, what each code brought, and at what cost.

All is counted from the ledger as at the end of a day. What is below ten is not told, be it none:
whoever made a code for one person would read here whether they have joined.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db import connection
from django.db.models import Sum

from heard.core.statistics import exact, pace
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.pace import FEW, Course
from heard.core.statistics.proportions import share
from heard.insight.members import end_of
from heard.membership.bring import SOURCE
from heard.membership.models import CodeDay, Cost, Drive, DriveCode, Goal

KEPT = (30, 90)  # days after which it is looked whether somebody is a member still
_BY_CODE = """
    SELECT source, count(*),
        count(*) FILTER (WHERE at <= %(at)s - interval '30 days'),
        count(*) FILTER (WHERE at <= %(at)s - interval '30 days'
            AND (left_at IS NULL OR left_at > at + interval '30 days')),
        count(*) FILTER (WHERE at <= %(at)s - interval '90 days'),
        count(*) FILTER (WHERE at <= %(at)s - interval '90 days'
            AND (left_at IS NULL OR left_at > at + interval '90 days'))
    FROM (
        SELECT j.source, j.at, (
            SELECT min(l.at) FROM membership_movement l
            WHERE l.person = j.person AND l.kind = 'leave' AND l.at <= %(at)s
        ) AS left_at
        FROM membership_movement j
        WHERE j.kind = 'join' AND j.at <= %(at)s AND j.source = ANY(%(codes)s)
    ) AS joins GROUP BY source
"""
_BY_AREA = """
    SELECT to_area, count(*) FILTER (WHERE source = ANY(%(codes)s)), count(*)
    FROM membership_movement
    WHERE kind = 'join' AND at > %(since)s AND at <= %(until)s GROUP BY to_area
"""
_OTHERS = """
    SELECT count(*) FILTER (WHERE made), count(*) FILTER (WHERE source = ''),
        count(*) FILTER (WHERE source = %(former)s),
        count(*) FILTER (WHERE NOT made AND source NOT IN ('', %(former)s))
    FROM (
        SELECT source, EXISTS (SELECT FROM membership_drivecode WHERE code = source) AS made
        FROM membership_movement WHERE kind = 'join' AND at > %(since)s AND at <= %(until)s
    ) AS joins
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The way to the goal of an area. `joined` by the drive's codes is None where it is held back.

    `everybody` are all who joined there in the same days, by whatever.
    """

    area: str
    goal: int
    joined: int | None
    everybody: int | None
    course: Course


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a code brought up to a day, of whatever time. None where it is held back, or few.

    `kept` is the share of those who joined so many days ago or more that stayed as long. `pence`
    is None where no cost was entered. Costs are in pounds: for each who joined, and for each who
    stays 90 days as that share has it.
    """

    code: DriveCode
    opened: int
    asked: int
    joined: int | None
    kept: Mapping[int, Estimate]
    pence: int | None
    per_join: Decimal | None
    per_kept: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """How many joined in a time by codes of drives, by none, from the system before, by others."""

    drives: int
    none: int
    former: int
    others: int


def ways(drive: Drive, *, on: date) -> list[Way]:
    """Give the way to each goal of a drive at the end of a day."""
    until = end_of(min(on, drive.last))
    codes = list(DriveCode.objects.filter(drive=drive).values_list("code", flat=True))
    since = end_of(drive.first - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(_BY_AREA, {"codes": codes, "since": since, "until": until})
        found = {area: (ours, every) for area, ours, every in cursor.fetchall()}
    goals = Goal.objects.filter(drive=drive).order_by("area")
    counted = [found.get(one.area, (0, 0)) for one in goals]
    days, passed = (drive.planned - drive.first).days + 1, (on - drive.first).days + 1
    shown = zip(goals, counted, without_few(ours for ours, _ in counted), strict=True)
    is_over = on >= drive.last
    return [
        Way(
            area=one.area,
            goal=one.joins,
            joined=joined,
            everybody=every if every >= FEW else None,
            course=pace.course(ours, one.joins, passed=days if is_over else passed, days=days),
        )
        for one, (ours, every), joined in shown
    ]


def brought(codes: Sequence[DriveCode], *, on: date) -> list[Brought]:
    """Give what each of these codes brought up to the end of a day."""
    at, named = end_of(on), [one.code for one in codes]
    with connection.cursor() as cursor:
        cursor.execute(_BY_CODE, {"at": at, "codes": named})
        found = {code: tuple(counts) for code, *counts in cursor.fetchall()}
    counted = [found.get(code, (0, 0, 0, 0, 0)) for code in named]
    paid, used = _paid(codes, on), _used(codes, on)
    shown = without_few(joined for joined, *_ in counted)
    return [
        _brought(one, counts, joined, paid.get(one.pk), used.get(one.pk, (0, 0)))
        for one, counts, joined in zip(codes, counted, shown, strict=True)
    ]


def others(since: datetime, until: datetime) -> Others:
    """Give by which kind of code people joined after an instant and up to another one."""
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, {"since": since, "until": until, "former": SOURCE})
        drives, none, former, rest = cursor.fetchone()
    return Others(drives=drives, none=none, former=former, others=rest)


def without_few(counts: Iterable[int]) -> list[int | None]:
    """Hide what is below ten; where that is one alone, the smallest of the others as well."""
    found: list[int | None] = [n if n >= FEW else None for n in counts]
    shown = [n for n in found if n is not None]
    if found.count(None) == 1 and shown:
        found[found.index(min(shown))] = None
    return found


def _brought(
    code: DriveCode,
    counts: Sequence[int],
    joined: int | None,
    pence: int | None,
    used: tuple[int, int],
) -> Brought:
    _, old_month, kept_month, old, kept = counts
    each = None if pence is None or not joined else Fraction(pence, 100 * joined)
    stays = Fraction(kept, old) if old >= FEW and kept else None
    of = {KEPT[0]: (kept_month, old_month), KEPT[1]: (kept, old)}
    return Brought(
        code=code,
        opened=used[0],
        asked=used[1],
        joined=joined,
        kept={
            days: share(*(pair if joined is not None else (0, 0)), minimum_base=FEW)
            for days, pair in of.items()
        },
        pence=pence,
        per_join=None if each is None else exact.rounded(each, places=2),
        per_kept=None if each is None or stays is None else exact.rounded(each / stays, places=2),
    )


def _paid(codes: Collection[DriveCode], on: date) -> Mapping[int, int]:
    found = (
        Cost.objects.filter(code__in=codes, on__lte=on).values("code").annotate(all=Sum("pence"))
    )
    return {one["code"]: one["all"] for one in found}


def _used(codes: Collection[DriveCode], on: date) -> Mapping[int, tuple[int, int]]:
    found = CodeDay.objects.filter(code__in=codes, day__lte=on).values("code")
    summed = found.annotate(opens=Sum("opened"), asks=Sum("asked"))
    return {one["code"]: (one["opens"], one["asks"]) for one in summed}
