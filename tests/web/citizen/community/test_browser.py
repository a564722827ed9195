"""A real browser joins by a letter's link, changes what it gets, and leaves."""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from heard.membership.models import Member, State
from tests.browser import NewPage, faults
from tests.membership.asked import EMAIL
from tests.web.citizen.community.test_pages import link

pytestmark = pytest.mark.usefixtures("own_database", "simulated")
WIDTHS = (320, 1280)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody at a browser, and what is wrong with each page that they looked at."""

    page: Page
    site: str
    found: dict[str, list[str]] = field(default_factory=dict)

    def look(self, name: str) -> None:
        self.found[name] = faults(self.page, *WIDTHS)

    def look_at(self, path: str) -> None:
        self.go(path)
        self.look(path)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    def press(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("main form button").first.click()

    def enter(self, email: str) -> None:
        self.page.locator("#email").fill(email)
        self.press()


def test_from_joining_to_leaving(new_page: NewPage, site: str) -> None:
    visitor = Visitor(page=new_page(), site=site)
    joins(visitor)
    visitor.go("/community/join")
    visitor.enter(EMAIL)
    changes(visitor, link("manage"))
    assert Member.objects.get().frequency == "urgent"
    leaves(visitor, link("manage"))
    assert Member.objects.get().state == State.LEFT
    assert visitor.found == {name: [] for name in visitor.found}


def joins(visitor: Visitor) -> None:
    visitor.look_at("/community")
    visitor.look_at("/community/join")
    visitor.press()
    visitor.look("nothing entered")
    visitor.enter(EMAIL)
    visitor.look("sent")
    visitor.look_at(link("confirm"))
    visitor.press()
    visitor.look("equality questions")
    visitor.page.locator("#answer-no").check()
    visitor.press()
    visitor.look("joined")


def changes(visitor: Visitor, own: str) -> None:
    visitor.look_at(f"{own}/wants")
    visitor.page.locator("[value='urgent']").check()
    visitor.press()
    expect(visitor.page.locator(".govuk-notification-banner")).to_be_visible()
    visitor.look("manage")
    visitor.look_at(f"{own}/home")
    visitor.look_at(f"{own}/pause")
    visitor.look_at(f"{own}/address")
    visitor.enter("new@people.example")
    visitor.look_at(link("change"))
    visitor.look_at("/community/changed")


def leaves(visitor: Visitor, own: str) -> None:
    visitor.look_at(f"/community/stop/{Member.objects.get().stop_token}")
    visitor.look_at(f"{own}/leave")
    visitor.press()
    visitor.look("left")
    visitor.go(own)
    visitor.look("closed")
