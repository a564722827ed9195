"""A real browser finds every page of the citizen sound, on a small phone and on a desktop."""

import pytest
from playwright.sync_api import Page, expect

from heard.responses.models import Answer, Comment
from tests.asked import SCORES, TOKEN, ask
from tests.browser import NewPage, faults

pytestmark = pytest.mark.usefixtures("own_database", "simulated")


def _choose(page: Page, value: str) -> None:
    page.get_by_role("radio", name=value, exact=True).check()
    page.get_by_role("button", name="Continue").click()


def test_every_page_is_accessible_and_fits(new_page: NewPage, site: str) -> None:
    ask()
    page = new_page(width=320)
    found = {}

    def look(name: str) -> None:
        found[name] = faults(page, 320, 1280)

    page.goto(f"{site}/s/{TOKEN}")
    look("welcome")
    page.get_by_role("button", name="Start now").click()
    look("question")
    page.get_by_role("button", name="Continue").click()
    look("problem")
    for value in ("9", "7", "10 \N{EN DASH} completely", "0 \N{EN DASH} not at all", "8"):
        _choose(page, value)
    look("comment")
    page.get_by_role("button", name="Continue").click()
    look("check")
    page.get_by_role("button", name="Send my answers").click()
    look("equality")
    page.get_by_role("radio", name="No").check()
    page.get_by_role("button", name="Continue").click()
    look("thanks")
    for name in (f"s/{TOKEN}", "privacy", "accessibility", "opted-out", "nowhere"):
        page.goto(f"{site}/{name}")
        look(name)
    assert found == {name: [] for name in found}
    assert len(found) == 12


def test_the_keyboard_alone_and_no_script_are_enough(new_page: NewPage, site: str) -> None:
    ask()
    page = new_page(width=320, scripts=False)
    page.goto(f"{site}/s/{TOKEN}")
    _press(page, "Start now", "Enter")
    for value in SCORES.values():
        page.locator("[value='0']").focus()
        page.keyboard.press("Space")
        for _ in range(value):
            page.keyboard.press("ArrowDown")
        _press(page, "Continue", "Enter")
    _press(page, "Continue", "Enter")
    _press(page, "Send my answers", "Enter")
    expect(page).to_have_title("Equality questions \N{EN DASH} Trial Police")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    _press(page, "Continue", "Enter")
    assert Comment.objects.count() == 0
    assert dict(Answer.objects.values_list("question_id", "value")) == SCORES


def _press(page: Page, button: str, key: str) -> None:
    """Tab on until this button has the focus, and press a key."""
    wanted = page.get_by_role("button", name=button)
    for _ in range(30):
        if wanted.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_problem_has_the_focus_and_leads_to_the_answer(new_page: NewPage, site: str) -> None:
    ask()
    page = new_page()
    page.goto(f"{site}/s/{TOKEN}")
    page.get_by_role("button", name="Start now").click()
    page.get_by_role("button", name="Continue").click()
    page.locator(".govuk-error-summary:focus").wait_for()  # a browser focuses when it is ready
    page.get_by_role("link", name="Choose a number from 0 to 10").click()
    assert page.evaluate("[document.activeElement.name, document.activeElement.value]") == [
        "answer",
        "0",
    ]
