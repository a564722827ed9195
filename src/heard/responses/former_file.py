"""Reads the files in which another tool hands over what its survey got: answers, and who was asked.

Of the answers a row is one person: `happened_at` and `answered_at`, instants with their offset from
UTC; `area`, `code` and `channel`, which may be empty; and a column for each question, named by its
id, with the code of the point that was chosen, or nothing. Of groups: `by`, `code`, `invited` and
`undelivered`.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from heard.responses.former import Former

INSTANTS = ("happened_at", "answered_at")
KNOWN = (*INSTANTS, "area", "code", "channel")
GROUPS = ("by", "code", "invited", "undelivered")
Row = Mapping[str, str]
Read = TypeVar("Read")


class BadFile(ValueError):
    """A file that cannot be read as it should be; each line of the message names one and a rule."""


def read_answers(path: Path) -> list[tuple[int, Former]]:
    """Give each answer with the number of its line. BadFile with all faults of form."""
    return _read(path, KNOWN, _answer)


def read_groups(path: Path) -> dict[tuple[str, str], tuple[int, int]]:
    """Give how many of each group were written to, and how many letters came back. BadFile."""
    return dict(group for _, group in _read(path, GROUPS, _group))


def _read(
    path: Path, columns: Sequence[str], make: Callable[[Row], Read]
) -> list[tuple[int, Read]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BadFile(f"{path} cannot be read as text in UTF-8.") from None
    rows = csv.DictReader(text.splitlines(), restkey="", restval="")
    if missing := [name for name in columns if name not in (rows.fieldnames or ())]:
        raise BadFile(f"line 1: there is no column {', '.join(missing)}.")
    found, faults = [], []
    for row in rows:
        try:
            found.append((rows.line_num, make(row)))
        except ValueError as fault:
            faults.append(f"line {rows.line_num}: {fault}")
    if faults:
        raise BadFile("\n".join(faults))
    return found


def _answer(row: Row) -> Former:
    if "" in row:
        raise ValueError("there are more fields than columns.")
    happened_at, answered_at = (_instant(row, name) for name in INSTANTS)
    return Former(
        apart=uuid4(),
        happened_at=happened_at,
        answered_at=answered_at,
        said=dict(_said(row)),
        area=row["area"].strip(),
        code=row["code"].strip(),
        channel=row["channel"].strip(),
    )


def _said(row: Row) -> Iterator[tuple[str, int]]:
    for name, value in row.items():
        if name not in KNOWN and value.strip():
            yield name, _whole(row, name)


def _group(row: Row) -> tuple[tuple[str, str], tuple[int, int]]:
    return (row["by"], row["code"]), (_whole(row, "invited"), _whole(row, "undelivered"))


def _whole(row: Row, name: str) -> int:
    value = row[name].strip()
    if not (value.isascii() and value.isdigit()):
        raise ValueError(f"{name} is no whole number.")
    return int(value)


def _instant(row: Row, name: str) -> datetime:
    try:
        found = datetime.fromisoformat(row[name].strip())
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ValueError(f"{name} is no instant with its offset, as 2020-11-04T12:00:00+00:00.")
    return found
