"""Times of a wall clock, on ordinary days and on the two on which it is changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.local_times import NoTime, is_format, read_local
from heard.core.timing import LONDON

FORMS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")
ZONES = (LONDON, ZoneInfo("Pacific/Auckland"), ZoneInfo("America/St_Johns"), ZoneInfo("UTC"))
INSTANTS = st.datetimes(
    min_value=datetime(2000, 1, 2),  # noqa: DTZ001 (Hypothesis takes bounds without a zone)
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda at: at.replace(microsecond=0))


def read(text: str, *forms: str, zone: ZoneInfo = LONDON) -> datetime:
    return read_local(text, forms=forms or FORMS, zone=zone)


def refusal(text: str, *forms: str) -> tuple[str, str]:
    with pytest.raises(NoTime) as refused:
        read(text, *forms)
    return refused.value.rule, refused.value.message


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("01/07/2020 12:00:30", "2020-07-01T11:00:30"),
        ("01/12/2020 12:00", "2020-12-01T12:00:00"),
        ("25/10/2020 00:59:59", "2020-10-24T23:59:59"),
        ("25/10/2020 01:00:00", "2020-10-25T01:00:00"),
        ("25/10/2020 01:59:59", "2020-10-25T01:59:59"),
        ("29/03/2020 00:59:59", "2020-03-29T00:59:59"),
        ("29/03/2020 02:00:00", "2020-03-29T01:00:00"),
    ],
)
def test_a_time_is_read_in_its_zone_and_one_that_comes_twice_as_the_later(
    text: str, instant: str
) -> None:
    assert read(text) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["29/03/2020 01:00:00", "29/03/2020 01:59"])
def test_a_time_that_the_clock_skips_is_none(text: str) -> None:
    assert refusal(text) == ("time_exists", "The clock of Europe/London skips this time.")


def test_what_fits_no_format_is_no_time() -> None:
    words = "This is not a time as 31/10/2020 23:58:00 or 31/10/2020 23:58 is."
    for text in ("", "yesterday", "31/09/2020 12:00", "25/10/2020 25:61", "2020-10-25T01:00:00Z"):
        assert refusal(text) == ("time", words)


def test_what_two_formats_read_differently_is_no_time() -> None:
    forms = ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M")

    assert refusal("03/10/2020 12:00", *forms) == (
        *("time_ambiguous", "Two formats read this as two different times."),
    )
    assert read("30/10/2020 12:00", *forms) == datetime(2020, 10, 30, 12, tzinfo=UTC)


def test_an_offset_that_is_written_counts() -> None:
    assert read("2020-07-01 12:00 +0300", "%Y-%m-%d %H:%M %z") == (
        datetime(2020, 7, 1, 9, tzinfo=UTC)
    )


def test_the_ends_of_the_calendar_are_no_times() -> None:
    auckland = ZoneInfo("Pacific/Auckland")
    with pytest.raises(NoTime):
        read("01/01/0001 00:00", zone=auckland)


@given(INSTANTS, st.sampled_from(ZONES))
def test_every_instant_is_read_from_what_the_clock_shows_or_as_the_later_of_two(
    instant: datetime, zone: ZoneInfo
) -> None:
    shown = instant.astimezone(zone)
    found = read(f"{shown:%d/%m/%Y %H:%M:%S}", zone=zone)

    again = found.astimezone(zone)
    assert (found >= instant, again.replace(tzinfo=None)) == (True, shown.replace(tzinfo=None))
    assert found - instant in {timedelta(0), timedelta(hours=1)}


@pytest.mark.parametrize(
    ("form", "good"),
    [
        ("%d/%m/%Y %H:%M", True),
        ("%d-%b-%y %I:%M:%S %p", True),
        ("%Y-%m-%dT%H:%M:%S%z", True),
        ("%d/%m/%Y", False),
        ("%H:%M", False),
        ("%d/%m %H:%M", False),
        ("%d/%m/%Y %I:%M", False),
        ("%d/%m/%Y %H:%M %Z", False),
        ("%d/%m/%Y %H:%M %q", False),
        ("", False),
    ],
)
def test_a_format_holds_a_date_and_a_time_to_the_minute(form: str, *, good: bool) -> None:
    assert is_format(form) is good
