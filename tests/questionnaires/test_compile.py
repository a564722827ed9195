"""An XLSForm becomes questions, or one sentence about what is wrong with it."""

import csv
import io
from xml.etree import ElementTree as ET

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

from heard.questionnaires import publish
from heard.questionnaires._compile import Item, compile_form
from heard.questionnaires.models import Question
from heard.questionnaires.scales import scales
from tests.questionnaires.forms import COMMENT, HEAD, POINTS, TREATMENT, write_form

ITEMS = (
    Item(
        question_id="treatment",
        kind=Question.Kind.SCALE,
        label="How polite were we?",
        hint="",
        scale_id="N10",
        dimension="treatment",
        required=True,
    ),
    Item(
        question_id="comment",
        kind=Question.Kind.TEXT,
        label="Anything else?",
        hint="",
        scale_id="TEXT",
        dimension="free_text",
        required=False,
    ),
)


def test_a_form_gives_its_questions_in_order() -> None:
    form = compile_form(write_form(TREATMENT, COMMENT, version="3"))
    assert (form.form_id, form.number, form.items) == ("trial", 3, ITEMS)


def test_scale_and_dimension_travel_in_the_xform() -> None:
    form = compile_form(write_form(TREATMENT))
    bind = ET.fromstring(form.xform).find(".//{*}bind[@nodeset='/data/treatment']")  # noqa: S314 - ours
    assert bind is not None
    ours = {name: value for name, value in bind.attrib.items() if "urn:heard" in name}
    assert ours == {
        "{urn:heard:xform}scale": "N10",
        "{urn:heard:xform}dimension": "treatment",
    }


def test_a_workbook_is_kept_as_markdown_and_compiles_to_the_same() -> None:
    book = Workbook()
    book.remove(book.active)
    for sheet, rows in _sheets(write_form(TREATMENT, COMMENT)).items():
        page = book.create_sheet(sheet)
        for row in rows:
            page.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    form = compile_form(buffer.getvalue())
    assert form.items == ITEMS
    assert compile_form(form.source) == form


def test_csv_compiles_to_the_same() -> None:
    buffer = io.StringIO()
    for sheet, rows in _sheets(write_form(TREATMENT, COMMENT)).items():
        csv.writer(buffer).writerows([[sheet], *(["", *row] for row in rows)])
    assert compile_form(buffer.getvalue()).items == ITEMS


def test_a_bar_in_a_label_survives_the_way_from_csv() -> None:
    question = ("text", "comment", "This \\| that?", "no", "TEXT", "free_text")
    buffer = io.StringIO()
    for sheet, rows in _sheets(write_form(question)).items():
        csv.writer(buffer).writerows([[sheet], *(["", *row] for row in rows)])
    text = buffer.getvalue().replace("\\|", "|")
    assert [item.label for item in compile_form(text).items] == ["This | that?"]


def _sheets(markdown: str) -> dict[str, list[list[str]]]:
    """Read simple Markdown tables without pyxform."""
    sheets: dict[str, list[list[str]]] = {}
    name = ""
    for line in markdown.splitlines():
        first, *cells = (cell.strip() for cell in line.strip("|").split(" | "))
        name = first.strip("| ") or name
        row = [cell for cell in cells if cell]
        sheets.setdefault(name, []).extend([row] if row else [])
    return sheets


def _but(question: tuple[str, ...], at: int, value: str) -> tuple[str, ...]:
    return (*question[:at], value, *question[at + 1 :])


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (
            write_form(TREATMENT, _but(COMMENT, 0, "integer")),
            (
                "Sheet survey, row 3, column type: must be text on scale TEXT, "
                "or select_one with the points of its scale."
            ),
        ),
        (
            write_form(_but(TREATMENT, 4, "N11")),
            f"Sheet survey, row 2, column bind::heard:scale: must be one of {', '.join(scales())}.",
        ),
        (
            write_form(_but(TREATMENT, 5, "")),
            "Sheet survey, row 2, column bind::heard:dimension: must not be empty.",
        ),
        (
            write_form((*TREATMENT, "true()"), head=(*HEAD, "readonly")),
            (
                "Sheet survey, row 1, column readonly: is not one of type, name, required, "
                "relevant, constraint, calculation, choice_filter, default, appearance, "
                "parameters, repeat_count, bind::type, bind::heard:scale, bind::heard:dimension, "
                "bind::heard:bank, label, hint, required_message, constraint_message."
            ),
        ),
        (
            write_form(TREATMENT, points=("0 \N{EN DASH} awful", *POINTS[1:])),
            (
                "Sheet choices, row 2, column label: "
                "scale N10 has no point 0 that is called '0 \N{EN DASH} awful'."
            ),
        ),
        (
            write_form(TREATMENT, points=POINTS[:10]),
            (
                "Sheet choices, row 11, column name: "
                "scale N10 has the points 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 in this order."
            ),
        ),
        (
            write_form(TREATMENT, version="next"),
            "Sheet settings, row 2, column version: must be a whole number from 1.",
        ),
        (
            write_form(_but(TREATMENT, 0, "select_one n11")),
            "Sheet survey, row 2, column type: there is no list 'n11' in sheet choices.",
        ),
        ("nothing at all", "The file must be an XLSForm as Markdown, CSV or .xlsx."),
    ],
)
def test_what_we_cannot_ask_is_refused_in_one_sentence(source: str, sentence: str) -> None:
    with pytest.raises(publish.RefusedForm) as refusal:
        compile_form(source)
    assert str(refusal.value) == sentence


def test_a_fault_that_pyxform_finds_is_one_sentence_too() -> None:
    with pytest.raises(publish.RefusedForm, match=r"^\[row : 2\] .*'nobody'.*\.$"):
        compile_form(write_form(_but(TREATMENT, 3, "${nobody} = 1")))


def test_what_pyxform_only_warns_about_is_refused() -> None:
    with pytest.raises(publish.RefusedForm, match=r"^\[row : 3\] .*'Comment'.*\.$"):
        compile_form(write_form(COMMENT, _but(COMMENT, 1, "Comment")))


def test_half_a_translation_is_refused_rather_than_filled_up() -> None:
    source = write_form((*COMMENT, "Unrhyw beth arall?"), head=(*HEAD, "label::Welsh (cy)"))
    with pytest.raises(
        publish.RefusedForm, match=r"row 2, column label::Welsh \(cy\): must not be empty"
    ):
        compile_form(source)


def test_text_is_never_taken_for_the_path_of_a_file() -> None:
    with pytest.raises(publish.RefusedForm, match="must be an XLSForm"):
        compile_form(__file__)
