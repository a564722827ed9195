"""Prints on which a marker of the force stands: whoever they lead to may be harmed by a text.

The community has no part in what a marker is about. So any that stands counts, and nobody is told
that one does: not whoever asks for messages, and not the team that writes them.
"""

from collections.abc import Collection

from django.db import connection

REASON = "marked"  # why a letter is stopped; the history of letters says no more

# Put the column of a print in the place of {print}.
STANDS = """EXISTS (
    SELECT FROM events_marking AS k WHERE k.print = {print} AND k.marked_at IS NOT NULL
        AND (k.lifted_at IS NULL OR k.lifted_at <= k.marked_at)
)"""
_AMONG = f"""
    SELECT given FROM unnest(%s::text[]) AS given WHERE {STANDS.format(print="given")}
"""  # noqa: S608 - our own words


def marked(prints: Collection[str]) -> frozenset[str]:
    """Give those of these prints on which a marker stands."""
    asked = [print_ for print_ in prints if print_]
    if not asked:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_AMONG, [asked])
        return frozenset(print_ for (print_,) in cursor.fetchall())
