"""What people answer by text: what is certain is taken, and nothing else."""

from datetime import datetime

import pytest

from heard.core.questionnaire.form import Kind
from heard.core.timing import LONDON
from heard.core.turns.put import Put
from heard.core.turns.read import doubtful, is_back, is_nothing, read
from tests.core.turns.test_put import TEN, WAYS, YES_NO

FIVE = {1: "Very bad", 2: "Bad", 3: "Neither", 4: "Good", 5: "Very good"}
NOON = datetime(2020, 10, 12, 12, tzinfo=LONDON)


def _scale(points: dict[int, str], *, optional: bool = False) -> Put:
    values = {value: str(value) for value in points}
    return Put(kind=Kind.SCALE, label="?", points=points, values=values, optional=optional)


def _ways(kind: Kind, *, optional: bool = False) -> Put:
    values = {1: "web", 2: "phone", 3: "counter"}
    return Put(kind=kind, label="?", points=WAYS, values=values, optional=optional)


def _read(question: Put, text: str) -> str | None:
    return read(question, text, at=NOON)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        *(
            (text, "8")
            for text in ("8", " 8. ", "8!!", "eight", "EIGHT", "\uff18", "8\ufe0f\u20e3", "\u0668")
        ),
        *(
            (text, "8")
            for text in ("8/10", "8 / 10", "8 out of 10", "eight/10", "I'd say 8", "8 please")
        ),
        *(
            (text, "8")
            for text in (
                "8 because you were kind",
                "8, you came fast",
                "8 - kind",
                "8. Good",
                "8 :)",
            )
        ),
        *((text, "9") for text in ("its a 9 thanks", "sorry I meant 9", "maybe a nine")),
        *(
            (text, "10")
            for text in ("10", "10/10", "ten", "10 - completely", "completely", "Completely!")
        ),
        *(
            (text, "0")
            for text in ("0", "zero", "nil", "0 not at all", "Not at all", "0 - useless")
        ),
        *(
            (text, None)
            for text in (
                *("", "?", "8.5", "8,5", "7 or 8", "7, or 8", "7-8", "-1", "\N{MINUS SIGN}8"),
                *("11", "100", "8 hours", "waited 8 hours", "2 officers came", "5/5", "3rd"),
                *("good", "yes", "10. 8 officers", "8, 9", "please"),
            )
        ),
    ],
)
def test_a_point_of_a_long_scale(text: str, point: str | None) -> None:
    assert _read(_scale(TEN), text) == point


@pytest.mark.parametrize(
    ("text", "points", "point"),
    [
        *((text, YES_NO, "1") for text in ("yes", "Y", "yeah", "Yes please", "1", "one")),
        *((text, YES_NO, "2") for text in ("no", "N", "nope", "2")),
        *((text, YES_NO, "3") for text in ("don't know", "DONT KNOW", "3")),
        *((text, YES_NO, None) for text in ("0", "4", "perhaps not")),
        *((text, FIVE, "5") for text in ("very good", "5", "5/5")),
        *((text, FIVE, "4") for text in ("Good", "good, thanks", "4 out of 5")),
        *((text, FIVE, None) for text in ("8", "yes", "so so", "good, 2")),
    ],
)
def test_a_point_that_has_a_name(text: str, points: dict[int, str], point: str | None) -> None:
    assert _read(_scale(points), text) == point


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((text, "web") for text in ("1", "one", "online", "Online!", "1 online", "online thanks")),
        *(
            (text, "web")
            for text in ("1, it was quick", "1 because it was quick", "sorry I meant 1")
        ),
        *((text, "counter") for text in ("3", "at a counter", "3 - at a counter")),
        *((text, None) for text in ("", "4", "0", "-1", "1.", "no")[:4]),
        *(
            (text, None)
            for text in ("1 2", "1/3", "1-2", "1.2", "1 or 2", "1, or 2", "1 but 2 too")
        ),
        *((text, None) for text in ("1 telephone", "1, telephone", "online or telephone", "maybe")),
        *((text, None) for text in ("1 hour", "after 1 hour", "13", "the counter", "no")),
    ],
)
def test_one_choice_of_several(text: str, value: str | None) -> None:
    assert _read(_ways(Kind.CHOICE), text) == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        *((text, "web counter") for text in ("1 3", "1,3", "3, 1", "1 and 3", "1 & 3", "1+3")),
        *((text, "web counter") for text in ("one and three", "1, 3.", "1 3 please", "1\n3")),
        *((text, "web counter") for text in ("online, at a counter", "Online and at a counter")),
        *((text, "web counter") for text in ("1, at a counter", "numbers 1 3")),
        *((text, "phone") for text in ("2", "Telephone", "telephone please")),
        *((text, None) for text in ("", "13", "1-3", "1/3", "1.3", "1:3", "1 or 3", "1 1", "1 4")),
        *((text, None) for text in ("all", "-1", "1 not 2", "online but not telephone", "none")),
    ],
)
def test_several_choices(text: str, values: str | None) -> None:
    assert _read(_ways(Kind.CHOICES), text) == values


def test_labels_that_hold_an_and_are_read_as_a_whole_and_apart() -> None:
    points = {1: "Drugs and drink", 2: "Noise", 3: "Drugs"}
    question = Put(kind=Kind.CHOICES, label="?", points=points, values={n: f"v{n}" for n in points})
    assert [_read(question, text) for text in ("drugs and drink", "noise, drugs and drink")] == [
        "v1",
        "v1 v2",
    ]
    assert _read(question, "drugs and noise") == "v2 v3"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            (text, "3")
            for text in ("3", "three", " 3. ", "\uff13", "\u0663", "about 3", "3 please")
        ),
        *((text, "3") for text in ("3 children", "I'd say 3 children", "3 because we foster")),
        *((text, "-3") for text in ("-3", "\N{MINUS SIGN}3")),
        *((text, "+3") for text in ("+3",)),
        *((text, "0") for text in ("0", "zero", "nil")),
        *((text, "1200") for text in ("1200",)),
        *(
            (text, None)
            for text in ("", "1,200", "2.5", "2,5", "2 or 3", "2-3", "- 3", "3rd", "3k")
        ),
        *(
            (text, None)
            for text in ("3 hours", "5\u00b2", "2\u00bd", "half", "a few", "two and a half")
        ),
        *(
            (text, None)
            for text in ("none", "no", "\u00a33", "3 children 2 dogs", "too many to say")
        ),
    ],
)
def test_a_whole_number(text: str, number: str | None) -> None:
    assert _read(Put(kind=Kind.INTEGER, label="How many children?"), text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *((text, "2.5") for text in ("2.5", "2.5 miles", "about 2.5 miles.", "(2.5)")),
        *((text, ".5") for text in (".5", ".5 miles")),
        *((text, "2") for text in ("2", "two")),
        *((text, None) for text in ("2,5", "2.5.1", "2.5 km", "2 1/2", "1:30", "2..5")),
    ],
)
def test_a_number_with_a_fraction(text: str, number: str | None) -> None:
    assert _read(Put(kind=Kind.DECIMAL, label="How many miles?"), text) == number
    assert _read(Put(kind=Kind.RANGE, label="miles", span=("0", "5", "0.5")), text) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(
            (text, "2020-04-03")
            for text in (
                *("3/4/2020", "03/04/2020", "3.4.2020", "3-4-2020", "3 4 2020", "2020-04-03"),
                *("3 April 2020", "3rd April 2020", "3rd of April, 2020", "3 apr 2020", "3apr2020"),
                *("April 3 2020", "April 3rd, 2020", "Apr. 3, 2020", "Friday 3 April 2020"),
                *("Fri 3/4/2020", "on Friday the 3rd of April 2020", "It was on 3/4/2020."),
            )
        ),
        *((text, "2020-10-11") for text in ("yesterday", "Yesterday!", "it was yesterday evening")),
        *((text, "2020-10-12") for text in ("today", "Today please")),
        *(
            (text, None)
            for text in (
                *("", "3/4", "3/4/20", "3 April", "April 2020", "2020", "4/13/2020", "31/2/2020"),
                *("Monday 3 April 2020", "3/4-2020", "last night", "Monday", "two days ago"),
                *("3/4/2020 or 4/4/2020", "0/4/2020", "3 ma 2020", "3 Foo 2020", "Foo 3 2020"),
                *("yesterday or today", "3/0/2020", "the day before yesterday"),
            )
        ),
    ],
)
def test_a_day(text: str, day: str | None) -> None:
    assert _read(Put(kind=Kind.DATE, label="When?"), text) == day


def test_in_the_middle_of_the_night_yesterday_may_be_either_day() -> None:
    night = NOON.replace(hour=1)
    question = Put(kind=Kind.DATE, label="When?")
    assert [read(question, text, at=night) for text in ("yesterday", "today")] == [None, None]
    assert read(question, "11/10/2020", at=night) == "2020-10-11"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((text, "OK") for text in ("YES", "yes please", "y", "ok", "I agree", "Understood.")),
        *((text, None) for text in ("no", "", "yes but why", "1")),
    ],
)
def test_what_is_acknowledged(text: str, value: str | None) -> None:
    assert _read(Put(kind=Kind.ACKNOWLEDGE, label="?"), text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [(" no ", ""), ("", ""), ("You were kind ", "You were kind"), (1_200 * "a", 1_000 * "a")],
)
def test_own_words(text: str, value: str) -> None:
    assert _read(Put(kind=Kind.TEXT, label="?", optional=True), text) == value


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        (Put(kind=Kind.TEXT, label="?"), "no", "no"),
        (Put(kind=Kind.TEXT, label="?"), " ", None),
        (_scale(YES_NO, optional=True), "no", "2"),
        (_scale(YES_NO, optional=True), "pass", ""),
        (_scale(TEN, optional=True), "no", ""),
        (_scale(TEN), "no", None),
        (_ways(Kind.CHOICES, optional=True), "none", ""),
        (_ways(Kind.CHOICE, optional=True), "skip", ""),
        (Put(kind=Kind.INTEGER, label="?", optional=True), "no", ""),
        (Put(kind=Kind.INTEGER, label="?", optional=True), "none", None),
        (Put(kind=Kind.DATE, label="?", optional=True), "no", ""),
        (Put(kind=Kind.ACKNOWLEDGE, label="?", optional=True), "no", ""),
    ],
)
def test_to_say_nothing_is_an_answer_where_it_was_offered(
    question: Put, text: str, value: str | None
) -> None:
    assert _read(question, text) == value


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


@pytest.mark.parametrize(
    ("labels", "doubt"),
    [
        (("Online", "Telephone"), None),
        (("One officer", "Two officers"), None),
        (("16 to 24", "25 and over"), None),
        (("Online", "online!"), "Online"),
        (("Once", "2 or more", "3 or more"), None),
        (("None", "1 or 2"), "1 or 2"),
        (("Online", "Stop"), "Stop"),
        (("Online", "Help"), "Help"),
        (("Online", "Back"), "Back"),
        (("?!", "Online"), "?!"),
    ],
)
def test_a_label_that_could_mean_something_else_is_found(
    labels: tuple[str, ...], doubt: str | None
) -> None:
    points = dict(enumerate(labels, start=1))
    assert doubtful(Put(kind=Kind.CHOICE, label="?", points=points)) == doubt
