"""The page that says whether we wrote: the same to everybody, in every case."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect
from pytest_django import DjangoAssertNumQueries

from heard.delivery.models import Letter
from heard.dialogues.models import Enquiry
from tests.asked import ask
from tests.browser import NewPage, faults

OURS, STRANGER = "07700 900000", "07700 900777"


def asked(number: str) -> tuple[int, str, str]:
    """Type a number into the page; give status, where it leads, and the words there."""
    client = Client()
    sent = client.post("/did-we-text-you", {"number": number})
    there = client.get(sent.headers["Location"]).content.decode()
    return sent.status_code, sent.headers["Location"], re.sub(r"<[^>]+>", " ", there)


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_nobody_learns_from_the_page_whether_we_wrote_to_a_number() -> None:
    ask()
    Letter.objects.update(claimed_at="2020-10-12T10:11Z")
    answers = [asked(number) for number in (OURS, STRANGER, *5 * [OURS])]
    assert set(answers) == {answers[0]}
    assert answers[0][:2] == (302, "/did-we-text-you/asked")
    assert [w for w in ("900000", "900777") if w in answers[0][2]] == []
    assert Enquiry.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize("number", [OURS, STRANGER])
def test_it_takes_as_many_queries_whether_we_wrote_or_not(
    number: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ask()
    Letter.objects.update(claimed_at="2020-10-12T10:11Z")
    client = Client()
    client.get("/did-we-text-you")
    with django_assert_num_queries(4):
        client.post("/did-we-text-you", {"number": number})


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_a_number_that_is_none_is_said_to_be_so() -> None:
    page = Client().post("/did-we-text-you", {"number": "020 7946 0000"}).content.decode()
    assert "Enter a UK mobile number, like 07700 900 982" in page
    assert Enquiry.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_the_form_is_safe_from_other_sites() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/did-we-text-you", {"number": OURS}).status_code == 403


@pytest.mark.usefixtures("own_database", "simulated")
def test_its_pages_are_accessible_and_fit(new_page: NewPage, site: str) -> None:
    page = new_page(width=320)
    found = {}
    page.goto(f"{site}/privacy")
    page.get_by_role("link", name="Did we text you?").click()
    found["page"] = faults(page, 320, 1280)
    page.get_by_role("button", name="Ask").click()
    found["problem"] = faults(page, 320, 1280)
    page.get_by_label("UK mobile number").fill(OURS)
    page.get_by_role("button", name="Ask").click()
    found["asked"] = faults(page, 320, 1280)
    assert found == {"page": [], "problem": [], "asked": []}
    expect(page).to_have_title(re.compile("^We have your question"))
