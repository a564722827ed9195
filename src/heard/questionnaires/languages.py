"""What a questionnaire says in each language: which words are there, and those of its scales."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from pyxform.xls2json_backends import DefinitionData  # type: ignore[import-untyped]

from heard.core.questionnaire.form import code_of
from heard.questionnaires import _cells
from heard.questionnaires._sheets import Row, columns, read, rows, tables

PLAIN = ""  # the language of columns that name none
_LABELLED = _cells.ASKED | {"begin_repeat"}


@dataclass(frozen=True, slots=True, kw_only=True)
class String:
    """One thing that a form says: where it stands, what it is about, and its words by language."""

    sheet: str
    row: int
    word: str  # label, hint, required_message, constraint_message
    about: str  # a question's name, or a list and the name of its choice
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language of a form: how much of it is there, and the words of its answer scales.

    `anchors` are each point of each scale with its label and the label in the first language;
    `words_hash` tells these very words from any others.
    """

    name: str
    code: str
    is_first: bool
    present: int
    total: int
    anchors: tuple[tuple[str, str, str, str], ...]

    @property
    def is_complete(self) -> bool:
        return self.present == self.total

    @property
    def percent(self) -> int:
        """The share of strings that are there, rounded down: 100 is all of them and no fewer."""
        return 100 * self.present // self.total if self.total else 100

    @property
    def words_hash(self) -> str:
        return sha256(json.dumps(self.anchors, ensure_ascii=False).encode()).hexdigest()


def names(sheets: DefinitionData) -> tuple[str, ...]:
    """Give the languages of a form, its first one first; '' for columns that name none."""
    named = _cells.languages_of(sheets)
    plain = any(
        column in _cells.TRANSLATED and any(row.get(column) for _, row in rows(sheets, sheet))
        for sheet in ("survey", "choices")
        for column in columns(sheets, sheet)
    )
    found = (*([PLAIN] if plain or not named else []), *named)
    first = PLAIN if found[0] == PLAIN else _cells.first_language(sheets, named)
    return (first, *(name for name in found if name != first))


def strings(sheets: DefinitionData) -> tuple[String, ...]:
    """Give everything that a form says, or has to say, in the order of its sheets."""
    return tuple(_strings(sheets, names(sheets)))


def languages(sheets: DefinitionData) -> tuple[Language, ...]:
    """Give the languages of a form with what is there of each, the first one first."""
    said, found = strings(sheets), names(sheets)
    return tuple(
        Language(
            name=name,
            code=code_of(name),
            is_first=name == found[0],
            present=sum(bool(string.texts[name]) for string in said),
            total=len(said),
            anchors=tuple(_anchors(sheets, said, name, found[0])),
        )
        for name in found
    )


def only_in(source: str, kept: Sequence[str]) -> str:
    """Give a form, as Markdown, in some of its languages: word for word, if those are all."""
    sheets = read(source)
    left_out = set(names(sheets)) - set(kept)
    if not left_out:
        return source
    without = {
        column
        for sheet in ("survey", "choices")
        for column in columns(sheets, sheet)
        if column.partition("::")[0] in _cells.TRANSLATED and column.partition("::")[2] in left_out
    }
    return tables(sheets, without=without)


def _strings(sheets: DefinitionData, found: Sequence[str]) -> Iterator[String]:
    for sheet in ("survey", "choices"):
        for at, row in rows(sheets, sheet):
            needed = sheet == "choices" or _cells.kind_of(row)[0] in _LABELLED
            for word in _cells.TRANSLATED:
                texts = {name: row.get(_column(word, name), "").strip() for name in found}
                if any(texts.values()) or (needed and word == "label"):
                    about = _about(sheet, row)
                    yield String(sheet=sheet, row=at, word=word, about=about, texts=texts)


def _column(word: str, language: str) -> str:
    return f"{word}::{language}" if language else word


def _about(sheet: str, row: Row) -> str:
    parts = ("list_name", "name") if sheet == "choices" else ("name",)
    return " ".join(row.get(part, "") for part in parts)


def _anchors(
    sheets: DefinitionData, said: Sequence[String], language: str, first: str
) -> Iterator[tuple[str, str, str, str]]:
    """Give scale, point and label of every list that a question on a scale offers."""
    scales = {
        _cells.kind_of(row)[1]: row[_cells.SCALE]
        for _, row in rows(sheets, "survey")
        if _cells.kind_of(row)[0] == "select_one" and row.get(_cells.SCALE)
    }
    labels = {string.row: string.texts for string in said if string.sheet == "choices"}
    for at, row in rows(sheets, "choices"):
        if scale := scales.get(row.get("list_name", "")):
            yield scale, row.get("name", ""), labels[at][language], labels[at][first]
