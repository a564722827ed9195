"""What fits into a column."""

from datetime import UTC, datetime

import pytest

from heard.web.staff.columns import short, subject


def test_a_time_is_that_of_london_and_short() -> None:
    assert short(datetime(2020, 10, 12, 23, 3, tzinfo=UTC)) == "13 Oct 2020, 00:03"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("page:outbox unknown", "page outbox unknown"),
        ("person:" + "0123456789abcdef" * 4, "person 0123456789ab…"),
        ("user:7", "user 7"),
    ],
)
def test_a_subject_stands_on_one_line(name: str, shown: str) -> None:
    assert subject(name) == shown
