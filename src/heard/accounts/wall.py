"""The second wall: the database itself shows a request no row that is outside of its scope.

Policies of row-level security read what stands here, on the tables that have one. Heard's own
connections begin with all rows, since whoever sends, counts and answers needs them (`settings`);
a connection of anybody else, and one that lost its setting, sees none.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from heard.accounts.scope import Parts, Scope

ALL, PART = "all", "part"
BETWEEN = "\x1f"  # units are names, in which this never stands
# For the transaction alone: whatever ends it takes the wall down, and a pooler that hands a
# connection on after each transaction hands on nothing of it.
_SET = (
    "SELECT set_config('heard.scope', %s, true), set_config('heard.areas', %s, true),"
    " set_config('heard.teams', %s, true), set_config('heard.people', %s, true)"
)
_NOW = (
    "SELECT current_setting('heard.scope', true), current_setting('heard.areas', true),"
    " current_setting('heard.teams', true), current_setting('heard.people', true)"
)


class NoRows(Exception):
    """The database shows Heard no rows behind the wall; the message says how to mend that."""


@contextmanager
def within(scope: Scope) -> Iterator[None]:
    """Show this connection the rows within a scope alone, until the end of the block.

    The block is one transaction, where somebody sees less than all: an error undoes what it did.
    """
    if scope.cases:
        yield
        return
    with transaction.atomic():
        _set(PART, *map(_joined, (scope.areas, scope.teams, scope.people)))
        yield
        _set(ALL)


@contextmanager
def whole() -> Iterator[None]:
    """Show all rows for a figure of the whole force, or for one that is guarded by the whole.

    Only for what gives out no row: `tests/accounts/test_wall.py` lists who does, and why.
    """
    before = _now()
    if before[0] == ALL:
        yield
        return
    with transaction.atomic():
        _set(ALL)
        yield
        _set(*before)


@contextmanager
def of_areas(areas: Collection[str] | None) -> Iterator[None]:
    """Show the rows of these areas to whoever answers for them, and all to who does for the force.

    For a role that is held for areas beside others by which no row is seen.
    """
    before = _now()
    if before[0] == ALL:
        yield
        return
    with transaction.atomic():
        _set(PART, BETWEEN.join(sorted(areas))) if areas is not None else _set(ALL)
        yield
        _set(*before)


def require_rows() -> None:
    """Refuse a connection that begins without all rows, as one by a pooler may. NoRows."""
    if _now()[0] != ALL:
        raise NoRows(
            "The database shows Heard no rows: a pooler keeps `-c heard.scope=all` from it."
            " docs/operations.md, The second wall, says what to set."
        )


def _now() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        return tuple(word or "" for word in cursor.fetchone())


def _set(scope: str, areas: str = "", teams: str = "", people: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, [scope, areas, teams, people])


def _joined(parts: Parts) -> str:
    """Give units as one text; of a level of which all are seen as a whole, no row is one's own."""
    return BETWEEN.join(sorted(parts or ()))
