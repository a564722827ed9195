"""What changed of a question between two versions of a form, and which changed their place."""

import pytest

from heard.core.questionnaire import xform
from heard.core.questionnaire.compared import Change, Why, changes, moved
from heard.core.questionnaire.form import Form
from heard.questionnaires._compile import compile_form
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.questionnaires.forms import COMMENT, HEAD, TREATMENT, write_form

TRUST = ("select_one n10", "trust", "How far do you trust us?", "no", "N10", "trust")
EVERY = ("treatment", "worries", "order", "park", "safe", "why", "years")


def form_of(source: str) -> Form:
    return xform.read(compile_form(source).xform)


def changed(*swaps: tuple[str, str]) -> Form:
    """Give the form of all kinds with some of its cells written otherwise."""
    source = ALL_KINDS
    for before, after in swaps:
        assert before in source
        source = source.replace(before, after)
    return form_of(source)


def test_a_form_as_it_was_breaks_nothing() -> None:
    form = form_of(ALL_KINDS)
    assert [changes(form, form_of(ALL_KINDS), name) for name in EVERY] == [[]] * len(EVERY)
    assert moved(form, form) == {}


@pytest.mark.parametrize(
    ("swap", "name", "why", "words"),
    [
        (
            ("How polite were we?", "How kind were we?"),
            *("treatment", Why.WORDING),
            "The wording was “How polite were we?” and is “How kind were we?” now.",
        ),
        (
            ("0 is not at all", "0 is never"),
            *("treatment", Why.WORDING),
            "The hint was “0 is not at all” and is “0 is never” now.",
        ),
        (
            ("How old is ${called}?", "How old is ${called} now?"),
            *("years", Why.WORDING),
            "The wording was “How old is …?” and is “How old is … now?” now.",
        ),
        (
            ("| Drugs |", "| Drink |"),
            *("worries", Why.CHOICES),
            "The choice “Drugs” is called “Drink” now.",
        ),
        (
            ("start=1 end=5 step=1", "start=1 end=7 step=1"),
            *("safe", Why.SCALE),
            "It ran from 1 to 5 by 1 and runs from 1 to 7 by 1 now.",
        ),
        (
            ("district = ${district}", "district != ${district}"),
            *("park", Why.CHOICES),
            "Other choices are offered, after what was answered before.",
        ),
        (
            ("selected(${worries}, 'drugs')", "selected(${worries}, 'burglary')"),
            *("why", Why.ASKED_OF),
            (
                "It was asked of those of whom holds: worries is “Drugs” "
                "and is asked of those of whom holds: worries is “Burglary” now."
            ),
        ),
        (
            ("${grown} = 1", "${grown} = 0"),
            *("years", Why.ASKED_OF),
            (
                "It was asked of those of whom holds: grown = 1 "
                "and is asked of those of whom holds: grown = 0 now."
            ),
        ),
    ],
)
def test_what_is_asked_otherwise_is_said(
    swap: tuple[str, str], name: str, why: Why, words: str
) -> None:
    assert changes(form_of(ALL_KINDS), changed(swap), name) == [Change(why, "", words)]


def test_a_hint_that_is_taken_away_is_said_in_each_language() -> None:
    without = changed(("| 0 is not at all | 0 yw ddim o gwbl |", "| | |"))
    assert changes(form_of(ALL_KINDS), without, "treatment") == [
        Change(Why.WORDING, "", "The hint was “0 is not at all” and is none now."),
        Change(Why.WORDING, "cy", "The hint was “0 yw ddim o gwbl” and is none now."),
    ]


def test_what_everybody_was_asked_before_is_said_to_be_asked_of_some_now() -> None:
    row = "| order | Put them in order | Rhowch nhw mewn trefn | | | yes |"
    now = (f"{row} |", f"{row} selected(${{worries}}, 'none') |")
    assert changes(form_of(ALL_KINDS), changed(now), "order") == [
        Change(
            *(Why.ASKED_OF, ""),
            "It was asked of everybody and is asked of those of whom holds: "
            "selected(worries, 'none') now.",
        )
    ]


def test_a_condition_is_the_same_wherever_the_group_of_what_it_names_is() -> None:
    group = "| | begin_group | about | | | | | | | | | | | | | | | | | |"
    worries = next(line for line in ALL_KINDS.splitlines() if "select_multiple" in line)
    inside = f"{group}\n{worries}\n{group.replace('begin', 'end').replace('about', '')}"
    assert changes(form_of(ALL_KINDS), changed((worries, inside)), "why") == []


def test_choices_may_be_added_taken_out_and_put_into_another_order() -> None:
    drugs = "| | worry | drugs | Drugs | Cyffuriau | |"
    last = "| | worry | burglary | Burglary | Byrgleriaeth | |"
    more = "| | worry | noise | Noise | Sŵn | |"
    before = form_of(ALL_KINDS)
    assert changes(before, changed((last, f"{last}\n{more}")), "worries") == [
        Change(Why.CHOICES, "", "Offered as well: “Noise”.")
    ]
    assert changes(changed((last, f"{last}\n{more}")), before, "worries") == [
        Change(Why.CHOICES, "", "No longer offered: “Noise”.")
    ]
    turned = changed((drugs, "@"), (last, drugs), ("@", last))
    assert changes(before, turned, "worries") == [
        Change(Why.CHOICES, "", "The choices are offered in another order.")
    ]


def test_another_scale_is_said_once_and_not_choice_by_choice() -> None:
    agree = ("| | agr5 | 1 | Strongly agree |", "| | agr5 | 2 | Tend to agree |")
    more = (
        "| | agr5 | 3 | Neither agree nor disagree |",
        "| | agr5 | 4 | Tend to disagree |",
        "| | agr5 | 5 | Strongly disagree |",
        "| | agr5 | 98 | Don't know |",
    )
    other = ("select_one agr5", *TREATMENT[1:4], "AGR5", "treatment")
    settings = "| settings |"
    source = write_form(other).replace(settings, "\n".join((*agree, *more, settings)))
    assert changes(form_of(write_form(TREATMENT)), form_of(source), "treatment") == [
        Change(Why.SCALE, "", "The scale was N10 and is AGR5 now.")
    ]


def test_what_changes_in_one_language_is_about_that_language_alone() -> None:
    swaps = (
        ("Pa mor gwrtais oeddem ni?", "Pa mor garedig oeddem ni?"),
        ("10 \N{EN DASH} yn llwyr", "10 \N{EN DASH} yn gyfan gwbl"),
    )
    assert changes(form_of(ALL_KINDS), changed(*swaps), "treatment") == [
        Change(
            Why.WORDING,
            "cy",
            "The wording was “Pa mor gwrtais oeddem ni?” and is “Pa mor garedig oeddem ni?” now.",
        ),
        Change(
            Why.CHOICES,
            "cy",
            "The choice “10 \N{EN DASH} yn llwyr” is called “10 \N{EN DASH} yn gyfan gwbl” now.",
        ),
    ]


def test_a_language_begins_and_ends_without_a_break_in_the_others() -> None:
    english = form_of(write_form(TREATMENT))
    head = tuple("label::English (en)" if cell == "label" else cell for cell in HEAD)
    both = (*head, "label::Welsh (cy)")
    cells = (*TREATMENT, "Pa mor gwrtais oeddem ni?")
    source = (
        write_form(cells, head=both)
        .replace("name | label |", "name | label::English (en) | label::Welsh (cy) |")
        .replace("| | form_title |", "| | default_language | form_title |")
        .replace("| | Trial |", "| | English (en) | Trial |")
    )
    lines = [
        f"{line} {line.split('|')[-2].strip()} |" if line.startswith("| | n10") else line
        for line in source.splitlines()
    ]
    welsh = form_of("\n".join(lines))
    assert changes(english, welsh, "treatment") == [
        Change(Why.LANGUAGE, "cy", "It is asked in this language from here on.")
    ]
    assert changes(welsh, english, "treatment") == [
        Change(Why.LANGUAGE, "cy", "It is no longer asked in this language.")
    ]


def test_a_form_that_turns_to_another_first_language_keeps_its_series_in_both() -> None:
    text = compile_form(ALL_KINDS).xform
    english, welsh = (f'lang="{name}"' for name in ("English (en)", "Welsh (cy)"))
    turned = text.replace(f'{english} default="true()"', english).replace(
        f"<translation {welsh}", f'<translation {welsh} default="true()"'
    )
    after = xform.read(turned)
    assert after.languages[0] == "Welsh (cy)"
    assert changes(form_of(ALL_KINDS), after, "order") == []


def test_without_the_language_it_began_in_a_question_is_another() -> None:
    polish = changed(("English (en)", "Polish (pl)"), ("| Every kind |", "| Kinds |"))
    swapped = changes(form_of(ALL_KINDS.replace("Put them in order", "Ranking")), polish, "order")
    assert swapped == [
        Change(Why.WORDING, "", "The wording was “Ranking” and is “Put them in order” now.")
    ]


def test_an_item_that_is_added_moves_nothing() -> None:
    before = form_of(write_form(TREATMENT, COMMENT))
    assert moved(before, form_of(write_form(TREATMENT, TRUST, COMMENT))) == {}
    assert moved(before, form_of(write_form(TRUST, COMMENT))) == {}


def test_the_fewest_that_change_their_place_are_said_to_have_moved() -> None:
    before = form_of(write_form(TREATMENT, COMMENT, TRUST))
    assert moved(before, form_of(write_form(TRUST, TREATMENT, COMMENT))) == {
        "trust": "It was asked after comment and is asked first now."
    }
    assert moved(before, form_of(write_form(COMMENT, TRUST, TREATMENT))) == {
        "treatment": "It was asked first and is asked after trust now."
    }


def test_of_two_that_change_places_the_second_moved() -> None:
    before = form_of(write_form(TREATMENT, COMMENT))
    assert moved(before, form_of(write_form(COMMENT, TREATMENT))) == {
        "comment": "It was asked after treatment and is asked first now."
    }
