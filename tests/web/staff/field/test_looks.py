"""Every page of the officer's phone is accessible and fits a small one, in either direction."""

import pytest
from playwright.sync_api import expect

from heard.invitations.models import Collector
from tests.browser import NewPage, faults
from tests.open_ways import BEGAN
from tests.web.citizen.test_kinds import SENT
from tests.web.staff.field.phone import Phone, a_way, an_officer

pytestmark = pytest.mark.usefixtures("own_database", "simulated")
SPOILT: dict[str, dict[str, str]] = {
    "treatment": {},
    "why": {"answer": "x" * 1001},
    "day": {"day": "31", "month": "2"},
}


class Looks:
    """Looks at pages as they come, and keeps what is wrong with each."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.found: dict[str, list[str]] = {}

    def at(self, name: str) -> None:
        self.found[name] = faults(self.phone.page)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_accessible_and_fits(new_page: NewPage, site: str, language: str) -> None:
    a_way(target=2)
    look = Looks(Phone(new_page(width=320), site).sign_in(an_officer()))
    look.at("home")
    look.phone.hand_over(language)
    look.at("welcome")
    look.phone.press()
    for key, fields in SENT.items():
        look.phone.fill(key, fields)
        look.at(key)
        if key in SPOILT:
            _spoil(look.phone, key)
            look.at(f"{key}, wrong")
        look.phone.answer(key, fields)
    look.at("check")
    _end(look)
    assert look.found == {name: [] for name in look.found}
    assert look.phone.wrong == []
    assert len(look.found) == 31


def _end(look: Looks) -> None:
    """Break off, be interrupted, finish, and be refused."""
    look.phone.page.locator("#page .govuk-button-group a").click()
    look.at("stop")
    look.phone.press(1)
    look.phone = look.phone.killed()
    look.phone.page.set_viewport_size({"width": 320, "height": 800})
    look.phone.page.wait_for_selector("#page button")
    look.at("interrupted")
    look.phone.press()
    look.at("check, interrupted")
    look.phone.finish()
    look.at("thanks")
    Collector.objects.update(closed_at=BEGAN)
    look.phone.back_to_officer()
    look.phone.says("The server did not take these")
    look.at("refused")


def _spoil(phone: Phone, key: str) -> None:
    """Send what is wrong with a question."""
    for box in phone.page.locator(f'form[data-question="{key}"] input:checked').all():
        box.evaluate("one => { one.checked = false }")
    phone.fill(key, SPOILT[key])
    phone.page.locator(f'form[data-question="{key}"] button[type=submit]').click()
    summary = phone.page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    summary.locator("a").click()
    expect(phone.page.locator("#answer")).to_be_focused()


def test_each_page_begins_at_its_heading(new_page: NewPage, site: str) -> None:
    a_way()
    phone = Phone(new_page(width=320), site).sign_in(an_officer())
    phone.hand_over()
    expect(phone.page.locator("h1")).to_be_focused()
    phone.press()
    phone.answer("hello", {})
    expect(phone.page.get_by_role("heading", name="How polite were we?")).to_be_focused()
    expect(phone.page).to_have_title("How polite were we? \N{EN DASH} Trial Police")
    phone.page.keyboard.press("Tab")
    expect(phone.page.locator("#answer")).to_be_focused()
