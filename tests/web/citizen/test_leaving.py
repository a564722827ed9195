"""A page can be left at once: by a link without scripts, and by Shift three times with them."""

from collections.abc import Callable, Iterator
from threading import Thread
from urllib.parse import urlsplit
from wsgiref.simple_server import make_server

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from heard.eligibility.models import Programme
from heard.web.citizen import leaving
from heard.web.citizen.leaving import ELSEWHERE
from tests.asked import TOKEN, ask
from tests.browser import NewPage, faults
from tests.web.citizen.citizen import Citizen

WEATHER = b"<title>Weather</title><p>It rains</p>"
LANGUAGES = pytest.mark.parametrize(
    ("language", "words"), [("en", "Exit this page"), ("ar", "غادر هذه الصفحة")]
)


def ask_with_exit() -> None:
    ask()
    Programme.objects.filter(slug="sms_contact").update(quick_exit=True)


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_the_button_and_its_script_are_there_only_where_the_programme_wants_them() -> None:
    ask()
    citizen = Citizen()
    for wanted in (False, True):
        Programme.objects.filter(slug="sms_contact").update(quick_exit=wanted)
        policy = citizen.get().headers["Content-Security-Policy"]
        assert ("script-src 'self'" in policy, "built/exit.js" in citizen.page) == (wanted, wanted)
        assert ("govuk-exit-this-page" in citizen.page) is wanted
        assert "default-src 'none'" in policy


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_start_leads_to_what_the_button_does_and_from_there_to_the_questions() -> None:
    ask_with_exit()
    citizen = Citizen()
    citizen.get()
    assert citizen.post("/start")["Location"] == f"/s/{TOKEN}/leaving"
    citizen.get("/leaving")
    assert "It does not erase your browser history." in citizen.page
    assert f'href="/s/{TOKEN}/q/treatment"' in citizen.page


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_without_the_button_no_page_says_what_it_does() -> None:
    ask()
    citizen = Citizen()
    citizen.get()
    citizen.post("/start")
    page = citizen.browser.get(f"/s/{TOKEN}/leaving")
    assert (page.status_code, "browser history" in page.content.decode()) == (404, False)


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_the_equality_questions_have_the_button_as_the_survey_had_it() -> None:
    ask_with_exit()
    citizen = Citizen()
    citizen.answer_all()
    where = citizen.post("/submit")["Location"]
    page = citizen.browser.get(where)
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "govuk-exit-this-page" in page.content.decode()


def test_leaving_drops_the_cookies_of_a_citizen_and_asks_nothing_of_the_database() -> None:
    browser = Client()  # without the mark that gives a test a database
    browser.cookies["csrftoken"], browser.cookies["language"] = 32 * "x", "ar"
    left = browser.get("/leave")
    assert (left.status_code, left["Location"]) == (303, ELSEWHERE)
    assert {name: cookie["max-age"] for name, cookie in left.cookies.items()} == {
        "csrftoken": 0,
        "heard-chat": 0,
        "language": 0,
    }


@pytest.fixture
def arrived(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, str]]]:
    """Stand in for the page elsewhere, and note what a browser says that comes to it."""
    found = []

    def answer(environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
        if environ["PATH_INFO"] == "/weather":
            found.append(environ)
        start("200 OK", [("Content-Type", "text/html")])
        return [WEATHER]

    with make_server("127.0.0.1", 0, answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        elsewhere = f"http://localhost:{server.server_port}/weather"
        monkeypatch.setattr(leaving, "ELSEWHERE", elsewhere)
        yield found
        server.shutdown()
        thread.join()


def _open(page: Page, site: str, language: str) -> None:
    page.goto(f"{site}/s/{TOKEN}?language={language}")
    page.locator("form[action$='/start'] button").click()
    page.wait_for_url("**/leaving")


@pytest.mark.usefixtures("own_database", "simulated")
@pytest.mark.parametrize("scripts", [False, True])
@LANGUAGES
def test_the_button_leads_away_and_gives_nothing_away(
    new_page: NewPage,
    site: str,
    arrived: list[dict[str, str]],
    language: str,
    words: str,
    *,
    scripts: bool,
) -> None:
    ask_with_exit()
    page = new_page(width=320, scripts=scripts)
    _open(page, site, language)
    if scripts:
        assert faults(page) == []
    assert {cookie["name"] for cookie in page.context.cookies(site)} == {"csrftoken", "language"}
    page.get_by_role("button", name=words).click()
    expect(page).to_have_title("Weather")
    assert page.context.cookies(site) == []
    assert [one.get("HTTP_REFERER") for one in arrived] == [None]


@pytest.mark.usefixtures("own_database", "simulated")
@LANGUAGES
def test_shift_three_times_leads_away(
    new_page: NewPage, site: str, arrived: list[dict[str, str]], language: str, words: str
) -> None:
    ask_with_exit()
    page = new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text))
    _open(page, site, language)
    expect(page.get_by_role("button", name=words)).to_be_visible()
    status = page.locator(".govuk-exit-this-page [role=status]")
    page.keyboard.press("Shift")
    told = {"en": "Shift, press 2 more times to exit.", "ar": "Shift، اضغط مرتين أخريين للخروج."}
    expect(status).to_have_text(told[language])
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    expect(page).to_have_title("Weather")
    assert (len(arrived), errors) == (1, [])


@pytest.mark.usefixtures("own_database", "simulated")
def test_shift_with_a_letter_is_typing(
    new_page: NewPage, site: str, arrived: list[dict[str, str]]
) -> None:
    ask_with_exit()
    page = new_page()
    _open(page, site, "en")
    for letter in ("Shift+A", "Shift+B", "Shift+C"):
        page.keyboard.press(letter)
    expect(page.locator(".govuk-exit-this-page [role=status]")).not_to_contain_text("1 more")
    assert urlsplit(page.url).path == f"/s/{TOKEN}/leaving"
    assert arrived == []
