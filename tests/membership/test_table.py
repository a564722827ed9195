"""The report's own table comes out of simulated joins and leaves, to the last digit."""

from decimal import Decimal

import pytest

from heard.membership import ledger
from heard.membership.models import Movement
from heard.membership.table import Row, table
from heard.simulation.members import AFTER, BEFORE
from tests.membership.asked import NOW
from tests.membership.registered import CAME, members

__all__ = ["members"]

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


def test_a_table_of_the_past_is_the_same_whatever_is_learnt_later(members: None) -> None:
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
