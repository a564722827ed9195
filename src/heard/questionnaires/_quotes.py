"""Says where a form that quotes the question bank asks something else than the bank does."""

from collections.abc import Iterator, Mapping

from pyxform.xls2json_backends import DefinitionData  # type: ignore[import-untyped]

from heard.questionnaires._cells import (
    BANK,
    DIMENSION,
    SCALE,
    kind_of,
    label_column,
    languages_of,
    lists_of,
)
from heard.questionnaires._faults import Fault
from heard.questionnaires._sheets import Row, rows
from heard.questionnaires.bank import Wording, bank, full

__all__ = ["faults", "flags", "full"]

NEW_VERSION = "is a new version of the question"


def faults(sheets: DefinitionData) -> Iterator[Fault]:
    """Give every cell that differs from the version that its row quotes."""
    languages = languages_of(sheets)
    column, lists = label_column(sheets, languages), lists_of(sheets, languages)
    for at, row in rows(sheets, "survey"):
        if not row.get(BANK):
            continue
        if (quoted := bank().get(full(row[BANK]))) is None:
            yield Fault("survey", at, BANK, f"there is no question {row[BANK]} in the bank")
            continue
        kind, name = kind_of(row)
        yield from _words(at, row, column, quoted)
        yield from _answers(at, kind, lists.get(name, {}), quoted)


def flags(sheets: DefinitionData) -> Iterator[Fault]:
    """Give the questions that the bank itself marks as asking two things at once."""
    for at, row in rows(sheets, "survey"):
        quoted = bank().get(full(row.get(BANK, "")))
        if quoted is not None and quoted.double_barrelled:
            yield Fault("survey", at, BANK, "is marked in the bank: it asks for two things at once")


def _words(at: int, row: Row, column: str, quoted: Wording) -> Iterator[Fault]:
    named = f"differs from {quoted.question_id} version {quoted.version}"
    is_told = bool(quoted.scale_id or row.get(DIMENSION))  # without a scale it may be left out
    for cell, said, words in (
        (column, "wording", quoted.wording),
        (SCALE, "scale", quoted.scale_id),
        (DIMENSION, "dimension", quoted.dimension if is_told else ""),
    ):
        if row.get(cell, "") != words:
            yield Fault("survey", at, cell, f"{named}: a changed {said} {NEW_VERSION}")


def _answers(
    at: int, kind: str, choices: Mapping[str, tuple[str, int]], quoted: Wording
) -> Iterator[Fault]:
    """Ask for the choices of a question that is on no scale; a scale has its own labels."""
    if not quoted.choices:
        return
    named = f"{quoted.question_id} version {quoted.version}"
    types = ("select_multiple", "rank") if quoted.many else ("select_one",)
    if kind not in types:
        yield Fault("survey", at, "type", f"must be {' or '.join(types)} as in {named}")
    elif tuple(label for label, _ in choices.values()) != quoted.choices:
        first = min((row for _, row in choices.values()), default=at)
        offered = ", ".join(quoted.choices)
        rule = f"{named} offers {offered}, in this order: a changed choice {NEW_VERSION}"
        yield Fault("choices", first, "label", rule)
