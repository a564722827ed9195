"""Keys in addresses."""

import pytest
from django.test import Client
from django.urls import resolve, reverse

from tests.browser import NewPage
from tests.make import contact_ended, incident_created, told
from tests.web.staff.people import a_link, a_person, go_in

ODD = ("..", "a/../b", "b", "/C", "C1/", "./C", "100%", "%2E%2E", "C%2F1", "C ?&#é", "C\u2028")


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("C-000263", "C-000263"),
        ("00159-20200927", "00159-20200927"),
        ("C.1", "C.1"),
        ("a/../b", "a%252F..%252Fb"),
        ("..", "%252E%252E"),
        ("100%", "100%2525"),
    ],
)
def test_an_address_names_a_key_and_leads_nowhere_else(key: str, address: str) -> None:
    assert reverse("staff:touchpoint", args=("contact", key)) == f"/staff/history/contact/{address}"


def test_what_is_typed_by_hand_may_be_plain() -> None:
    assert resolve("/staff/history/contact/C/1").kwargs == {"kind": "contact", "key": "C/1"}


@pytest.mark.django_db
def test_without_signing_in_the_way_back_keeps_the_key() -> None:
    path = reverse("staff:touchpoint", args=("contact", "a/../b"))
    door = Client().get(path).headers["Location"]
    assert door == "/staff/sign-in?next=/staff/history/contact/a%25252F..%25252Fb"


@pytest.mark.usefixtures("own_database")
def test_a_browser_follows_each_link_to_the_contact_that_it_names(
    new_page: NewPage, site: str
) -> None:
    told(*(contact_ended(key, "I1") for key in ODD), incident_created("I1"))
    page = new_page(scripts=False)
    go_in(page, site + a_link(a_person()))
    headings = []
    for key in ODD:
        page.goto(f"{site}/staff/history?q=I1")
        page.get_by_role("link", name=f"Contact {key}", exact=True).click()
        page.wait_for_url("**/staff/history/contact/**")
        headings.append(page.get_by_role("heading", level=1).text_content())
    assert headings == [f"Contact {key}" for key in ODD]
