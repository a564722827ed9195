"""Reads a CSV file record by record and counts them as a spreadsheet does."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO

SPOILT = "\udcff"  # half a surrogate pair: no encoding yields one, so it marks what none could read


def _mark(error: UnicodeDecodeError) -> tuple[str, int]:
    return SPOILT, error.end


codecs.register_error("heard.spoilt", _mark)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of the file, from 1: its cells, or in words why it has none."""

    number: int
    cells: tuple[str, ...] = ()
    wrong: str = ""


def records(stream: BinaryIO, *, encoding: str, delimiter: str) -> Iterator[Record]:
    """Yield every record, empty ones too; one whose quotes are wrong spoils only itself.

    A quote that is never closed takes the lines below it with it, as in a spreadsheet: the
    words then say which. The stream is closed at its end.
    """
    with TextIOWrapper(stream, encoding=encoding, errors="heard.spoilt", newline="") as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        number = 0
        while True:
            number += 1
            first = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                lines = f"Lines {first} to {reader.line_num} of the file are no row"
                yield Record(number=number, wrong=f"{lines}: {error}.")
            else:
                yield Record(number=number, cells=tuple(cells))
