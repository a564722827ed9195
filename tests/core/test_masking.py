"""What is shown of what a machine sent, and above all what is not."""

import json

import pytest

from heard.core.masking import is_code, is_id, is_time, mask, one_of

SHOWN = {
    "id": is_id,
    "code": is_code,
    "codes": is_code,
    "time": is_time,
    "channel": one_of(["101"]),
    "data": one_of(()),
    "name": one_of(()),
}


def masked(item: object) -> object:
    return json.loads(mask(json.dumps(item), SHOWN))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0000123", True),
        ("C-000263", True),
        ("00159-20200927", True),
        ("WMP-20201012-0042", True),
        ("3f2a-9c", True),
        ("07700900123", False),
        ("07700 900123", False),
        ("T07700900123", False),
        ("447700-900123", False),
        ("+33612345678", False),
        ("0033612345678", False),
        ("01215554321", False),
        ("Jones", False),
        ("Ada Jones 1", False),
        ("3 Acacia Road", False),
        ("ada.jones@example.org", False),
        ("", False),
    ],
)
def test_an_id_is_shown_where_it_can_be_nothing_else(text: str, shown: bool) -> None:  # noqa: FBT001
    assert is_id(text) is shown


@pytest.mark.parametrize(
    ("text", "shown"), [("AS-02", True), ("XX-99", True), ("as-02", False), ("AS-02 Jones", False)]
)
def test_a_code_is_shown_mapped_or_not(text: str, shown: bool) -> None:  # noqa: FBT001
    assert is_code(text) is shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2020-10-12T10:00:00Z", True), ("2020-10-12 10:00", True), ("Monday, at Jones's", False)],
)
def test_a_time_is_shown(text: str, shown: bool) -> None:  # noqa: FBT001
    assert is_time(text) is shown


def test_only_listed_words_of_listed_fields_are_shown() -> None:
    item = {
        "id": "C-1",
        "time": "2020-10-12T10:00:00Z",
        "channel": "Ada Jones",
        "data": {"codes": ["AS-02", "Jones", 7], "name": "Ada Jones", "code": None},
        "Mrs Jones": "07700 900123",
        "other": {"id": "C-2"},
    }
    assert masked(item) == {
        "id": "C-1",
        "time": "2020-10-12T10:00:00Z",
        "channel": "(text of 9 characters)",
        "data": {
            "codes": ["AS-02", "(text of 5 characters)", "(a number)"],
            "name": "(text of 9 characters)",
            "code": None,
        },
        "(fields that Heard does not know)": 2,
    }


@pytest.mark.parametrize(
    ("item", "seen"),
    [
        ("Ada Jones", "(text of 9 characters)"),
        (7_700_900_123, "(a number)"),
        (7.5, "(a number)"),
        (True, True),
        (["AS-02"], ["(text of 5 characters)"]),
    ],
)
def test_what_stands_under_no_field_is_not_shown(item: object, seen: object) -> None:
    assert masked(item) == seen


def test_a_list_without_end_is_cut() -> None:
    assert masked({"codes": ["AS-02"] * 60}) == {"codes": ["AS-02"] * 50 + ["(and 10 more)"]}


def test_fields_beyond_those_that_fit_are_counted() -> None:
    shown = {f"f{n}": is_code for n in range(60)}
    item = dict.fromkeys(shown, "AS-02")
    found = json.loads(mask(json.dumps(item), shown))
    assert (len(found), found["(fields that Heard does not know)"]) == (51, 10)


def test_what_is_nested_without_end_is_cut() -> None:
    deep: object = "AS-02"
    for _ in range(20):
        deep = {"data": deep}
    assert "(nested deeper than is shown)" in json.dumps(masked(deep))


@pytest.mark.parametrize("text", ["Ada Jones 07700 900123", '{"id": "C-1', "[" * 100_000])
def test_of_what_is_no_json_the_length_is_said(text: str) -> None:
    assert mask(text, SHOWN) == f"(not JSON: {len(text):,} characters)"
