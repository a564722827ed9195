"""Compiles an XLSForm with pyxform, and tries every rule of it once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import ParseError

from pyxform.errors import PyXFormError  # type: ignore[import-untyped]
from pyxform.xls2json_backends import DefinitionData  # type: ignore[import-untyped]
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from heard.core.questionnaire import xform
from heard.core.questionnaire.filled import BadExpression, Filled
from heard.core.questionnaire.form import Form as Asked
from heard.core.questionnaire.form import Kind, Question, Rules, in_language
from heard.core.questionnaire.values import how_many
from heard.questionnaires import _brackets, _cells, _quotes
from heard.questionnaires._faults import Fault, RefusedForm, refuse
from heard.questionnaires._sheets import Row, as_markdown, read, rows
from heard.questionnaires.scales import scales

__all__ = ["Form", "Item", "RefusedForm", "compile_form"]

TRIAL = datetime(2020, 10, 12, 12, tzinfo=UTC)  # a time at which every rule is tried
RULES = {
    "required": "required",
    "relevant": "relevant",
    "constraint": "constraint",
    "calculation": "calculate",
}
NEVER = frozenset({"", "false()"})
MOST_POINTS = 101  # from 0 to 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    question_id: str
    kind: Kind
    label: str
    hint: str
    scale_id: str
    dimension: str
    required: bool
    bank: str = ""  # the question of the bank that it quotes, with its version: Q-VSS-01:1


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A compiled form; `source` is its Markdown, `xform` the ODK XForm as XML.

    `flags` are what somebody should look at: they keep nothing from being published.
    """

    form_id: str
    number: int
    source: str
    xform: str
    items: tuple[Item, ...]
    languages: tuple[str, ...]
    flags: tuple[Fault, ...]


def compile_form(source: str | bytes) -> Form:
    """Compile an XLSForm: Markdown or CSV as text, or the bytes of an .xlsx. RefusedForm if bad.

    Whatever it came as, its Markdown is what is compiled and kept.
    """
    markdown = as_markdown(source)
    sheets = read(markdown)
    refuse([*_cells.faults(sheets), *_brackets.faults(sheets), *_quotes.faults(sheets)])
    settings = (sheets.settings or [{}])[0]
    text = _convert(markdown.encode())
    asked = _read_back(text)
    refuse(_rules(asked, sheets))
    return Form(
        form_id=settings.get("form_id", ""),
        number=int(settings["version"]),
        source=markdown,
        xform=text,
        items=tuple(_item(question, asked.languages[0]) for question in asked.questions()),
        languages=asked.codes(),
        flags=(*_cells.flags(sheets), *_quotes.flags(sheets)),
    )


def _convert(content: bytes) -> str:
    """Let pyxform check everything else that XLSForm asks for; its warnings count."""
    warnings: list[str] = []
    try:
        text: str = convert(content, file_type=".md", warnings=warnings).xform
    except PyXFormError as error:
        raise RefusedForm(_sentence(str(error))) from error
    if warnings:
        raise RefusedForm(_sentence(warnings[0]))
    return text


def _read_back(text: str) -> Asked:
    """Read what pyxform wrote. A sign that XML cannot hold is found here, and by nobody before."""
    try:
        return xform.read(text)
    except (ParseError, xform.UnknownControl) as error:
        raise RefusedForm(f"What it compiles to cannot be read: {error}.") from error


def _sentence(text: str) -> str:
    return f"{' '.join(text.split()).rstrip('.')}."


def _item(question: Question, language: str) -> Item:
    scale = scales().get(question.rules.attributes.get("scale", ""))
    is_scale = scale is not None and not scale.longest
    label, hint = (
        " ".join("".join(part if isinstance(part, str) else "…" for part in words).split())
        for words in (in_language(question.label, language), in_language(question.hint, language))
    )
    return Item(
        question_id=question.name,
        kind=Kind.SCALE if is_scale else question.kind,
        label=label,
        hint=hint,
        scale_id=scale.scale_id if scale else "",
        dimension=question.rules.attributes.get("dimension", ""),
        required=question.rules.required not in NEVER,
        bank=_quotes.full(question.rules.attributes.get("bank", "")),
    )


def _rules(asked: Asked, sheets: DefinitionData) -> Iterator[Fault]:
    """Try every expression, once by itself, and once all together on a form without answers."""
    places = {row.get("name", ""): (at, row) for at, row in rows(sheets, "survey")}
    found = False
    for path, rules in asked.rules.items():
        at, row = places.get(path.rpartition("/")[2], (0, {}))
        for column, rule in RULES.items() if at else ():
            if fault := _tried(asked, path, rules, rule):
                found = True
                yield Fault(
                    "survey", at, column, f"'{row.get(column, '')}' cannot be worked out: {fault}"
                )
    if not found:
        yield from _together(asked, places)
    yield from _ranges(asked, places)


def _ranges(asked: Asked, places: Mapping[str, tuple[int, Row]]) -> Iterator[Fault]:
    """Refuse a range with more points than a page can show, each with a button of its own."""
    for question in asked.questions():
        if question.kind is not Kind.RANGE:
            continue
        try:
            is_short = how_many(question) <= MOST_POINTS
        except (ValueError, OverflowError):
            is_short = False
        if not is_short:
            at, _ = places[question.name]
            rule = f"must be a range of {MOST_POINTS} points at most"
            yield Fault("survey", at, "parameters", rule)


def _tried(asked: Asked, path: str, rules: Rules, rule: str) -> str:
    """Say why an expression cannot be worked out, '' if it can."""
    expression = getattr(rules, rule)
    if not expression:
        return ""
    bare = Asked(
        form_id="",
        version="",
        title="",
        languages=asked.languages,
        body=(),
        rules={path: Rules(type=rules.type, calculate=expression)},
        defaults=(),
        template=asked.template,
        lists=asked.lists,
        texts={},
    )
    try:
        Filled(bare, {}, now=TRIAL, language="")
    except BadExpression as error:
        return str(error)
    return ""


def _together(asked: Asked, places: Mapping[str, tuple[int, Row]]) -> Iterator[Fault]:
    for language in asked.languages:
        filled = Filled(asked, {}, now=TRIAL, language=language)
        for step in filled.steps:
            question = step.question
            if question is None:
                continue
            at, row = places[question.name]
            try:
                filled.choices(step)
            except BadExpression as error:
                rule = f"'{row.get('choice_filter', '')}' cannot be worked out: {error}"
                yield Fault("survey", at, "choice_filter", rule)
            try:
                filled.words(question.label, step.key)
                filled.words(question.hint, step.key)
            except BadExpression as error:
                yield Fault("survey", at, "label", f"cannot be put together: {error}")
