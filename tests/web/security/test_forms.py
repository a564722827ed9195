"""No other site can act for somebody: whatever acts asks for the token of its page."""

import pytest
from django.test import Client, override_settings

from heard.accounts.models import User
from tests.addresses import routes
from tests.web.parts import path_of
from tests.web.security.headers import WITHOUT
from tests.web.staff.people import PASSWORD, a_person, browser_of

pytestmark = pytest.mark.django_db


def test_every_address_refuses_a_post_without_the_token_of_a_page() -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = browser_of(a_person(role=User.Role.ADMINISTRATOR)).cookies
    statuses = {
        route: client.post(path_of(route)).status_code
        for route in routes()
        if not route.startswith(WITHOUT)
    }
    assert {route for route, status in statuses.items() if status != 403} == set()


def test_a_token_of_another_site_will_not_do() -> None:
    a_person()
    client = Client(enforce_csrf_checks=True)
    client.get("/staff/sign-in")
    token = client.cookies["csrftoken"].value
    form = {"email": "ann@example.org", "password": PASSWORD, "csrfmiddlewaretoken": token}
    evil = {"Origin": "https://evil.example"}
    assert client.post("/staff/sign-in", form, headers=evil).status_code == 403
    own = {"Origin": "http://testserver"}
    assert client.post("/staff/sign-in", form, headers=own).status_code == 302


def test_cookies_are_kept_from_scripts_and_from_other_sites() -> None:
    a_person()
    client = Client()
    with override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True):
        client.get("/staff/sign-in")
        form = {"email": "ann@example.org", "password": PASSWORD}
        client.post("/staff/sign-in", form)
    found = {
        name: (bool(one["httponly"]), one["samesite"], bool(one["secure"]))
        for name, one in client.cookies.items()
    }
    assert found == {
        "csrftoken": (True, "Lax", True),
        "sessionid": (True, "Lax", True),
        "heard-device": (True, "Strict", True),
    }
