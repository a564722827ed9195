"""A question as a text, and what people answer to it by text."""

import pytest

from heard.core.turns import is_back, is_nothing, put, read_point

TEN = {n: str(n) for n in range(11)} | {
    0: "0 \N{EN DASH} not at all",
    10: "10 \N{EN DASH} completely",
}
YES_NO = {1: "Yes", 2: "No", 3: "Don't know"}
FIVE = {1: "Very bad", 2: "Bad", 3: "Neither", 4: "Good", 5: "Very good"}


@pytest.mark.parametrize(
    ("label", "points", "optional", "text"),
    [
        (
            "How kind were we?",
            TEN,
            False,
            "How kind were we? Reply 0 (not at all) to 10 (completely).",
        ),
        (
            "Were you told?",
            YES_NO,
            True,
            "Were you told? Reply 1 (Yes), 2 (No), 3 (Don't know), or NO to skip.",
        ),
        ("Anything else?", {}, True, "Anything else? Reply in your own words, or NO to skip."),
        ("Why?", {}, False, "Why? Reply in your own words."),
        (
            "How many\N{HORIZONTAL ELLIPSIS}",
            {n: str(n) for n in range(7)},
            False,
            "How many... Reply 0 to 6.",
        ),
    ],
)
def test_a_question_says_how_to_answer_it(
    label: str,
    points: dict[int, str],
    optional: bool,  # noqa: FBT001
    text: str,
) -> None:
    assert put(label, points, optional=optional) == text


@pytest.mark.parametrize(
    ("text", "point"),
    [
        *(
            (text, 8)
            for text in ("8", " 8. ", "8!!", "eight", "EIGHT", "\uff18", "8\ufe0f\u20e3", "\u0668")
        ),
        *(
            (text, 8)
            for text in ("8/10", "8 / 10", "8 out of 10", "eight/10", "I'd say 8", "8 please")
        ),
        *(
            (text, 8)
            for text in (
                "8 because you were kind",
                "8, you came fast",
                "8 - kind",
                "8. Good",
                "8 :)",
            )
        ),
        *((text, 9) for text in ("its a 9 thanks", "sorry I meant 9", "maybe a nine")),
        *(
            (text, 10)
            for text in ("10", "10/10", "ten", "10 - completely", "completely", "Completely!")
        ),
        *((text, 0) for text in ("0", "zero", "nil", "0 not at all", "Not at all", "0 - useless")),
        *(
            (text, None)
            for text in (
                "",
                "?",
                "8.5",
                "8,5",
                "7 or 8",
                "7-8",
                "-1",
                "\N{MINUS SIGN}8",
                "11",
                "100",
            )
        ),
        *(
            (text, None)
            for text in (
                "8 hours",
                "waited 8 hours",
                "2 officers came",
                "5/5",
                "3rd",
                "good",
                "yes",
            )
        ),
        *((text, None) for text in ("10. 8 officers", "8, 9", "please")),
    ],
)
def test_a_point_of_a_long_scale(text: str, point: int | None) -> None:
    assert read_point(text, TEN) == point


@pytest.mark.parametrize(
    ("text", "points", "point"),
    [
        *((text, YES_NO, 1) for text in ("yes", "Y", "yeah", "Yes please", "1", "one")),
        *((text, YES_NO, 2) for text in ("no", "N", "nope", "2")),
        *((text, YES_NO, 3) for text in ("don't know", "DONT KNOW", "3")),
        *((text, YES_NO, None) for text in ("0", "4", "perhaps not")),
        *((text, FIVE, 5) for text in ("very good", "5", "5/5")),
        *((text, FIVE, 4) for text in ("Good", "good, thanks", "4 out of 5")),
        *((text, FIVE, None) for text in ("8", "yes", "so so", "good, 2")),
    ],
)
def test_a_point_that_has_a_name(text: str, points: dict[int, str], point: int | None) -> None:
    assert read_point(text, points) == point


@pytest.mark.parametrize(
    ("text", "back", "nothing"),
    [
        *((text, True, False) for text in ("CHANGE", "change!", "Go back", "back", "oops")),
        *(
            (text, False, True)
            for text in ("", "NO", "none", "Nothing", "n/a", "no thanks", "skip")
        ),
        *(
            (text, False, False)
            for text in ("8", "no one came", "They came back", "change the law")
        ),
    ],
)
def test_words_that_are_no_answer(text: str, back: bool, nothing: bool) -> None:  # noqa: FBT001
    assert (is_back(text), is_nothing(text)) == (back, nothing)
