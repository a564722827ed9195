"""What drives brought is counted from the ledger as at a day, and few are told to nobody."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from heard.core.statistics.pace import Pace
from heard.insight.drives import Others, brought, others, ways, without_few
from heard.membership import drives
from heard.membership.models import DriveCode
from tests.membership.asked import NOW
from tests.membership.driven import LEAD, a_code, a_drive, joined

pytestmark = pytest.mark.django_db
BEGAN = datetime(2020, 10, 5, 10, tzinfo=UTC)
LATER = datetime(2020, 11, 20, 10, tzinfo=UTC)


@pytest.fixture
def codes() -> list[DriveCode]:
    """Let a market bring 40 people, of whom 4 left after 40 days, and posters 20 later."""
    drive = a_drive(BE=90, CV=45)
    market, poster = a_code(of=drive, area="BE"), a_code("posters", of=drive)
    joined("be-market", 40, at=BEGAN, left=4)
    joined("posters", 12, at=LATER)
    joined("posters", 11, at=LATER, area="CV")
    joined("", 30, at=LATER)
    joined("posters", 50, at=datetime(2021, 1, 10, tzinfo=UTC))  # after its days
    joined("be-market", 7, at=datetime(2020, 9, 30, 10, tzinfo=UTC))  # before them
    return [market, poster]


def test_goals_count_joins_by_its_codes_within_its_days(codes: list[DriveCode]) -> None:
    be, cv = ways(codes[0].drive, on=date(2020, 11, 14))  # the 45th of 90 days
    assert (be.area, be.goal, be.joined, be.everybody) == ("BE", 90, None, 40)
    assert (be.course.pace, be.course.expected) == (Pace.ON_COURSE, 45.0)
    assert (cv.joined, cv.everybody, cv.course.pace) == (None, None, Pace.BEHIND)
    be, cv = ways(codes[0].drive, on=date(2021, 6, 1))
    assert (be.joined, be.everybody, be.course.pace) == (52, 82, Pace.MISSED)
    assert (cv.joined, cv.course.pace) == (11, Pace.MISSED)
    assert {one.course.pace for one in ways(codes[0].drive, on=date(2020, 9, 1))} == {
        Pace.NOT_BEGUN
    }
    drives.end(codes[0].drive, by=LEAD, now=NOW)
    codes[0].drive.refresh_from_db()
    assert ways(codes[0].drive, on=date(2020, 11, 3))[0].course.expected == 90


def test_each_code_has_who_stayed_and_what_each_cost_up_to_a_day(codes: list[DriveCode]) -> None:
    market, _ = codes
    for pence, on in ((20_000, 5), (3_500, 6)):
        drives.add_cost(market, pence, on=date(2020, 10, on), what="x", by=LEAD, now=NOW)
    drives.note_use("posters", opened=9, asked=2, now=LATER)
    one, two = brought(codes, on=date(2021, 1, 5))
    assert (one.joined, one.pence, one.per_join) == (47, 23_500, Decimal("5.00"))
    assert {days: (kept.value, kept.n) for days, kept in one.kept.items()} == {
        30: (1.0, 47),
        90: (pytest.approx(43 / 47), 47),
    }
    assert one.per_kept == Decimal("5.47")  # 235 / 43
    assert (two.joined, two.opened, two.asked, two.pence, two.per_join) == (23, 9, 2, None, None)
    assert (two.kept[30].value, two.kept[90].value) == (1.0, None)
    early, _ = brought(codes, on=date(2020, 10, 5))
    assert (early.pence, early.per_join, early.per_kept) == (20_000, None, None)


def test_few_are_not_told_from_none_nor_found_by_subtraction(codes: list[DriveCode]) -> None:
    alone = a_code("only-one", of=codes[0].drive)
    drives.add_cost(alone, 100, on=date(2020, 10, 5), what="x", by=LEAD, now=NOW)
    day = date(2021, 1, 20)
    before = brought([*codes, alone], on=day)
    joined("only-one", 1, at=BEGAN)
    assert brought([*codes, alone], on=day) == before
    assert [one.joined for one in before] == [None, 73, None]
    assert {kept.value for kept in before[2].kept.values()} == {None}
    assert before[0].kept[30].value is None
    assert without_few([3, 0, 12]) == [None, None, 12]
    assert without_few([3]) == [None]
    assert without_few([]) == []


def test_codes_that_nobody_made_are_others(codes: list[DriveCode]) -> None:
    joined("former", 3, at=BEGAN)
    joined("scribbled", 2, at=BEGAN)
    since, until = datetime(2020, 10, 1, tzinfo=UTC), datetime(2020, 12, 1, tzinfo=UTC)
    assert others(since, until) == Others(drives=63, none=30, former=3, others=2)
