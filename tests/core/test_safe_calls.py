"""When somebody may be called, and what keeps a caller from it, each at its border."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from heard.core.safe_calls import (
    WHYS,
    Check,
    Risk,
    SafeTime,
    Standing,
    Told,
    Trigger,
    Why,
    against,
    found,
    is_safe_time,
)

TUESDAY = datetime(2020, 10, 13, 9, tzinfo=UTC)  # ten in London
TEN_TO_NOON = SafeTime(weekday=2, opens=time(10), closes=time(12))
FINE = Check(
    risk=Risk.STANDARD, trial=Told.NO, marac=Told.NO, advocate_agrees=False, trigger=Trigger.NONE
)
READY = Standing(
    over=False,
    expires_at=TUESDAY + timedelta(days=1),
    times=(TEN_TO_NOON,),
    gate=True,
    words=True,
    check=FINE,
    tried_on=(),
    in_call=False,
)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, ()),
        ({"risk": Risk.MEDIUM}, ()),
        ({"risk": Risk.UNKNOWN}, (Why.RISK_UNKNOWN,)),
        ({"risk": Risk.HIGH}, (Why.MARAC,)),
        ({"risk": Risk.HIGH, "advocate_agrees": True}, ()),
        ({"marac": Told.YES}, (Why.MARAC,)),
        ({"marac": Told.UNKNOWN}, (Why.MARAC,)),
        ({"risk": Risk.HIGH, "marac": Told.YES, "advocate_agrees": True}, ()),
        ({"trial": Told.YES}, (Why.LIVE_TRIAL,)),
        ({"trial": Told.UNKNOWN, "advocate_agrees": True}, (Why.LIVE_TRIAL,)),
        *(({"trigger": t}, (Why.TRIGGER,)) for t in Trigger if t is not Trigger.NONE),
        (
            {"risk": Risk.UNKNOWN, "trial": Told.YES, "marac": Told.YES, "trigger": Trigger.FAMILY},
            (Why.RISK_UNKNOWN, Why.LIVE_TRIAL, Why.MARAC, Why.TRIGGER),
        ),
    ],
)
def test_what_a_supervisor_found_speaks_against_a_call(
    change: dict[str, Any], why: tuple[Why, ...]
) -> None:
    assert found(replace(FINE, **change)) == why


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, ()),
        ({"over": True}, (Why.OVER,)),
        ({"expires_at": TUESDAY}, (Why.EXPIRED,)),
        ({"gate": False}, (Why.GATE,)),
        ({"words": False}, (Why.NO_WORDS,)),
        ({"check": None}, (Why.NOT_CHECKED,)),
        ({"check": replace(FINE, trial=Told.YES)}, (Why.LIVE_TRIAL,)),
        ({"tried_on": (date(2020, 10, 13),)}, (Why.TRIED_TODAY,)),
        ({"tried_on": (date(2020, 10, 6), date(2020, 10, 8))}, ()),
        (
            {"tried_on": (date(2020, 10, 1), date(2020, 10, 6), date(2020, 10, 8))},
            (Why.TRIED_OFTEN,),
        ),
        ({"in_call": True}, (Why.IN_CALL,)),
        ({"times": ()}, (Why.NOT_NOW,)),
        ({"gate": False, "times": ()}, (Why.GATE, Why.NOT_NOW)),
    ],
)
def test_everything_that_keeps_a_caller_from_it_is_named(
    change: dict[str, Any], why: tuple[Why, ...]
) -> None:
    assert against(replace(READY, **change), now=TUESDAY) == why


@pytest.mark.parametrize(
    ("instant", "safe"),
    [
        (datetime(2020, 10, 13, 8, 59, 59, tzinfo=UTC), False),
        (datetime(2020, 10, 13, 9, tzinfo=UTC), True),
        (datetime(2020, 10, 13, 10, 59, 59, tzinfo=UTC), True),
        (datetime(2020, 10, 13, 11, tzinfo=UTC), False),
        (datetime(2020, 10, 14, 10, tzinfo=UTC), False),
        (datetime(2020, 10, 27, 9, 30, tzinfo=UTC), False),  # winter time has come
        (datetime(2020, 10, 27, 10, tzinfo=UTC), True),
    ],
)
def test_a_safe_time_goes_by_the_clocks_of_london(instant: datetime, *, safe: bool) -> None:
    assert is_safe_time((TEN_TO_NOON,), instant) == safe


@pytest.mark.parametrize(
    ("weekday", "opens", "closes"),
    [
        (0, time(10), time(12)),
        (8, time(10), time(12)),
        (1, time(7, 59), time(12)),
        (1, time(12), time(21, 1)),
        (1, time(12), time(12)),
    ],
)
def test_nobody_is_called_at_night_whatever_was_agreed(
    weekday: int, opens: time, closes: time
) -> None:
    with pytest.raises(ValueError, match="between 08:00 and 21:00"):
        SafeTime(weekday=weekday, opens=opens, closes=closes)


def test_every_reason_has_its_words() -> None:
    assert list(WHYS) == list(Why)
