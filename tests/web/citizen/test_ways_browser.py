"""A real browser answers an open survey: on a small phone, without scripts, in any language."""

import pytest
from playwright.sync_api import Page, expect

from heard.invitations import collectors
from heard.responses.models import Answer, Detail, Response
from heard.web.languages import LANGUAGES, Language
from tests.browser import NewPage, faults
from tests.open_ways import way_in

pytestmark = pytest.mark.usefixtures("own_database", "simulated")
CHOSEN = {"first": "drugs", "safe_day": "1", "safe_night": "3", "concerns": "2"}


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
    expect(page.get_by_role("heading", level=1)).to_have_text("Equality questions")
    page.get_by_label("No, skip the equality questions").check()
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    said = {q: str(v) for q, v in Answer.objects.values_list("question_id", "value")}
    assert said | dict(Detail.objects.values_list("question_id", "value")) == CHOSEN
    page.goto(f"{site}/c/{way_in().code}")
    expect(page.get_by_text("on this device already")).to_be_visible()
    press(page)
    assert Response.objects.get().doubt == ""


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_every_page_is_accessible_and_fits_a_small_phone(
    new_page: NewPage, site: str, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, way = new_page(width=320), way_in()
    page.goto(f"{site}/c/{way.code}?language={language.code}")
    found = {"open": look(page)}
    press(page)
    found["question"] = look(page)
    for value in CHOSEN.values():
        page.locator(f"main input[value='{value}']").check()
        press(page)
    found["words"] = look(page)
    own = page.url.partition("/q/")[0]
    for path in ("", "/check"):
        page.goto(own + path)
        found[f"own{path}"] = look(page)
    press(page)
    page.goto(f"{site}/c/{way.code}")
    found["answered before"] = look(page)
    monkeypatch.setattr(collectors, "MOST", 1)
    press(page)
    found["too many"] = look(page)
    page.goto(f"{site}/c/nothing")
    found["not open"] = look(page)
    assert found == {name: [] for name in found}
    runs = "rtl" if language.direction == "rtl" else None
    assert (len(found), page.locator("html").get_attribute("dir")) == (8, runs)


def look(page: Page) -> list[str]:
    """Give what is wrong with a page and what is folded on it."""
    for folded in page.locator("summary").all():
        folded.click()
    return faults(page)
