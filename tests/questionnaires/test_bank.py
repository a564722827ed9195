"""The question bank is whole, and a form that quotes it asks what it says."""

from collections import Counter

import pytest

from heard.questionnaires._compile import compile_form
from heard.questionnaires._faults import Fault, RefusedForm
from heard.questionnaires.bank import alike, bank, full, search
from heard.questionnaires.models import Question
from heard.questionnaires.scales import scales
from tests.questionnaires.forms import HEAD, write_form

POLITE = "How polite and respectful were we?"
QUOTE = (*HEAD, "bind::heard:bank")


def quoting(quote: str, *, label: str = POLITE, dimension: str = "treatment") -> str:
    row = ("select_one n10", "treatment", label, "yes", "N10", dimension, quote)
    return write_form(row, head=QUOTE)


def faults(source: str) -> list[Fault]:
    with pytest.raises(RefusedForm) as refusal:
        compile_form(source)
    return list(refusal.value.faults)


def test_the_bank_has_every_question_of_the_twelve_instruments_once_a_version() -> None:
    first = [w for w in bank().values() if w.version == 1]
    assert len(first) == len({w.question_id for w in first}) == 81
    assert len({w.instrument for w in first}) == 12
    numbers = Counter(w.question_id for w in bank().values())
    for question, count in numbers.items():
        assert {w.version for w in bank().values() if w.question_id == question} == {
            *range(1, count + 1)
        }


def test_every_question_is_answered_on_a_scale_that_ships_or_in_a_way_it_names() -> None:
    for wording in bank().values():
        assert wording.wording
        assert wording.source
        assert wording.scale_id in scales() if wording.scale_id else wording.answers
    assert bank()["Q-COM-01:1"].many
    assert len(bank()["Q-COM-01:1"].choices) == 9
    assert bank()["Q-EQ-03:1"].choices == ()


def test_two_ideas_in_one_question_are_marked() -> None:
    marked = {w.question_id for w in bank().values() if w.double_barrelled}
    assert {"Q-SMS-01", "Q-SMS-05", "Q-CHAT-03"} <= marked
    assert not bank()["Q-SMS-05:2"].double_barrelled


def test_the_polarity_of_a_scale_says_where_its_best_point_is() -> None:
    for scale in scales().values():
        if not scale.positive:
            assert scale.polarity == ""
            continue
        best_first = max(scale.positive) < min(scale.negative)
        assert scale.polarity == ("best first" if best_first else "best last")
    assert {"SAT5", "SAT4V", "CONF4", "FREQ6"} <= scales().keys()


def test_it_is_searched_by_words_in_any_case() -> None:
    assert [w.quote for w in search("VISIBILITY freq6")] == ["Q-CONF-10:1"]
    assert search("") == tuple(bank().values())
    assert search("no such words") == ()


def test_what_is_asked_in_the_words_of_the_bank_is_found() -> None:
    assert [w.quote for w in alike(POLITE, "N10")] == ["Q-SMS-01:1"]
    assert alike(POLITE, "SAT7") == ()


def test_a_form_may_quote_the_bank_and_the_quote_is_kept() -> None:
    form = compile_form(quoting("Q-SMS-01"))
    assert [item.bank for item in form.items] == ["Q-SMS-01:1"]
    assert (full("Q-SMS-01:2"), full("")) == ("Q-SMS-01:2", "")
    rule = "is marked in the bank: it asks for two things at once"
    assert Fault("survey", 2, "bind::heard:bank", rule) in form.flags


@pytest.mark.parametrize(
    ("source", "column", "rule"),
    [
        (
            quoting("Q-SMS-01", label="How polite were we?"),
            "label",
            "differs from Q-SMS-01 version 1: a changed wording is a new version of the question",
        ),
        (
            quoting("Q-SMS-01", dimension="kindness"),
            "bind::heard:dimension",
            "differs from Q-SMS-01 version 1: a changed dimension is a new version of the question",
        ),
        (
            quoting("Q-DA-05", label="How satisfied were you with how we kept you informed?"),
            "bind::heard:scale",
            "differs from Q-DA-05 version 1: a changed scale is a new version of the question",
        ),
        (quoting("Q-SMS-01:9"), "bind::heard:bank", "there is no question Q-SMS-01:9 in the bank"),
    ],
)
def test_what_differs_from_the_bank_is_said_with_its_cell(
    source: str, column: str, rule: str
) -> None:
    assert Fault("survey", 2, column, rule) in faults(source)


def asks_first(kind: str, *, last: str = "Something else") -> str:
    """Write a form that asks what should come first, with these choices of the bank."""
    wording = bank()["Q-COM-01:1"]
    row = (f"{kind} first", "first", wording.wording, "yes", "", "", "Q-COM-01")
    labels = (*wording.choices[:-1], last)
    choices = [f"| | first | {n} | {label} |" for n, label in enumerate(labels, start=1)]
    source = write_form(row, head=QUOTE)
    return source.replace("| settings |", "\n".join((*choices, "| settings |")))


def test_choices_that_are_on_no_scale_are_those_of_the_bank() -> None:
    assert compile_form(asks_first("select_multiple")).items[0].bank == "Q-COM-01:1"
    (kind,) = faults(asks_first("select_one"))
    assert str(kind) == (
        "Sheet survey, row 2, column type: must be select_multiple or rank as in "
        "Q-COM-01 version 1."
    )
    (choice,) = faults(asks_first("rank", last="Other"))
    assert (choice.sheet, choice.column) == ("choices", "label")
    assert choice.rule.endswith("in this order: a changed choice is a new version of the question")


@pytest.mark.django_db
def test_what_ships_asks_the_bank_but_for_a_few_of_its_own() -> None:
    asked = Question.objects.exclude(kind="note").exclude(
        version__questionnaire__slug="equality"  # in the government's words, asked in two steps
    )
    asked = asked.exclude(
        version__questionnaire__slug__startswith="chat_"
    )  # gathers, and asks no view
    unknown = {
        (q.version.questionnaire.slug, q.question_id)
        for q in asked.select_related("version__questionnaire")
        if not q.bank and not alike(q.label, q.scale_id)
    }
    assert unknown == {
        ("caller_101", "overall"),
        ("custody", "needs"),
        ("custody", "rights"),
        ("domestic_abuse", "children"),
        ("domestic_abuse", "told"),
        ("victim", "came"),
        ("victim", "first_answer"),
    }
