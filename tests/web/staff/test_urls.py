"""Every page for staff, and who gets to it."""

import pytest
from django.test import Client

from heard.web.staff.urls import urlpatterns
from tests.web.staff.people import inside

pytestmark = pytest.mark.django_db
OPEN = {"sign-in", "link", "sign-out"}  # must be reached by somebody who is not yet in
CLOSED = sorted(
    f"/{pattern.pattern}" for pattern in urlpatterns if pattern.name not in {*OPEN, "home"}
)


def test_the_closed_pages_are_these() -> None:
    assert CLOSED == ["/staff/figures", "/staff/ledger"]


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["get", "head"])
def test_without_signing_in_a_page_leads_to_the_door(path: str, method: str) -> None:
    answer = getattr(Client(), method)(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/staff/sign-in?next={path}")


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_page_is_for_reading_only(path: str, method: str) -> None:
    assert getattr(Client(), method)(path).status_code == 405


@pytest.mark.parametrize("path", CLOSED)
def test_a_page_stays_in_no_cache(path: str) -> None:
    assert inside().get(path).headers["Cache-Control"] == "no-store"


def test_the_front_door_leads_to_the_figures() -> None:
    assert Client().get("/").headers["Location"] == "/staff/figures"
