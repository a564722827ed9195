"""Keeps the markers on people, homes and telephones, by the prints that lead to them."""

from collections.abc import Sequence

from django.db import connection

from heard.core.journeys import MARKED, UNMARKED
from heard.events._payloads import Read

# Whatever order the news comes in, the latest of each kind counts; of one instant, the marker.
_PUT = """
    INSERT INTO events_marking (print, marker, marked_at, lifted_at)
    SELECT print, marker, max(at) FILTER (WHERE NOT lifts), max(at) FILTER (WHERE lifts)
    FROM unnest(%s::text[], %s::text[], %s::timestamptz[], %s::boolean[])
        AS told(print, marker, at, lifts)
    GROUP BY print, marker ORDER BY print, marker
    ON CONFLICT (print, marker) DO UPDATE SET
    marked_at = GREATEST(events_marking.marked_at, EXCLUDED.marked_at),
    lifted_at = GREATEST(events_marking.lifted_at, EXCLUDED.lifted_at)
"""


def mark(fresh: Sequence[Read]) -> set[str]:
    """Put what these events mark, and give the prints of whatever they lead to."""
    told = [
        (print_, marker, event.occurred_at, event.type == UNMARKED)
        for event in fresh
        if event.type in {MARKED, UNMARKED}
        for print_ in event.data["traces"]
        for marker in event.data["markers"]
    ]
    if told:
        with connection.cursor() as cursor:
            cursor.execute(_PUT, [list(column) for column in zip(*told, strict=True)])
    return {print_ for print_, *_ in told}
