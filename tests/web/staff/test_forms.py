"""What may be typed into the address of a list."""

from collections.abc import Callable
from datetime import date

import pytest

from heard.accounts.models import User
from heard.insight.dead_letters import Totals
from heard.web.staff.forms import DeadLettersForm, JournalForm, ListForm, OutboxForm, SearchForm
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db
TOTALS = Totals(by_rule={"missing": 2}, by_source={"/a b": 2})
DAY = "Day: enter a day as year, month and day: 2020-10-09"


@pytest.mark.parametrize("word", ["", "  ", "x" * 101, "a\0b"])
def test_what_can_be_no_number_is_not_looked_for(word: str) -> None:
    assert SearchForm({"q": word}).is_valid() is False


@pytest.mark.parametrize(
    ("form", "problems"),
    [
        (lambda: OutboxForm({"state": "lost"}), {"state": ["State: choose one of the list"]}),
        (
            lambda: OutboxForm({"state": "sent", "programme": "x", "day": "12/10/2020"}),
            {"programme": ["Survey: choose one of the list"], "day": [DAY]},
        ),
        (
            lambda: JournalForm({"person": "Ada Jones", "act": "x", "day": "2020-02-30"}),
            {
                "person": ["Who: choose one of the list"],
                "act": ["What: choose one of the list"],
                "day": [DAY],
            },
        ),
        (
            lambda: DeadLettersForm({"rule": "x", "source": "/a"}, TOTALS),
            {
                "rule": ["Rule: choose one of the list"],
                "source": ["Source: choose one of the list"],
            },
        ),
    ],
)
def test_what_makes_no_sense_is_named_with_its_rule_and_chooses_nothing(
    form: Callable[[], ListForm], problems: dict[str, list[str]]
) -> None:
    found = form()
    said = {name: list(errors) for name, errors in found.errors.items()}
    assert (found.chosen(), said) == ("", problems)


def test_what_is_chosen_is_kept_on_the_way_to_older_rows_and_to_another_choice() -> None:
    form = OutboxForm(
        {"state": "unknown", "programme": "sms_contact", "day": "2020-10-12", "before": "7"}
    )
    assert form.chosen() == "unknown sms_contact 2020-10-12"
    assert form.cuts() == {
        "state": "unknown",
        "programme": "sms_contact",
        "day": date(2020, 10, 12),
    }
    assert form.words() == (
        "State: Not known whether it was sent: never sent again; Survey: Text after a call; "
        "Day: 12 October 2020"
    )
    kept = "programme=sms_contact&day=2020-10-12"
    assert form.to("before", 3) == f"?state=unknown&{kept}&before=3"
    assert form.to("state", "created") == f"?state=created&{kept}"


def test_everybody_who_may_have_done_something_can_be_chosen() -> None:
    person = a_person(role=User.Role.VIEWER)
    form = JournalForm({"person": f"user:{person.pk}", "act": "web.look"})
    assert form.is_valid(), form.errors
    assert form.words() == "Who: Ann Lee; What: Looked at a page"


def test_a_rule_and_a_source_are_those_that_there_are() -> None:
    form = DeadLettersForm({"rule": "missing", "source": "/a b"}, TOTALS)
    assert form.is_valid(), form.errors
    assert form.to("before", 3) == "?rule=missing&source=%2Fa+b&before=3"


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("7", 7),
        ("9" * 18, 10**18 - 1),
        *((word, None) for word in ("", "0", "-1", "x", "\u0667", "9" * 19, "9" * 5_000)),
    ],
)
def test_only_what_can_be_a_key_is_a_place_in_a_list(word: str, key: int | None) -> None:
    form = ListForm({"before": word})
    assert (form.is_valid(), form.before) == (True, key)
