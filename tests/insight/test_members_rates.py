"""How many answered of those who were drawn: the silent stay in the base, and few are held back."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from heard.equality.models import Profile
from heard.insight.members_rates import Rates, rates
from heard.membership import waves
from heard.membership.models import Wave
from tests.insight.waved import AGREES, drawn, said, wave

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 9, 1, tzinfo=UTC)
SAYS = {"confidence": AGREES}


def found(of: Wave) -> Rates:
    return rates(of, now=NOW, minimum_base=10)


def test_who_did_not_answer_and_who_was_not_asked_stay_in_the_base() -> None:
    now = wave()
    said(now, SAYS, n=30)
    drawn(now, n=60)
    drawn(now, n=10, left_out="paused")
    made = found(now)
    assert (made.all.drawn, made.all.asked, made.all.answered) == (100, 90, 30)
    assert made.all.rate is not None
    assert made.all.rate.value == 1 / 3
    assert made.left_out == {"paused": 10}


def test_an_area_of_few_is_held_back_and_another_with_it() -> None:
    now = wave()
    for area, answered, silent in (("BE", 40, 60), ("CV", 20, 40), ("DY", 1, 8), ("", 12, 40)):
        said(now, SAYS, n=answered, area=area)
        drawn(now, area, n=silent)
    areas = {one.code: one.answered for one in found(now).areas}
    assert areas["DY"] is None
    assert sum(n is None for n in areas.values()) >= 2
    assert areas["BE"] == 40
    assert [one.code for one in found(now).areas][-1] == ""


def test_age_is_known_of_whoever_said_it_before_this_month() -> None:
    now = wave()
    said(now, SAYS, n=20)
    rows = drawn(now, n=40)
    Profile.objects.bulk_create(
        Profile(apart=row.member.apart or uuid4(), month=month, version=1, birth_year=1980)
        for month, some in ((date(2020, 7, 1), rows[:30]), (date(2020, 9, 1), rows[30:]))
        for row in some
    )
    ages = {one.code: one.asked for one in found(now).ages}
    assert ages == {"35-44": 30, "": 30}


def test_once_a_wave_is_closed_its_rates_stay_as_they_were() -> None:
    now = wave()
    said(now, SAYS, n=30)
    drawn(now, n=60)
    before = found(now)
    while waves.close_ended(now=NOW, limit=50):
        pass
    assert found(now) == before
