"""Says what is wrong in the cells of an XLSForm before it is compiled: the linter."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from pyxform.xls2json_backends import DefinitionData  # type: ignore[import-untyped]

from heard.questionnaires._faults import Fault
from heard.questionnaires._sheets import Row, columns, rows
from heard.questionnaires.scales import Scale, scales

SCALE = "bind::heard:scale"
DIMENSION = "bind::heard:dimension"
BANK = "bind::heard:bank"
TRANSLATED = ("label", "hint", "required_message", "constraint_message")
PLAIN = {
    "survey": (
        *("type", "name", "required", "relevant", "constraint", "calculation", "choice_filter"),
        *(
            "default",
            "appearance",
            "parameters",
            "repeat_count",
            "bind::type",
            SCALE,
            DIMENSION,
            BANK,
        ),
    ),
    "choices": ("list_name", "name"),
    "settings": ("form_title", "form_id", "version", "default_language", "namespaces"),
}
ASKED = frozenset(
    {"select_one", "select_multiple", "rank", "integer", "decimal", "range", "text"}
) | {
    "date",
    "time",
    "note",
    "acknowledge",
    "geopoint",
}
GROUPS = frozenset({"begin_group", "begin_repeat"})
ENDS = frozenset({"end_group", "end_repeat"})
UNSEEN = frozenset({"calculate", "start", "end", "today"})
APPEARANCES = frozenset({"", "multiline", "field-list", "minimal", "likert", "quick"})
LONGEST_NAME = 40
LONGEST_SLUG = 50
LAST_NUMBER = 32_767  # what a column of small numbers holds
_SLUG = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_SLUG}}}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OVERRIDE = re.compile("[\u202d\u202e]")  # marks and isolates, as Arabic needs them, may stand
# Three words, since fewer are names; from where a word begins, so that a long one is read once.
_SENTENCE = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}+\s++[^\W\d_]{2,}+\s++[^\W\d_]{2,}+")
_TWO_IDEAS = re.compile(r"\b(and|or)\b|&", re.IGNORECASE)

Lists: TypeAlias = Mapping[str, Mapping[str, tuple[str, int]]]  # list to value to label and row


def kind_of(row: Row) -> tuple[str, str]:
    """Give a row's type and, where it has one, its list: 'begin group' is 'begin_group'."""
    kind, _, rest = " ".join(row.get("type", "").split()).partition(" ")
    if kind in {"begin", "end"}:
        return f"{kind}_{rest}", ""
    return kind, rest


def faults(sheets: DefinitionData) -> Iterator[Fault]:
    """Give everything that is wrong with the cells, in the order of the sheets."""
    languages = languages_of(sheets)
    yield from _unknown_columns(sheets)
    survey, lists = rows(sheets, "survey"), lists_of(sheets, languages)
    names: dict[str, int] = {}
    for at, row in survey:
        yield from _row(at, row, lists, languages)
        if (name := row.get("name", "")) and names.setdefault(name, at) != at:
            yield Fault("survey", at, "name", f"'{name}' is the name of row {names[name]}, too")
    yield from _nesting(survey)
    for at, row in rows(sheets, "choices"):
        yield from _choice(at, row, languages)
    yield from _settings(sheets)
    yield from _turned_round(sheets)


def flags(sheets: DefinitionData) -> Iterator[Fault]:
    """Give what is no fault, but a person should look at: two ideas, words not translated."""
    yield from _not_translated(sheets)
    for at, row in rows(sheets, "survey"):
        for column in columns(sheets, "survey"):
            is_english = column == "label" or column.endswith("(en)")
            asked = kind_of(row)[0] in ASKED - {"note"}
            is_question = column.startswith("label") and is_english and asked
            if is_question and _TWO_IDEAS.search(row.get(column, "")):
                yield Fault("survey", at, column, "may ask for two things at once")


def _not_translated(sheets: DefinitionData) -> Iterator[Fault]:
    """Point out words that are the same in two languages: a language may be there by copying."""
    languages = languages_of(sheets)
    first = first_language(sheets, languages)
    for sheet in ("survey", "choices"):
        for at, row in rows(sheets, sheet):
            for word in TRANSLATED:
                said = row.get(f"{word}::{first}", "")
                for other in (one for one in languages if one != first):
                    cell = f"{word}::{other}"
                    if _SENTENCE.search(said) and row.get(cell, "").split() == said.split():
                        yield Fault(sheet, at, cell, f"has the words of {first}")


def number_of(text: str) -> int | None:
    """Give the number of a version that a cell holds; None for what none may have."""
    if not text.isdecimal() or len(text) > len(str(LAST_NUMBER)):
        return None
    return int(text) if 1 <= int(text) <= LAST_NUMBER else None


def languages_of(sheets: DefinitionData) -> tuple[str, ...]:
    """Give the languages that any column is in, as XLSForm names them; none for a plain label."""
    found = dict.fromkeys(
        column.partition("::")[2]
        for sheet in ("survey", "choices")
        for column in columns(sheets, sheet)
        if column.partition("::")[0] in TRANSLATED and "::" in column
    )
    return tuple(found)


def lists_of(sheets: DefinitionData, languages: Sequence[str]) -> Lists:
    """Give each list's choices: value to label in the first language, and row."""
    label = label_column(sheets, languages)
    found: dict[str, dict[str, tuple[str, int]]] = {}
    for at, row in rows(sheets, "choices"):
        points = found.setdefault(row.get("list_name", ""), {})
        points.setdefault(row.get("name", ""), (row.get(label, row.get("label", "")), at))
    return found


def label_column(sheets: DefinitionData, languages: Sequence[str]) -> str:
    """Name the column of the labels in the default language."""
    first = first_language(sheets, languages)
    return f"label::{first}" if first else "label"


def first_language(sheets: DefinitionData, languages: Sequence[str]) -> str:
    """Give the language that the settings name, or the first of those that any column is in."""
    settings = (sheets.settings or [{}])[0]
    default = settings.get("default_language", "")
    return default if default in languages else next(iter(languages), "")


def _unknown_columns(sheets: DefinitionData) -> Iterator[Fault]:
    """Refuse what a page would not do: a form must never be asked otherwise than it says."""
    for sheet, known in PLAIN.items():
        words = () if sheet == "settings" else TRANSLATED if sheet == "survey" else ("label",)
        for column in columns(sheets, sheet):
            is_filter = sheet == "choices" and _NAME.fullmatch(column)
            if column not in known and column.partition("::")[0] not in words and not is_filter:
                yield Fault(sheet, 1, column, f"is not one of {', '.join((*known, *words))}")


def _row(at: int, row: Row, lists: Lists, languages: Sequence[str]) -> Iterator[Fault]:
    kind, list_name = kind_of(row)
    if kind not in ASKED | GROUPS | ENDS | UNSEEN:
        known = ", ".join(sorted(ASKED | GROUPS | UNSEEN))
        yield Fault("survey", at, "type", f"'{row.get('type', '')}' is not one of {known}")
        return
    if kind in ENDS:
        return
    yield from _name(at, row)
    if kind in ASKED | {"begin_repeat"}:
        yield from _words(at, row, "survey", languages, needed=("label",))
    if row.get("appearance", "") not in APPEARANCES:
        yield Fault("survey", at, "appearance", f"is not one of {', '.join(sorted(APPEARANCES))}")
    if kind in {"select_one", "select_multiple", "rank"} and list_name not in lists:
        yield Fault("survey", at, "type", f"there is no list '{list_name}' in sheet choices")
    yield from _scaled(at, row, kind, lists.get(list_name, {}))


def _name(at: int, row: Row) -> Iterator[Fault]:
    name = row.get("name", "")
    if not name:
        yield Fault("survey", at, "name", "must not be empty")
    elif not _NAME.fullmatch(name) or len(name) > LONGEST_NAME or name == "meta":
        rule = f"'{name}' must be letters, digits and _, {LONGEST_NAME} at most, and not meta"
        yield Fault("survey", at, "name", rule)


def _words(
    at: int, row: Row, sheet: str, languages: Sequence[str], needed: Sequence[str]
) -> Iterator[Fault]:
    """Ask for every word in every language: what is missing in one cannot be published in it."""
    for word in TRANSLATED:
        cells = {f"{word}::{language}" if language else word for language in languages or ("",)}
        said = {cell for cell in row if cell.partition("::")[0] == word and row[cell].strip()}
        if said or word in needed:
            for cell in sorted(cells - said):
                yield Fault(sheet, at, cell, "must not be empty: every language needs every word")


SEVERAL = ("select_multiple", "rank")  # on no scale, and still about something


def _scaled(at: int, row: Row, kind: str, points: Mapping[str, tuple[str, int]]) -> Iterator[Fault]:
    name = row.get(SCALE, "")
    if not name:
        if row.get(DIMENSION) and kind not in SEVERAL:
            yield Fault("survey", at, SCALE, "must not be empty where there is a dimension")
        return
    scale = scales().get(name)
    if scale is None:
        yield Fault("survey", at, SCALE, f"must be one of {', '.join(scales())}")
        return
    if kind != ("text" if scale.longest else "select_one"):
        rule = "must be text on scale TEXT, or select_one with the points of its scale"
        yield Fault("survey", at, "type", rule)
    elif scale.labels and points:
        yield from _same_points(scale, points)
    if not row.get(DIMENSION):
        yield Fault("survey", at, DIMENSION, "must not be empty")


def _same_points(scale: Scale, choices: Mapping[str, tuple[str, int]]) -> Iterator[Fault]:
    """Refuse other points or labels: they would be another scale, with another id."""
    points = {str(value): label for value, label in scale.labels.items()}
    for name, (label, at) in choices.items():
        if points.get(name) != label:
            rule = f"scale {scale.scale_id} has no point {name} that is called '{label}'"
            yield Fault("choices", at, "label", rule)
    if list(choices) != list(points):
        last = max(at for _, at in choices.values())
        rule = f"scale {scale.scale_id} has the points {', '.join(points)} in this order"
        yield Fault("choices", last, "name", rule)


def _nesting(survey: Sequence[tuple[int, Row]]) -> Iterator[Fault]:
    """Refuse in a repeat what could not be counted: another repeat, and a scale."""
    open_repeats = 0
    for at, row in survey:
        kind = kind_of(row)[0]
        open_repeats += (kind == "begin_repeat") - (kind == "end_repeat")
        if kind == "begin_repeat" and open_repeats > 1:
            yield Fault("survey", at, "type", "a repeat cannot be inside another repeat")
        if open_repeats and kind == "select_one" and row.get(SCALE):
            yield Fault("survey", at, SCALE, "cannot be in a repeat: figures count people")


def _choice(at: int, row: Row, languages: Sequence[str]) -> Iterator[Fault]:
    for column in ("list_name", "name"):
        if not row.get(column):
            yield Fault("choices", at, column, "must not be empty")
    if len(row.get("name", "").split()) > 1:
        yield Fault("choices", at, "name", "must have no blanks: they part what was chosen")
    yield from _words(at, row, "choices", languages, needed=("label",))


def _turned_round(sheets: DefinitionData) -> Iterator[Fault]:
    """Refuse signs that show letters in another order than they stand in.

    Whoever looks a form over before it is published would read other words than are asked.
    """
    for sheet in PLAIN:
        for at, row in rows(sheets, sheet):
            for column, text in row.items():
                if found := _OVERRIDE.search(text):
                    sign = f"U+{ord(found[0]):04X}"
                    yield Fault(
                        sheet, at, column, f"must not have {sign}, which turns letters round"
                    )


def _settings(sheets: DefinitionData) -> Iterator[Fault]:
    settings = (sheets.settings or [{}])[0]
    number = settings.get("version", "")
    if not number.isdecimal() or not number.strip("0"):
        yield Fault("settings", 2, "version", "must be a whole number from 1")
    elif number_of(number) is None:
        yield Fault("settings", 2, "version", f"must be {LAST_NUMBER:,} at most")
    if not _SLUG.fullmatch(settings.get("form_id", "")):
        rule = f"must be letters, digits, _ and -, {LONGEST_SLUG} at most"
        yield Fault("settings", 2, "form_id", rule)
