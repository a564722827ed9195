"""What the figures say."""

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.clock import simulate
from heard.core.screening import Outcome
from tests.insight.flow import CALLED, answer, known, programme, screen
from tests.web.staff.people import inside, read

pytestmark = pytest.mark.django_db


def test_a_figure_stands_with_its_interval_its_base_and_how_it_was_made() -> None:
    for value in (9,) * 9 + (0,) * 3:
        answer(programme(), {"treatment": value})
    for _ in range(7):
        answer(programme("sms_attendance"), {"treatment": 10})
    known()
    page = read(inside(), "/staff/figures")
    assert "All together Low base 84% 62% to 94% 19" in page
    assert "Text after a call Held back" in page
    assert "Text after a visit Too few: 7 7" in page
    assert "100%" not in page
    assert "12 October 2020" in page
    assert "95% range by Wilson" in page


def test_simulated_people_are_named_as_such() -> None:
    known()
    client = inside()
    words = "These figures are from simulated people."
    assert words not in read(client, "/staff/figures")
    simulate.begin(seed=1, now=CALLED)
    assert read(client, "/staff/figures").count(words) == 5


@pytest.mark.parametrize("people", [1, 3])
def test_more_people_need_no_more_queries(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(people):
        answer(programme(), {"treatment": 9})
        screen(programme("sms_attendance"), Outcome.SKIP, "stale")
    known()
    client = inside()
    with django_assert_num_queries(8):
        client.get("/staff/figures")


@pytest.mark.parametrize("name", ["figures", "contact", "response", "ledger"])
def test_before_there_are_facts_a_page_says_that_there_are_none_yet(name: str) -> None:
    client = inside()
    page = client.get(f"/staff/{name}")
    assert (page.status_code, "No figures yet" in page.content.decode()) == (503, True)
    known()
    assert client.get(f"/staff/{name}").status_code == 200
