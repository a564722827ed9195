"""Somebody who works for the force, and their way in."""

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.test import Client
from playwright.sync_api import Page

from building.prepare import SHEETS
from heard.accounts.models import Grant, User
from heard.accounts.people import add_person, issue_link
from heard.web.staff.charts.draw import addressed

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

NOW = datetime(2020, 10, 12, tzinfo=UTC)
LONG_AGO = datetime(2019, 1, 1, tzinfo=UTC)
PASSWORD = "correct horse battery"  # noqa: S105
EMAIL = "ann@example.org"
_HELD = re.compile(r'(?:src|srcset)="/drawings/([^"]+)\.svg"')
UNITS = {
    User.Role.COMMANDER: "BE",
    User.Role.NEIGHBOURHOOD: "BE",
    User.Role.TEAM_SUPERVISOR: "Team of nobody",
}


def a_person(
    email: str = EMAIL,
    *,
    role: User.Role = User.Role.ANALYST,
    password: str | None = PASSWORD,
    unit: str = "",
) -> User:
    """Add somebody; who commands an area or leads a team without one named has one of these.

    What they hold they held before, whatever the time is on the pages.
    """
    user = add_person(
        email=email,
        name="Ann Lee",
        role=role,
        unit=unit or UNITS.get(role, ""),
        password=password,
        now=NOW,
    )
    Grant.objects.filter(user=user).update(begins_at=LONG_AGO)
    return user


def a_link(user: User, *, life: timedelta = timedelta(days=36_500), byte: int = 0) -> str:
    """Give the path of a link that is good for a century, since pages go by the real clock."""
    return "/staff/link/" + issue_link(
        user, now=NOW, life=life, draw=lambda count: bytes([byte] * count)
    )


def go_in(page: Page, address: str) -> None:
    """Open the address of a link and press its button; the page that follows is there."""
    page.goto(address)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def sign_in(
    client: Client, email: str = EMAIL, password: str = PASSWORD, **query: str
) -> "Response":
    """Type address and password into the page."""
    return client.post("/staff/sign-in", {"email": email, "password": password}, query_params=query)


def inside(role: User.Role = User.Role.ANALYST) -> Client:
    """Give a browser in which somebody of this role has signed in, without a password."""
    return browser_of(a_person(f"{role}@example.org", role=role, password=None))


def browser_of(user: User) -> Client:
    """Give another browser in which this person has signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def read(client: Client, path: str) -> str:
    """Give the words of a page, without its tags and its drawings."""
    page = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", client.get(path).content.decode(), flags=re.DOTALL)
    return " ".join(page.split()).replace("\N{EN DASH}", "-")


def drawn(page: str) -> list[str]:
    """Give the drawings of a page in their order, as SVG; of a chart the narrow one first."""
    found = [addressed(held) for held in _HELD.findall(page)]
    return [str(one.svg) for one in found if one]


def styled(answer: "Response") -> str:
    """Give a page with its style sheet in it, for a browser that fetches nothing."""
    sheet = (SHEETS / "staff.css").read_text()
    return answer.content.decode().replace("</head>", f"<style>{sheet}</style></head>")
