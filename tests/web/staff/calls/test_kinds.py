"""Every kind of question on a caller's pages: whole, told what is wrong, and fit for everybody."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from heard.accounts.models import User
from heard.clock import simulate
from heard.eligibility.models import Programme
from heard.journal.write import Actor
from heard.questionnaires.models import Questionnaire
from heard.questionnaires.publish import publish
from heard.responses.models import Detail
from heard.specialist import calls
from heard.specialist.models import Call
from heard.specialist.programme import programme
from tests.browser import NewPage, faults
from tests.questionnaires.all_kinds import SAID_ALOUD, asked_aloud
from tests.specialist.agreed import NOW, ready
from tests.web.staff.people import a_link, a_person, go_in, inside

AT = datetime(2020, 10, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _by_a_clock_of_its_own(settings: Settings) -> None:
    settings.CLOCK = "simulated"


@pytest.fixture
def number() -> int:
    """Give the consent of somebody who may be asked everything."""
    simulate.begin(seed=1, now=NOW)
    publish(slug="trial", source=asked_aloud(), valid_from=AT, now=AT)
    trial = Questionnaire.objects.get(slug="trial")
    Programme.objects.filter(pk=programme().pk).update(questionnaire=trial)
    return ready().pk


def step_of(call: Call) -> str:
    steps = calls.asked(calls.filled(call, now=NOW))
    return steps[call.step - 1].key if call.step <= len(steps) else ""


def press(page: Page, name: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=name).click()


@pytest.mark.usefixtures("own_database")
def test_every_kind_has_a_page_that_fits(new_page: NewPage, site: str, number: int) -> None:
    page = new_page(width=320)
    go_in(page, site + a_link(a_person(role=User.Role.CALLER)))
    begin(page, f"{site}/staff/calls/{number}")
    by = Actor(id=Call.objects.get().called_by, label="Caller")
    while key := step_of(Call.objects.get()):
        page.goto(f"{site}/staff/calls/{number}/call")
        assert (key, faults(page, 320, 1280)) == (key, [])
        calls.answer(number, key, SAID_ALOUD.get(key, ""), by=by, now=NOW)
    page.goto(f"{site}/staff/calls/{number}/call")
    expect(page.get_by_role("heading", level=1)).to_have_text("The close")


def begin(page: Page, case: str) -> None:
    """Begin a call with somebody who says clearly that it is safe to talk."""
    page.goto(case)
    press(page, "Begin the call")
    press(page, "A clear yes: go on")


@pytest.mark.usefixtures("own_database")
def test_what_is_wrong_is_said_and_what_was_sent_stays(
    new_page: NewPage, site: str, number: int
) -> None:
    page = new_page()
    go_in(page, site + a_link(a_person(role=User.Role.CALLER)))
    begin(page, f"{site}/staff/calls/{number}")
    expect(page.get_by_role("heading", level=1)).to_have_text("A few questions about your area")
    press(page, "Continue")
    page.get_by_label("8", exact=True).check()
    press(page, "Continue")
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one")
    assert faults(page) == []
    for name in ("Drugs", "Speeding", "Burglary"):
        page.get_by_label(name).check()
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("Choose two at most")
    expect(page.get_by_label("Burglary")).to_be_checked()
    page.get_by_label("Burglary").uncheck()
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Why drugs?")
    press(page, "Back")
    press(page, "Ask no more")
    press(page, "End the call and keep what was said")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ended")
    worries = Detail.objects.filter(question_id="worries").values_list("position", "value")
    assert dict(worries) == {1: "drugs", 2: "speeding"}


@pytest.mark.django_db
def test_a_page_of_another_question_changes_nothing(number: int) -> None:
    client = inside(User.Role.CALLER)
    client.post(f"/staff/calls/{number}/begin")
    path = f"/staff/calls/{number}/call"
    client.post(path, {"do": "safe", "step": "0"})
    client.post(path, {"do": "answer", "key": "hello"})
    client.post(path, {"do": "answer", "key": "worries", "answer": "drugs"})
    call = Call.objects.get()
    assert (call.step, calls.said(call)) == (2, {"safe": 1, "hello": None})
