"""A citizen is answered in the language they chose, else their browser's; staff in English."""

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from heard.responses.models import Draft, Response
from heard.web import languages
from heard.web.citizen.urls import urlpatterns
from tests.addresses import routes
from tests.asked import TOKEN, ask


def _request(query: str = "", cookie: str = "", accepted: str = "") -> HttpRequest:
    headers = {"Accept-Language": accepted} if accepted else {}
    request = RequestFactory(headers=headers).get(f"/privacy{query}")
    if cookie:
        request.COOKIES["language"] = cookie
    return request


@pytest.mark.parametrize(
    ("query", "cookie", "accepted", "code"),
    [
        ("", "", "", "en"),
        ("?language=ar", "pl", "cy", "ar"),
        ("", "pl", "cy", "pl"),
        ("", "", "cy", "cy"),
        ("?language=xx", "pl", "cy", "pl"),
        ("?language=", "xx", "cy", "cy"),
        ("?language=PL", "", "", "en"),
        ("", "", "de,fr;q=0.9", "en"),
        ("", "", "ur-PK,ur;q=0.9,en;q=0.8", "ur"),
        ("", "", "en-GB,en;q=0.9,pl;q=0.8", "en"),
        ("", "", "de,so;q=0.3,ro;q=0.7", "ro"),
        ("", "", "pl;q=0", "en"),
        ("", "", "pa-Guru-IN", "pa"),
        ("", "", "pa-Arab-PK, ur;q=0.5", "ur"),
        ("", "", "*", "en"),
        ("", "", ";;=,\N{SNOWMAN}" * 50, "en"),
    ],
)
def test_what_was_chosen_goes_before_what_was_kept_and_that_before_the_browser(
    query: str, cookie: str, accepted: str, code: str
) -> None:
    assert languages.find(_request(query, cookie, accepted)).code == code


@pytest.mark.django_db
def test_a_choice_is_kept_in_a_cookie_until_the_browser_closes() -> None:
    client = Client()
    chosen = client.get("/privacy?language=pl").cookies["language"]
    assert (chosen.value, chosen["samesite"], chosen["path"]) == ("pl", "Lax", "/")
    assert (chosen["max-age"], chosen["expires"]) == ("", "")
    again = client.get("/accessibility")
    assert (again.headers["Content-Language"], dict(again.cookies)) == ("pl", {})


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/privacy", "/privacy?language=xx", "/privacy?language="])
def test_who_chose_nothing_that_we_speak_gets_no_cookie(address: str) -> None:
    response = Client(headers={"Accept-Language": "pl"}).get(address)
    assert "language" not in response.cookies
    assert response.headers["Content-Language"] == "pl"


@pytest.mark.django_db
def test_a_page_that_is_kept_is_kept_by_language() -> None:
    assert Client().get("/thank-you").headers["Vary"] == "Accept-Language, Cookie"


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_choosing_a_language_records_nothing() -> None:
    invitation = ask()
    Client().get(f"/s/{TOKEN}?language=pl")
    assert (Draft.objects.count(), Response.objects.count()) == (0, 0)
    invitation.refresh_from_db()
    assert invitation.opened_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/staff/sign-in", "/staff/nowhere"])
def test_pages_for_staff_are_in_english_and_offer_no_other(path: str) -> None:
    client = Client(headers={"Accept-Language": "pl"})
    response = client.get(f"{path}?language=pl")
    page = response.content.decode()
    assert '<html lang="en-GB" class="govuk-template">' in page
    assert ("heard-languages" in page, "language" in response.cookies) == (False, False)


@pytest.mark.django_db
def test_a_thread_that_answered_in_one_language_speaks_english_after() -> None:
    Client().get("/privacy?language=ar")
    assert languages.current() == languages.ENGLISH


def test_a_choice_keeps_what_else_the_address_says_and_no_path() -> None:
    found = languages.choices(_request("?change&language=pl"))
    assert [choice.language for choice in found] == [*languages.LANGUAGES]
    assert found[-1].address == "?change=&language=so"


def test_every_address_is_a_citizens_or_elsewhere() -> None:
    theirs = [route for route in routes() if not f"/{route}".startswith(languages.ELSEWHERE)]
    leads_on = ""  # to the figures
    assert theirs == sorted([leads_on, *(str(pattern.pattern) for pattern in urlpatterns)])
