"""The page of the dead letters."""

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.accounts.models import User
from heard.journal.models import Entry
from tests.make import contact_ended, receive
from tests.web.staff.people import inside, read

pytestmark = pytest.mark.django_db
ADMINISTRATOR = User.Role.ADMINISTRATOR


def wrong(count: int = 1) -> None:
    items = [contact_ended("C-1", channel="Ada Jones") for _ in range(count)]
    assert len(receive(*items).rejected) == count


def test_an_item_is_shown_with_what_was_wrong_and_when_it_goes() -> None:
    wrong()
    page = read(inside(ADMINISTRATOR), "/staff/dead-letters")
    assert "Erased 31 Oct 2020, 11:00" in page
    assert "data.channel : Input should be" in page
    assert "&#34;contact_id&#34;: &#34;C-1&#34;" in page
    assert [word for word in ("Jones", "07700 900123") if word in page] == []


def test_it_is_cut_by_rule_and_source() -> None:
    wrong()
    assert len(receive(7, source="/another").rejected) == 1
    page = read(inside(ADMINISTRATOR), "/staff/dead-letters?rule=object&source=/another")
    assert "Chosen by the filters: Rule: object; Source: /another." in page
    assert ("literal_error 1" in page, "data.channel" in page) == (True, False)
    assert page.count("Rule object") == 1


@pytest.mark.parametrize("query", ["rule=Jones", "source=07700900123", "rule=Jones&source=/x"])
def test_a_wrong_filter_is_said_and_nothing_shown_and_what_is_typed_is_not_kept(query: str) -> None:
    wrong()
    page = read(inside(ADMINISTRATOR), f"/staff/dead-letters?{query}")
    assert page.startswith("Error: Dead letters")
    assert "There is a problem" in page
    seen = ("data.channel", "Items, the newest first", "Jones", "07700900123")
    assert [word for word in seen if word in page] == []
    looks = Entry.objects.filter(act="web.look")
    assert list(looks.values_list("subject", flat=True)) == ["page:dead-letters"]


@pytest.mark.parametrize("items", [1, 3])
def test_more_items_need_no_more_queries(
    items: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wrong(items)
    client = inside(ADMINISTRATOR)
    with django_assert_num_queries(7):
        client.get("/staff/dead-letters")
