"""What only takes time, and the kinds of incident that are looked at two hours later."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from heard.core.reasons import Reason
from heard.core.screening import Category, Decision, Sensitivity, decide
from heard.core.timing import Window
from tests.core.screening.known import (
    CATEGORIES,
    DAY,
    HOUR,
    NOON,
    SEND,
    facts,
    held,
    policy,
    waiting,
)

TEN = timedelta(minutes=10)
REVIEWED = {**CATEGORIES, "PW-25": Category(sensitivity=Sensitivity.REVIEW, conditional=True)}


@pytest.mark.parametrize(
    ("change", "decision"),
    [
        ({"live": True}, waiting(NOON + 23 * HOUR, Reason.STILL_OPEN)),
        ({"happened_at": NOON}, waiting(NOON + TEN, Reason.TOO_SOON)),
        ({"happened_at": NOON - TEN}, SEND),
    ],
)
def test_what_is_live_or_fresh_waits(change: dict[str, Any], decision: Decision) -> None:
    assert decide(facts(**change), policy(), now=NOON) == decision


def test_a_wait_lasts_until_the_last_of_its_reasons_is_over() -> None:
    night = datetime(2020, 10, 1, 21, 55, tzinfo=UTC)
    assert decide(facts(happened_at=night), policy(), now=night) == waiting(
        datetime(2020, 10, 2, 8, tzinfo=UTC), Reason.TOO_SOON, Reason.QUIET_HOURS
    )


def test_a_call_at_two_in_the_morning_waits_for_nine() -> None:
    two = datetime(2020, 10, 1, 1, 0, tzinfo=UTC)
    found = decide(facts(happened_at=two - HOUR), policy(), now=two)
    assert found == waiting(datetime(2020, 10, 1, 8, tzinfo=UTC), Reason.QUIET_HOURS)


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        (datetime(2020, 10, 3, tzinfo=UTC), 8, 19),  # a Saturday, London an hour ahead
        (datetime(2020, 10, 4, tzinfo=UTC), 9, 17),  # a Sunday
        (datetime(2020, 12, 25, tzinfo=UTC), 10, 18),  # a bank holiday, a Friday
        (datetime(2020, 12, 28, tzinfo=UTC), 10, 18),  # Boxing Day's substitute, a Monday
        (datetime(2020, 12, 29, tzinfo=UTC), 9, 20),
    ],
)
def test_the_window_is_that_of_the_day(day: datetime, opens: int, closes: int) -> None:
    always = policy(periods=((day.date() - timedelta(days=2), None),))
    sent = [
        hour
        for hour in range(24)
        if decide(facts(happened_at=day + hour * HOUR - HOUR), always, now=day + hour * HOUR)
        == SEND
    ]
    assert sent == list(range(opens, closes))


@pytest.mark.parametrize(
    ("change", "decision"),
    [
        (
            {"closed": False},
            waiting(NOON + 23 * HOUR, Reason.TOO_SOON, Reason.STILL_OPEN),
        ),
        ({"closed": True}, waiting(NOON + HOUR, Reason.TOO_SOON)),
        ({"happened_at": NOON - 2 * HOUR}, SEND),
        ({"happened_at": NOON - 2 * HOUR, "age": None}, held(Reason.AGE_UNKNOWN)),
        ({"happened_at": NOON - 2 * HOUR, "closing_codes": set()}, held(Reason.CONDITIONAL)),
    ],
)
def test_what_calls_for_care_goes_after_two_hours_closed_and_of_known_age(
    change: dict[str, Any], decision: Decision
) -> None:
    known = {"codes": {"PW-25"}, "closing_codes": {"fine"}, "age": 40, **change}
    assert decide(facts(**known), policy(categories=REVIEWED), now=NOON) == decision


def test_of_two_waits_the_longer_counts() -> None:
    found = decide(facts(codes={"CR-16", "TR-03"}), policy(), now=NOON)
    assert found == waiting(NOON + 71 * HOUR, Reason.TOO_SOON)


def test_a_call_before_the_close_waits_for_the_morning_and_not_for_ten_minutes() -> None:
    late, opening = NOON.replace(hour=18, minute=55), NOON.replace(hour=8) + DAY
    asked = facts(happened_at=late)
    soon = late + timedelta(minutes=1)
    assert decide(asked, policy(), now=soon) == waiting(
        opening, Reason.TOO_SOON, Reason.QUIET_HOURS
    )


def test_the_hours_are_those_of_the_programme() -> None:
    early = policy(window=Window(weekday_closes=time(11)))
    opening = NOON.replace(hour=8) + DAY
    assert decide(facts(), early, now=NOON) == waiting(opening, Reason.QUIET_HOURS)


def test_what_is_reviewed_waits_two_hours_though_it_was_closed() -> None:
    asked = facts(codes={"look"}, closed=True, age=40)
    assert decide(asked, policy(), now=NOON) == waiting(NOON + HOUR, Reason.TOO_SOON)
    assert decide(asked, policy(), now=NOON + HOUR) == SEND
