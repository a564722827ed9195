"""Times in words, by the clocks of London."""

from datetime import UTC, datetime, timedelta

import pytest

from heard.web.staff.times import clock, day, moment, span


def test_a_time_is_that_of_london() -> None:
    late = datetime(2020, 10, 12, 23, 3, tzinfo=UTC)
    assert (day(late), clock(late), moment(late)) == (
        *("Tuesday 13 October 2020", "00:03", "13 October 2020 at 00:03"),
    )


def test_the_hour_that_comes_twice_is_named() -> None:
    first = datetime(2020, 10, 25, 0, 30, tzinfo=UTC)
    hours = [clock(first + timedelta(hours=number)) for number in (-1, 0, 1, 2)]
    assert hours == ["00:30", "01:30 BST", "01:30 GMT", "02:30"]


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(0), "0 seconds"),
        (timedelta(seconds=1), "1 second"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=1, minutes=59), "1 hour"),
        (timedelta(days=2, hours=5), "2 days"),
    ],
)
def test_a_span_is_said_in_its_largest_unit(length: timedelta, words: str) -> None:
    assert span(length) == words
