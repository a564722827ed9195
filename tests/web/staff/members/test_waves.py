"""A quarter's survey of members is set up by one person, approved by another, and cancelled."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from heard.accounts.models import User
from heard.journal.models import Entry
from heard.membership import waves
from heard.membership.models import Wave
from heard.web.staff.members.waves import state
from tests.insight.waved import drawn, said, wave
from tests.web.staff.people import a_person, browser_of, inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE = "/staff/community/waves"
GIVEN = {"opens_on": "16 November 2020", "each": "50", "remind": "5"}


def second() -> Client:
    return browser_of(a_person("second@example.org", password=None))


def test_one_sets_it_up_and_another_approves_it() -> None:
    first, other = inside(), second()
    made = first.post(PAGE, GIVEN)
    of = Wave.objects.get()
    page = f"{PAGE}/{of.pk}"
    assert (made.status_code, made.headers["Location"]) == (303, page)
    assert (of.quarter, of.each, of.remind_after) == (date(2020, 10, 1), 50, timedelta(days=5))
    assert of.opens_at == datetime(2020, 11, 16, 9, tzinfo=UTC)
    shown = read(first, page)
    assert "It waits for somebody else to approve it." in shown
    assert f"Drawn by the seed {of.seed}" in shown
    assert first.post(page, {"do": "approve"}).status_code == 400
    assert other.post(page, {"do": "approve"}).status_code == 303
    assert "It asks by itself." in read(first, page)
    assert "October to December 2020" in read(first, PAGE)
    assert Entry.objects.filter(act="membership.approve_wave").count() == 1


def test_it_is_cancelled_with_a_reason() -> None:
    first = inside()
    first.post(PAGE, GIVEN | {"each": "", "remind": ""})
    page = f"{PAGE}/{Wave.objects.get().pk}"
    assert first.post(page, {"do": "cancel"}).status_code == 400
    assert first.post(page, {}).status_code == 400
    assert first.post(page, {"do": "cancel", "why": "Too early"}).status_code == 303
    shown = read(first, page)
    assert "Too early" in shown
    assert "All members" in shown
    assert "Nothing: it was cancelled." in shown


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"opens_on": ""}, "Enter a day"),
        ({"opens_on": "soon"}, "Enter a date, like 2 November 2020"),
        ({"opens_on": "20 December 2020"}, "It stays open for 28 days"),
        ({"opens_on": "1 January 2020"}, "It opens in the future."),
        ({"each": "many"}, "Enter a number from 1"),
        ({"remind": "9"}, "Choose from the list"),
    ],
)
def test_what_cannot_be_set_up_is_said_to_be_so(change: dict[str, str], words: str) -> None:
    answer = inside().post(PAGE, GIVEN | change)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Wave.objects.exists()


def test_how_far_it_has_come_is_told_and_what_is_not_there_is_not() -> None:
    of = wave()
    said(of, {"confidence": 1}, n=20)
    drawn(of, n=20)
    client = inside(User.Role.COMMUNICATIONS)
    assert "40 members were drawn, 40 asked; answered: 20, 50% of them." in read(
        client, f"{PAGE}/{of.pk}"
    )
    assert client.get(f"{PAGE}/{of.pk + 1}").status_code == 404


def test_its_state_goes_by_its_times() -> None:
    of = wave()
    before, end = of.opens_at - timedelta(hours=1), of.ends_at
    told = [state(of, at=at).partition(" ")[0] for at in (before, of.opens_at, end)]
    assert told == ["Opens", "Open", "Ended"]
    waves.close_ended(now=end + timedelta(days=2), limit=5)
    of.refresh_from_db()
    assert state(of, at=end) == "Closed"
    assert state(Wave(stage="asked"), at=end) == "Waits for a second person"
