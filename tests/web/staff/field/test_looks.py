"""Every page of the officer's phone is accessible and fits, on a small phone and in every direction."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from heard.invitations.models import Collector
from tests.browser import NewPage, faults
from tests.open_ways import BEGAN
from tests.web.citizen.test_kinds import SENT
from tests.web.staff.field.phone import Phone, a_way, an_officer

pytestmark = pytest.mark.usefixtures("own_database", "simulated")
PICTURES = Path(__file__).parents[4] / ".build/pictures/field"


class Looks:
    """Looks at pages as they come, and takes a picture of each."""

    def __init__(self, phone: Phone, name: str) -> None:
        self.phone, self.name = phone, name
        self.found: dict[str, list[str]] = {}

    def at(self, name: str) -> None:
        self.found[name] = faults(self.phone.page)
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.phone.page.screenshot(path=PICTURES / f"{self.name}-{name}.png", full_page=True)


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("ar", 320), ("ur", 1280)])
def test_every_page_is_accessible_and_fits(
    new_page: NewPage, site: str, language: str, width: int
) -> None:
    a_way(target=2)
    phone = Phone(new_page(width=width), site).sign_in(an_officer())
    look = Looks(phone, f"{language}-{width}")
    look.at("home")
    phone.hand_over(language)
    look.at("welcome")
    phone.press()
    for key, fields in SENT.items():
        phone.fill(key, fields)
        look.at(key.replace("/", "-"))
        if key in {"treatment", "why", "day"}:
            phone.page.locator(f'form[data-question="{key}"]').evaluate("form => form.reset()")
            _spoil(phone, key)
            look.at(f"{key}-problem")
        phone.answer(key, fields)
    look.at("check")
    phone.page.locator("#page .govuk-button-group a").click()
    look.at("stop")
    phone.press(1)
    look.at("check-again")
    killed = phone.killed()
    look.phone = killed
    killed.page.set_viewport_size({"width": width, "height": 800})
    killed.page.wait_for_selector("#page button")
    look.at("interrupted")
    killed.press()
    killed.finish()
    look.at("thanks")
    Collector.objects.update(closed_at=BEGAN)
    killed.back_to_officer()
    killed.says("The server did not take these")
    look.at("refused")
    assert look.found == {name: [] for name in look.found}
    assert len(look.found) > 30


def _spoil(phone: Phone, key: str) -> None:
    """Send what is wrong with a question."""
    wrong = {"treatment": {}, "why": {"answer": "x" * 1001}, "day": {"day": "31", "month": "2"}}
    for box in phone.page.locator(f'form[data-question="{key}"] input:checked').all():
        box.evaluate("one => { one.checked = false }")
    phone.fill(key, wrong[key])
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
