"""Every kind of question compiles, and what is wrong in a form is said of its cell."""

import io
import zipfile

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

from heard.questionnaires._compile import compile_form
from heard.questionnaires._faults import Fault, RefusedForm
from heard.questionnaires.models import Question
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.questionnaires.forms import TREATMENT, write_form

Kind = Question.Kind
SPAN = "start=1 end=5 step=1"


def _faults(source: str | bytes) -> list[Fault]:
    with pytest.raises(RefusedForm) as refusal:
        compile_form(source)
    return list(refusal.value.faults)


def _changed(before: str, after: str, *, times: int = 1) -> str:
    assert before in ALL_KINDS
    return ALL_KINDS.replace(before, after, times)


def test_every_kind_of_question_compiles_in_both_languages() -> None:
    form = compile_form(ALL_KINDS)
    assert form.languages == ("en", "cy")
    assert [(item.question_id, item.kind) for item in form.items] == [
        ("hello", Kind.NOTE),
        ("treatment", Kind.SCALE),
        ("worries", Kind.CHOICES),
        ("why", Kind.TEXT),
        ("order", Kind.RANK),
        ("district", Kind.CHOICE),
        ("park", Kind.CHOICE),
        ("age", Kind.INTEGER),
        ("day", Kind.DATE),
        ("hour", Kind.TIME),
        ("miles", Kind.DECIMAL),
        ("safe", Kind.RANGE),
        ("where", Kind.PLACE),
        ("called", Kind.TEXT),
        ("years", Kind.INTEGER),
        ("seen", Kind.ACKNOWLEDGE),
    ]
    years = next(item for item in form.items if item.question_id == "years")
    assert (years.label, years.required) == ("How old is …?", False)


@pytest.mark.parametrize(
    "span",
    ["start=0 end=1000000000 step=1", "start=0 end=101 step=1", "start=0 end=10 step=0.0000001"],
)
def test_a_range_has_no_more_points_than_a_page_can_show(span: str) -> None:
    (fault,) = _faults(_changed(SPAN, span))
    assert (fault.column, fault.rule) == ("parameters", "must be a range of 101 points at most")
    compile_form(_changed(SPAN, "start=0 end=100 step=1"))


@pytest.mark.parametrize("sign", ["\u202d", "\u202e"])
def test_signs_that_turn_letters_round_are_refused(sign: str) -> None:
    (fault,) = _faults(_changed("How old are you?", f"How old {sign}are you?"))
    rule = f"must not have U+{ord(sign):04X}, which turns letters round"
    assert (fault.sheet, fault.rule) == ("survey", rule)
    compile_form(_changed("How old are you?", "How old \u2067are\u2069 you?\u200f"))


@pytest.mark.parametrize(
    ("before", "after", "column"),
    [
        ("if(${age} >= 18, 1, 0)", "count(//*[//*[//*[1]]])", "calculation"),
        ("district = ${district}", "count(//*[//*[1]]) > 1", "choice_filter"),
    ],
)
def test_conditions_within_one_another_that_would_stop_a_page_are_refused(
    before: str, after: str, column: str
) -> None:
    (fault,) = _faults(_changed(before, after))
    assert (fault.column, "within one another" in fault.rule) == (column, True)
    compile_form(_changed("regex(., '[A-Z].*')", "regex(., '[[:alpha:]][A-Z]{1}.*')"))


@pytest.mark.parametrize(
    "calculation",
    ["weighted-checklist(1, 2, 1, 2, 3)", "weighted-checklist(1, 2, ${age}, 2, 3)"],
)
def test_an_answer_without_a_weight_is_a_fault_of_its_cell(calculation: str) -> None:
    (fault,) = _faults(_changed("if(${age} >= 18, 1, 0)", calculation))
    assert "asks for a weight after each answer" in fault.rule


def test_words_that_were_copied_into_another_language_are_flagged() -> None:
    form = compile_form(_changed("Pa mor gwrtais oeddem ni?", "How polite  were we?"))
    assert form.flags == (Fault("survey", 4, "label::Welsh (cy)", "has the words of English (en)"),)
    assert compile_form(_changed("Parc y Llwyf", "Elm Park")).flags == ()


def test_two_ideas_in_a_question_are_flagged_and_keep_nothing_back() -> None:
    form = compile_form(
        write_form((*TREATMENT[:2], "How polite and kind were we?", *TREATMENT[3:]))
    )
    assert form.flags == (Fault("survey", 2, "label", "may ask for two things at once"),)


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (
            "Pam cyffuriau?",
            "",
            Fault(
                "survey",
                6,
                "label::Welsh (cy)",
                "must not be empty: every language needs every word",
            ),
        ),
        (
            "Rhaid i chi fod yn 16 oed neu'n hŷn",
            "",
            Fault(
                "survey",
                10,
                "constraint_message::Welsh (cy)",
                "must not be empty: every language needs every word",
            ),
        ),
        (
            "| Goryrru |",
            "| |",
            Fault(
                "choices",
                14,
                "label::Welsh (cy)",
                "must not be empty: every language needs every word",
            ),
        ),
        (
            "selected(${worries}, 'drugs')",
            "selektiert(${worries}, 'drugs')",
            Fault(
                "survey",
                6,
                "relevant",
                "'selektiert(${worries}, 'drugs')' cannot be worked out: "
                "unknown function 'selektiert'",
            ),
        ),
        (
            "if(${age} >= 18, 1, 0)",
            "count(3) + 1",
            Fault(
                "survey",
                11,
                "calculation",
                "'count(3) + 1' cannot be worked out: "
                "count() asks for a question or group, not a value",
            ),
        ),
        (
            "regex(., '[A-Z].*')",
            "regex(., '[A-Z')",
            Fault(
                "survey",
                20,
                "constraint",
                "'regex(., '[A-Z')' cannot be worked out: "
                "[A-Z is no regular expression of RE2: missing ]: [A-Z",
            ),
        ),
        (
            "district = ${district}",
            "foo(${district})",
            Fault(
                "survey",
                9,
                "choice_filter",
                "'foo(${district})' cannot be worked out: unknown function 'foo'",
            ),
        ),
        (
            "| decimal | miles |",
            "| image | miles |",
            Fault(
                "survey",
                15,
                "type",
                "'image' is not one of acknowledge, begin_group, begin_repeat, calculate, date, "
                "decimal, end, geopoint, integer, note, range, rank, select_multiple, select_one, "
                "start, text, time, today",
            ),
        ),
        (
            "| multiline |",
            "| draw |",
            Fault(
                "survey",
                6,
                "appearance",
                "is not one of , field-list, likert, minimal, multiline, quick",
            ),
        ),
        (
            "| text | why |",
            "| text | age |",
            Fault("survey", 10, "name", "'age' is the name of row 6, too"),
        ),
        (
            "| text | why |",
            "| text | my-why |",
            Fault(
                "survey",
                6,
                "name",
                "'my-why' must be letters, digits and _, 40 at most, and not meta",
            ),
        ),
        (
            "| worry | drugs |",
            "| worry | hard drugs |",
            Fault("choices", 13, "name", "must have no blanks: they part what was chosen"),
        ),
        (
            "rank worry",
            "rank worries",
            Fault("survey", 7, "type", "there is no list 'worries' in sheet choices"),
        ),
    ],
)
def test_a_fault_names_its_cell_and_the_rule(before: str, after: str, fault: Fault) -> None:
    assert fault in _faults(_changed(before, after))


def test_a_repeat_in_a_repeat_is_refused() -> None:
    source = ALL_KINDS.replace("| begin_group |", "| begin_repeat |")
    source = source.replace("| end_group |", "| begin_repeat | inner | I | I |\n| | end_repeat |")
    source = source.replace("| geopoint |", "| end_repeat |\n| | geopoint |")
    assert "a repeat cannot be inside another repeat" in [fault.rule for fault in _faults(source)]


def test_a_scale_in_a_repeat_is_refused() -> None:
    rated = "| select_one n10 | rated | How? | Sut? | | | | | | | | | | | | | | N10 | treatment |"
    source = ALL_KINDS.replace("| | end_repeat |", f"| {rated}\n| | end_repeat |")
    found = [fault.rule for fault in _faults(source)]
    assert found == ["cannot be in a repeat: figures count people"]


def test_all_faults_are_said_at_once() -> None:
    faults = _faults(_changed("| worry | drugs | Drugs |", "| worry | | |").replace("Pam cy", ""))
    assert len(faults) > 1
    assert [fault.sheet for fault in faults][-1] == "choices"


def _workbook(*rows: list[str]) -> bytes:
    book = Workbook()
    book.active.title = "survey"
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _with(content: bytes, name: str, part: bytes) -> bytes:
    """Put a part into a workbook, in the place of one of the same name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(buffer, "w") as book:
        for other in before.namelist():
            if other != name:
                book.writestr(other, before.read(other))
        book.writestr(name, part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;">]><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheets><sheet name="&c;" sheetId="1"/></sheets></workbook>"""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"no workbook", "The file must be an XLSForm as Markdown, CSV or .xlsx."),
        (_workbook(["type"])[:200], "The file must be an XLSForm as Markdown, CSV or .xlsx."),
        (
            _with(_workbook(["type"]), "xl/vbaProject.bin", b"macro"),
            (
                "The workbook has macros or other files in it (xl/vbaProject.bin): "
                "save it as a plain .xlsx."
            ),
        ),
        (
            _with(_workbook(["type"]), "xl/bomb.xml", bytes(60_000_000)),
            "The workbook unpacks to more than 50,000,000 bytes.",
        ),
        (bytes(5_000_001), "The file has more than 5,000,000 bytes."),
        (
            _with(_workbook(["type"]), "xl/workbook.xml", LAUGHS),
            "The file must be an XLSForm as Markdown, CSV or .xlsx.",
        ),
        (
            _workbook(["type", "name"], *(["note", "x"] for _ in range(2_001))),
            "Sheet survey has more than 2,000 rows or 100 columns.",
        ),
    ],
)
def test_a_broken_huge_or_hostile_workbook_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(RefusedForm) as refusal:
        compile_form(content)
    assert str(refusal.value) == sentence
