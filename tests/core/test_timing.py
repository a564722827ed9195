"""When people may be written to, on ordinary days and on the odd ones."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.core.timing import LONDON, Window, is_open, london_date, next_open, within_dates

INSTANTS = st.datetimes(
    min_value=datetime(2018, 1, 1),  # noqa: DTZ001 (Hypothesis takes bounds without a zone)
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from((UTC, LONDON, ZoneInfo("Pacific/Auckland"))),
)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
PAIRS = st.lists(TIMES, min_size=2, max_size=2, unique=True).map(sorted)
WINDOWS = st.builds(
    lambda week, rest: Window(
        weekday_opens=week[0], weekday_closes=week[1], rest_opens=rest[0], rest_closes=rest[1]
    ),
    PAIRS,
    PAIRS,
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2020-02-04 12:00", "2020-02-04 12:00"),  # a Tuesday, open
        ("2020-02-04 09:00", "2020-02-04 09:00"),
        ("2020-02-04 08:59:59", "2020-02-04 09:00"),
        ("2020-02-04 19:59:59", "2020-02-04 19:59:59"),
        ("2020-02-04 20:00", "2020-02-05 09:00"),  # the closing minute is outside
        ("2020-02-08 20:00", "2020-02-09 10:00"),  # a Saturday night
        ("2020-02-09 18:00", "2020-02-10 09:00"),  # a Sunday night
        ("2020-07-07 07:59", "2020-07-07 08:00"),  # summer: nine in London is eight in UTC
        ("2020-03-28 23:30", "2020-03-29 09:00"),  # the short night: ten in summer time
        ("2020-03-29 00:59", "2020-03-29 09:00"),
        ("2020-03-29 01:00", "2020-03-29 09:00"),
        ("2020-10-24 22:30", "2020-10-25 10:00"),  # the long night: ten in winter time
        ("2020-10-25 00:30", "2020-10-25 10:00"),
        ("2020-10-25 01:30", "2020-10-25 10:00"),
        ("2020-10-25 18:00", "2020-10-26 09:00"),
        ("2020-12-24 20:30", "2020-12-25 10:00"),
        ("2020-12-25 18:00", "2020-12-26 10:00"),  # Boxing Day, a Saturday
        ("2020-12-28 09:30", "2020-12-28 10:00"),  # the Monday in its stead
        ("2020-04-10 08:30", "2020-04-10 09:00"),  # Good Friday
        ("2020-04-13 08:30", "2020-04-13 09:00"),  # Easter Monday
        ("2020-04-14 07:30", "2020-04-14 08:00"),
    ],
)
def test_the_next_opening(now: str, opens: str) -> None:
    assert next_open(utc(now)) == utc(opens)
    assert is_open(utc(now)) == (now == opens)


@settings(deadline=None)  # the first question about holidays reads them
@given(now=INSTANTS, window=WINDOWS | st.just(Window()))
def test_the_next_opening_is_open_and_none_is_earlier(now: datetime, window: Window) -> None:
    opens = next_open(now, window)
    open_now = is_open(now, window)
    now = now.astimezone(UTC)  # a repeated hour in another zone equals nothing, by PEP 495
    assert opens.tzinfo is UTC
    assert opens >= now
    assert is_open(opens, window)
    assert open_now == (opens == now)
    # The opening could only be earlier if the minutes before it were open, or any on the way.
    instant = now
    while instant < opens:
        assert not is_open(instant, window)
        instant += timedelta(minutes=47)
    assert opens == now or not is_open(opens - timedelta(microseconds=1), window)


def test_hours_that_the_clock_skips_are_no_opening() -> None:
    window = Window(rest_opens=time(1, 30), rest_closes=time(2))
    assert next_open(utc("2020-03-28 20:00"), window) == utc("2020-03-30 08:00")


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = utc("2020-02-04 12:00").replace(tzinfo=None)
    for ask in (next_open, is_open, london_date):
        with pytest.raises(ValueError, match="an instant needs its time zone"):
            ask(naive)


@pytest.mark.parametrize(
    "hours",
    [
        {"weekday_opens": time(20), "weekday_closes": time(9)},
        {"rest_opens": time(10), "rest_closes": time(10)},
    ],
)
def test_a_window_opens_before_it_closes(hours: dict[str, time]) -> None:
    with pytest.raises(ValueError, match="a sending window must open before it closes"):
        Window(**hours)  # type: ignore[arg-type]


def test_a_summer_night_belongs_to_londons_next_day() -> None:
    late = utc("2020-06-30 23:30")
    assert london_date(late) == date(2020, 7, 1)
    assert london_date(late.astimezone(timezone(timedelta(hours=-9)))) == date(2020, 7, 1)
    assert london_date(utc("2020-12-31 23:30")) == date(2020, 12, 31)


@pytest.mark.parametrize(
    ("instant", "within"),
    [
        ("2020-06-30 22:59:59", False),
        ("2020-06-30 23:00", True),
        ("2020-07-31 22:59:59", True),
        ("2020-07-31 23:00", False),
    ],
)
def test_both_dates_are_included(instant: str, within: bool) -> None:  # noqa: FBT001 (a table)
    assert within_dates(utc(instant), date(2020, 7, 1), date(2020, 7, 31)) == within
