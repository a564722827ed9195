"""A questionnaire with faults is read as far as it can be, and says what they are."""

import pytest

from heard.questionnaires.examine import RefusedForm, as_text, examine, trial
from tests.questionnaires.bilingual import ENGLISH, WELSH, bilingual
from tests.questionnaires.forms import COMMENT, TREATMENT, write_form

EMPTY = "must not be empty: every language needs every word"
BAR = "| survey |\n| | type | name | label |\n| | text | comment | Anything? |"


def test_a_form_without_faults_says_what_it_is() -> None:
    found = examine(bilingual(number="4"))
    assert (found.slug, found.number, found.title, found.faults) == ("trial", 4, "Trial", ())
    assert found.complete() == (ENGLISH, WELSH)


def test_faults_are_sentences_about_cells() -> None:
    found = examine(bilingual(welsh="", number="next"))
    assert found.faults == (
        f"Sheet survey, row 2, column label::{WELSH}: {EMPTY}.",
        "Sheet settings, row 2, column version: must be a whole number from 1.",
    )
    assert (found.number, found.complete()) == (None, (ENGLISH,))


def test_without_its_first_language_no_other_is_complete() -> None:
    assert examine(bilingual(question="")).complete() == ()


def test_a_form_without_settings_or_lists_is_read_all_the_same() -> None:
    found = examine(BAR)
    assert (found.slug, found.number) == ("", None)
    assert found.faults == (
        "Sheet settings, row 2, column version: must be a whole number from 1.",
        "Sheet settings, row 2, column form_id: must be letters, digits, _ and -, 50 at most.",
    )


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("32768", "Sheet settings, row 2, column version: must be 32,767 at most."),
        ("9" * 5_000, "Sheet settings, row 2, column version: must be 32,767 at most."),
        ("0", "Sheet settings, row 2, column version: must be a whole number from 1."),
    ],
)
def test_a_number_that_no_version_may_have_is_said(number: str, sentence: str) -> None:
    found = examine(write_form(TREATMENT, version=number))
    assert (found.number, found.faults) == (None, (sentence,))


def test_what_a_person_should_look_at_is_said_apart() -> None:
    source = bilingual(question="How polite and kind were we?")
    assert examine(source).flags == (
        "Sheet survey, row 2, column label::English (en): may ask for two things at once.",
    )


def test_the_lines_of_a_page_and_a_file_are_the_same() -> None:
    assert as_text(bilingual().replace("\n", "\r\n")) == bilingual()


@pytest.mark.parametrize("source", ["nothing at all", bilingual() + "\0", "", "| x |", b"", b"PK"])
def test_what_cannot_be_read_is_refused_in_a_sentence(source: str | bytes) -> None:
    with pytest.raises(RefusedForm, match=r"^The file .*\.$"):
        as_text(source)


def test_a_trial_asks_what_a_version_would_ask() -> None:
    found = trial(bilingual(welsh=""), (ENGLISH,))
    assert found.form.codes() == ("en",)
    assert [(q.position, q.question_id) for q in found.questions] == [
        (1, "treatment"),
        (2, "comment"),
    ]
    with pytest.raises(RefusedForm, match="must not be empty"):
        trial(bilingual(welsh=""), (ENGLISH, WELSH))


def test_two_questions_of_one_name_are_a_fault() -> None:
    assert "'comment' is the name of row 2, too" in examine(write_form(COMMENT, COMMENT)).faults[0]


@pytest.mark.parametrize(
    "source",
    [
        bilingual(question="How\x07polite?"),
        bilingual().replace('heard="urn:heard:xform"', ""),
        bilingual().replace("| text | comment |", "| trigger | comment |"),
    ],
)
def test_what_breaks_only_once_it_is_compiled_is_a_fault_like_any_other(source: str) -> None:
    assert len(examine(source).faults) == 1


def test_a_row_with_more_cells_than_columns_is_named_by_its_line() -> None:
    row = "| | text | comment | Anything? | too | many |"
    with pytest.raises(RefusedForm, match=r"^Line 3 has more cells than its sheet has columns\.$"):
        as_text(BAR.replace("| | text | comment | Anything? |", row))
