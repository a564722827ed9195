"""A form is walked: what is asked as things stand, what is taken, and what counts in the end."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from heard.core.questionnaire import xform
from heard.core.questionnaire.filled import Filled, Problem, Wrong
from heard.core.questionnaire.form import Form, code_of
from heard.core.questionnaire.values import points
from tests.questionnaires.all_kinds import ALL_KINDS, SAID

NOON = datetime(2020, 10, 12, 12, tzinfo=ZoneInfo("Europe/London"))
ENGLISH = "English (en)"


@cache
def form_of(source: str = ALL_KINDS) -> Form:
    return xform.read(convert(source.encode(), file_type=".md").xform)


def _filled(language: str = ENGLISH, **said: str) -> Filled:
    return Filled(form_of(), said, now=NOON, language=language)


def _all(**other: str) -> Filled:
    return Filled(form_of(), SAID | other, now=NOON, language=ENGLISH)


def _keys(filled: Filled) -> list[str]:
    return [step.key for step in filled.steps]


def _take(filled: Filled, key: str, text: str) -> str | Problem:
    step = filled.step(key)
    assert step is not None
    return filled.take(step, text)


def test_what_is_not_relevant_is_not_asked() -> None:
    bare = ["hello", "treatment", "worries", "order", "district", "park", "age"]
    rest = ["day", "hour", "miles", "safe", "where", "seen"]
    assert _keys(_filled()) == [*bare, *rest]
    assert [key for key in _keys(_all()) if key not in {"hello", "child/2/years"}] == list(SAID)
    assert "why" in _keys(_filled(worries="drugs"))


def test_a_form_that_was_filled_in_elsewhere_may_have_none_of_a_repeat() -> None:
    said = {key: text for key, text in SAID.items() if not key.startswith("child/")}
    none = Filled(form_of(), said | {"child/0/add-another": "no"}, now=NOON, language=ENGLISH)
    assert [key for key in _keys(none) if key.startswith("child/")] == []
    assert list(none.problems()) == []


def test_what_was_said_counts_as_long_as_it_is_asked() -> None:
    said = {key: text for key, text in SAID.items() if not key.endswith("add-another")}
    assert _all().counted() == said | {"where": "52.48 -1.89 0 0"}
    assert _all().calculated() == {"grown": "1"}
    young = _all(age="17").counted()
    assert [key for key in said if key not in young] == [
        "child/1/called",
        "child/1/years",
        "child/2/called",
    ]
    assert (list(_all().problems()), _all(worries="speeding").step("why")) == ([], None)


def test_the_first_gap_is_found() -> None:
    found = [(step.key, problem.wrong) for step, problem in _filled(age="20").problems()]
    assert found == [
        ("treatment", Wrong.MISSING),
        ("worries", Wrong.MISSING),
        ("order", Wrong.MISSING),
        ("district", Wrong.MISSING),
        ("day", Wrong.MISSING),
        ("safe", Wrong.MISSING),
        ("child/1/called", Wrong.MISSING),
        ("child/1/add-another", Wrong.CHOICE),
        ("seen", Wrong.MISSING),
    ]


TYPE, CHOICE, MISSING = (Problem(wrong=w) for w in (Wrong.TYPE, Wrong.CHOICE, Wrong.MISSING))


@pytest.mark.parametrize(
    ("key", "text", "taken"),
    [
        ("treatment", " 8 ", "8"),
        ("treatment", "11", CHOICE),
        ("treatment", "1 2", CHOICE),
        ("worries", "drugs  speeding", "drugs speeding"),
        ("worries", "drugs drugs", CHOICE),
        (
            "worries",
            "drugs speeding burglary",
            Problem(wrong=Wrong.RULE, message="Choose two at most"),
        ),
        ("worries", "", MISSING),
        ("why", "x" * 1001, TYPE),
        ("why", " they do ", "they do"),
        ("why", "", ""),
        ("order", "burglary drugs speeding", "burglary drugs speeding"),
        ("order", "burglary drugs", CHOICE),
        ("park", "elm", "elm"),
        ("park", "oak", CHOICE),
        ("age", "016", "16"),
        ("age", "15", Problem(wrong=Wrong.RULE, message="You must be 16 or over")),
        ("age", "sixteen", TYPE),
        ("day", "2020-10-12", "2020-10-12"),
        ("day", "2020-10-13", Problem(wrong=Wrong.RULE, message="It cannot be in the future")),
        ("day", "2020-02-30", TYPE),
        ("day", "1066-10-14", TYPE),
        ("hour", "9:05", "09:05:00.000"),
        ("hour", "17.45", "17:45:00.000"),
        ("hour", "25:00", TYPE),
        ("hour", "noon", TYPE),
        ("miles", "2,50", "2.5"),
        ("miles", "0.0", "0"),
        ("miles", "-1", Problem(wrong=Wrong.RULE, message="It cannot be less than 0")),
        ("miles", "far", TYPE),
        ("safe", "5", "5"),
        ("safe", "6", TYPE),
        ("safe", "2.5", TYPE),
        ("where", "52.48619 -1.89041 0 5", "52.49 -1.89"),
        ("where", "E05001178", "E05001178"),
        ("where", "52.5", TYPE),
        ("where", "here there", TYPE),
        ("where", "99 10", TYPE),
        ("child/1/called", "ada", Problem(wrong=Wrong.RULE, message="Begin with a capital letter")),
        ("child/1/add-another", "no", "no"),
        ("child/1/add-another", "perhaps", CHOICE),
        ("seen", "OK", "OK"),
        ("seen", "on", TYPE),
        ("hello", "", ""),
    ],
)
def test_an_answer_is_taken_or_what_is_wrong_is_said(
    key: str, text: str, taken: str | Problem
) -> None:
    assert _take(_all(), key, text) == taken


def test_choices_follow_from_what_was_said() -> None:
    filled = _filled(district="north")
    park, age = filled.step("park"), filled.step("age")
    assert park is not None
    assert age is not None
    assert filled.choices(park) == (("oak", "Oak Park"),)
    assert filled.choices(age) == ()


def test_words_are_in_the_language_and_quote_what_was_said() -> None:
    welsh = Filled(form_of(), SAID, now=NOON, language="Welsh (cy)")
    years = welsh.step("child/1/years")
    assert years is not None
    assert years.question is not None
    assert welsh.words(years.question.label, years.key) == "Faint yw oed Ada?"
    treatment = welsh.step("treatment")
    assert treatment is not None
    assert welsh.choices(treatment)[0] == ("0", "0 \N{EN DASH} ddim o gwbl")
    assert (form_of().language("cy"), form_of().language("ur")) == ("Welsh (cy)", ENGLISH)
    assert (code_of(""), code_of("Welsh"), form_of().codes()) == ("en", "Welsh", ("en", "cy"))


def test_whether_to_add_another_must_be_said() -> None:
    filled = _all()
    again = filled.step("child/1/add-another")
    assert again is not None
    assert (filled.is_required(again), filled.said(again)) == (True, "yes")
    assert filled.choices(again) == ()


def test_a_default_is_filled_in_when_somebody_begins() -> None:
    assert _filled().begun() == {"day": "2020-10-12"}


def test_the_points_of_a_range() -> None:
    safe = next(q for q in form_of().questions() if q.name == "safe")
    assert points(safe) == ("1", "2", "3", "4", "5")


def test_nobody_is_asked_of_more_than_fifty() -> None:
    said = SAID | {f"child/{n}/add-another": "yes" for n in range(1, 80)}
    keys = _keys(Filled(form_of(), said, now=NOON, language=ENGLISH))
    assert ("child/50/called" in keys, "child/50/add-another" in keys) == (True, False)
    assert "child/51/called" not in keys


COUNTED = """
| survey | | | | | | |
| | type | name | label | repeat_count | relevant | calculation |
| | integer | many | How many? | | | |
| | begin_repeat | car | Car | ${many} | | |
| | text | make | Make of ${many}? | | | |
| | end_repeat | | | | | |
| | select_one yn | sure | Sure? | | | |
| | calculate | said | | | | jr:choice-name(${sure}, '${sure}') |
| | calculate | none | | | | jr:choice-name('y', '/data/nowhere') |
| choices | | | |
| | list_name | name | label |
| | yn | y | Yes |
| settings | | |
| | form_id | version | form_title |
| | counted | 1 | Counted |
"""


@pytest.mark.parametrize(("many", "times"), [("", 0), ("2", 2), ("-1", 0), ("900", 50)])
def test_a_count_says_how_often_a_group_is_asked(many: str, times: int) -> None:
    filled = Filled(form_of(COUNTED), {"many": many}, now=NOON, language="")
    assert len([key for key in _keys(filled) if key.startswith("car/")]) == times
    assert not any(key.endswith("add-another") for key in _keys(filled))


def test_a_form_in_one_language_has_labels_of_its_own() -> None:
    filled = Filled(form_of(COUNTED), {"sure": "y"}, now=NOON, language="")
    sure = filled.step("sure")
    assert sure is not None
    assert sure.question is not None
    assert filled.words(sure.question.label, "sure") == "Sure?"
    assert filled.choices(sure) == (("y", "Yes"),)
    assert filled.step("nothing") is None


def test_a_kind_that_is_not_asked_is_refused() -> None:
    source = COUNTED.replace("| integer |", "| dateTime |")
    with pytest.raises(xform.UnknownControl):
        form_of(source)
