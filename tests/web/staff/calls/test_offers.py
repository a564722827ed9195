"""The pages on which supervisors record who agreed, who is left out, and what callers say."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect
from pytest_django import Settings

from heard.accounts.models import User
from heard.clock import simulate
from heard.specialist.models import Consent, Exclusion
from heard.specialist.programme import words
from tests.browser import NewPage, faults
from tests.specialist.agreed import NOW, blocked, consented, written
from tests.web.staff.people import a_link, a_person, go_in, inside, read

SUPERVISOR = User.Role.SUPERVISOR
AGREED = {
    "taken_on": "2020-10-08",
    "taken_by": "PC 4711",
    "taken_as": "support_worker",
    "number": "07700 900777",
    "ask_for": "Mrs Rose",
    "from_2": "10:00",
    "until_2": "12:00",
    "safe_times": "When he is at work",
    "safe_words": "Wrong number",
    "cover_story": "The library",
}
SAID = {"opening": "We ask how we did.", "distress": "Stay calm.", "support": "0808 2000 247"}


@pytest.fixture(autouse=True)
def _by_a_clock_of_its_own(settings: Settings) -> None:
    settings.CLOCK = "simulated"


@pytest.fixture
def supervisor() -> Client:
    simulate.begin(seed=1, now=NOW)
    return inside(SUPERVISOR)


@pytest.mark.django_db
def test_everybody_is_listed_until_somebody_decided(supervisor: Client) -> None:
    assert "Nobody has decided yet About Decide None" in read(supervisor, "/staff/calls/offers")
    touchpoint = blocked()
    assert "Contact C1 Thursday 1 October 2020" in read(supervisor, "/staff/calls/offers")
    form = {"why": "distress", "said_as": "supervisor", "note": ""}
    answer = supervisor.post(f"/staff/calls/offers/{touchpoint.pk}/exclusion", form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/calls/offers")
    page = read(supervisor, "/staff/calls/offers")
    assert "It would distress the person (a supervisor of the callers) 1" in page
    assert "Contact C1" not in page
    again = supervisor.post(f"/staff/calls/offers/{touchpoint.pk}/exclusion", form)
    assert (again.status_code, Exclusion.objects.count()) == (404, 1)


@pytest.mark.django_db
def test_a_consent_is_taken_down_and_nothing_sealed_is_shown_again(supervisor: Client) -> None:
    path = f"/staff/calls/offers/{blocked().pk}/consent"
    answer = supervisor.post(path, AGREED)
    consent = Consent.objects.get()
    location = f"/staff/calls/{consent.pk}"
    assert (answer.status_code, answer.headers["Location"]) == (303, location)
    assert (consent.number, consent.hours) == ("+447700900777", [[2, "10:00", "12:00"]])
    page = read(supervisor, location)
    assert [w for w in ("900777", "Rose", "library", "Wrong") if w in page] == []
    assert supervisor.post(path, AGREED).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"taken_on": "8 October"}, "Enter the day as year, month and day"),
        ({"taken_on": "2020-10-14"}, "The day of the consent is today"),
        ({"taken_as": "supervisor"}, "Who that is: choose one"),
        ({"number": "12"}, "Enter a telephone number in the United Kingdom."),
        ({"ask_for": " "}, "Whom to ask for: fill this in"),
        ({"safe_words": "x" * 501}, "What they say if it is not safe: at most 500 characters"),
        ({"from_2": "ten"}, "Tuesday, from: enter a time like 09:30"),
        ({"until_2": ""}, "Tuesday: a safe time has a beginning and an end"),
        ({"from_2": "07:30"}, "Tuesday: a safe time lies between 08:00 and 21:00"),
        ({"from_2": "", "until_2": ""}, "Give at least one safe time."),
    ],
)
def test_a_form_that_is_not_filled_in_says_what_is_missing(
    supervisor: Client, change: dict[str, str], says: str
) -> None:
    path = f"/staff/calls/offers/{blocked().pk}/consent"
    answer = supervisor.post(path, AGREED | change)
    page = answer.content.decode()
    assert (answer.status_code, says in page) == (400, True)
    assert Consent.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"said_as": "officer"}, "Why they are not offered a call: choose one"),
        ({"why": "other", "said_as": "officer"}, "write down what the other reason is"),
        ({"why": "trial", "said_as": "officer", "note": "x" * 501}, "at most 500 characters"),
    ],
)
def test_who_is_left_out_needs_a_reason(
    supervisor: Client, form: dict[str, str], says: str
) -> None:
    answer = supervisor.post(f"/staff/calls/offers/{blocked().pk}/exclusion", form)
    assert (answer.status_code, says in answer.content.decode()) == (400, True)
    assert Exclusion.objects.count() == 0


@pytest.mark.django_db
def test_the_words_are_written_and_shown_to_be_written_anew(supervisor: Client) -> None:
    assert "Until somebody has, nobody is called." in read(supervisor, "/staff/calls/words")
    assert supervisor.post("/staff/calls/words", SAID | {"support": ""}).status_code == 400
    assert words() is None
    assert supervisor.post("/staff/calls/words", SAID).status_code == 303
    page = read(supervisor, "/staff/calls/words")
    assert "Written by Ann Lee on Tuesday 13 October 2020" in page
    assert [text for text in SAID.values() if text in page] == list(SAID.values())


@pytest.mark.usefixtures("own_database")
def test_the_pages_fit_and_everybody_can_use_them(new_page: NewPage, site: str) -> None:
    simulate.begin(seed=1, now=NOW)
    written()
    consented("C2", line="07700 900222")
    path = f"/staff/calls/offers/{blocked().pk}"
    page = new_page(width=320)
    go_in(page, site + a_link(a_person(role=SUPERVISOR)))
    for place in (f"{path}/consent", f"{path}/exclusion", "/staff/calls/words", "/staff/calls/0"):
        page.goto(site + place)
        assert faults(page, 320, 1280) == []
    page.goto(f"{site}/staff/calls/offers")
    assert faults(page, 320, 1280) == []
    page.get_by_role("link", name="They agreed: Contact C1").click()
    page.get_by_role("button", name="Keep this consent").click()
    expect(page).to_have_title(re.compile("^Error: "))
    assert faults(page, 320, 1280) == []
