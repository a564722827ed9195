"""The ledger: every touchpoint once, and what became of it."""

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.core.screening import Outcome
from heard.delivery.models import State
from heard.insight.ledger import Account, accounts, as_object
from tests.insight.flow import Disposition, answer, happen, invite, programme, screen

pytestmark = pytest.mark.django_db


def account(slug: str = "sms_contact") -> Account:
    (found,) = [a for a in accounts() if a.id == slug]
    return found


def test_a_programme_without_anything_has_all_five_outcomes() -> None:
    assert [a.id for a in accounts()] == ["sms_contact", "sms_attendance"]
    assert as_object(account()) == {
        "id": "sms_contact",
        "name": "Text after a call",
        "events": 0,
        "outcomes": {"SEND": 0, "HOLD": 0, "WAIT": 0, "SKIP": 0, "BLOCK": 0},
        "reasons": {},
        "letters": {},
        "opened": 0,
        "completed": 0,
        "waiting_to_be_screened": 0,
    }


def test_outcomes_add_up_to_the_events_and_only_the_first_reason_counts() -> None:
    screen(programme(), Outcome.BLOCK, "sensitive", "under_age")
    screen(programme(), Outcome.BLOCK, "under_age")
    screen(programme(), Outcome.SKIP, "sensitive")
    screen(programme(), Outcome.SEND)
    screen(programme("sms_attendance"), Outcome.HOLD, "unmapped")
    found = account()
    assert found.events == sum(found.outcomes.values()) == 4
    assert found.outcomes == {"SEND": 1, "HOLD": 0, "WAIT": 0, "SKIP": 1, "BLOCK": 2}
    assert found.reasons == {"sensitive": 2, "under_age": 1}
    assert account("sms_attendance").reasons == {"unmapped": 1}


def test_only_the_decision_that_stands_counts() -> None:
    old = screen(programme(), Outcome.WAIT, "too_soon")
    type(old).objects.filter(pk=old.pk).update(is_current=False)
    assert (account().events, account().waiting_to_be_screened) == (0, 1)


def test_what_waits_for_its_screening_stands_apart() -> None:
    happen(programme())
    happen(programme(), at=None)
    happen(programme("sms_attendance"))
    screen(programme(), Outcome.SEND)
    screen(programme(), Outcome.SKIP, "withdrawn", at=None)
    assert (account().events, account().waiting_to_be_screened) == (2, 1)


def test_letters_are_counted_by_state_and_answers_by_whether_they_are_complete() -> None:
    invite(programme(), state=State.CANCELLED)
    invite(programme(), state=State.UNKNOWN)
    invite(programme(), opened=True)
    for disposition in Disposition:
        answer(programme(), {}, disposition=disposition)
    found = account()
    assert found.letters == {"cancelled": 1, "delivered": 4, "unknown": 1}
    assert (found.opened, found.completed) == (4, 1)


def test_the_way_to_an_answer_shows_the_loss_at_each_step() -> None:
    screen(programme(), Outcome.BLOCK, "sensitive")
    screen(programme(), Outcome.SEND)
    for state in (State.CREATED, State.PERMANENT_FAILURE, State.SENDING, State.DELIVERED):
        invite(programme(), state=state)
    answer(programme(), {})
    assert [(s.name, s.n, s.lost) for s in account().steps] == [
        ("screened", 7, 0),
        ("may_be_asked", 6, 1),
        ("posted", 5, 1),
        ("sent", 4, 1),
        ("delivered", 2, 2),
        ("opened", 1, 1),
        ("completed", 1, 0),
    ]


@pytest.mark.parametrize("people", [1, 3])
def test_more_of_everything_needs_no_more_queries(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(people):
        answer(programme(), {})
        screen(programme("sms_attendance"), Outcome.SKIP, "stale")
    with django_assert_num_queries(5):
        accounts()
