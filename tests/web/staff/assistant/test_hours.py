"""A manager sets hours from a day on, closes days and opens them again."""

from datetime import UTC, date, datetime

import pytest
from pytest_django import Settings

from heard.accounts.models import User
from heard.clock import simulate
from heard.conversations import converse, hours
from heard.conversations.models import Closure, Conversation
from tests.conversations.talks import hear, talk
from tests.web.staff.people import inside

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 10, 24, 22, 58, tzinfo=UTC)  # 23:58 in London, before the clocks go back
PATH = "/staff/assistant/hours"


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.CLOCK = "simulated"
    simulate.begin(seed=1, now=NOW)


def test_it_is_on_from_eight_to_midnight_and_what_began_at_two_to_goes_on() -> None:
    assert hours.is_on(now=NOW)
    mine = talk(now=NOW)
    midnight = datetime(2020, 10, 24, 23, 0, tzinfo=UTC)
    assert not hours.is_on(now=midnight)
    assert hours.opens_next(now=midnight) == datetime(2020, 10, 25, 8, 0, tzinfo=UTC)
    hear(mine, "are you still there", now=midnight)
    assert Conversation.objects.get(pk=mine.pk).state == Conversation.State.ASSISTANT
    assert converse.found(bytes(mine.token_hash)) == mine


def test_hours_change_from_a_day_on() -> None:
    browser = inside(User.Role.CHAT_MANAGER)
    page = browser.get(PATH).content.decode()
    assert "Live chat is on now." in page
    assert page.count("08:00 to 24:00") == 7
    week = {f"opens_{n}": "9:00" for n in range(5)} | {f"closes_{n}": "17:30" for n in range(5)}
    answer = browser.post(PATH, {**week, "valid_from": "2020-10-26"})
    assert answer.status_code == 303
    assert not hours.is_on(now=datetime(2020, 10, 26, 8, 30, tzinfo=UTC))
    assert hours.is_on(now=datetime(2020, 10, 26, 17, 29, tzinfo=UTC))
    assert hours.opens_next(now=datetime(2020, 10, 30, 17, 30, tzinfo=UTC)) == datetime(
        2020, 11, 2, 9, tzinfo=UTC
    )
    simulate.advance(to=datetime(2020, 10, 31, 12, tzinfo=UTC))
    page = browser.get(PATH).content.decode()
    assert "Live chat is off now. It opens on 2 November 2020 at 09:00." in page
    assert "On bank holidays it is closed." in page


def test_a_day_is_closed_and_opened_again() -> None:
    browser = inside(User.Role.CHAT_MANAGER)
    given = {"do": "close", "day": "2020-12-25", "closed_why": "Christmas"}
    for _ in range(2):
        assert browser.post(PATH, given).status_code == 303
    christmas = datetime(2020, 12, 25, 12, tzinfo=UTC)
    assert not hours.is_on(now=christmas)
    assert "Christmas" in browser.get(PATH).content.decode()
    one = Closure.objects.get(day=date(2020, 12, 25))
    for number in (one.pk, one.pk, "x"):
        assert browser.post(PATH, {"do": "open", "number": number}).status_code == 303
    assert hours.is_on(now=christmas)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"valid_from": "2020-10-23"}, "from today on at the earliest"),
        ({"valid_from": ""}, "Enter a day"),
        ({"valid_from": "2020-11-01", "opens_0": "9:00"}, "Monday: enter both times, or none"),
        (
            {"valid_from": "2020-11-01", "opens_0": "9:00", "closes_0": "8:00"},
            "Monday: it opens before it closes",
        ),
        ({"valid_from": "2020-11-01", "opens_0": "25:00"}, "Enter a time like 08:00"),
        ({"do": "close", "day": "2020-10-23", "closed_why": "x"}, "A day that is over"),
        ({"do": "close", "day": "2020-12-25"}, "Say why"),
    ],
)
def test_what_cannot_be_set_is_refused_in_words(given: dict[str, str], why: str) -> None:
    answer = inside(User.Role.CHAT_MANAGER).post(PATH, given)
    assert answer.status_code == 400
    assert why in answer.content.decode()
