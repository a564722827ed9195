"""Gives a questionnaire as it is read out: each question, its points, and when it is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyxform.xls2json_backends import DefinitionData  # type: ignore[import-untyped]

from heard.questionnaires._cells import ASKED, ENDS, GROUPS, kind_of
from heard.questionnaires._sheets import Row, read, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question. `conditions` and `rule` are the form's own expressions, the outermost first."""

    name: str
    kind: str
    words: str
    hint: str
    points: tuple[tuple[str, str], ...]
    is_required: bool
    is_repeated: bool
    conditions: tuple[str, ...]
    rule: str


def lines(source: str, language: str) -> tuple[Line, ...]:
    """Give the questions of a form without faults, in Markdown, in one of its languages."""
    return tuple(_lines(read(source), f"::{language}" if language else ""))


def _lines(sheets: DefinitionData, suffix: str) -> Iterator[Line]:
    around: list[tuple[str, bool]] = []
    for _, row in rows(sheets, "survey"):
        kind, list_name = kind_of(row)
        if kind in GROUPS:
            around.append((row.get("relevant", ""), kind == "begin_repeat"))
        elif kind in ENDS:
            around.pop()
        elif kind in ASKED:
            conditions = [*(condition for condition, _ in around), row.get("relevant", "")]
            yield Line(
                name=row.get("name", ""),
                kind=kind,
                words=row.get(f"label{suffix}", ""),
                hint=row.get(f"hint{suffix}", ""),
                points=tuple(_points(sheets, row, list_name, suffix)),
                is_required=row.get("required", "no").lower() not in {"", "no", "false", "false()"},
                is_repeated=any(repeats for _, repeats in around),
                conditions=tuple(filter(None, conditions)),
                rule=row.get("constraint", ""),
            )


def _points(
    sheets: DefinitionData, row: Row, list_name: str, suffix: str
) -> Iterator[tuple[str, str]]:
    if parameters := row.get("parameters", ""):
        yield "", parameters
    for _, choice in rows(sheets, "choices"):
        if list_name and choice.get("list_name", "") == list_name:
            yield choice.get("name", ""), choice.get(f"label{suffix}", "")
