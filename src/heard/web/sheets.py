"""Rows of a table as CSV and as a workbook, in which no text is taken for a formula."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter

Line = Mapping[str, str | float | Decimal | date | None]
STARTS = ("=", "+", "-", "@", "\t", "\r")  # of what a spreadsheet takes for a formula


def harmless(value: object) -> object:
    """Give a cell of a CSV; a text that would be taken for a formula has an apostrophe before it.

    Source: OWASP, "CSV Injection".
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(STARTS) else value


def as_csv(columns: Sequence[str], lines: Sequence[Line]) -> bytes:
    """Give rows as CSV in UTF-8 with a mark, by which Excel knows it; no text is a formula."""
    file = StringIO()
    writer = csv.DictWriter(file, columns)
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in line.items()} for line in lines)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(
    columns: Sequence[str], lines: Sequence[Line], *, title: str, wide: int, as_of: datetime
) -> bytes:
    """Give rows as a workbook in which every text is a text, and none a formula or a link.

    Each row has the columns in their order. The first `wide` columns and one more are broad.
    """
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
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, wide, 20)
        for column, name in enumerate(columns):
            sheet.write_string(0, column, name, bold)
        for number, line in enumerate(lines, start=1):
            for column, value in enumerate(line.values()):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif value is not None:
                    sheet.write_number(number, column, value)
    return file.getvalue()
