"""Makes due again whatever a changed incident or an ended contact bears on."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import connection

_KIN = """
    SELECT incident_id, master_ids FROM events_incident
    WHERE incident_id = ANY(%(wanted)s) OR master_ids && %(wanted)s
"""
_CALLERS = "SELECT contact_id, incident_ids FROM events_contact WHERE incident_ids && %s"
_LOCK_DUE = """
    SELECT id, kind, due_at FROM events_touchpoint
    WHERE happened_at IS NOT NULL AND (
        (kind = 'contact' AND key = ANY(%s)) OR (kind = 'attendance' AND key = ANY(%s))
    )
    ORDER BY kind, key FOR NO KEY UPDATE
"""


def ask_again(
    changed: Collection[str], ended: Mapping[str, Collection[str]], *, now: datetime
) -> None:
    """Make due whatever these incidents, and these ended contacts with theirs, bear on.

    That is every contact that names one of the incidents or of their kin, and every attendance
    of these, or of whatever else such a contact names: its facts are those of its caller.
    """
    family = _family(changed)
    calls: dict[str, Collection[str]] = {}
    if family:
        with connection.cursor() as cursor:
            cursor.execute(_CALLERS, [list(family)])
            calls = dict(cursor.fetchall())
    calls |= ended
    _due(calls.keys() - ended.keys(), family.union(*calls.values()), now=now)


def _family(changed: Collection[str]) -> set[str]:
    """Give these incidents and all that links join to them, in any number of steps."""
    family = asked = set(changed)
    wanted = family
    while wanted:
        with connection.cursor() as cursor:
            cursor.execute(_KIN, {"wanted": list(wanted)})
            found = {name for log, masters in cursor.fetchall() for name in (log, *masters)}
        family = family | found
        wanted = found - asked
        asked = asked | wanted
    return family


def _due(contacts: Collection[str], visits: Collection[str], *, now: datetime) -> None:
    """Ask again now, but never before an attendance has been quiet long enough.

    Every row is locked, so that whoever holds one has all facts of it until they let go. An
    attendance that still waits for its quiet time has a later `due_at` and keeps it.
    """
    if not contacts and not visits:
        return
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_DUE, [list(contacts), list(visits)])
        late = [
            id_
            for id_, kind, due_at in cursor.fetchall()
            if due_at is None or (due_at > now and kind == "contact")
        ]
        if late:
            cursor.execute(
                "UPDATE events_touchpoint SET due_at = %s WHERE id = ANY(%s)", [now, late]
            )
