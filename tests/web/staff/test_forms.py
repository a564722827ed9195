"""What may be typed into the address of a list."""

from datetime import date

import pytest

from heard.web.staff.forms import DeadLettersForm, JournalForm, OutboxForm, SearchForm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("word", ["", "  ", "x" * 101, "a\0b"])
def test_what_can_be_no_number_is_not_looked_for(word: str) -> None:
    assert SearchForm({"q": word}).is_valid() is False


def test_a_choice_that_does_not_exist_cuts_nothing() -> None:
    form = OutboxForm(
        {"state": "lost", "programme": "07700900123", "day": "someday", "before": "-1", "x": "y"}
    )
    assert (form.values(), form.chosen()) == ({}, "")
    assert form.errors["day"] == ["Enter a day like 2020-10-12"]
    assert JournalForm({"person": "Ada Jones", "act": "x", "before": "9" * 30}).values() == {}


def test_what_is_chosen_is_kept_on_the_way_to_older_rows_and_to_another_choice() -> None:
    form = OutboxForm(
        {"state": "unknown", "programme": "sms_contact", "day": "2020-10-12", "before": "7"}
    )
    assert form.values() == {
        "state": "unknown",
        "programme": "sms_contact",
        "day": date(2020, 10, 12),
        "before": 7,
    }
    assert form.chosen() == "unknown sms_contact 2020-10-12"
    kept = "programme=sms_contact&day=2020-10-12"
    assert form.to("before", 3) == f"?state=unknown&{kept}&before=3"
    assert form.to("state", "created") == f"?state=created&{kept}"


def test_a_rule_and_a_source_are_taken_as_they_are() -> None:
    form = DeadLettersForm({"rule": "missing", "source": "/a b"})
    assert form.to("before", 3) == "?rule=missing&source=%2Fa+b&before=3"
