"""Voices not heard: who dealt with the force and can never be asked, and what share that is."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import connection

from heard.core.reasons import Reason
from heard.core.screening import Outcome
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share
from heard.insight.cuts import COLUMNS, EVERYTHING, Cut, Slice
from heard.insight.facts.read import Facts
from heard.insight.queries import programmes

if TYPE_CHECKING:
    from ibis.expr.types import Table


class Barrier(StrEnum):
    """Why a person is never asked: what no time and no second look mends."""

    BLOCKED = "blocked"
    OBJECTED = "objected"
    YOUNG = "young"
    WITHHELD = "withheld"
    NO_MOBILE = "no_mobile"
    NO_EMAIL = "no_email"
    DEAD_ADDRESS = "dead_address"


BARRIERS: Mapping[str, Barrier] = {
    Reason.OPTED_OUT: Barrier.OBJECTED,
    Reason.UNDER_AGE: Barrier.YOUNG,
    Reason.WITHHELD: Barrier.WITHHELD,
    Reason.NO_MOBILE: Barrier.NO_MOBILE,
    Reason.NO_EMAIL: Barrier.NO_EMAIL,
    Reason.BAD_ADDRESS: Barrier.DEAD_ADDRESS,
}
# Nobody's voice is lost by these: it was no citizen, no call of the programme's kind, or no event.
NO_DEMAND = (
    Reason.PROFESSIONAL,
    Reason.NOT_BY_TELEPHONE,
    Reason.OTHER_OFFENCE,
    Reason.MERGED,
    Reason.WITHDRAWN,
    Reason.NOT_OPEN,
)
UNKNOWN = "not known"
BANDS = ((16, "under 16"), (25, "16 to 24"), (35, "25 to 34"), (65, "35 to 64"))
OLDEST = "65 and over"

_PEOPLE = """
    SELECT c.age, coalesce(c.demographics, '{}'), s.outcome, coalesce(s.reasons[1], ''), count(*)
    FROM eligibility_screening s
    JOIN eligibility_programme p ON p.id = s.programme_id
    JOIN events_touchpoint t ON t.id = s.touchpoint_id
    LEFT JOIN LATERAL (
        SELECT age, demographics FROM events_contact WHERE id = t.contact_id
        UNION ALL
        (SELECT age, demographics FROM events_contact
        WHERE t.contact_id IS NULL AND ended_at IS NOT NULL
            AND channel <> 'crime' AND incident_ids @> ARRAY[t.key]
        ORDER BY ended_at, contact_id LIMIT 1)
    ) c ON true
    WHERE s.is_current AND p.slug = %s GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The share of those in one group who dealt with the force that is never asked."""

    name: str
    never: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """One programme: everybody together, and then by area, kind of incident and kind of person.

    `barriers` are shares of everybody, too; of a smaller group they would tell of single people.
    """

    slug: str
    name: str
    everybody: Estimate
    barriers: Mapping[Barrier, Estimate]
    by_area: Sequence[Group]
    by_incident: Sequence[Group]
    by_person: Mapping[str, Sequence[Group]]


def unheard(facts: Facts, *, minimum_base: int) -> list[Unheard]:
    """Give the programmes that have decided on anybody. Wilson's interval at 95 %."""
    found = []
    for programme in programmes():
        where = Slice(programmes=(programme.slug,))
        areas = _counted(_rows(facts, Cut.AREA, where))
        total = sum(areas.values(), Counter[Barrier | None]())
        if not total:
            continue
        incidents = _counted(_rows(facts, Cut.INCIDENT, where))
        found.append(
            Unheard(
                slug=programme.slug,
                name=programme.name,
                everybody=_never(total, minimum_base=minimum_base),
                barriers={
                    kind: share(total[kind], total.total(), minimum_base=minimum_base)
                    for kind in Barrier
                    if total[kind]
                },
                by_area=_groups(areas, minimum_base=minimum_base),
                by_incident=_groups(incidents, minimum_base=minimum_base),
                by_person={
                    kind: _groups(groups, minimum_base=minimum_base)
                    for kind, groups in _people(programme.slug).items()
                },
            )
        )
    return found


def barrier(outcome: str, reason: str) -> Barrier | None:
    """Say what stands in the way of ever asking; None where nothing does."""
    if reason in BARRIERS:
        return BARRIERS[reason]
    return Barrier.BLOCKED if outcome == Outcome.BLOCK else None


Row = tuple[str, str, str, int]  # group, outcome, reason, number


def _rows(facts: Facts, cut: Cut, where: Slice) -> Iterable[Row]:
    for row in facts.ask(_decided, cut=cut, where=where):
        yield row[COLUMNS[cut]], row["outcome"], row["reason"], row["n"]


def _decided(facts: Facts, *, cut: Cut, where: Slice = EVERYTHING) -> "Table":
    found = where.of(facts.screenings)
    return found.group_by(COLUMNS[cut], "outcome", "reason").aggregate(n=found.count())


def _counted(rows: Iterable[Row]) -> dict[str, Counter[Barrier | None]]:
    """Count by group and barrier those who could have been asked had nothing stood in the way."""
    counts: dict[str, Counter[Barrier | None]] = defaultdict(Counter)
    for group, outcome, reason, n in rows:
        if reason not in NO_DEMAND:
            counts[group][barrier(outcome, reason)] += n
    return counts


def _people(slug: str) -> dict[str, dict[str, Counter[Barrier | None]]]:
    """Count by what is known of people: their age, and whatever else the force tells of them."""
    rows: dict[str, list[Row]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [slug])
        found = cursor.fetchall()
    kinds = sorted({kind for _, told, *_ in found for kind in json.loads(told)})
    for age, told, outcome, reason, n in found:
        rows["age"].append((_band(age), outcome, reason, n))
        for kind in kinds:
            rows[kind].append((json.loads(told).get(kind) or UNKNOWN, outcome, reason, n))
    return {kind: _counted(alike) for kind, alike in rows.items()}


def _band(age: int | None) -> str:
    if age is None:
        return UNKNOWN
    return next((words for below, words in BANDS if age < below), OLDEST)


def _groups(counts: Mapping[str, Counter[Barrier | None]], *, minimum_base: int) -> list[Group]:
    return [
        Group(name=name, never=_never(found, minimum_base=minimum_base))
        for name, found in sorted(counts.items())
    ]


def _never(found: Counter[Barrier | None], *, minimum_base: int) -> Estimate:
    n = found.total()
    return share(n - found[None], n, minimum_base=minimum_base)
