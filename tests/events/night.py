"""A nightly file made row by row, as the shipped map reads it."""

import csv
from io import BytesIO, StringIO

from heard.eligibility.categories import names
from heard.events.nightly import ColumnMap, Night, Row, Taken, read, read_map
from heard.simulation.nightly import HEADINGS
from tests.make import KEPT, NOON, NUMBER, QUIET

CALL = {
    "Contact Reference": "C1",
    "Call Source": "101 CALL",
    "Call End": "01/10/2020 11:45",
    "Caller Number": NUMBER,
}
LOG = {
    "Log Number": "I1",
    "Log Opened": "01/10/2020 11:40",
    "NPU": "WALSALL",
    "Opening Codes": "ASB NUISANCE",
}
VISIT = {
    "Units": "WS-RA1;WS-RA2",
    "Response Team": "WS-RA",
    "First Unit Assigned": "01/10/2020 11:46",
    "First Unit At Scene": "01/10/2020 11:50",
    "Last Unit Left": "01/10/2020 11:55",
}

Cells = dict[str, str]


def shipped() -> ColumnMap:
    return read_map("controlworks")


def otherwise(**keys: object) -> ColumnMap:
    """Give the shipped map with some keys put otherwise."""
    return ColumnMap.model_validate(shipped().model_dump() | keys)


def row(**cells: str) -> Cells:
    """Give a harmless call and its log; `Call_End="x"` puts a cell in."""
    put = {name.replace("_", " "): cell for name, cell in cells.items()}
    return dict.fromkeys(HEADINGS, "") | CALL | LOG | put


def written(*rows: Cells, ends: str = "\r\n") -> bytes:
    """Write rows as a file; half a surrogate pair becomes the byte that it stands for."""
    out = StringIO(newline="")
    sheet = csv.DictWriter(out, HEADINGS, lineterminator=ends)
    sheet.writeheader()
    sheet.writerows(rows)
    return out.getvalue().encode("utf-8-sig", errors="surrogateescape")


def as_read(file: bytes, column_map: ColumnMap | None = None) -> list[Row]:
    return list(read(BytesIO(file), column_map or shipped(), ours=names().keys()))


def take(*rows: Cells, night: Night | None = None) -> Taken:
    """Take rows in at noon, as one batch of a file of their own or of the night that is given."""
    night = night or Night(shipped())
    return night.take_in(as_read(written(*rows)), now=NOON, quiet=QUIET, kept=KEPT)


def refusals(*rows: Cells) -> list[str]:
    """Give what is said of rows, none of which goes in."""
    taken = take(*rows)
    assert taken.accepted == 0
    return [wrong.sentence for wrong in taken.wrong]
