"""The ledger: every touchpoint once, and what became of it."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.core.screening import Outcome
from heard.delivery.models import Letter, State
from heard.eligibility.models import Screening
from heard.insight.cuts import Cut, Slice
from heard.insight.ledger import Account, accounts, as_object, waiting
from tests.insight.flow import (
    CALLED,
    DAY,
    Disposition,
    answer,
    happen,
    invite,
    known,
    programme,
    screen,
)

pytestmark = pytest.mark.django_db


def account(slug: str = "sms_contact") -> Account:
    (found,) = [a for a in accounts(known()) if a.id == slug]
    return found


def test_a_programme_without_anything_has_all_five_outcomes() -> None:
    assert [a.id for a in accounts(known())] == [
        *("sms_contact", "sms_attendance", "victim_email", "caller_101", "live_chat")
    ]
    assert as_object(account()) == {
        "id": "sms_contact",
        "name": "Text after a call",
        "segment": (),
        "events": 0,
        "outcomes": {"SEND": 0, "HOLD": 0, "WAIT": 0, "SKIP": 0, "BLOCK": 0},
        "reasons": {},
        "letters": {},
        "opened": 0,
        "completed": 0,
        "steps": [
            {"name": step, "n": 0, "lost": 0, "why": {}}
            for step in (
                "screened",
                "may_be_asked",
                "posted",
                "sent",
                "delivered",
                "opened",
                "completed",
            )
        ],
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
    assert account().events == 0


def test_what_waits_for_its_screening_stands_apart() -> None:
    happen(programme(), due=True)
    happen(programme(), at=None, due=True)
    happen(programme("sms_attendance"), due=True)
    screen(programme(), Outcome.SEND)
    screen(programme(), Outcome.SKIP, "withdrawn", at=None)
    assert account().events == 2
    assert waiting() == {"sms_contact": 1, "sms_attendance": 1}


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
    assert [(s.name, s.n, s.lost, s.why) for s in account().steps] == [
        ("screened", 7, 0, {}),
        ("may_be_asked", 6, 1, {"sensitive": 1}),
        ("posted", 5, 1, {"not_posted_yet": 1}),
        ("sent", 4, 1, {"created": 1}),
        ("delivered", 2, 2, {"permanent-failure": 1, "sending": 1}),
        ("opened", 1, 1, {"not_opened": 1}),
        ("completed", 1, 0, {}),
    ]


def test_a_letter_that_was_stopped_had_been_posted_and_its_reason_is_the_loss() -> None:
    stopped = invite(programme(), state=State.CANCELLED)
    assert stopped.letter_id
    Letter.objects.filter(pk=stopped.letter_id).update(reason="opted_out")
    Screening.objects.filter(touchpoint=stopped.touchpoint_id).update(is_current=False)
    Screening.objects.create(
        touchpoint=stopped.touchpoint,
        programme=programme(),
        outcome=Outcome.BLOCK,
        reasons=["opted_out"],
        policy="p1",
        decided_at=CALLED,
        happened_at=CALLED,
    )
    assert [(s.n, s.why) for s in account().steps[:4]] == [
        (1, {}),
        (1, {}),
        (1, {}),
        (0, {"opted_out": 1}),
    ]


def test_how_a_survey_was_left_is_why_it_was_not_completed() -> None:
    invite(programme(), opened=True)
    for disposition in Disposition:
        answer(programme(), {}, disposition=disposition)
    assert account().steps[-1].why == {"break_off": 1, "not_finished": 1, "partial": 1}


def test_a_ledger_can_be_cut_and_narrowed_down_and_still_adds_up() -> None:
    screen(programme(), Outcome.SEND, area="BE")
    screen(programme(), Outcome.SEND, area="WV")
    screen(programme(), Outcome.BLOCK, "sensitive", area="WV", at=CALLED + 7 * DAY)
    screen(programme("sms_attendance"), Outcome.SEND, area="BE")
    facts = known()
    by_area = accounts(facts, by=[Cut.AREA], where=Slice(programmes=("sms_contact",)))
    assert [(a.id, a.segment, a.events) for a in by_area] == [
        ("sms_contact", ("BE",), 1),
        ("sms_contact", ("WV",), 2),
    ]
    weeks = accounts(facts, by=[Cut.WEEK], where=Slice(area="WV"))
    assert [(a.segment, a.reasons) for a in weeks] == [
        ((date(2020, 10, 12),), {}),
        ((date(2020, 10, 19),), {"sensitive": 1}),
    ]
    late = accounts(facts, where=Slice(from_=date(2020, 10, 13)))
    assert [a.events for a in late] == [1, 0, 0, 0, 0]


@pytest.mark.parametrize("people", [1, 3])
def test_more_of_everything_needs_no_more_queries(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(people):
        answer(programme(), {})
        screen(programme("sms_attendance"), Outcome.SKIP, "stale")
    found = known()
    with django_assert_num_queries(1):
        accounts(found)
