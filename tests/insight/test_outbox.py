"""The outbox: what is in it by state, programme and day, and neither number nor text."""

from dataclasses import asdict
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.core.screening import Outcome
from heard.delivery.models import Letter, State
from heard.insight import outbox as reading
from heard.insight.outbox import outbox
from tests.delivery.letters import posted
from tests.insight.flow import CALLED, DAY, invite, programme, screen

pytestmark = pytest.mark.django_db


def post(state: State = State.DELIVERED, *, slug: str = "sms_contact", days: int = 0) -> str:
    """Post a letter so many days after the others; give its touchpoint's key."""
    invitation = invite(programme(slug), state=state)
    at = CALLED + days * DAY
    assert invitation.letter_id
    Letter.objects.filter(pk=invitation.letter_id).update(posted_at=at)
    type(invitation).objects.filter(pk=invitation.pk).update(asked_at=at)
    return invitation.touchpoint.key


def keys(**chosen: object) -> list[str]:
    return [letter.key for letter in outbox(**chosen).letters]  # type: ignore[arg-type]


def test_the_newest_stand_first_with_what_they_are_about() -> None:
    old, new = post(), post(slug="sms_attendance", days=1)
    found = outbox().letters
    assert [(x.kind, x.key, x.programme, x.state) for x in found] == [
        ("attendance", new, "Text after a visit", "delivered"),
        ("contact", old, "Text after a call", "delivered"),
    ]
    assert found[0].posted_at == CALLED + DAY


def test_it_is_cut_by_state_programme_and_day() -> None:
    first = post(State.CREATED)
    second = post(State.CREATED, days=1)
    third = post(slug="sms_attendance", days=1)
    assert keys(state="created") == [second, first]
    assert keys(programme="sms_contact") == [second, first]
    assert keys(day=date(2020, 10, 13)) == [third, second]
    assert keys(state="created", programme="sms_contact", day=date(2020, 10, 13)) == [second]
    assert keys(programme="sms_attendance", state="created") == []
    assert keys(programme="unheard_of") == []


def test_a_programme_that_has_asked_nobody_has_none() -> None:
    screen(programme("sms_attendance"), Outcome.SEND)
    post()
    assert keys(programme="sms_attendance") == []


def test_what_may_have_left_or_not_stands_first_the_oldest_first() -> None:
    old, new = post(State.UNKNOWN), post(State.UNKNOWN, days=1)
    post(days=2)
    assert [letter.key for letter in outbox().unclear] == [old, new]
    assert outbox(state="unknown").unclear == []
    assert keys(state="unknown") == [new, old]


def test_counts_go_by_state_within_what_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        post(State.CREATED)
    post(days=1)
    assert outbox().counts == {"created": 4, "delivered": 1}
    chosen = outbox(day=date(2020, 10, 13), state="created")
    assert (chosen.counts, chosen.is_cut) == ({"delivered": 1}, False)
    assert outbox(programme="sms_contact").counts == outbox().counts
    assert outbox(programme="sms_attendance").counts == {}
    monkeypatch.setattr(reading, "COUNTED", 2)
    assert (outbox().counts, outbox().is_cut) == ({"created": 1, "delivered": 1}, True)


def test_neither_number_nor_text_is_read() -> None:
    post(State.CREATED)
    posted("trial")
    words = str(asdict(outbox()))
    assert [word for word in ("7700900123", "How did we do") if word in words] == []


def test_a_text_of_another_kind_is_about_nothing_that_we_know() -> None:
    posted("trial")
    (letter,) = outbox().letters
    assert (letter.programme, letter.kind, letter.key) == ("", "", "")


@pytest.mark.parametrize("letters", [1, 3])
def test_more_letters_need_no_more_queries(
    letters: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for state in (State.UNKNOWN, State.DELIVERED):
        for _ in range(letters):
            post(state)
    with django_assert_num_queries(6):
        outbox(programme="sms_contact")
