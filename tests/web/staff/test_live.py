"""Live: what the page says of the day, of the queues, and of a source that has gone silent."""

from datetime import timedelta

import pytest

from heard.accounts.models import User
from heard.clock import simulate
from heard.core.screening import Outcome
from tests.browser import NewPage, faults
from tests.dialogues.test_needs import alert
from tests.insight.flow import CALLED, DAY, answer, known, programme, screen
from tests.make import contact_ended, screened, told
from tests.web.staff.people import inside, read, styled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE = "/staff/live"


@pytest.fixture(autouse=True)
def _at_noon(simulated: None) -> None:
    simulate.advance(to=CALLED)


def test_it_says_how_the_day_goes() -> None:
    screen(programme(), Outcome.SKIP, "cap")
    answer(programme(), {"outcome": 9})
    known()
    page = read(inside(), PAGE)
    assert "Today: 12 October 2020" in page
    assert "1 survey was begun and 1 completed so far." in page
    assert "To be asked 1" in page
    assert "Not asked this time 1" in page
    assert "Delivered 1" in page
    assert "Answers 12 October 2020 at 11:00" in page


def test_what_waits_has_its_age_and_its_clock() -> None:
    told(contact_ended("C1", summary="domestic", at=CALLED - timedelta(hours=20)), now=CALLED)
    screened(CALLED - timedelta(hours=19))
    alert(0, "L0", due=timedelta(minutes=-20))
    known()
    page = read(inside(), PAGE)
    assert (
        "1 held for somebody to decide. Without a decision the first is not asked in 3 hours."
        in page
    )
    assert "1 open, 1 of them not seen by anybody. The oldest came" in page
    assert "The first clock ran out" in page
    assert "Thanks to be passed on None is open." in page


def test_a_source_that_has_gone_silent_is_warned_of() -> None:
    told(contact_ended("C1"))
    known()
    page = read(inside(), PAGE)
    assert "/wmp/controlworks has gone silent: its last event came 10 days ago" in page
    assert "Silent 1 October 2020 at 12:00" in page


def test_of_a_day_without_anything_the_last_one_is_shown() -> None:
    screen(programme(), Outcome.SKIP, "cap", at=CALLED - DAY)
    known()
    page = read(inside(), PAGE)
    assert "The last day with anything to decide: 11 October 2020" in page
    assert "Nothing that was told of today has been decided on." in page


def test_at_first_nothing_has_been_decided(with_facts: None) -> None:
    page = read(inside(), PAGE)
    assert "Nothing has been decided on yet." in page
    assert "Nobody is held for somebody to decide." in page


def test_it_breaks_no_rule_of_access(new_page: NewPage) -> None:
    screen(programme(), Outcome.SKIP, "cap")
    told(contact_ended("C1"))
    known()
    page = new_page(width=320)
    page.set_content(styled(inside(User.Role.ADMINISTRATOR).get(PAGE)))
    assert faults(page, 320, 768, 1280) == []
