"""Lays out what two XLSForms say cell by cell, so that any two of them can be put side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyxform.xls2json_backends import DefinitionData  # type: ignore[import-untyped]

from heard.core.questionnaire.form import code_of
from heard.questionnaires import _cells
from heard.questionnaires._sheets import Row, read, rows
from heard.questionnaires.languages import names
from heard.questionnaires.scales import Scale, scales

UNTOLD = frozenset({"name", "list_name", "form_id", "version", "namespaces"})
SCALE, CHOICES, ORDER, GROUP, LABEL = "scale", "choices", "order of choices", "group", "label"
_PLAIN = {
    _cells.SCALE: SCALE,
    _cells.DIMENSION: "dimension",
    _cells.BANK: "question of the bank",
    "bind::type": "type of the answer",
    "default_language": "first language",
    "form_title": "title",
}

Said = Mapping[tuple[str, str], str]  # by what it is and the code of its language, '' for all


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """The choices of one list in their order, each with its label by the code of its language."""

    labels: Mapping[str, Mapping[str, str]]

    def named(self, first: str) -> str:
        return ", ".join(labels.get(first, "") or name for name, labels in self.labels.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a form says: of each question and group by its name, in its lists, and in settings.

    `asked` are the names of questions alone, in their order; `users` who offers a list.
    """

    languages: Mapping[str, str]  # code to name, the first first
    rows: Mapping[str, Said]
    asked: tuple[str, ...]
    lists: Mapping[str, List]
    users: Mapping[str, tuple[str, ...]]
    settings: Said

    @property
    def first(self) -> str:
        return next(iter(self.languages))

    def label(self, name: str) -> str:
        return self.rows[name].get((LABEL, self.first), "")


def written(source: str) -> Written:
    """Lay a form out that can be read, faults and all."""
    sheets = read(source)
    languages = {code_of(name): name for name in names(sheets)}
    survey = [*_survey(sheets)]
    settings = (sheets.settings or [{}])[0]
    users: dict[str, list[str]] = {}
    for row, _ in survey:
        if listed := _cells.kind_of(row)[1]:
            users.setdefault(listed, []).append(row["name"])
    return Written(
        languages=languages,
        rows={row["name"]: _said(row, groups) for row, groups in survey},
        asked=tuple(row["name"] for row, _ in survey if _is_asked(row)),
        lists={name: List(labels=labels) for name, labels in _lists(sheets).items()},
        users={name: tuple(asking) for name, asking in users.items()},
        settings=_said(settings, ()),
    )


def _survey(sheets: DefinitionData) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Give each row that has a name, with the groups that it is in, the outermost first."""
    groups: list[str] = []
    for _, row in rows(sheets, "survey"):
        kind = _cells.kind_of(row)[0]
        if kind in _cells.ENDS:
            groups = groups[:-1]
        elif row.get("name"):
            yield row, tuple(groups)
        if kind in _cells.GROUPS:
            groups = [*groups, row.get("name", "")]


def _is_asked(row: Row) -> bool:
    return _cells.kind_of(row)[0] in _cells.ASKED - {"note"}


def _said(row: Row, groups: tuple[str, ...]) -> Said:
    found = {}
    for column, cell in row.items():
        word, _, language = column.partition("::")
        is_translated = word in _cells.TRANSLATED
        what = word if is_translated else _PLAIN.get(column, column)
        if column not in UNTOLD and (text := " ".join(cell.split())):
            code = code_of(language) if is_translated else ""
            found[what.replace("_", " "), code] = _scale(text) if what == SCALE else text
    if groups:
        found[GROUP, ""] = " in ".join(reversed(groups))
    return found


def _scale(scale_id: str) -> str:
    """Give a scale with its ends and which of them is the better one: its polarity."""
    scale = scales().get(scale_id)
    return f"{scale_id}{_ends(scale)}" if scale and scale.base else scale_id


def _ends(scale: Scale) -> str:
    low, high = min(scale.base), max(scale.base)
    polarity = f"; {scale.polarity}" if scale.polarity else ""
    return f" ({scale.labels[low]} to {scale.labels[high]}{polarity})"


def _lists(sheets: DefinitionData) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for _, row in rows(sheets, "choices"):
        labels = {code: text for (what, code), text in _said(row, ()).items() if what == LABEL}
        found.setdefault(row.get("list_name", ""), {})[row.get("name", "")] = labels
    return found
