"""A simulated citizen with a real browser, who goes by what can be seen on the page."""

from playwright.sync_api import Page, expect

from heard.simulation.citizens import Fate, Visit


def carry_out(visit: Visit, *, site: str, page: Page) -> None:
    """Do what the visitor wants, from the link in the text on."""
    page.goto(site + visit.path)
    if visit.fate is Fate.OPTED_OUT:
        page.get_by_role("link", name="Stop messages like the one we sent you").click()
        page.get_by_role("button", name="Stop these messages").click()
        expect(page).to_have_url(f"{site}/opted-out")
    elif visit.fate is not Fate.LOOKED_AT:
        with page.expect_navigation():
            page.get_by_role("button", name="Start now").click()
        _answer(visit, page=page)
    if visit.fate is Fate.COMPLETED:
        page.get_by_role("button", name="Send my answers").click()
        expect(page.get_by_text("We have received your answers. Thank you.")).to_be_visible()


def _answer(visit: Visit, *, page: Page) -> None:
    """Answer each question as it is shown, as far as the visitor goes."""
    answered = 0
    while (form := page.locator("form[data-question]")).count():
        if visit.fate is not Fate.COMPLETED and answered == visit.stops_after:
            return
        question = form.get_attribute("data-question") or ""
        if question in visit.answers:
            page.locator(f"[name=answer][value='{visit.answers[question]}']").check()
        else:
            page.get_by_role("textbox").fill(visit.comment)
        with page.expect_navigation():
            page.get_by_role("button", name="Continue").click()
        answered += 1
