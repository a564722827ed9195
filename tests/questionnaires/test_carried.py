"""What a text cannot carry is named with the reason, before anybody is asked."""

import pytest

from heard.dialogues._texts import worded
from heard.questionnaires import carried
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.questionnaires.said_by_text import BY_TEXT, form_of

LONG = 10 * "So many words about a thing. "


def refusals(before: str, after: str) -> list[str]:
    """Give what is refused once a piece of the form is another one, without what they share."""
    assert before in BY_TEXT
    found = carried.refusals(form_of(BY_TEXT.replace(before, after)))
    return [sentence.replace(" of version 1 of the questionnaire", "") for sentence in found]


def test_a_form_of_what_a_text_carries_is_carried_and_others_say_why_not() -> None:
    assert carried.refusals(form_of(BY_TEXT)) == ()
    of = "of version 1 of the questionnaire"
    assert carried.refusals(form_of(ALL_KINDS)) == (
        f"Question order {of} is of the kind rank: an order of several can be read in two ways",
        (
            f"Question hour {of} is of the kind time: "
            "a text leaves open which half of the day is meant"
        ),
        f"Question where {of} is of the kind place: a text cannot offer a map or a list of wards",
        f"Question years {of} quotes an answer: nobody knows how long its text would be",
        f"Group child {of} is asked several times: a text cannot tell them apart",
    )


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            "| | park | oak |",
            "".join(f"| | park | p{n} | Park {'abcdefg'[n]} | north |\n" for n in range(7))
            + "| | park | oak |",
            "Question park has 10 choices: a text carries 9",
        ),
        (
            "| Oak Park |",
            "| 2 parks |",
            "Question park has the choice '2 parks': a text of it could mean something else",
        ),
        (
            "| Which park? |",
            "| Which park of ${district}? |",
            "Question park quotes an answer: nobody knows how long its text would be",
        ),
        (
            "| Oak Park |",
            "| Oak Park of ${district} |",
            "Question park quotes an answer: nobody knows how long its text would be",
        ),
        (
            "| You must be 16 or over |",
            "| You said ${age} |",
            "Question age quotes an answer: nobody knows how long its text would be",
        ),
        (
            "| Which park? |",
            f"| {LONG} |",
            "Question park takes 3 texts with its answers and may take 2",
        ),
        (
            "| You must be 16 or over |",
            f"| {LONG + LONG} |",
            "Question age takes 5 texts with what is said of a wrong answer and may take 3",
        ),
        (
            "| A few questions about your area |",
            f"| {LONG} |",
            "Question treatment takes 3 texts with its answers and may take 2",
        ),
        (
            "| Goodbye. |",
            f"| {LONG} |",
            "Question bye takes 3 texts with our thanks and may take 2",
        ),
        (
            "| integer | age | How old are you? | yes | |",
            "| integer | age | How old are you? | yes | false() |",
            "",
        ),
    ],
)
def test_a_change_that_no_text_could_carry_is_named(before: str, after: str, sentence: str) -> None:
    assert refusals(before, after) == ([sentence] if sentence else [])


def test_a_note_goes_on_to_the_question_that_is_asked_next() -> None:
    """It is measured with every question that may follow it, if what is between is left out."""
    before = "| | text | why |"
    short, long = (f"| | note | more | {words} |{10 * ' |'}\n" for words in ("Go on.", LONG))
    assert refusals(before, short + before) == []
    assert refusals(before, long + before) == [
        f"Question {name} takes 3 texts with its answers and may take 2"
        for name in ("why", "district")
    ]


def test_a_form_that_asks_nothing_to_begin_with_opens_nothing() -> None:
    form = form_of(
        "| survey |\n| | type | name | label |\n| | note | hello | Hello |\n"
        "| settings |\n| | form_title | form_id | version |\n| | T | trial | 1 |"
    )
    assert carried.refusals(form) == ("Version 1 of the questionnaire asks nothing to begin with",)


def test_what_is_said_around_a_question_has_the_room_that_is_left_for_it() -> None:
    assert len(worded("thanks")) <= carried.CLOSING
    assert max(len(worded(key)) for key in ("unread", "refused")) <= carried.AGAIN
