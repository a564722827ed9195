"""Compiles an XLSForm with pyxform and reads our questions off its rows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyxform.errors import PyXFormError  # type: ignore[import-untyped]
from pyxform.xls2json_backends import DefinitionData, get_xlsform  # type: ignore[import-untyped]
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from heard.questionnaires.models import Question
from heard.questionnaires.scales import Scale, scales

SCALE = "bind::heard:scale"
DIMENSION = "bind::heard:dimension"
COLUMNS = {
    "survey": ("type", "name", "label", "hint", "required", SCALE, DIMENSION),
    "choices": ("list_name", "name", "label"),
    "settings": ("form_title", "form_id", "version", "default_language", "namespaces"),
}
REQUIRED = {"yes": True, "true": True, "no": False, "false": False, "": False}

Row = Mapping[str, str]


class RefusedForm(Exception):
    """An XLSForm that cannot be published: one sentence with sheet, row and column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    question_id: str
    kind: Question.Kind
    label: str
    hint: str
    scale_id: str
    dimension: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A compiled form; `source` is its Markdown, `xform` the ODK XForm as XML."""

    form_id: str
    number: int
    source: str
    xform: str
    items: tuple[Item, ...]


def compile_form(source: str | bytes) -> Form:
    """Compile an XLSForm: Markdown or CSV as text, or the bytes of an .xlsx. RefusedForm if bad.

    Whatever it came as, its Markdown is what is compiled and kept.
    """
    markdown = source if isinstance(source, str) and _is_markdown(source) else _markdown(source)
    sheets = _read(markdown.encode(), file_type=".md")
    _only_known_columns(sheets)
    settings = (sheets.settings or [{}])[0]
    number = settings.get("version", "")
    if not number.isdecimal() or int(number) < 1:
        raise _refused("settings", 2, "version", "must be a whole number from 1")
    lists = _lists(sheets.choices or ())
    rows = enumerate(sheets.survey or (), start=2)
    items = tuple(_item(row, at, lists) for at, row in rows if row)
    return Form(
        form_id=settings.get("form_id", ""),
        number=int(number),
        source=markdown,
        xform=_convert(markdown.encode()),
        items=items,
    )


def _refused(sheet: str, row: int, column: str, rule: str) -> RefusedForm:
    return RefusedForm(f"Sheet {sheet}, row {row}, column {column}: {rule}.")


def _is_markdown(text: str) -> bool:
    return re.search(r"^\s*\|", text, flags=re.MULTILINE) is not None


def _read(content: bytes, *, file_type: str | None = None) -> DefinitionData:
    """Read the sheets. As text, `content` could be taken for the path of a file."""
    try:
        return get_xlsform(content, file_type=file_type)
    except PyXFormError as error:
        raise RefusedForm("The file must be an XLSForm as Markdown, CSV or .xlsx.") from error


def _convert(content: bytes) -> str:
    """Let pyxform check everything else that XLSForm asks for; its warnings count."""
    warnings: list[str] = []
    try:
        xform: str = convert(content, file_type=".md", warnings=warnings).xform
    except PyXFormError as error:
        raise RefusedForm(_sentence(str(error))) from error
    if warnings:
        raise RefusedForm(_sentence(warnings[0]))
    return xform


def _sentence(text: str) -> str:
    return f"{' '.join(text.split()).rstrip('.')}."


def _only_known_columns(sheets: DefinitionData) -> None:
    """Refuse what a page would not do: a form must never be asked otherwise than it says."""
    for sheet, known in COLUMNS.items():
        for column in _columns(sheets, sheet):
            if column not in known:
                raise _refused(sheet, 1, column, f"is not one of {', '.join(known)}")


def _columns(sheets: DefinitionData, sheet: str) -> Sequence[str]:
    header = getattr(sheets, f"{sheet}_header") or [{}]
    return [column for column in header[0] if column != "None"]


def _lists(choices: Sequence[Row]) -> dict[str, dict[str, tuple[str, int]]]:
    """Give each list's choices, value to label and row."""
    lists: dict[str, dict[str, tuple[str, int]]] = {}
    for at, row in enumerate(choices, start=2):
        if row:
            points = lists.setdefault(row.get("list_name", ""), {})
            points[row.get("name", "")] = (row.get("label", ""), at)
    return lists


def _item(row: Row, at: int, lists: dict[str, dict[str, tuple[str, int]]]) -> Item:
    scale = scales().get(row.get(SCALE, ""))
    if scale is None:
        raise _refused("survey", at, SCALE, f"must be one of {', '.join(scales())}")
    kind_of, _, list_name = row.get("type", "").partition(" ")
    if kind_of == "select_one" and scale.labels and list_name in lists:
        _same_points(scale, lists[list_name])
    elif kind_of != "text" or not scale.longest:
        rule = "must be text on scale TEXT, or select_one with the points of its scale"
        raise _refused("survey", at, "type", rule)
    for column in ("name", "label", DIMENSION):
        if not row.get(column):
            raise _refused("survey", at, column, "must not be empty")
    required = REQUIRED.get(row.get("required", "").lower())
    if required is None:
        raise _refused("survey", at, "required", "must be yes or no")
    return Item(
        question_id=row["name"],
        kind=Question.Kind.TEXT if scale.longest else Question.Kind.SCALE,
        label=row["label"],
        hint=row.get("hint", ""),
        scale_id=scale.scale_id,
        dimension=row[DIMENSION],
        required=required,
    )


def _same_points(scale: Scale, choices: dict[str, tuple[str, int]]) -> None:
    """Refuse other points or labels: they would be another scale, with another id."""
    points = {str(value): label for value, label in scale.labels.items()}
    for name, (label, at) in choices.items():
        if points.get(name) != label:
            rule = f"scale {scale.scale_id} has no point {name} that is called '{label}'"
            raise _refused("choices", at, "label", rule)
    if list(choices) != list(points):
        last = max(at for _, at in choices.values())
        rule = f"scale {scale.scale_id} has the points {', '.join(points)} in this order"
        raise _refused("choices", last, "name", rule)


def _markdown(source: str | bytes) -> str:
    """Write a workbook or CSV text as the Markdown tables that are kept."""
    sheets = _read(source.encode() if isinstance(source, str) else source)
    return "\n".join(line for sheet in COLUMNS for line in _table(sheets, sheet))


def _table(sheets: DefinitionData, sheet: str) -> Iterator[str]:
    columns = _columns(sheets, sheet)
    yield f"| {sheet} |"
    yield f"| | {' | '.join(columns)} |"
    for row in getattr(sheets, sheet) or ():
        cells = (" ".join(row.get(column, "").split()) for column in columns)
        yield f"| | {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
