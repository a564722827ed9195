"""Writes a questionnaire as a workbook again, so that what is read from it is the same form."""

import io

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import Cell  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from heard.questionnaires._sheets import SHEETS, columns, read

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the start of a formula
NARROW, WIDE = 16, 40  # characters
TOO_LONG = 32_767  # characters that a cell of a workbook holds
_WORDS = ("label", "hint", "required_message", "constraint_message")


class TooLong(Exception):
    """A cell has more characters than a workbook can hold: where it is."""


def workbook(source: str) -> bytes:
    """Give the bytes of an .xlsx with the sheets of an XLSForm in Markdown. RefusedForm, TooLong.

    Every cell is text, whatever it looks like: none is ever worked out as a formula.
    """
    sheets = read(source)
    book = Workbook()
    book.remove(book.active)
    for sheet in SHEETS:
        if not (names := columns(sheets, sheet)):
            continue
        page = book.create_sheet(sheet)
        page.freeze_panes = "A2"
        for at, name in enumerate(names, start=1):
            _write(page.cell(row=1, column=at), name).font = Font(bold=True)
            is_words = name.partition("::")[0] in _WORDS
            page.column_dimensions[get_column_letter(at)].width = WIDE if is_words else NARROW
        for number, row in enumerate(getattr(sheets, sheet) or (), start=2):
            for at, name in enumerate(names, start=1):
                if text := row.get(name, ""):
                    _write(page.cell(row=number, column=at), text)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(cell: Cell, text: str) -> Cell:
    """Fill a cell with text. A mark of invisible kind that no workbook may hold is shown as one."""
    if len(text) > TOO_LONG:
        where = f"Sheet {cell.parent.title}, cell {cell.coordinate}"
        raise TooLong(f"{where}: a workbook holds {TOO_LONG:,} characters in a cell at most.")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)
    cell.data_type = "s"  # openpyxl takes what begins with = for a formula
    cell.quotePrefix = text.startswith(FORMULA)
    cell.number_format = "@"  # whoever types into it later types text, too
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell
