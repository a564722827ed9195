"""A question as a text: what is asked, and how to answer it."""

import pytest

from heard.core.questionnaire.form import Kind
from heard.core.turns.put import Put, put, sentence

TEN = dict.fromkeys(range(11), "") | {0: "not at all", 10: "completely"}
YES_NO = {1: "Yes", 2: "No", 3: "Don't know"}
WAYS = {1: "Online", 2: "Telephone", 3: "At a counter"}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            Put(kind=Kind.SCALE, label="How kind were we?", points=TEN),
            "How kind were we? Reply 0 (not at all) to 10 (completely).",
        ),
        (
            Put(kind=Kind.SCALE, label="Were you told?", points=YES_NO, optional=True),
            "Were you told? Reply 1 (Yes), 2 (No), 3 (Don't know), or PASS to skip.",
        ),
        (
            Put(kind=Kind.TEXT, label="Anything else?", optional=True),
            "Anything else? Reply in your own words, or NO to skip.",
        ),
        (
            Put(kind=Kind.RANGE, label="How many\u2026", points=dict.fromkeys(range(7), "")),
            "How many... Reply 0 to 6.",
        ),
        (
            Put(kind=Kind.RANGE, label="How long?", span=("0", "5", "0.5")),
            "How long? Reply with a number from 0 to 5 in steps of 0.5.",
        ),
        (
            Put(kind=Kind.CHOICE, label="How did you reach us?", points=WAYS, optional=True),
            (
                "How did you reach us? Reply 1 (Online), 2 (Telephone), 3 (At a counter), "
                "or NO to skip."
            ),
        ),
        (
            Put(kind=Kind.CHOICES, label="Which of these?", points=WAYS),
            (
                "Which of these? Reply with all numbers that apply, e.g. 1 3: 1 (Online), "
                "2 (Telephone), 3 (At a counter)."
            ),
        ),
        (
            Put(kind=Kind.CHOICES, label="Which?", points={1: "One\u2019s own", 2: "Another"}),
            "Which? Reply with all numbers that apply, e.g. 1 2: 1 (One's own), 2 (Another).",
        ),
        (
            Put(kind=Kind.CHOICE, label="How many?", points={1: "10 officers", 2: "No officers"}),
            "How many? Reply 1 (10 officers), 2 (No officers).",
        ),
        (
            Put(kind=Kind.INTEGER, label="How many children?"),
            "How many children? Reply with a whole number.",
        ),
        (
            Put(kind=Kind.DECIMAL, label="How far, in miles?"),
            "How far, in miles? Reply with a number, e.g. 2.5.",
        ),
        (
            Put(kind=Kind.DATE, label="When was it?", optional=True),
            "When was it? Reply with the date, e.g. 27/3/2020, or NO to skip.",
        ),
        (
            Put(kind=Kind.ACKNOWLEDGE, label="You may stop at any time"),
            "You may stop at any time. Reply YES.",
        ),
    ],
)
def test_a_question_says_how_to_answer_it(question: Put, text: str) -> None:
    assert put(question) == text


@pytest.mark.parametrize(
    ("words", "as_one"),
    [
        ("About you", "About you."),
        ("  About\n you: ", "About you:"),
        ("(About you)", "(About you)."),
        ("Really\u2026", "Really..."),
        ("", ""),
    ],
)
def test_words_before_others_end_with_a_stop(words: str, as_one: str) -> None:
    assert sentence(words) == as_one
