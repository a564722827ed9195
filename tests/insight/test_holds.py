"""The list of what is held."""

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.insight.holds import Hold, holds
from tests import make
from tests.make import NOON, minutes

pytestmark = pytest.mark.django_db
IN_TEN = NOON + minutes(10)


def hold(count: int) -> None:
    for n in range(count):
        call = make.contact_ended(
            f"C{n}", number=f"07700 90010{n}", summary="domestic", at=NOON - minutes(n)
        )
        make.told(call)
    make.screened(IN_TEN)


def test_what_ends_first_comes_first_with_its_reasons() -> None:
    hold(2)
    make.told(make.contact_ended("C9", number="07700 900199"))
    make.screened(IN_TEN)
    found = holds(now=IN_TEN)
    assert [held.key for held in found.holds] == ["C1", "C0"]
    assert (found.counts, found.is_cut) == ({"risk_words": 2}, False)
    first = found.holds[0]
    assert first == Hold(
        id=first.id,
        programme="Text after a call",
        kind="contact",
        key="C1",
        area="",
        incident_code="AS-02",
        reasons=["risk_words"],
        decided_at=IN_TEN,
        until=NOON + minutes(24 * 60 - 1),
    )


def test_what_is_over_is_not_listed() -> None:
    hold(1)
    assert holds(now=NOON + minutes(24 * 60)).holds == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hold(count)
    with django_assert_num_queries(2):
        assert len(holds(now=IN_TEN).holds) == count
