"""The report's own figures come out of simulated members, to the last digit, and out of the pages.

All members are registered once for this file, since it takes long: no other has them all.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from pytest_django import DjangoDbBlocker, Settings

from heard.clock import simulate
from heard.core.statistics.pace import Pace
from heard.core.timing import london_date
from heard.insight.drives import brought, ways
from heard.insight.members import by_month, end_of, public, reach
from heard.insight.members_said import GENDER, said
from heard.membership import ledger
from heard.membership.models import Drive, DriveCode, Member, Movement, Pilot
from heard.membership.table import Row, table
from heard.places.areas import names
from heard.simulation.drives import DRIVES
from heard.simulation.members import AFTER, BEFORE, everybody, register_members, since_then
from tests.membership.asked import NOW
from tests.web.staff.people import inside, read

# Table 2 of the report of January 2021: members in November 2019 and 2020, shares of the force,
# change and its per cent, the force's, population of 16 and over, members for each 1,000.
REPORTED = """
BE 17211 22568 22.1 21.0 5357 31.1 37.8 423436 40.6 53.3 1.14
BW 13082 17896 16.8 16.7 4814 36.8 37.8 459607 28.5 38.9 0.83
CV 9979 13818 12.8 12.9 3839 38.5 37.8 299236 33.3 46.2 0.99
DY 7284 12707 9.3 11.8 5423 74.5 37.8 259239 28.1 49.0 1.05
SH 7224 10730 9.3 10.0 3506 48.5 37.8 173810 41.6 61.7 1.32
SW 8596 11078 11.0 10.3 2482 28.9 37.8 253944 33.8 43.6 0.93
WS 7459 9076 9.6 8.4 1617 21.7 37.8 223437 33.4 40.6 0.87
WV 7164 9605 9.2 8.9 2441 34.1 37.8 206854 34.6 46.4 0.99
force 77999 107478 100.0 100.0 29479 37.8 37.8 2299563 33.9 46.7 1.00
"""
NAMES = {**names(), "force": "Force total"}
CAME = datetime(2021, 1, 26, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def members(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """All of them, once for this file, and rolled back after it."""
    from django.db import transaction  # noqa: PLC0415

    with django_db_blocker.unblock(), transaction.atomic():
        register_members(seed=7, now=CAME, progress=lambda _: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def apart(members: None, settings: Settings) -> Iterator[None]:
    """Undo what one test does beside the members; pages go by the time when they came."""
    from django.db import transaction  # noqa: PLC0415

    settings.CLOCK, settings.FORCE_NAME = "simulated", "West Midlands Police"
    with transaction.atomic():
        simulate.begin(seed=7, now=CAME)
        yield
        transaction.set_rollback(True)


def test_every_cell_is_the_one_reported(members: None) -> None:
    expected = {line.split()[0]: line.split()[1:] for line in REPORTED.strip().splitlines()}
    assert {row.area: _cells(row) for row in table(BEFORE, AFTER)} == expected


def _cells(row: Row) -> list[str]:
    return [
        str(cell)
        for cell in (
            row.before,
            row.after,
            row.share_before,
            row.share_after,
            row.change,
            row.change_share,
            row.force_change_share,
            row.population,
            row.rate_before,
            row.rate_after,
            row.parity,
        )
    ]


def test_the_prose_of_the_report_holds(members: None) -> None:
    whole = table(BEFORE, AFTER)[-1]
    assert (round(whole.before, -3), round(whole.after, -2)) == (78_000, 107_500)
    assert (round(whole.change, -2), round(whole.change_share or 0)) == (29_500, 38)
    assert all(row.after > row.before for row in table(BEFORE, AFTER))


def test_what_came_less_what_went_is_what_was_gained(members: None) -> None:
    first, last = ledger.as_at(BEFORE), ledger.as_at(AFTER)
    flows = ledger.flows(BEFORE, AFTER)
    assert {area: flow.net for area, flow in flows.items()} == {
        area: last[area] - first[area] for area in last
    }
    assert all(flow.left and flow.moved_in and flow.moved_out for flow in flows.values())
    assert sum(flow.moved_in - flow.moved_out for flow in flows.values()) == 0
    assert ledger.unbalanced(now=CAME) == {}


def test_after_november_as_many_come_as_go_in_each_area(members: None) -> None:
    weeks = [AFTER + timedelta(days=7 * week) for week in range(9)]
    for since, until in pairwise(weeks):
        assert all(flow.joined and flow.left for flow in ledger.flows(since, until).values())
    flows = ledger.flows(AFTER, CAME)
    assert {area: (flow.joined, flow.net) for area, flow in flows.items()} == {
        area: (joins, 0) for area, joins in since_then(CAME).items()
    }
    assert everybody(CAME) == Member.objects.count()
    assert ledger.as_at(CAME) == ledger.as_at(AFTER)


def test_the_page_shows_every_number_of_the_table(apart: None) -> None:
    page = read(inside(), "/staff/community")
    for line in REPORTED.strip().splitlines():
        area, before, after, *rest = line.split()
        of = f"{int(before):,} {int(after):,} {rest[0]}% {rest[1]}% +{int(rest[2]):,}"
        then = f"{rest[3]}% {rest[4]}% {int(rest[5]):,} {rest[6]} {rest[7]} {rest[8]}"
        assert f"{NAMES[area]} {of} {then}" in page
    assert "stands in its place, and the table below is made as its Table 2" in page
    assert "Members, not the public." in page
    assert "There are 107,478: 4.67 for each 100 residents aged 16 and over (2,299,563)" in page


def test_the_page_shows_every_number_of_the_gender_table(apart: None) -> None:
    page = read(inside(), "/staff/community/public")
    for name, members_, part in (
        ("Female", "25,892", "50.5%"),
        ("Male", "19,828", "38.6%"),
        ("Prefer not to say", "5,479", "10.7%"),
        ("Non-binary", "41", "0.08%"),
        ("Intersex", "13", "0.03%"),
        ("Trans man", "28", "0.05%"),
        ("Trans woman", "27", "0.05%"),
    ):
        assert f"{name} {members_} {part}" in page
    assert "Not recorded 56,170" in page
    assert "All members 107,478" in page
    assert "Recorded for 51,308 of 107,478 members (47.7%)" in page
    assert "No figure by ethnic group was found for residents aged 16 and over" in page
    assert "Birmingham West: 3,586 more people" in page


def test_the_file_holds_the_same_numbers(apart: None) -> None:
    answer = inside().get("/staff/community/file/csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith(
        "BE,Birmingham East,2019-11-30,2020-11-30,17211,22568,22.1,21.0,5357,31.1,37.8,423436,"
        "40.6,53.3,1.14,"
    )
    assert lines[9].startswith("force,Force total,2019-11-30,2020-11-30,77999,107478,100.0,100.0")
    assert len(lines) == 10


def test_members_are_not_alike_to_the_public_by_area(apart: None) -> None:
    found = public(CAME, minimum_base=10)
    assert found is not None
    assert {one.area: f"{one.index.value:.2f}" for one in found.areas} == {
        line.split()[0]: line.split()[-1] for line in REPORTED.strip().splitlines()[:-1]
    }
    assert {one.area: one.shortfall for one in found.areas if one.shortfall} == {
        "BW": 3_586,
        "CV": 168,
        "SW": 791,
        "WS": 1_368,
        "WV": 64,
    }
    spread = (1 - (found.indicators.r.value or 0)) / 2
    assert found.indicators.variation == pytest.approx(spread / (107_478 / 2_299_563))
    assert sum(one.members for one in reach(now=CAME).values()) == 107_478


def test_months_begin_and_end_with_the_table(apart: None) -> None:
    months = by_month(BEFORE, AFTER, minimum_base=10)
    assert [f"{one.month:%Y-%m}" for one in months][::11] == ["2019-12", "2020-11"]
    assert months[-1].members == 107_478
    assert str(months[-1].coverage) == "4.67"
    assert 77_999 + sum(one.flow.net for one in months) == 107_478
    assert end_of(AFTER.date()) > AFTER


def test_a_gender_is_counted_for_the_whole_force_and_the_parts_add_up(apart: None) -> None:
    gender, *others = said(now=CAME, minimum_base=10)
    assert gender.by == GENDER
    assert sum(one.n or 0 for one in gender.lines) == gender.recorded == 51_308
    assert gender.not_recorded == 56_170
    assert all(one.members == 107_478 and one.not_recorded for one in others)


def test_a_table_of_the_past_is_the_same_whatever_is_learnt_later(apart: None) -> None:
    before = table(BEFORE, AFTER, known=CAME)
    Movement.objects.create(
        person="00000000-0000-4000-8000-000000000001",
        kind="join",
        to_area="CV",
        at=BEFORE,
        recorded_at=CAME.replace(day=27),
    )
    assert table(BEFORE, AFTER, known=CAME) == before
    assert table(BEFORE, AFTER)[-1].after == before[-1].after + 1


@pytest.mark.django_db
def test_a_table_of_nothing_has_no_rates_that_cannot_be() -> None:
    whole = table(NOW, NOW)[-1]
    assert (whole.before, whole.share_before, whole.change_share, whole.parity) == (
        0,
        None,
        None,
        None,
    )
    assert whole.rate_after == Decimal("0.0")


@pytest.mark.django_db
def test_whose_area_is_not_known_has_a_row_and_no_rate() -> None:
    Movement.objects.create(
        person="00000000-0000-4000-8000-000000000001",
        kind="join",
        to_area="",
        at=NOW,
        recorded_at=NOW,
    )
    *_, unknown, whole = table(NOW, NOW)
    assert (unknown.name, unknown.after, unknown.rate_after, unknown.population) == (
        "Area not known",
        1,
        None,
        None,
    )
    assert whole.after == 1


@pytest.mark.usefixtures("apart")
def test_drives_brought_whom_the_ledger_says_within_their_days_and_areas() -> None:
    assert Pilot.objects.get().area == "BE"
    for played, drive in zip(DRIVES, Drive.objects.order_by("id"), strict=True):
        sources = {source.code: source for source, _, _ in played.codes}
        rows = Movement.objects.filter(kind="join", source__in=sources).values_list(
            "source", "to_area", "at"
        )
        assert rows
        for code, area, at in rows:
            assert area in played.goals
            assert sources[code].area in ("", area)
            assert drive.first <= london_date(at) <= drive.last
    found = {one.area: one.course.pace for one in ways(drive, on=CAME.date())}
    assert found == dict.fromkeys(("SW", "WS", "WV"), Pace.BEHIND)
    codes = DriveCode.objects.filter(drive__name__contains="summer").order_by("id")
    social, libraries, homes = brought(list(codes), on=CAME.date())
    assert (social.per_join is None, libraries.per_kept is None, homes.per_join) == (
        False,
        False,
        None,
    )
    assert libraries.asked > (libraries.joined or 0) > 100
