"""A call on its pages, in a real browser: by keyboard, and stopped at any step."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from heard.accounts.models import User
from heard.clock import simulate
from heard.core.safe_calls import Told
from heard.journal.models import Entry
from heard.responses.models import Answer, Response
from heard.specialist import check
from heard.specialist.models import Call, Consent
from tests.browser import NewPage, faults
from tests.specialist.agreed import FINE, NOW, SUE, ready
from tests.web.staff.people import a_link, a_person, browser_of, go_in, inside

SECRETS = ("7700900777", "Rose", "library", "catalogue", "warehouse")


@pytest.fixture(autouse=True)
def _by_a_clock_of_its_own(settings: Settings) -> None:
    settings.CLOCK = "simulated"


@pytest.fixture
def path() -> str:
    """Give the address of a call that may begin now."""
    simulate.begin(seed=1, now=NOW)
    return f"/staff/calls/{ready().pk}"


def enter(page: Page, site: str, role: User.Role = User.Role.CALLER) -> None:
    go_in(page, site + a_link(a_person(role=role)))


def press(page: Page, name: str) -> None:
    """Press a button by the keyboard alone."""
    button = page.get_by_role("button", name=name)
    button.focus()
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.usefixtures("own_database")
def test_a_call_goes_from_safe_to_its_close_by_keyboard(
    width: int, new_page: NewPage, site: str, path: str
) -> None:
    page = new_page(width=width)
    enter(page, site)
    page.goto(f"{site}/staff/calls")
    assert (heading(page), faults(page)) == ("Calls", [])
    page.goto(site + path)
    assert faults(page) == []
    press(page, "Begin the call")
    assert (heading(page), faults(page)) == ("Is it safe to talk?", [])
    assert [w for w in SECRETS if w in page.content()] == list(SECRETS)
    press(page, "A clear yes: go on")
    assert [w for w in SECRETS if w in page.content()] == []
    assert "I am calling for the police" in page.content()
    answer_all(page)
    assert (heading(page), faults(page)) == ("The close", [])
    assert "National helpline: 0808 2000 247" in page.content()
    page.get_by_label("Yes").check()
    press(page, "End the call and keep what was said")
    assert (heading(page), faults(page)) == ("Ended", [])
    assert recorded() == ("completed", True, "complete", {"safe": 1, "children_care": 99})


def answer_all(page: Page) -> None:
    """Go through the questions: the third is not answered, the last one in words."""
    for number in range(1, 11):
        assert page.get_by_text(f"Question {number} of 10").count() == 1
        first = page.locator("main :is(a, button, input:not([type=hidden]), textarea)").first
        assert (faults(page), first.inner_text()) == ([], "Stop now")
        if number == 3:
            page.get_by_label("Prefer not to say").check()
        if number == 10:
            page.get_by_role("textbox").fill("They were kind")
        press(page, "Continue")


def recorded() -> tuple[str, bool | None, str, dict[str, int]]:
    """Give how the call ended, whether to call again, and what was recorded."""
    call, answers = Call.objects.get(), Answer.objects.values_list("question_id", "value")
    disposition = Response.objects.get().disposition
    return call.outcome, call.may_call_again, disposition, dict(answers)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("step", ["dial", "question", "comment", "close"])
@pytest.mark.usefixtures("own_database")
def test_stop_now_ends_it_at_once_on_every_step_and_leaves_nothing(
    step: str, new_page: NewPage, site: str, path: str, *, scripts: bool
) -> None:
    page = new_page(scripts=scripts)
    enter(page, site)
    page.goto(site + path)
    press(page, "Begin the call")
    if step != "dial":
        press(page, "A clear yes: go on")
        page.get_by_role("radio").first.check()
        press(page, "Continue")
    if step == "close":
        press(page, "Ask no more")
    if step == "comment":
        for _ in range(8):
            press(page, "Continue")
        page.get_by_role("textbox").fill("He is in the next room")
    press(page, "Stop now")
    assert (page.url, heading(page)) == (f"{site}/staff/calls/ended", "Ended")
    call = Call.objects.get()
    assert (call.outcome, call.answers, call.may_call_again) == ("stopped", None, None)
    assert (Response.objects.count(), Answer.objects.count()) == (0, 0)
    page.go_back()
    left = page.content()
    assert [w for w in (*SECRETS, "next room", "I am calling for") if w in left] == []
    assert Entry.objects.filter(act="specialist.end").get().reason == "stopped"


@pytest.mark.parametrize(
    ("button", "outcome"),
    [
        ("Not safe, or somebody else answered", "not_safe"),
        ("Nobody answered, or a machine did", "no_answer"),
        ("They do not want to", "refused"),
    ],
)
@pytest.mark.usefixtures("own_database")
def test_a_call_that_comes_to_nothing_says_how(
    button: str, outcome: str, new_page: NewPage, site: str, path: str
) -> None:
    page = new_page(scripts=False)
    enter(page, site)
    page.goto(site + path)
    press(page, "Begin the call")
    press(page, button)
    assert Call.objects.get().outcome == outcome
    page.goto(site + path)
    assert page.get_by_role("button", name="Begin the call").count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"do": "answer", "key": "believed", "answer": "55"}, 400),
        ({"do": "answer", "key": "believed", "answer": "x"}, 400),
        ({"do": "answer", "key": "children", "answer": "1"}, 303),
        ({"do": "answer", "key": "safe", "answer": "1"}, 303),
        ({"do": "answer", "key": "nothing", "answer": "1"}, 303),
        ({"do": "answer", "answer": "1"}, 303),
        ({"do": "back", "step": "1"}, 303),
        ({"do": "safe", "step": "0"}, 303),
        ({"do": "shout", "step": "1"}, 303),
        ({}, 303),
    ],
)
def test_what_no_button_sends_changes_nothing(path: str, form: dict[str, str], status: int) -> None:
    client = inside(User.Role.CALLER)
    client.post(f"{path}/begin")
    client.post(f"{path}/call", {"do": "safe", "step": "0"})
    assert client.post(f"{path}/call", form).status_code == status
    call = Call.objects.get()
    assert (call.step, call.ended_at) == (1, None)


@pytest.mark.django_db
def test_another_caller_is_led_away_and_sees_nothing(path: str) -> None:
    inside(User.Role.CALLER).post(f"{path}/begin")
    other = browser_of(a_person("other@example.org", role=User.Role.CALLER))
    for answer in (other.get(f"{path}/call"), other.post(f"{path}/call", {"do": "stop"})):
        assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/calls")
    assert Call.objects.get().ended_at is None


@pytest.mark.django_db
def test_what_speaks_against_it_is_said_and_no_call_begins(path: str) -> None:
    client = inside(User.Role.CALLER)
    in_trial = replace(FINE, trial=Told.YES)
    check.check(Consent.objects.get().pk, in_trial, by=SUE, now=NOW)
    answer = client.post(f"{path}/begin")
    assert answer.status_code == 409
    assert "A trial is ahead or under way, or nobody knows." in answer.content.decode()
    assert Call.objects.count() == 0
