"""Reads a nightly file row by row: the events that each brings, or what is wrong with it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import BinaryIO

from heard.events._cells import Item, WrongCell, read_cells
from heard.events._column_map import ColumnMap, Unreadable
from heard.events._records import Record, records

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongRow:
    """A row that broke a rule: its number (the heading is 1), the column, the field, in words."""

    row: int
    column: str
    field: str
    rule: str
    message: str

    @property
    def sentence(self) -> str:
        column = f', column "{self.column}"' if self.column else ""
        return f"row {self.row}{column}: {self.message} ({self.rule})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as it was read: the events that it brings, or what is wrong with it.

    `cells` are as the file has them, `logs` the ids of the logs that the row seems to be about.
    """

    number: int
    cells: tuple[str, ...]
    logs: frozenset[str]
    items: tuple[Item, ...] = ()
    wrong: WrongRow | None = None


def read(stream: BinaryIO, column_map: ColumnMap, *, ours: AbstractSet[str]) -> Iterator[Row]:
    """Read the heading, and give the rows below it one by one; those that are empty are left out.

    Unreadable where the heading does not fit the map. `ours` are the codes of Heard's own list:
    a force's own word that looks like one and is in no table would be taken for it.
    """
    found = records(stream, encoding=column_map.encoding, delimiter=column_map.delimiter)
    headings = _headings(next(found, None), column_map)
    return (
        _row(record, headings, column_map, ours)
        for record in found
        if record.wrong or any(cell.strip() for cell in record.cells)
    )


def _headings(record: Record | None, column_map: ColumnMap) -> tuple[str, ...]:
    """Read the first row: every column is read or ignored, and none stands there twice."""
    if record is None:
        raise Unreadable("the file is empty.")
    if record.wrong:
        raise Unreadable(f"the heading cannot be read: {record.wrong}")
    headings = tuple(cell.removeprefix("\ufeff").strip() for cell in record.cells)
    if twice := [name for name, n in Counter(headings).items() if n > 1]:
        raise Unreadable(f'the file has the column "{twice[0]}" twice.')
    needed = [name for name in column_map.columns if name not in column_map.optional]
    if missing := [name for name in needed if name not in headings]:
        raise Unreadable(f'the file has no column "{missing[0]}".')
    known = {*column_map.columns, *column_map.ignored}
    if unknown := [name for name in headings if name not in known]:
        raise Unreadable(f'the map neither reads nor ignores the column "{_shown(unknown[0])}".')
    return headings


def _row(
    record: Record, headings: Sequence[str], column_map: ColumnMap, ours: AbstractSet[str]
) -> Row:
    blank = {"", *column_map.blank}
    stripped = (cell.strip() for cell in record.cells)
    cells = dict.fromkeys(column_map.optional, "") | {
        name: "" if cell in blank else cell for name, cell in zip(headings, stripped, strict=False)
    }
    row = Row(number=record.number, cells=record.cells, logs=_logs(cells, column_map))
    try:
        _require_whole(record, headings)
        return replace(row, items=tuple(read_cells(cells, column_map, ours=ours)))
    except WrongCell as found:
        wrong = WrongRow(
            row=record.number,
            column=found.column,
            field=found.field,
            rule=found.rule,
            message=found.message,
        )
        return replace(row, wrong=wrong)


def _require_whole(record: Record, headings: Sequence[str]) -> None:
    """Refuse a record that is no row of this file, whatever its cells say."""
    if record.wrong:
        raise WrongCell("", "", "csv", record.wrong)
    if len(record.cells) != len(headings):
        message = f"The row has {len(record.cells)} cells and the heading {len(headings)}."
        raise WrongCell("", "", "cells", message)
    for column, cell in zip(headings, record.cells, strict=True):
        if _UNSTORABLE.search(cell):
            message = "This holds NUL, or a byte that is none of the file's encoding."
            raise WrongCell(column, "", "encoding", message)


def _logs(cells: Mapping[str, str], column_map: ColumnMap) -> frozenset[str]:
    """The logs that a row names, as far as a database could hold their names."""
    found = (cells.get(column, "") for column in column_map.log_columns)
    return frozenset(log for log in found if log and not _UNSTORABLE.search(log))


def _shown(text: str) -> str:
    """Cut a heading that the map does not know to what a reader can bear."""
    return "".join(character for character in text if character.isprintable())[:100]
