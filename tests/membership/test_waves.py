"""A wave is set up by two people, within its quarter, and once a quarter."""

from datetime import date, timedelta

import pytest

from heard.invitations import collectors
from heard.membership import waves
from heard.membership.models import Asked, Wave
from heard.membership.waves import NoWave
from heard.responses.models import Response
from tests.membership.asked import DAY, NOW
from tests.membership.many import members
from tests.membership.surveyed import (
    ANN,
    BEN,
    OPENS,
    QUARTER,
    answers,
    approved,
    asked,
    letters,
    plan,
)

pytestmark = pytest.mark.django_db


def test_quarters_are_those_of_the_calendar() -> None:
    days = [date(2020, 1, 1), date(2020, 3, 31), date(2020, 12, 31)]
    assert [waves.quarter_of(day) for day in days] == [days[0], days[0], date(2020, 10, 1)]
    assert waves.next_quarter(date(2020, 10, 1)) == date(2021, 1, 1)
    assert waves.next_quarter(date(2020, 1, 1)) == date(2020, 4, 1)
    assert waves.name(Wave(quarter=QUARTER)) == "October to December 2020"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"quarter": date(2020, 11, 1)}, "It opens within its quarter."),
        ({"quarter": date(2021, 1, 1)}, "It opens within its quarter."),
        ({"opens_at": OPENS + 40 * DAY}, "It stays open for 28 days"),
        ({"opens_at": NOW - DAY}, "It opens in the future."),
        ({"each": 0}, "Draw at least one member in each area."),
    ],
)
def test_what_is_no_wave_is_not_set_up(changes: dict[str, object], why: str) -> None:
    with pytest.raises(NoWave, match=why):
        waves.set_up(plan(**changes), by=ANN, now=NOW)
    assert not Wave.objects.exists()


def test_there_is_one_a_quarter_unless_it_was_cancelled() -> None:
    wave = waves.set_up(plan(), by=ANN, now=NOW)
    with pytest.raises(NoWave, match="There is a wave for that quarter"):
        waves.set_up(plan(), by=BEN, now=NOW)
    with pytest.raises(NoWave, match="Say why"):
        waves.cancel(wave, " ", by=ANN, now=NOW)
    waves.cancel(wave, "Too early", by=ANN, now=NOW)
    waves.set_up(plan(), by=BEN, now=NOW)
    with pytest.raises(NoWave, match="Look at it again"):
        waves.approve(wave, by=BEN, now=NOW)


def test_somebody_else_approves_it_and_before_its_time() -> None:
    wave = waves.set_up(plan(), by=ANN, now=NOW)
    with pytest.raises(NoWave, match="Somebody else"):
        waves.approve(wave, by=ANN, now=NOW)
    with pytest.raises(NoWave, match="is over"):
        waves.approve(wave, by=BEN, now=OPENS + DAY)
    members(1)
    assert asked() == 0
    waves.approve(wave, by=BEN, now=NOW)
    assert asked() == 1


def test_nobody_comes_in_by_its_collector_who_was_not_asked() -> None:
    collector = approved().collector
    assert collector is not None
    assert collectors.find(collector.code, now=OPENS) is None


def test_what_was_cancelled_asks_nobody_more_and_keeps_what_was_said() -> None:
    members(2)
    wave = approved()
    assert asked(limit=1) == 2
    answers(Asked.objects.earliest("id"))
    waves.cancel(wave, "Wrong words", by=BEN, now=OPENS + DAY)
    assert asked(at=OPENS + 2 * DAY) == 0
    assert Response.objects.count() == 1
    waves.close_ended(now=wave.ends_at + 2 * DAY, limit=10)
    with pytest.raises(NoWave, match="meanwhile"):
        waves.cancel(wave, "Twice", by=BEN, now=wave.ends_at)


def test_a_wave_that_is_over_cannot_be_cancelled() -> None:
    wave = approved()
    asked()
    waves.close_ended(now=wave.ends_at + 2 * DAY, limit=10)
    with pytest.raises(NoWave, match="It is over"):
        waves.cancel(wave, "Late", by=BEN, now=wave.ends_at + 3 * DAY)


def test_once_it_has_ended_nothing_leads_from_a_member_to_an_answer() -> None:
    members(3)
    wave = approved()
    asked()
    first = Asked.objects.earliest("id")
    answers(first)
    late = wave.ends_at + timedelta(hours=30)
    assert waves.close_ended(now=wave.ends_at, limit=10) == 0
    assert waves.close_ended(now=late, limit=2) == 2
    wave.refresh_from_db()
    assert wave.closed_at is None
    assert [waves.close_ended(now=late, limit=2) for _ in range(2)] == [1, 0]
    rows = Asked.objects.order_by("id").values_list("answered", "token", "token_hash")
    assert [*rows] == [(True, None, None), (False, None, None), (False, None, None)]
    assert set(Asked.objects.values_list("address_print", "due_at")) == {("", None)}
    assert len(letters()) == 3
