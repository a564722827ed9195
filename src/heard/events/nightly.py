"""Takes in a force's nightly file, a row a log: each row whole or not at all."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from heard.core import journeys
from heard.events import receive
from heard.events._cells import Item, WrongCell, in_utc, read_cells
from heard.events._column_map import SHIPPED, ColumnMap, Unreadable, read_map
from heard.events._payloads import as_json
from heard.events._records import Record, records
from heard.events.models import DeadLetter, Event
from heard.vault.ring import ring

__all__ = [
    "SHIPPED",
    "ColumnMap",
    "Night",
    "Row",
    "Taken",
    "Unreadable",
    "WrongRow",
    "read",
    "read_map",
]

REFUSED = "ROW REFUSED"  # a qualifier that no list has: the gate holds a log that carries it
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a batch of rows. `held` are known logs of which a row was refused."""

    accepted: int
    duplicates: int
    held: int
    wrong: tuple[WrongRow, ...]


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


class Night:
    """Takes the rows of one file in, batch by batch, and remembers what it had to refuse."""

    def __init__(self, column_map: ColumnMap) -> None:
        self._source = column_map.source
        self._refused: set[str] = set()

    def take_in(
        self, rows: Sequence[Row], *, now: datetime, quiet: timedelta, kept: timedelta
    ) -> Taken:
        """Take in every row of which all events keep every rule, in one commit.

        The others are kept as dead letters. Where Heard knows the log of such a row, it is told
        that something about it is unknown: the gate holds it, since the cell that nobody could
        read may be the one that stops a text. `quiet` and `kept` are as `receive` has them.
        """
        checked = self._check(rows, now=now)
        good = [row for row in checked if row.wrong is None]
        bad = [row for row in checked if row.wrong is not None]
        held = self._held(good, bad)
        events = [item.body for row in good for item in row.items]
        received = receive.receive(
            events + [self._hold(log, now=now) for log in held],
            source=self._source,
            now=now,
            quiet=quiet,
            kept=kept,
        )
        DeadLetter.objects.bulk_create(self._dead(row, now=now, kept=kept) for row in bad)
        return Taken(
            accepted=received.accepted,
            duplicates=received.duplicates,
            held=len(held),
            wrong=tuple(row.wrong for row in bad if row.wrong is not None),
        )

    def _check(self, rows: Sequence[Row], *, now: datetime) -> list[Row]:
        """Find the rows of which an event breaks a rule; of several, the first one tells."""
        told = [(row.number, item) for row in rows for item in row.items]
        bodies = [item.body for _, item in told]
        broken: dict[int, WrongRow] = {}
        for found in receive.check(bodies, source=self._source, now=now):
            number, item = told[found.index]
            wrong = WrongRow(
                row=number,
                column=item.event.column_of(found.field),
                field=found.field,
                rule=found.rule,
                message=found.message,
            )
            broken.setdefault(number, wrong)
        return [replace(row, wrong=row.wrong or broken.get(row.number)) for row in rows]

    def _held(self, good: Iterable[Row], bad: Iterable[Row]) -> list[str]:
        """Of the logs of refused rows, those that Heard knows or is about to know."""
        refused = {log for row in bad for log in row.logs}
        told = {log for row in good for log in row.logs}
        before = Event.objects.filter(incident_id__in=refused).values_list("incident_id", flat=True)
        known = {log for log in before if log is not None} | told
        self._refused |= refused
        return sorted((refused & known) | (self._refused & told))

    def _hold(self, log: str, *, now: datetime) -> dict[str, object]:
        digest = ring().fingerprint(log, purpose="nightly event")[:16]
        return {
            "specversion": "1.0",
            "id": f"{REFUSED}/{digest}",
            "source": self._source,
            "type": journeys.TAGGED,
            "time": in_utc(now.astimezone(UTC)),
            "data": {"incident_id": log, "tags": [REFUSED]},
        }

    def _dead(self, row: Row, *, now: datetime, kept: timedelta) -> DeadLetter:
        wrong = row.wrong
        if wrong is None:
            raise ValueError(f"Row {row.number} is not wrong.")
        return DeadLetter(
            source=self._source,
            index=row.number - 1,
            field=wrong.field,
            rule=wrong.rule,
            message=wrong.sentence,
            body=as_json(row.cells)[:100_000],
            received_at=now,
            expires_at=now + kept,
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
    if missing := [name for name in column_map.columns if name not in headings]:
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
    cells = {
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
