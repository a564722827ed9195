"""The values of a policy in words, and lengths of time read back."""

from datetime import date, time, timedelta

import pytest

from heard.web.staff.policy_words import length, read_length, value


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(minutes=10), "10 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=24), "1 day"),
        (timedelta(days=42), "6 weeks"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(0), "0 minutes"),
    ],
)
def test_a_length_is_said_in_its_largest_whole_unit_and_read_again(
    span: timedelta, words: str
) -> None:
    assert (length(span), read_length(words)) == (words, span)


@pytest.mark.parametrize("text", ["soon", "10", "minutes", "-1 day", "1.5 hours", ""])
def test_what_is_no_length_is_none(text: str) -> None:
    assert read_length(text) is None


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("delay", "P0DT00H20M00S", "20 minutes"),
        ("delay", timedelta(minutes=20), "20 minutes"),
        ("weekday_opens", "09:30:00", "09:30"),
        ("weekday_opens", time(9, 30), "09:30"),
        ("opens_on", "2021-01-25", "25 January 2021"),
        ("closes_on", date(2021, 1, 25), "25 January 2021"),
        ("closes_on", None, "None"),
        ("age_required", True, "Yes"),
        ("call_back", False, "No"),
        ("offences", [], "Any"),
        ("offences", ["CR-03", "CR-16"], "CR-03, CR-16"),
        ("sample", 0.5, "0.5"),
        ("title", "", "None"),
        ("mode", "shadow", "In shadow: everything but the sending"),
        ("category", "AS-02", "ASB: nuisance (AS-02)"),
        ("category", None, "None"),
        ("code", "WM-77", "WM-77"),
    ],
)
def test_a_value_is_said_alike_from_the_row_and_from_what_was_proposed(
    name: str, given: object, words: str
) -> None:
    assert value(name, given) == words
