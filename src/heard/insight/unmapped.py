"""Codes of the force that mean nothing to the gate yet, and how many people they keep waiting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from heard.eligibility.categories import markers, names

LOOK_BACK = timedelta(days=28)
MOST = 100  # codes that are listed

_CODES = """
    WITH kept AS (
        SELECT s.touchpoint_id, bool_or(s.is_current AND s.outcome = 'HOLD') AS waits
        FROM eligibility_screening s
        WHERE 'unmapped' = ANY(s.reasons)
        AND (s.decided_at > %(since)s OR s.is_current AND s.outcome = 'HOLD')
        GROUP BY s.touchpoint_id
    ), told AS (
        SELECT k.touchpoint_id, k.waits, coalesce(c.codes, '{}') AS codes,
            coalesce(c.incident_ids, '{}')
            || CASE t.kind WHEN 'attendance' THEN ARRAY[t.key] ELSE '{}' END AS logs
        FROM kept k JOIN events_touchpoint t ON t.id = k.touchpoint_id
        LEFT JOIN events_contact c ON c.id = t.contact_id
    ), said AS (
        SELECT touchpoint_id, waits, unnest(codes) AS code FROM told
        UNION
        SELECT touchpoint_id, waits, unnest(i.opening_codes || i.closing_codes || i.tags)
        FROM told JOIN events_incident i ON i.incident_id = ANY(logs)
    )
    SELECT code, count(*) FILTER (WHERE waits), count(*) FROM said
    WHERE code <> ALL(%(known)s) AND NOT EXISTS (
        SELECT FROM eligibility_forcecode f WHERE f.code = said.code
    )
    GROUP BY code ORDER BY 2 DESC, 3 DESC, 1 LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmapped:
    """A code, how many touchpoints wait because of it, and how many it held in the last weeks."""

    code: str
    waiting: int
    held: int


def unmapped(*, now: datetime) -> Sequence[Unmapped]:
    """Give the codes that are in no list, those that most people wait for first."""
    given: dict[str, Any] = {
        "since": now - LOOK_BACK,
        "known": [*names(), *markers()],
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CODES, given)
        return [Unmapped(code=c, waiting=w, held=h) for c, w, h in cursor.fetchall()]
