"""Every page of the citizen, in every language: nothing is left in English, and all is sound."""

import re
from uuid import UUID

import pytest
from django.conf import settings
from playwright.sync_api import Page
from selectolax.lexbor import LexborHTMLParser

from heard.eligibility.models import Programme
from heard.equality.link import Pass, make
from heard.questionnaires.models import Question
from heard.questionnaires.scales import scales
from heard.web.languages import ENGLISH, LANGUAGES, Language
from tests.asked import ASKED, TOKEN, ask
from tests.browser import NewPage, faults
from tests.web.citizen.citizen import Citizen
from tests.web.citizen.every_page import TYPED, every_page

FORCE = "Trial Police"
OTHERS = [language for language in LANGUAGES if language != ENGLISH]
NAMES = {FORCE, "Equality Advisory and Support Service", "ico.org.uk/make-a-complaint"}
NAMES |= {"Indian", "Muslim", "Sikh"}  # are called so in other languages, too
NO_WORDS = re.compile(r"[\W\d]*")
each_language = pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
each_other = pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)


def _texts(page: str) -> set[str]:
    """Give what is written on a page, its title and its labels, piece by piece."""
    tree = LexborHTMLParser(page)
    labels = {str(node.attributes["aria-label"]) for node in tree.css("[aria-label]")}
    nodes = tree.css("html")[0].traverse(include_text=True)
    pieces = {(node.text_content or "").strip() for node in nodes if node.tag == "-text"}
    return {text for text in labels | pieces if not NO_WORDS.fullmatch(text)}


def _not_ours_to_translate() -> set[str]:
    """Give names, what somebody typed, and the questions as they were published."""
    questions = list(Question.objects.all())
    return {
        TYPED,
        f"{settings.SITE_URL.replace('http:', 'https:')}/",
        *NAMES,
        *(language.name for language in LANGUAGES),
        *(words for question in questions for words in (question.label, question.hint)),
        *(f"{question.label} \N{EN DASH} {FORCE}" for question in questions),
        *(label for scale in scales().values() for label in scale.labels.values()),
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
@each_other
def test_nothing_on_a_page_is_left_in_english(language: Language) -> None:
    ask(1)
    ask(2)
    Programme.objects.update(quick_exit=True)
    english, translated = every_page(1, "en"), every_page(2, language.code)
    kept = _not_ours_to_translate()
    left = {
        name: found
        for name, page in translated.items()
        if (found := (_texts(page) & _texts(english[name])) - kept)
    }
    assert left == {}
    assert len(translated) == 34


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
@each_language
def test_every_page_says_which_language_it_is_in_and_how_it_runs(language: Language) -> None:
    ask()
    pages = every_page(0, language.code)
    is_rtl = language.direction == "rtl"
    direction, sheet = (' dir="rtl"', "citizen.rtl.css") if is_rtl else ("", "citizen.css")
    start = f'<html lang="{language.tag}"{direction} class="govuk-template">'
    wrong = [name for name, page in pages.items() if start not in page]
    other_sheet = [name for name, page in pages.items() if f"/built/{sheet}" not in page]
    assert (wrong, other_sheet) == ([], [])


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_every_page_offers_every_language_by_its_own_name() -> None:
    ask()
    offered = {
        name: [
            (link.attributes["lang"], link.attributes["dir"], link.text())
            for link in LexborHTMLParser(page).css(".heard-languages a")
        ]
        for name, page in every_page(0, "pl").items()
    }
    assert offered.pop("no cookie") == []  # its address may take no GET
    every = [(one.tag, one.direction, one.name) for one in LANGUAGES]
    assert offered == dict.fromkeys(offered, every)


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_choosing_a_language_keeps_the_page_and_what_was_answered() -> None:
    ask()
    citizen = Citizen()
    citizen.answer_all()
    citizen.get("/q/timeliness?change")
    links = LexborHTMLParser(citizen.page).css(".heard-languages a")
    citizen.get(f"/q/timeliness{links[-1].attributes['href']}")
    page = LexborHTMLParser(citizen.page)
    assert page.css("html")[0].attributes["lang"] == "so"
    assert page.css(".govuk-caption-l")[0].text() == "Su'aasha 2 ee 6"
    assert page.css("[checked]")[0].attributes["value"] == "7"
    assert page.css(".govuk-back-link")[0].attributes["href"] == f"/s/{TOKEN}/check"
    citizen.get("/q/outcome")  # by the cookie
    assert '<html lang="so"' in citizen.page


@pytest.mark.usefixtures("own_database", "simulated")
@each_language
def test_every_page_is_accessible_and_fits_a_small_phone(
    new_page: NewPage, site: str, language: Language
) -> None:
    ask()
    page = new_page(width=320)
    page.goto(f"{site}/s/{TOKEN}?language={language.code}")
    found = {"welcome": faults(page)}
    found |= _look(page, f"{site}/s/{TOKEN}", "opt-out", "stop")
    page.goto(f"{site}/s/{TOKEN}")
    page.locator("form[action$='/start'] button").click()
    _send(page)
    found["no answer"] = faults(page)
    Programme.objects.update(quick_exit=True)  # so that there is a page about leaving
    found |= _look(page, f"{site}/s/{TOKEN}", "6", "check", "leaving")
    found |= _look(page, site, "thank-you", "opted-out", "s/x", "privacy", "accessibility")
    root = f"{site}/e/{make(Pass(apart=UUID(int=7), quick_exit=True), now=ASKED)}"
    found |= _look(page, root.rpartition("/")[0], root.rpartition("/")[2])
    found |= _look(page, root, "birth_year", "condition", "ethnic_group", "religion", "sex")
    found |= _look(page, root, "orientation")
    page.goto(f"{root}/ethnic_group")
    page.locator("[value='asian']").check()
    _send(page)
    found["asian"] = faults(page)
    found |= _look(page, site, "did-we-text-you/asked", "nowhere", "did-we-text-you")
    _send(page)
    found["no number"] = faults(page)
    assert found == {name: [] for name in found}
    assert (len(found), page.locator("html").get_attribute("lang")) == (24, language.tag)


def _look(page: Page, root: str, *paths: str) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        page.goto(f"{root}/{path}")
        found[path] = faults(page)
    return found


def _send(page: Page) -> None:
    """Send a form with nothing in it."""
    with page.expect_navigation():
        page.locator("main form button").click()
