"""Writes every sheet that leaves Heard to be read: no text in one is ever a formula.

A CSV has no types, so a text that a spreadsheet would take for a formula has an apostrophe before
it. A workbook has them: there a text stays as it is, and is marked as one, also for whoever edits
it. `tests/test_architecture.py` sees that nothing else writes sheets.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO

import xlsxwriter

# Of what a spreadsheet takes for a formula, in the widths of Latin and of Asian letters.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # by which Excel knows UTF-8
_FILLED = 8  # columns of names, wider than the others
Cell = str | float | date | None


def harmless(value: object) -> object:
    """Give a cell of a CSV; a text that would be taken for a formula has an apostrophe before it.

    Source: OWASP, "CSV Injection".
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(STARTS) else value


def as_csv(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give rows under these names as CSV."""
    file = StringIO()
    writer = csv.writer(file)
    for row in (names, *rows):
        writer.writerow([harmless(value) for value in row])
    return file.getvalue()


def as_workbook(
    title: str, names: Sequence[str], rows: Iterable[Sequence[Cell]], *, as_of: datetime
) -> bytes:
    """Give rows under these names as an .xlsx in which each text is one, and none is a link."""
    file = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": as_of})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        quoted = book.add_format({"quote_prefix": True})
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, _FILLED, 20)
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    form = quoted if value.startswith(STARTS) else None
                    sheet.write_string(number, column, value, form)
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif value is not None:
                    sheet.write_number(number, column, value)
    return file.getvalue()
