"""The days from which a survey is no longer the same measurement, though its questions are.

A question that is asked otherwise breaks its series by itself. That people are asked in another
mode, or that another system tells whom to ask, only the force can say: in a CSV of its own. Where
it says by which channel they are asked from then on, a parallel run may say what that does.
"""

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.conf import settings

_COLUMNS = ("at", "programme", "why", "words")
_CHANNEL = "channel"  # need not be there


class BadSeriesBreaks(Exception):
    """The file breaks a rule; the message names the file, the line and the rule."""


class Why(StrEnum):
    """What changed around the questions."""

    MODE = "mode"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesBreak:
    """The local day from which a programme, or every one, is another measurement, and why.

    `channel` is by which people are asked from then on, where that is what changed and is said.
    """

    at: date
    programme: str
    why: Why
    words: str
    channel: str = ""


def series_breaks(programmes: Collection[str]) -> list[SeriesBreak]:
    """Give the breaks of any of these programmes, by their day. BadSeriesBreaks.

    The file is read once.
    """
    found = _read(Path(settings.SERIES_BREAKS))
    return [one for one in found if not one.programme or one.programme in programmes]


@cache
def _read(path: Path) -> Sequence[SeriesBreak]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSeriesBreaks(f"{path}: cannot be read as text in UTF-8.") from error
    rows = csv.DictReader(text.splitlines())
    if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
        raise BadSeriesBreaks(f"{path}, line 1: has no column {', '.join(missing)}.")
    found = [_break(row, f"{path}, line {rows.line_num}") for row in rows]
    return sorted(found, key=lambda one: one.at)


def _break(row: Mapping[str, str | None], where: str) -> SeriesBreak:
    at, programme, why, words = ((row[column] or "").strip() for column in _COLUMNS)
    try:
        day = date.fromisoformat(at)
    except ValueError as error:
        raise BadSeriesBreaks(f"{where}, at: a day as year, month and day: 2021-03-01.") from error
    if why not in {*Why}:
        raise BadSeriesBreaks(f"{where}, why: {why!r} is none of {', '.join(Why)}.")
    if not words:
        raise BadSeriesBreaks(f"{where}, words: must say what changed.")
    channel = (row.get(_CHANNEL) or "").strip()
    return SeriesBreak(at=day, programme=programme, why=Why(why), words=words, channel=channel)
