"""The effect of a pilot: nothing too early, and its size beside areas that had none."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from heard.core.statistics.verdicts import Finding
from heard.insight.pilot_effect import Measured, Rates, measured
from heard.membership.models import Pilot
from heard.places.areas import names
from tests.membership.driven import joined

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 1, 26, 10, tzinfo=UTC)
MONTHS = [date(2019 + (n // 12), n % 12 + 1, 1) for n in range(24)]  # of 2019 and 2020


def played(*, times: int, since: date, months: list[date] = MONTHS) -> None:
    """Let 20 join in each area and month, and in BE so many times as many since a day."""
    for number, month in enumerate(months):
        for at, area in enumerate(names()):
            n = 20 + (number + at) % 3
            n *= times if area == "BE" and month >= since else 1
            joined("", n, at=datetime(month.year, month.month, 15, tzinfo=UTC), area=area)


def begun(first: date, area: str = "BE", last: date | None = None) -> Pilot:
    return Pilot.objects.create(
        area=area,
        roles=["officer"],
        first=first,
        reason="x",
        set_at=NOW,
        set_by="x",
        last=last,
        ended_at=NOW if last else None,
        end_reason="x" if last else "",
    )


def test_a_pilot_that_doubled_who_joined_moved_it() -> None:
    played(times=2, since=date(2020, 7, 1))
    found = measured(begun(date(2020, 7, 1)), now=NOW)
    assert found.finding is Finding.REAL
    assert found.effect is not None
    assert found.rank is not None
    assert found.effect.ratio == pytest.approx(2.0, rel=0.02)
    assert (found.rank.rank, found.rank.among) == (1, 8)
    assert len(found.months) == 24
    assert [one.is_since for one in found.months].count(True) == 6
    assert found.here is not None
    assert found.here[1] == Rates(joins=252, rate=Decimal("0.10"))  # 252 / 6 / 423,436
    assert len(found.others) == 7


def test_one_that_changed_nothing_cannot_be_told_from_chance() -> None:
    played(times=1, since=date(2020, 7, 1))
    # From the middle of a month on: that month is on neither side.
    found = measured(begun(date(2020, 6, 15), last=date(2020, 11, 10)), now=NOW)
    assert found.finding is Finding.CHANCE
    assert [one.month.month for one in found.months if one.is_since] == [7, 8, 9, 10]
    assert date(2020, 6, 1) not in [one.month for one in found.months]


def why(found: Measured) -> str:
    assert (found.finding, found.effect) == (Finding.TOO_SMALL, None)
    return found.why


def test_before_there_is_enough_nothing_is_said() -> None:
    assert "3 whole months after" in why(measured(begun(date(2020, 12, 1), "WV"), now=NOW))
    pilot = begun(date(2020, 7, 1))
    assert "6 whole months before" in why(measured(pilot, now=NOW))
    joined("", 9, at=datetime(2020, 8, 15, tzinfo=UTC))
    joined("", 50, at=datetime(2019, 8, 15, tzinfo=UTC))
    joined("", 50, at=datetime(2019, 8, 15, tzinfo=UTC), area="CV")
    assert "10 joins are needed" in why(measured(pilot, now=NOW))
    for area in [*names()][:6]:
        if area != "BE":
            begun(date(2020, 8, 1), area)
    assert "3 areas without" in why(measured(pilot, now=NOW))
