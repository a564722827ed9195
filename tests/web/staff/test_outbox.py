"""The page of the outbox."""

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.delivery.models import Letter, State
from heard.journal.models import Entry
from tests.delivery.letters import posted
from tests.insight.flow import invite, programme
from tests.web.staff.people import inside, read

pytestmark = pytest.mark.django_db


def test_what_needs_a_person_stands_first_with_what_to_do() -> None:
    invite(programme())
    unclear = invite(programme(), state=State.UNKNOWN)
    client = inside()
    page = read(client, "/staff/outbox")
    assert unclear.letter_id
    reference = str(Letter.objects.get(pk=unclear.letter_id).reference)
    assert "Give the references to the provider." in page
    assert page.index(reference) < page.index("Texts, the newest first")
    assert "Somebody has to look" not in read(client, "/staff/outbox?state=delivered")


def test_no_number_is_shown_even_while_it_is_kept() -> None:
    invite(programme(), state=State.CREATED)
    posted("trial")
    page = read(inside(), "/staff/outbox")
    assert "Waiting to be sent" in page
    assert "Nothing that we know" in page
    assert [word for word in ("7700900123", "123", "How did we do") if word in page] == []


def test_it_is_cut_by_its_address_and_leads_on_to_older_ones() -> None:
    for _ in range(51):
        invite(programme())
    client = inside()
    page = client.get("/staff/outbox?state=delivered&programme=sms_contact&day=2020-10-12")
    older = page.content.decode().split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert older.startswith(
        "/staff/outbox?state=delivered&amp;programme=sms_contact&amp;day=2020-10-12&amp;before="
    )
    last = client.get(older.replace("&amp;", "&")).content.decode()
    assert (last.count("/staff/history/contact/K"), "Newest" in last, 'rel="next"' in last) == (
        *(1, True, False),
    )
    assert set(Entry.objects.filter(act="web.look").values_list("subject", flat=True)) == {
        "page:outbox delivered sms_contact 2020-10-12"
    }


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("state=lost", "State: choose one of the list"),
        ("programme=07700900123&state=delivered", "Survey: choose one of the list"),
        ("day=12/10/2020", "Day: enter a day as year, month and day: 2020-10-09"),
    ],
)
def test_a_wrong_filter_is_said_and_nothing_shown(query: str, said: str) -> None:
    invite(programme())
    unclear = invite(programme(), state=State.UNKNOWN)
    page = read(inside(), f"/staff/outbox?{query}")
    assert page.startswith("Error: Outbox")
    assert f"There is a problem {said}" in page
    seen = ("Texts by state", "the newest first", "look at these", unclear.touchpoint.key)
    assert [word for word in (*seen, "07700900123") if word in page] == []
    looks = Entry.objects.filter(act="web.look")
    assert list(looks.values_list("subject", flat=True)) == ["page:outbox"]


def test_a_place_in_the_list_that_is_none_gives_the_newest() -> None:
    key = invite(programme()).touchpoint.key
    page = read(inside(), "/staff/outbox?before=x")
    assert (page.count(f"Contact {key}"), "Newest Older" in page) == (1, False)
    assert "Chosen by the filters" not in page


@pytest.mark.parametrize("letters", [1, 3])
def test_more_letters_need_no_more_queries(
    letters: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(letters):
        invite(programme(), state=State.UNKNOWN)
        invite(programme())
    client = inside()
    with django_assert_num_queries(10):
        client.get("/staff/outbox")
