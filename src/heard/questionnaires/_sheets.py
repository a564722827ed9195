"""Reads the sheets of an XLSForm, whatever it came as, and writes them down as Markdown tables."""

import io
import re
import zipfile
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TypeAlias

from pyxform.xls2json_backends import DefinitionData, get_xlsform  # type: ignore[import-untyped]

from heard.questionnaires._faults import RefusedForm

SHEETS = ("survey", "choices", "settings")
LARGEST = 5_000_000  # bytes of a file, and ten times as many once it is unpacked
MOST_ROWS = 2_000
MOST_COLUMNS = 100
_MACROS = ("vbaproject.bin", "xl/macrosheets/", "xl/externallinks/", "xl/embeddings/")

_BAR = re.compile(r"(?<!\\)\|")  # between cells; with a backslash it is in one

Row: TypeAlias = Mapping[str, str]


def as_markdown(source: str | bytes) -> str:
    """Give any source as Markdown: that as it is, CSV and workbooks written anew. RefusedForm."""
    if len(source) > LARGEST:
        raise RefusedForm(f"The file has more than {LARGEST:,} bytes.")
    if isinstance(source, bytes):
        _only_a_workbook(source)
    elif re.search(r"^\s*\|", source, flags=re.MULTILINE):
        return source
    return tables(_read(source.encode() if isinstance(source, str) else source))


def tables(sheets: DefinitionData, *, without: Container[str] = ()) -> str:
    """Write the sheets down as Markdown, a row for each of theirs, without some columns."""
    return "\n".join(_tables(sheets, without))


def read(markdown: str) -> DefinitionData:
    """Read the tables; an unreasonable number of rows or columns is refused."""
    try:
        sheets = _read(markdown.encode(), file_type=".md")
    except RefusedForm as refusal:
        raise _row_too_long(markdown) or refusal from refusal
    for sheet in SHEETS:
        if len(rows(sheets, sheet)) > MOST_ROWS or len(columns(sheets, sheet)) > MOST_COLUMNS:
            limits = f"{MOST_ROWS:,} rows or {MOST_COLUMNS} columns"
            raise RefusedForm(f"Sheet {sheet} has more than {limits}.")
    return sheets


def columns(sheets: DefinitionData, sheet: str) -> Sequence[str]:
    """Give the columns of a sheet that have a name."""
    header = getattr(sheets, f"{sheet}_header") or [{}]
    return [column for column in header[0] if column and column != "None"]


def rows(sheets: DefinitionData, sheet: str) -> list[tuple[int, Row]]:
    """Give the rows that say something, each with its number in the sheet."""
    found = enumerate(getattr(sheets, sheet) or (), start=2)
    named = ((at, {name: cell for name, cell in row.items() if name}) for at, row in found)
    return [(at, row) for at, row in named if row]


def _read(content: bytes, *, file_type: str | None = None) -> DefinitionData:
    """Read the sheets. As text, `content` could be taken for the path of a file.

    What reads workbooks fails on broken ones in its own ways, and in those of zip, zlib and XML.
    """
    try:
        return get_xlsform(content, file_type=file_type)
    except Exception as error:
        raise RefusedForm("The file must be an XLSForm as Markdown, CSV or .xlsx.") from error


def _row_too_long(markdown: str) -> RefusedForm | None:
    """Name the line with a bar too many, which is the slip of whoever writes tables by hand."""
    named = 0
    for at, line in enumerate(markdown.splitlines(), start=1):
        cells = _BAR.split(line.strip())[1:-1]
        if cells and cells[0].strip():
            named = 0
        elif not named:
            named = len(cells)
        elif len(cells) > named:
            return RefusedForm(f"Line {at} has more cells than its sheet has columns.")
    return None


def _only_a_workbook(content: bytes) -> None:
    """Refuse what a workbook need not have: macros, other files in it, and a bomb."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise RefusedForm("The file must be an XLSForm as Markdown, CSV or .xlsx.") from error
    if sum(part.file_size for part in parts) > 10 * LARGEST:
        raise RefusedForm(f"The workbook unpacks to more than {10 * LARGEST:,} bytes.")
    for part in parts:
        if any(name in part.filename.lower() for name in _MACROS):
            raise RefusedForm(
                f"The workbook has macros or other files in it ({part.filename}): "
                "save it as a plain .xlsx."
            )


def _tables(sheets: DefinitionData, without: Container[str]) -> Iterator[str]:
    for sheet in SHEETS:
        names = [column for column in columns(sheets, sheet) if column not in without]
        if not names:
            continue
        yield f"| {sheet} |"
        yield f"| | {' | '.join(names)} |"
        for row in getattr(sheets, sheet) or ():
            cells = (" ".join(row.get(column, "").split()) for column in names)
            yield f"| | {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
