"""Finds what endangers a home: incidents that block, and markers, that its prints lead to."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from heard.eligibility._policy import blocking_codes, endangering_markers, lasting_markers

LOOK_BACK = timedelta(days=365)

# The logs that a contact names, their masters, and whatever else these are masters of.
_ENDANGERED = """
    WITH blocking AS MATERIALIZED (
        SELECT %(codes)s::text[] || %(markers)s::text[] || ARRAY(
            SELECT code FROM eligibility_forcecode WHERE category = ANY(%(codes)s)) AS codes
    ), asked AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(%(asked)s::jsonb)
            AS a(key text, contact text, prints varchar[], incidents text[])
    ), named AS (
        SELECT a.key, c.codes AS codes, c.markers AS markers, c.incident_ids
        FROM asked a JOIN events_contact c ON c.traces && a.prints
        WHERE c.contact_id <> a.contact AND c.ended_at > %(since)s
    ), logs AS (
        SELECT n.key, i.* FROM named n JOIN events_incident i ON i.incident_id = ANY(n.incident_ids)
        UNION ALL
        SELECT a.key, i.* FROM asked a JOIN events_incident i
        ON i.address = ANY(a.prints) AND i.address <> '' AND i.incident_id <> ALL(a.incidents)
        WHERE i.created_at IS NULL OR i.created_at > %(since)s
    ), masters AS (
        SELECT l.key, i.* FROM logs l JOIN events_incident i ON i.incident_id = ANY(l.master_ids)
    ), kin AS (
        SELECT * FROM logs UNION ALL SELECT * FROM masters UNION ALL
        SELECT l.key, i.* FROM logs l JOIN events_incident i
        ON i.master_ids && (l.incident_id || l.master_ids)
    )
    SELECT DISTINCT key FROM (
        SELECT n.key FROM named n, blocking b WHERE (n.codes || n.markers) && b.codes
        UNION ALL
        SELECT k.key FROM kin k, blocking b
        WHERE (k.opening_codes || k.closing_codes || k.tags) && b.codes
    ) AS found
"""
_MARKINGS = """
    SELECT print, marker, marked_at, lifted_at FROM events_marking WHERE print = ANY(%s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A case as its home knows it: its key, its contact, its prints and its own incidents."""

    key: str
    contact: str
    prints: tuple[str, ...]
    incidents: tuple[str, ...]


def endangered(homes: Collection[Home], *, now: datetime) -> frozenset[str]:
    """Give the keys of those of whom a print leads to an incident that blocks, within a year.

    An incident is found through whoever else was in touch about it, through its own address, and
    through the logs that it is linked to, two links away at most.
    """
    asked = [
        {"key": h.key, "contact": h.contact, "prints": h.prints, "incidents": h.incidents}
        for h in homes
        if h.prints
    ]
    if not asked:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(
            _ENDANGERED,
            {
                "asked": json.dumps(asked),
                "since": now - LOOK_BACK,
                "codes": sorted(blocking_codes()),
                "markers": sorted(endangering_markers()),
            },
        )
        return frozenset(key for (key,) in cursor.fetchall())


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
