"""Reads the cells of one row into CloudEvents, or says which cell broke which rule."""

import json
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from heard.core.local_times import NoTime, read_local
from heard.events._column_map import ColumnMap, EventMap, FieldMap
from heard.vault.ring import ring

_DIGITS = 9  # of a number; more are none


class WrongCell(Exception):
    """A cell broke a rule; the message does not repeat what stands in it."""

    def __init__(self, column: str, field: str, rule: str, message: str) -> None:
        super().__init__(message)
        self.column, self.field, self.rule, self.message = column, field, rule, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A CloudEvent as decoded JSON, and the part of the map that it was made by."""

    event: EventMap
    body: dict[str, object]

    @property
    def data(self) -> dict[str, Any]:
        """The event's payload: not yet checked, and part of its body."""
        return self.body["data"]  # type: ignore[return-value]


def read_cells(
    cells: dict[str, str], column_map: ColumnMap, *, ours: AbstractSet[str]
) -> list[Item]:
    """Give all events that a row brings. `cells` are by heading, without spaces at their ends.

    WrongCell where one cannot be read, and where one holds something that no event takes: that
    could be the very fact which stops a text. `ours` are the codes of Heard's own list.
    """
    brought = [event for event in column_map.events if any(cells[c] for c in event.when)]
    taken = {column for event in brought for column in event.columns}
    for column in column_map.columns:
        if cells[column] and column not in taken:
            message = "This belongs to an event that the row does not bring."
            raise WrongCell(column, "", "left_out", message)
    if not brought:
        raise WrongCell("", "", "no_event", "The row brings no event.")
    reader = _Reader(column_map, ours)
    return [item for event in brought for item in reader.items(event, cells)]


class _Reader:
    def __init__(self, column_map: ColumnMap, ours: AbstractSet[str]) -> None:
        self._map = column_map
        self._ours = ours

    def items(self, event: EventMap, cells: dict[str, str]) -> Iterator[Item]:
        """Yield one event, or one for each part of the field that says so."""
        for column in event.named:
            _require(cells, column, "id")
        at = self._time(_require(cells, event.time, "time"), event.time)
        data: dict[str, object] = {}
        each: list[dict[str, object]] = [{}]
        for name, field in event.data.items():
            values = self._values(cells[field.column], name, field)
            if field.each:
                each = [{name: value} for value in values] or [{}]
            elif field.split and cells[field.column]:
                data[name] = values
            elif values:
                data[name] = values[0]
        for part in each:
            yield self._item(event, cells, at, data | part)

    def _item(
        self, event: EventMap, cells: dict[str, str], at: str, data: dict[str, object]
    ) -> Item:
        """Name the event for its row and for all that it says.

        So what came before is known again, and what a later file says otherwise is news. The
        digest is keyed: the caller's number, which is sealed, cannot be guessed from it.
        """
        said = json.dumps([event.type, at, data], sort_keys=True)
        digest = ring().fingerprint(said, purpose="nightly event")[:16]
        body: dict[str, object] = {
            "specversion": "1.0",
            "id": f"{event.filled(cells)}/{digest}",
            "source": self._map.source,
            "type": event.type,
            "time": at,
            "datacontenttype": "application/json",
            "data": data,
        }
        return Item(event=event, body=body)

    def _time(self, text: str, column: str) -> str:
        try:
            return _instant(text, tuple(self._map.times), self._map.zone)
        except NoTime as error:
            raise WrongCell(column, "time", error.rule, error.message) from None

    def _values(self, text: str, name: str, field: FieldMap) -> list[object]:
        """Read what a cell holds for a field: nothing, one value, or one a part."""
        separator = field.split or field.each
        if not text:
            return []
        parts = [text]
        if separator:
            # Many exports end a list with its separator; a gap elsewhere is something lost.
            parts = [part.strip() for part in text.removesuffix(separator).split(separator)]
        where = (field.column, f"data.{name}")
        if not all(parts):
            raise WrongCell(*where, "gap", f"There is nothing between two {separator} here.")
        words = (self._word(part, where, field) for part in parts)
        return [_number(word, where) if field.number else word for word in words if word]

    def _word(self, word: str, where: tuple[str, str], field: FieldMap) -> str:
        """Put the force's word into ours; an empty one of ours says that it means nothing."""
        if field.words is None:
            return word
        table = self._map.words[field.words]
        if word in table:
            return table[word]
        if field.unknown == "error":
            raise WrongCell(*where, "known_word", f"This is no word of the table {field.words}.")
        if word in self._ours:
            message = f"This is a code of ours, and the table {field.words} does not say so."
            raise WrongCell(*where, "whose_word", message)
        return word


@lru_cache(maxsize=4096)  # the events of a row, and of rows around it, share their times
def _instant(text: str, forms: tuple[str, ...], zone: str) -> str:
    return in_utc(read_local(text, forms=forms, zone=ZoneInfo(zone)))


def in_utc(instant: datetime) -> str:
    """Write an instant in UTC as RFC 3339 has it."""
    return instant.isoformat().replace("+00:00", "Z")


def _require(cells: dict[str, str], column: str, field: str) -> str:
    if not cells[column]:
        raise WrongCell(column, field, "required", "This is empty, and the row needs it.")
    return cells[column]


def _number(word: str, where: tuple[str, str]) -> int:
    if not (word.isascii() and word.isdecimal() and len(word) <= _DIGITS):
        raise WrongCell(*where, "number", "This is not a whole number.")
    return int(word)
