"""Makes due again whatever a changed incident or an ended contact bears on."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import connection

_KIN = """
    SELECT incident_id, master_ids FROM events_incident
    WHERE incident_id = ANY(%(wanted)s) OR master_ids && %(wanted)s
"""
_CALLERS = "SELECT contact_id, incident_ids FROM events_contact WHERE incident_ids && %s"
_MARKED = """
    SELECT contact_id, incident_ids FROM events_contact
    WHERE traces && %(prints)s::varchar[] OR incident_ids && (
        SELECT coalesce(array_agg(incident_id), '{}') FROM events_incident
        WHERE address = ANY(%(prints)s) AND address <> ''
    )
"""
_LOCK_DUE = """
    SELECT id, kind, happened_at, due_at FROM events_touchpoint
    WHERE happened_at IS NOT NULL AND (
        (kind <> 'attendance' AND key = ANY(%s)) OR (kind = 'attendance' AND key = ANY(%s))
    )
    ORDER BY kind, key FOR NO KEY UPDATE
"""
_SET_DUE = """
    UPDATE events_touchpoint AS t SET due_at = soon.due_at
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS soon(id, due_at) WHERE t.id = soon.id
"""


def ask_again(
    changed: Collection[str],
    ended: Mapping[str, Collection[str]],
    *,
    marked: Collection[str],
    now: datetime,
    quiet: timedelta,
) -> None:
    """Make due whatever these incidents, these ended contacts with theirs, and marks bear on.

    That is every contact that names one of the incidents or of their kin, and every attendance
    of these, or of whatever else such a contact names: its facts are those of its caller.
    """
    family = _family(changed)
    calls: dict[str, Collection[str]] = {}
    if family:
        with connection.cursor() as cursor:
            cursor.execute(_CALLERS, [list(family)])
            calls = dict(cursor.fetchall())
    if marked:
        with connection.cursor() as cursor:
            cursor.execute(_MARKED, {"prints": list(marked)})
            calls |= dict(cursor.fetchall())
    calls |= ended
    _due(calls.keys() - ended.keys(), family.union(*calls.values()), now=now, quiet=quiet)


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


def _due(
    contacts: Collection[str], visits: Collection[str], *, now: datetime, quiet: timedelta
) -> None:
    """Ask again now, but never before an attendance has been quiet long enough.

    Every row is locked, so that whoever holds one has all facts of it until they let go.
    """
    if not contacts and not visits:
        return
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_DUE, [list(contacts), list(visits)])
        late = {}
        for id_, kind, happened_at, due_at in cursor.fetchall():
            soon = max(now, happened_at + quiet) if kind == "attendance" else now
            if due_at is None or due_at > soon:
                late[id_] = soon
        if late:
            cursor.execute(_SET_DUE, [list(late), list(late.values())])
