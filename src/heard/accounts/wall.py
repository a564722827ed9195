"""The second wall: the database itself shows a request no row that is outside of its scope.

Policies of row-level security read what stands here, on the tables that have one. Heard's own
connections begin with all rows, since whoever sends, counts and answers needs them (`settings`);
a connection of anybody else, and one that lost its setting, sees none.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from heard.accounts.scope import Parts, Scope

ALL, PART = "all", "part"
BETWEEN = "\x1f"  # units are names, in which this never stands
_SET = (
    "SELECT set_config('heard.scope', %s, false), set_config('heard.areas', %s, false),"
    " set_config('heard.teams', %s, false), set_config('heard.people', %s, false)"
)
_NOW = (
    "SELECT current_setting('heard.scope', true), current_setting('heard.areas', true),"
    " current_setting('heard.teams', true), current_setting('heard.people', true)"
)


@contextmanager
def within(scope: Scope) -> Iterator[None]:
    """Show this connection the rows within a scope alone, until the end of the block.

    However it ends: a connection that cannot be set back is given up.
    """
    if scope.cases:
        yield
        return
    _set(PART, *map(_joined, (scope.areas, scope.teams, scope.people)))
    try:
        yield
    finally:
        _set_back()


@contextmanager
def whole() -> Iterator[None]:
    """Show all rows for a figure of the whole force, or for one that is guarded by the whole.

    Only for what gives out no row: `tests/accounts/test_wall.py` lists who does, and why.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        before = cursor.fetchone()
    if before[0] == ALL:
        yield
        return
    _set(ALL)
    try:
        yield
    finally:
        _set(*(word or "" for word in before))


def _set(scope: str, areas: str = "", teams: str = "", people: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, [scope, areas, teams, people])


def _set_back() -> None:
    try:
        _set(ALL)
    except DatabaseError:
        connection.close()


def _joined(parts: Parts) -> str:
    """Give units as one text; of a level of which all are seen as a whole, no row is one's own."""
    return BETWEEN.join(sorted(parts or ()))
