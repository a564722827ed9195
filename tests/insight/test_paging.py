"""Lists of many rows, a page at a time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from heard.insight.paging import PAGE, newest, on
from heard.journal.models import Entry
from heard.journal.write import SYSTEM, write

pytestmark = pytest.mark.django_db
NOON = datetime(2020, 10, 12, 12, tzinfo=UTC)


def note(number: int, *, at: datetime = NOON) -> None:
    write("trial", subject=str(number), actor=SYSTEM, now=at)


def pages(entries: int) -> list[list[int]]:
    """Go through the list of so many, of which many have the same time, to its end."""
    for number in range(entries):
        note(number, at=NOON + timedelta(minutes=number // 30))
    rows = Entry.objects.filter(act="trial").values("id", "subject")
    found, before = [], None
    while True:
        page = newest(rows, by="at", before=before)
        found.append([int(row["subject"]) for row in page.rows])
        before = page.older
        if before is None:
            return found


@pytest.mark.parametrize(
    ("entries", "sizes"), [(0, [0]), (50, [50]), (51, [50, 1]), (120, [50, 50, 20])]
)
def test_every_row_stands_on_one_page_the_newest_first(entries: int, sizes: list[int]) -> None:
    found = pages(entries)
    assert [len(page) for page in found] == sizes
    assert [n for page in found for n in page] == list(reversed(range(entries)))


def test_from_a_row_that_is_gone_the_newest_are_given() -> None:
    note(1)
    rows = Entry.objects.filter(act="trial").values("id", "subject")
    assert [row["subject"] for row in newest(rows, by="at", before=2**62).rows] == ["1"]


def test_a_page_is_fifty() -> None:
    assert PAGE == 50


def test_a_day_is_one_of_london_also_where_it_has_25_hours() -> None:
    begins = datetime(2020, 10, 24, 23, tzinfo=UTC)  # midnight of the 25th in summer time
    for number, hours in enumerate((-0.01, 0, 24.99, 25)):
        note(number, at=begins + timedelta(hours=hours))
    found = Entry.objects.filter(on(date(2020, 10, 25), by="at"), act="trial")
    assert sorted(found.values_list("subject", flat=True)) == ["1", "2"]
