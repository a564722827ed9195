"""A real browser answers an open survey: on a small phone, without scripts, in any language."""

import pytest
from playwright.sync_api import Page, expect

from heard.invitations import collectors
from heard.responses.models import Answer, Response
from heard.web.languages import BY_CODE, LANGUAGES, Language
from tests.browser import NewPage, faults
from tests.open_ways import way_in

pytestmark = pytest.mark.usefixtures("own_database", "simulated")
CHOSEN = {"first": "2", "safe_day": "1", "safe_night": "3", "concerns": "2"}


def press(page: Page, selector: str = "main form button") -> None:
    with page.expect_navigation():
        page.locator(selector).click()


def test_without_a_script_somebody_answers_from_the_code_to_the_thanks(
    new_page: NewPage, site: str
) -> None:
    page = new_page(width=320, scripts=False)
    page.goto(f"{site}/c/{way_in().code}")
    press(page)
    for value in CHOSEN.values():
        page.locator(f"main input[value='{value}']").check()
        press(page)
    page.locator("textarea").fill("Cars.")
    press(page)
    page.get_by_text("Stop now and come back later").click()
    expect(page.get_by_text("Whoever has the address")).to_be_visible()
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert {q: str(v) for q, v in Answer.objects.values_list("question_id", "value")} == CHOSEN
    page.goto(f"{site}/c/{way_in().code}")
    expect(page.get_by_text("on this device already")).to_be_visible()
    press(page)
    assert Response.objects.get().doubt == ""


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_every_page_is_accessible_and_fits_a_small_phone(
    new_page: NewPage, site: str, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, way = new_page(width=320), way_in()
    found = {}

    def look(name: str) -> None:
        for folded in page.locator("summary").all():
            folded.click()
        found[name] = faults(page)

    page.goto(f"{site}/c/{way.code}?language={language.code}")
    look("open")
    press(page)
    look("question")
    for value in CHOSEN.values():
        page.locator(f"main input[value='{value}']").check()
        press(page)
    look("words")
    own = page.url.partition("/q/")[0]
    page.goto(own)
    look("come back")
    page.goto(f"{own}/check")
    look("check")
    page.goto(f"{own}/q/worry")
    press(page)
    press(page)
    page.goto(f"{site}/c/{way.code}")
    look("answered before")
    monkeypatch.setattr(collectors, "MOST", 1)
    press(page)
    look("too many")
    page.goto(f"{site}/c/nothing")
    look("not open")
    assert found == {name: [] for name in found}
    assert (len(found), page.locator("html").get_attribute("dir")) == (
        8,
        "rtl" if BY_CODE[language.code].direction == "rtl" else None,
    )
