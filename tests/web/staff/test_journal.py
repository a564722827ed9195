"""The page of the journal."""

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.accounts.models import User
from heard.journal.models import Entry
from tests.web.staff.people import NOW, a_person, inside, read

pytestmark = pytest.mark.django_db
ADMINISTRATOR = User.Role.ADMINISTRATOR


def test_what_was_done_and_looked_at_is_told_in_words() -> None:
    client = inside(ADMINISTRATOR)
    client.get("/staff/outbox")
    page = read(client, "/staff/journal")
    assert "Ann Lee Looked at a page page outbox" in page
    number = User.objects.get().pk
    assert f"Heard Added a member of staff user {number} Administrator" in page


def test_it_is_cut_by_person_and_by_act() -> None:
    client = inside(ADMINISTRATOR)
    page = read(client, "/staff/journal?person=citizen")
    assert "About Why None" in page
    page = read(client, f"/staff/journal?act=web.look&day={NOW:%Y-%m-%d}")
    assert "About Why None" in page


@pytest.mark.parametrize("query", ["person=user:0", "act=Jones&person=citizen", "day=07700900123"])
def test_a_wrong_filter_is_said_and_nothing_shown(query: str) -> None:
    page = read(inside(ADMINISTRATOR), f"/staff/journal?{query}")
    assert page.startswith("Error: Journal")
    assert "There is a problem" in page
    seen = ("the newest first", "Added a member of staff Ann", "Jones", "Why")
    assert [word for word in seen if word in page] == []
    looks = Entry.objects.filter(act="web.look")
    assert list(looks.values_list("subject", flat=True)) == ["page:journal"]


@pytest.mark.parametrize("people", [1, 3])
def test_more_entries_need_no_more_queries(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(people):
        a_person(f"{number}@example.org", password=None)
    client = inside(ADMINISTRATOR)
    with django_assert_num_queries(7):
        client.get("/staff/journal")
