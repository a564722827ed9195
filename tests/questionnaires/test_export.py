"""A questionnaire goes out as a workbook, and comes back as the same form."""

import io
import zipfile
from importlib.resources import files

import pytest
from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]

from heard.questionnaires._compile import compile_form
from heard.questionnaires.examine import as_text
from heard.questionnaires.export import TooLong, workbook
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.questionnaires.forms import COMMENT, HEAD, TREATMENT, write_form

SHIPPED = sorted(
    file.name for file in files("heard.questionnaires").iterdir() if file.name.endswith(".md")
)


def _opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def _labelled(label: str) -> str:
    return write_form(("text", "comment", label, "no", "TEXT", "free_text"))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_questionnaire_comes_back_as_the_same_form(name: str) -> None:
    source = files("heard.questionnaires").joinpath(name).read_text(encoding="utf-8")
    assert compile_form(workbook(source)).xform == compile_form(source).xform


def test_every_kind_of_question_and_rule_comes_back() -> None:
    before, after = compile_form(ALL_KINDS), compile_form(workbook(ALL_KINDS))
    assert (after.xform, after.items, after.languages) == (
        before.xform,
        before.items,
        before.languages,
    )
    assert as_text(workbook(after.source)) == after.source


@pytest.mark.parametrize(
    "label",
    [
        '=HYPERLINK("https://evil.example","Press")',
        "=1+1",
        "+44 7700 900123",
        "-5 to 5?",
        "@SUM(A1:A2)",
        "'quoted already",
        "1",
        "TRUE",
        "2020-10-09",
        "#REF!",
        "a | b",
    ],
)
def test_no_cell_is_ever_a_formula_or_anything_but_text(label: str) -> None:
    source = _labelled(label.replace("|", "\\|"))
    page = _opened(workbook(source))["survey"]
    cell = page["C2"]
    starts = label[0] in "=+-@"
    assert (cell.value, cell.data_type, cell.quotePrefix) == (label, "s", starts)
    assert {c.data_type for row in page.iter_rows() for c in row if c.value is not None} == {"s"}
    assert [item.label for item in compile_form(workbook(source)).items] == [label]


def test_the_file_itself_holds_no_formula() -> None:
    parts = zipfile.ZipFile(io.BytesIO(workbook(_labelled('=HYPERLINK("https://x.example")'))))
    pages = [parts.read(n) for n in parts.namelist() if n.startswith("xl/worksheets/")]
    assert (len(pages), [page for page in pages if b"<f>" in page or b"<f " in page]) == (3, [])
    assert b'quotePrefix="1"' in parts.read("xl/styles.xml")


def test_a_workbook_has_its_words_in_broad_columns_under_a_head_that_stays() -> None:
    page = _opened(workbook(write_form(TREATMENT, COMMENT)))["survey"]
    assert [cell.value for cell in page[1]] == list(HEAD)
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["C"].width > page.column_dimensions["B"].width


def test_rows_keep_their_numbers_so_that_a_fault_names_the_cell_that_people_see() -> None:
    source = ALL_KINDS.replace("| range | safe |", "| image | safe |")
    page = _opened(workbook(source))["survey"]
    assert (page["A17"].value, page["B17"].value) == ("image", "safe")


def test_a_mark_that_no_workbook_holds_is_shown_and_breaks_nothing() -> None:
    page = _opened(workbook(_labelled("Any\x07thing?")))["survey"]
    assert page["C2"].value == "Any\N{REPLACEMENT CHARACTER}thing?"


def test_a_cell_that_is_too_long_for_a_workbook_is_named() -> None:
    with pytest.raises(TooLong, match=r"^Sheet survey, cell C2: a workbook holds 32,767 "):
        workbook(_labelled("x" * 32_768))
