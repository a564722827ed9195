"""What each role is there for, from the first page on, in a real browser at each width."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from heard.accounts.models import User
from heard.clock import simulate
from heard.delivery import budget, switch
from heard.delivery.models import Spending
from heard.dialogues.models import Alert
from heard.eligibility.models import Review, Ruling
from heard.journal.write import Actor, write
from tests.browser import NewPage, faults
from tests.dialogues.test_needs import alert
from tests.eligibility.staff import proposed
from tests.insight.flow import CALLED, DAY, answer, known, programme
from tests.make import contact_ended, screened, told
from tests.web.staff.people import a_link, a_person, go_in

ANN = Actor(id="user:0", label="Ann Roe")
Role = User.Role
AREA = "BE"


@pytest.fixture(autouse=True)
def _there_is_much_to_do(own_database: dict[str, str], settings: LazySettings) -> None:
    settings.CLOCK = "simulated"
    simulate.begin(seed=1, now=CALLED)
    a_person()  # the first of all is who proposed the change
    told(contact_ended("C1", summary="domestic", at=CALLED - DAY / 2), now=CALLED)
    screened(CALLED)
    alert(0, "L0", due=timedelta(hours=1))
    proposed(sample=0.5, now=CALLED)
    switch.stop(switch.EVERYTHING, by=ANN, reason="A wrong text", now=CALLED)
    write("web.refused", subject="page:ledger", actor=ANN, now=CALLED - DAY)
    month = budget.month_of(CALLED)
    budget.set_budget("sms_contact", month, pence=Decimal(100), by=ANN, now=CALLED)
    Spending.objects.create(account="sms_contact", month=month, pence=Decimal(90))
    for weeks, value in ((5, 9), (0, 2)):
        for _ in range(15):
            answer(programme(), {"next_steps": value}, at=CALLED - weeks * 7 * DAY, area=AREA)
    known()


def decide_on_what_is_held(page: Page) -> None:
    page.locator("a[href*='/staff/holds/']").first.click()
    page.get_by_label("Do not ask").check()
    page.get_by_label("Why?").fill("It is about violence at home")
    page.get_by_role("button", name="Decide").click()
    assert Review.objects.count() == 1


def take_care_of_an_alert(page: Page) -> None:
    page.get_by_role("link", name="Somebody may be in danger").first.click()
    page.get_by_role("button", name="I have seen this and take care of it").click()
    assert Alert.objects.get().seen_by == "Ann Lee"


def approve_a_change(page: Page) -> None:
    page.locator("a[href*='/staff/changes/']").first.click()
    page.get_by_role("button", name="Approve").click()
    assert Ruling.objects.get().approves


def read_what_went_down(page: Page) -> None:
    expect(page.get_by_role("heading", name="What goes with next steps")).to_have_count(0)
    assert "question=next_steps" in page.url
    expect(page.get_by_role("heading", name="What has changed")).to_be_visible()


def nothing_more(page: Page) -> None:
    """Be there: what this role is told of is on the page itself."""


TASKS: Mapping[str, tuple[str, Callable[[Page], None]]] = {
    Role.ADMINISTRATOR: ("1 alert is open", take_care_of_an_alert),
    Role.DUTY_REVIEWER: ("1 alert is open", take_care_of_an_alert),
    Role.HOLD_REVIEWER: ("1 person is held for somebody to decide", decide_on_what_is_held),
    Role.POLICY_MANAGER: ("1 change to programmes waits for a second person", approve_a_change),
    Role.COMMUNICATIONS: ("1 survey has spent most of the budget", nothing_more),
    Role.AUDITOR: ("Somebody was refused a page 1 time this week", nothing_more),
    Role.ANALYST: ("Force Contact: next steps went down", read_what_went_down),
    Role.VIEWER: ("Force Contact: next steps went down", read_what_went_down),
    Role.COMMANDER: ("Force Contact in Birmingham East: next steps went down", read_what_went_down),
}


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_each_role_does_what_it_is_there_for(new_page: NewPage, site: str, width: int) -> None:
    every = [*TASKS.items()]
    for number, (role, (title, does)) in enumerate(every):
        if number % 3 != (320, 768, 1280).index(width):
            continue
        person = a_person(f"{role}@example.org", role=Role(role), password=None)
        page = new_page(width=width)
        go_in(page, f"{site}{a_link(person, byte=number)}")
        expect(page).to_have_url(f"{site}/staff/")
        assert faults(page) == []
        page.get_by_role("link", name=title).click()
        assert faults(page) == []
        does(page)
