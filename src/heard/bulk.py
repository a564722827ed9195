"""Writes many rows at once: one statement with one parameter, whatever the number of rows.

Django's `bulk_create` writes out every value of every row, and takes seven times as long over it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import NOT_PROVIDED, Field, Model

_T = TypeVar("_T")


def put(rows: Iterable[Model], *, key: Sequence[str] = (), update: Sequence[str] = ()) -> None:
    """Insert rows of one model, in their order; primary keys are set on all of them or on none.

    Where a row with the same `key` (fields of a unique constraint) exists, its fields `update`
    are set anew, or it is left alone if there are none. Without `key` it is an IntegrityError.
    Columns with a database default always take that. A binary column is a TypeError.
    """
    given = list(rows)
    if not given:
        return
    model = type(given[0])
    fields = _fields(model, with_key=given[0].pk is not None)
    values = [
        {str(f.column): f.get_prep_value(getattr(row, f.attname)) for f in fields} for row in given
    ]
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    insert(model, values, key=[columns[n] for n in key], update=[columns[n] for n in update])


def insert(
    model: type[Model],
    rows: Sequence[Mapping[str, object]],
    *,
    key: Sequence[str] = (),
    update: Sequence[str] = (),
    returning: Sequence[str] = (),
) -> list[tuple[Any, ...]]:
    """Do the same with rows that are values by column, as JSON or as instants, all alike.

    `key`, `update` and `returning` are columns too. Gives the columns `returning` of each row that
    was inserted or changed.
    """
    if not rows:
        return []
    sentence = _sentence(model, tuple(rows[0]), tuple(key), tuple(update), tuple(returning))
    with connection.cursor() as cursor:
        cursor.execute(sentence, [json.dumps(rows, default=_plain)])
        return cursor.fetchall() if returning else []


def chunks(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    """Give a sequence in parts of at most `size`."""
    for first in range(0, len(items), size):
        yield items[first : first + size]


@cache
def _fields(model: type[Model], *, with_key: bool) -> list["Field[Any, Any]"]:
    return [
        field
        for field in model._meta.concrete_fields
        if field.db_default is NOT_PROVIDED and (with_key or not field.primary_key)
    ]


@cache
def _sentence(
    model: type[Model],
    columns: tuple[str, ...],
    key: tuple[str, ...],
    update: tuple[str, ...],
    returning: tuple[str, ...],
) -> str:
    table, names = model._meta.db_table, ", ".join(columns)
    source = f"jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
    sentence = f"INSERT INTO {table} ({names}) SELECT {names} FROM {source}"  # noqa: S608 - our own names
    back = f" RETURNING {', '.join(returning)}" if returning else ""
    return sentence + _or_else(key, update) + back


def _or_else(key: Sequence[str], update: Sequence[str]) -> str:
    """Say what becomes of a row that exists."""
    if not key:
        return ""
    changes = ", ".join(f"{column} = EXCLUDED.{column}" for column in update)
    deed = f"UPDATE SET {changes}" if changes else "NOTHING"
    return f" ON CONFLICT ({', '.join(key)}) DO {deed}"


def _plain(value: object) -> str:
    if isinstance(value, date | UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON.")
