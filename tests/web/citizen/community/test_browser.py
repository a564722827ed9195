"""A real browser joins by a letter's link, changes what it gets, and leaves."""

import pytest
from playwright.sync_api import Page, expect

from heard.membership.models import Member, State
from tests.browser import NewPage, faults
from tests.membership.asked import EMAIL
from tests.web.citizen.community.test_pages import link

pytestmark = pytest.mark.usefixtures("own_database", "simulated")
WIDTHS = (320, 1280)


def press(page: Page, selector: str = "main form button") -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def join(page: Page) -> None:
    page.locator("#email").fill(EMAIL)
    press(page)


def test_from_joining_to_leaving(new_page: NewPage, site: str) -> None:
    page = new_page()
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        found[name] = faults(page, *WIDTHS)

    def look_at(path: str) -> None:
        page.goto(f"{site}{path}")
        look(path.rpartition("/")[2])

    look_at("/community")
    look_at("/community/join")
    press(page)
    look("wrong")
    join(page)
    look("sent")
    page.goto(f"{site}{link('confirm')}")
    look("confirm")
    press(page)
    look("equality questions")
    page.locator("#answer-no").check()
    press(page)
    look("joined")
    page.goto(f"{site}/community/join")
    join(page)
    own = link("manage")
    page.goto(f"{site}{own}/wants")
    look("wants")
    page.locator("[value='urgent']").check()
    press(page)
    expect(page.locator(".govuk-notification-banner")).to_be_visible()
    look("manage")
    for path in ("home", "pause"):
        look_at(f"{own}/{path}")
    look_at(f"{own}/address")
    page.locator("#email").fill("new@people.example")
    press(page)
    look_at(link("change"))
    look_at("/community/changed")
    one = Member.objects.get()
    look_at(f"/community/stop/{one.stop_token}")
    look_at(f"{own}/leave")
    press(page)
    look("left")
    page.goto(f"{site}{own}")
    look("closed")
    assert found == {name: [] for name in found}
    one.refresh_from_db()
    assert (one.frequency, one.state) == ("urgent", State.LEFT)
