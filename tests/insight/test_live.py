"""How today goes, through the ledger and the queues."""

import pytest

from heard.core.screening import Outcome
from heard.delivery.models import State
from heard.insight.live import live
from tests.insight.flow import CALLED, DAY, answer, invite, known, programme, screen
from tests.make import NOON, SOURCE, contact_ended, told

pytestmark = pytest.mark.django_db


def test_today_is_counted_and_yesterday_is_not() -> None:
    screen(programme(), Outcome.SKIP, "cap")
    screen(programme("sms_attendance"), Outcome.BLOCK, "sensitive")
    screen(programme(), Outcome.SKIP, "cap", at=CALLED - DAY)
    invite(programme(), state=State.TEMPORARY_FAILURE)
    answer(programme(), {"outcome": 9})
    found = live(known(), now=CALLED)
    day = found.day
    assert day is not None
    assert (day.day, day.is_today) == (CALLED.date(), True)
    assert {outcome: n for outcome, n in day.decided.items() if n} == {
        "SEND": 2,
        "SKIP": 1,
        "BLOCK": 1,
    }
    assert day.why_not == {"cap": 1, "sensitive": 1}
    assert day.letters == {State.TEMPORARY_FAILURE: 1, State.DELIVERED: 1}
    assert (day.opened, day.completed) == (1, 1)
    assert (found.receipt, found.answer) == (None, CALLED)


def test_the_newest_answer_is_the_last_that_was_given_and_not_the_last_that_was_kept() -> None:
    answer(programme(), {"outcome": 9})
    answer(programme(), {"outcome": 9}, at=CALLED - DAY)
    assert live(known(), now=CALLED).answer == CALLED


def test_where_nothing_was_decided_today_the_last_day_is_shown_as_that() -> None:
    screen(programme(), Outcome.SKIP, "cap")
    screen(programme(), Outcome.SKIP, "cap", at=CALLED + 9 * DAY)
    day = live(known(), now=CALLED + 2 * DAY).day
    assert day is not None
    assert (day.day, day.is_today, len(day.accounts)) == (CALLED.date(), False, 1)


def test_at_first_there_is_no_day() -> None:
    assert live(known(), now=CALLED).day is None


def test_each_source_has_its_last_event() -> None:
    told(contact_ended("C1"))
    (found,) = live(known(), now=NOON).sources
    assert (found.source, found.last, found.is_silent) == (SOURCE, NOON, False)
