"""The page of one touchpoint, and the search that leads to it."""

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.journal.models import Entry
from tests.asked import ask
from tests.make import NOON, contact_ended, incident_created, minutes, passed, screened, told
from tests.web.staff.people import inside, read

pytestmark = pytest.mark.django_db


def subjects() -> list[str]:
    return list(Entry.objects.filter(act="web.look").values_list("subject", flat=True))


def test_a_history_answers_why_somebody_was_not_asked() -> None:
    told(contact_ended("C1", "I1", codes=["QU-01"]), incident_created("I1"))
    screened(NOON + minutes(11))
    page = read(inside(), "/staff/history/contact/C1")
    assert (
        "Text after a call Not to be asked at all. A text about this kind of incident could put "
        "somebody at risk. Decided on 1 October 2020 at 12:11." in page
    )
    assert "A 101 call ended: contact C1, team Force Contact 3. It is about log I1." in page
    assert "Codes: Domestic abuse (QU-01)." in page
    assert "Log I1 : ASB: nuisance (AS-02)" in page
    assert subjects() == ["page:touchpoint contact/C1"]


@pytest.mark.parametrize(
    "path", ["contact/C2", "attendance/C1", "x/C1", "contact/C1/", "contact/a%00b"]
)
def test_an_address_of_nothing_says_so_and_stands_in_no_journal(path: str) -> None:
    told(contact_ended("C1"))
    answer = inside().get(f"/staff/history/{path}")
    assert (
        answer.status_code,
        "We know of no such contact or visit" in answer.content.decode(),
    ) == (*(404, True),)
    assert subjects() == ["page:touchpoint"]


def test_an_id_may_hold_what_an_address_has_a_use_for() -> None:
    told(contact_ended("C/1 ?&#%é", "I 1"), incident_created("I 1"))
    client = inside()
    found = client.get("/staff/history", {"q": "I 1"}).content.decode()
    path = found.split('href="/staff/history/contact/')[1].split('"')[0].replace("&amp;", "&")
    assert client.get(f"/staff/history/contact/{path}").status_code == 200


def test_what_is_found_is_listed_and_what_is_typed_stands_in_no_journal() -> None:
    ask()
    client = inside()
    assert "Contact C0 , 12 October 2020 at 11:00" in read(client, "/staff/history?q=+I0+")
    assert "Nothing found" in read(client, "/staff/history?q=07700900000")
    assert "Enter a number or a reference" in read(client, "/staff/history?q=")
    assert subjects() == ["page:history"] * 3


def test_a_log_without_anybody_to_ask_says_so() -> None:
    told(incident_created("I7"))
    assert "We know log I7, but of no contact about it" in read(inside(), "/staff/history?q=I7")


@pytest.mark.parametrize("more", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("?q=I1", 8), ("/contact/C1", 15)])
def test_more_of_everything_needs_no_more_queries(
    more: int, path: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    told(contact_ended("C1", "I1"), incident_created("I1"))
    told(*(contact_ended(f"C8{n}", "I1") for n in range(more)))
    assert passed(NOON + minutes(11)) != []
    client = inside()
    with django_assert_num_queries(queries):
        assert client.get(f"/staff/history{path}").status_code == 200
