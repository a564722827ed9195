"""Hours in London's time, over both changes of the clock."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.chat.hours import ALWAYS, MIDNIGHT, BadHours, Hours, Week, is_on, opens_next
from heard.core.timing import LONDON, bank_holidays

USUAL = Hours()
MINUTE = timedelta(minutes=1)
CHANGES = (datetime(2020, 3, 29, 1, tzinfo=UTC), datetime(2020, 10, 25, 1, tzinfo=UTC))


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON).astimezone(UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    "day",
    [(2020, 3, 28), (2020, 3, 29), (2020, 7, 1), (2020, 10, 24), (2020, 10, 25), (2020, 12, 25)],
)
def test_on_from_eight_to_the_last_minute_of_every_day(day: tuple[int, int, int]) -> None:
    assert not is_on(USUAL, local(*day, 7, 59))
    assert is_on(USUAL, local(*day, 8, 0))
    assert is_on(USUAL, local(*day, 23, 59))
    midnight = local(*day, 23, 59) + MINUTE
    assert not is_on(USUAL, midnight)
    tomorrow = date(*day) + timedelta(days=1)
    assert opens_next(USUAL, midnight) == local(tomorrow.year, tomorrow.month, tomorrow.day, 8)


def test_the_night_is_an_hour_shorter_in_march_and_longer_in_october() -> None:
    nights = [
        opens_next(USUAL, closed) - closed  # type: ignore[operator]
        for closed in (local(2020, 3, 29), local(2020, 10, 25), local(2020, 7, 1))
    ]
    assert nights == [timedelta(hours=hours) for hours in (7, 9, 8)]


def test_hours_change_with_a_day_and_a_closure_or_bank_holiday_shuts() -> None:
    office = Week(
        valid_from=date(2020, 12, 1),
        days=(*5 * ((9 * 60, 17 * 60),), None, None),
        on_bank_holidays=False,
    )
    hours = Hours(weeks=(office, ALWAYS), closures=frozenset({date(2020, 12, 24)}))
    assert is_on(hours, local(2020, 11, 30, 20))
    assert not is_on(hours, local(2020, 12, 1, 17))
    assert is_on(hours, local(2020, 12, 1, 16, 59))
    # From the 24th: closed, Christmas, a weekend with a substitute day on Monday.
    assert opens_next(hours, local(2020, 12, 23, 17)) == local(2020, 12, 29, 9)
    assert opens_next(hours, local(2020, 12, 23, 12)) == local(2020, 12, 23, 12)


def test_what_never_opens_says_so_and_what_cannot_be_is_refused() -> None:
    never = Week(valid_from=date.min, days=7 * (None,))
    assert opens_next(Hours(weeks=(never,)), local(2020, 7, 1)) is None
    assert is_on(Hours(weeks=()), local(2020, 7, 1, 9))
    with pytest.raises(BadHours, match="seven"):
        Week(valid_from=date.min, days=())
    for span in ((600, 600), (-1, 5), (0, MIDNIGHT + 1)):
        with pytest.raises(BadHours, match="opens before"):
            Week(valid_from=date.min, days=7 * (span,))


spans = st.none() | st.tuples(st.integers(0, MIDNIGHT - 1), st.integers(1, MIDNIGHT)).filter(
    lambda span: span[0] < span[1]
)
weeks = st.builds(
    Week,
    valid_from=st.just(date.min),
    days=st.lists(spans, min_size=7, max_size=7).map(tuple),
    on_bank_holidays=st.booleans(),
)
nears = st.builds(
    lambda change, minutes: change + minutes * MINUTE,
    st.sampled_from(CHANGES),
    st.integers(-3 * MIDNIGHT, 3 * MIDNIGHT),
)


@given(week=weeks, now=nears)
def test_it_opens_next_at_an_instant_at_which_it_is_on_and_at_none_before(
    week: Week, now: datetime
) -> None:
    hours = Hours(weeks=(week,))
    found = opens_next(hours, now)
    if is_on(hours, now):
        assert found == now
    elif found is not None:
        assert found > now
        assert is_on(hours, found)
        assert not is_on(hours, found - MINUTE) or found - MINUTE < now
        steps = [now + (found - now) * n / 50 for n in range(50)]
        assert not any(is_on(hours, step) for step in steps)


@given(week=weeks, now=nears)
def test_within_a_day_the_wall_clock_alone_decides(week: Week, now: datetime) -> None:
    wall = now.astimezone(LONDON)
    span = week.days[wall.weekday()]
    minute = wall.hour * 60 + wall.minute
    # The hour that the clock has twice, or skips, is where a wall clock is not enough.
    if not any(abs(now - change) <= timedelta(hours=1) for change in CHANGES):
        expected = span is not None and span[0] <= minute < span[1]
        closed = wall.date() in bank_holidays(wall.year) and not week.on_bank_holidays
        assert is_on(Hours(weeks=(week,)), now) == (expected and not closed)


def test_days_follow_each_other_without_a_gap() -> None:
    whole = Hours(weeks=(Week(valid_from=date.min, days=7 * ((0, MIDNIGHT),)),))
    around = [CHANGES[0] + timedelta(hours=n) for n in range(-48, 48)]
    assert all(is_on(whole, at) for at in around)
    assert all(a < b for a, b in pairwise(around))
