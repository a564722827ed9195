"""Finds what else is known of a person and a home: what its prints lead to, in other logs."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from heard.eligibility._policy import (
    CHILD,
    CHILDHOOD,
    LASTING_RISKS,
    SUSPECT,
    SUSPECT_ROLES,
    endangering_markers,
    lasting_markers,
    personal_markers,
)

LOOK_BACK = timedelta(days=365)

# Whoever shares a print, the logs that they name and those at the same address, all that links
# join to these, and whoever tells of those. Of old times only a log counts that is open.
_AROUND = """
    WITH RECURSIVE asked AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(%(asked)s::jsonb)
            AS a(key text, contact text, phone text, person varchar[], prints varchar[],
                incidents text[])
    ), named AS MATERIALIZED (
        SELECT a.key, c.*, c.ended_at > %(since)s AS recent, c.traces && a.person AS same_person,
            c.phone_print <> '' AND c.phone_print = a.phone AS same_phone
        FROM asked a JOIN events_contact c ON c.traces && a.prints
        WHERE c.contact_id <> a.contact AND c.ended_at IS NOT NULL
    ), logs AS (
        SELECT n.key, i.incident_id, i.master_ids, n.same_phone AND n.channel = 'crime' AS stolen
        FROM named n JOIN events_incident i ON i.incident_id = ANY(n.incident_ids)
        WHERE n.recent OR i.is_open
        UNION ALL
        SELECT a.key, i.incident_id, i.master_ids, false
        FROM asked a JOIN events_incident i
        ON i.address = ANY(a.prints) AND i.address <> '' AND i.incident_id <> ALL(a.incidents)
        WHERE i.created_at IS NULL OR i.created_at > %(since)s OR i.is_open
    ), kin AS (
        SELECT key, incident_id, master_ids, stolen FROM logs
        UNION
        SELECT k.key, i.incident_id, i.master_ids, false FROM kin k CROSS JOIN LATERAL (
            SELECT incident_id, master_ids FROM events_incident
            WHERE incident_id = ANY(k.master_ids)
            UNION ALL
            SELECT incident_id, master_ids FROM events_incident
            WHERE master_ids @> ARRAY[k.incident_id]
        ) i
    )
    SELECT key, codes, markers, risks, role, age, same_person, false AS phone_gone,
        array_remove(traces, address) AS traces, recent
    FROM named
    UNION ALL
    SELECT k.key, i.opening_codes || i.closing_codes || i.tags, '{}', i.risks, '', NULL, false,
        k.stolen AND i.circumstances @> '{"phone_stolen": true}', '{}', true
    FROM kin k JOIN events_incident i ON i.incident_id = k.incident_id
    UNION ALL
    SELECT k.key, c.codes, c.markers, c.risks, '', NULL, false, false, '{}', true
    FROM kin k JOIN events_contact c ON c.incident_ids @> ARRAY[k.incident_id]
"""
_MARKINGS = """
    SELECT print, marker, marked_at, lifted_at FROM events_marking WHERE print = ANY(%s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A case as its home knows it: its key, its contact, its prints and its own incidents.

    `person` are those of its prints that stand for the person, and not for the home.
    """

    key: str
    contact: str
    phone: str
    person: tuple[str, ...]
    prints: tuple[str, ...]
    incidents: tuple[str, ...]


class _Told(NamedTuple):
    codes: list[str]
    markers: list[str]
    risks: list[str]
    role: str
    age: int | None
    same_person: bool
    phone_gone: bool
    traces: list[str]
    recent: bool


@dataclass(slots=True)
class Near:
    """What else is known of the people and the home of a case, from other contacts and logs.

    `codes` are those of the home, `markers` those of the person and those that endanger a home,
    `risks` the families of risk that bear on a home. `aliases` are the person's other prints.
    """

    codes: set[str] = field(default_factory=set)
    markers: set[str] = field(default_factory=set)
    risks: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    phone_gone: bool = False


def near(homes: Collection[Home], *, now: datetime) -> Mapping[str, Near]:
    """Give by key what the prints of each home lead to, within a year."""
    asked = [asdict(home) for home in homes if home.prints]
    found = {home.key: Near() for home in homes}
    if not asked:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, {"asked": json.dumps(asked), "since": now - LOOK_BACK})
        for key, *row in cursor.fetchall():
            _add(found[key], _Told(*row))
    return found


def _add(found: Near, told: _Told) -> None:
    found.phone_gone |= told.phone_gone
    if told.same_person:
        found.aliases.update(told.traces)
    if not told.recent:
        return
    found.codes.update(told.codes)
    found.risks.update(LASTING_RISKS.intersection(told.risks))
    found.markers.update(endangering_markers().intersection((*told.codes, *told.markers)))
    if told.same_person:
        found.markers.update(personal_markers().intersection(told.markers))
        found.markers.update([SUSPECT] if told.role in SUSPECT_ROLES else [])
        found.markers.update([CHILD] if told.age is not None and told.age < CHILDHOOD else [])


def markings(prints: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Give by print the markers that stand: not lifted since, or such as nothing lifts."""
    found: dict[str, set[str]] = {}
    if prints:
        with connection.cursor() as cursor:
            cursor.execute(_MARKINGS, [list(prints)])
            for print_, marker, marked_at, lifted_at in cursor.fetchall():
                lifted = lifted_at is not None and (marked_at is None or lifted_at > marked_at)
                if marked_at is not None and (not lifted or marker in lasting_markers()):
                    found.setdefault(print_, set()).add(marker)
    return {print_: frozenset(names) for print_, names in found.items()}
