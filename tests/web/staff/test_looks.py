"""The pages for staff in a real browser: narrow and wide, and by the rules of WCAG 2.2 AA."""

import re

import pytest
from playwright.sync_api import Page, expect

from heard.accounts.models import User
from heard.clock import simulate
from heard.core.screening import Outcome
from heard.delivery.models import State
from tests.browser import NewPage, faults
from tests.insight.flow import CALLED, answer, happen, invite, known, programme, screen
from tests.make import (
    NOON,
    attended,
    contact_ended,
    incident_linked,
    incident_tagged,
    minutes,
    receive,
    screened,
    told,
)
from tests.web.staff.people import EMAIL, PASSWORD, a_link, a_person, go_in

pytestmark = pytest.mark.usefixtures("own_database")
DASHBOARDS = [
    "/staff/contact",
    "/staff/contact?by=incident&hours=block&question=outcome&target=70",
    "/staff/response?by=area&and=weekday",
    "/staff/contact?by=language&and=block&then=grade&adjust=incident&handler_type=none",
    "/staff/contact?by=ward&and=team&ward=E05001178",
    "/staff/contact?from=x&area=XX",
    "/staff/ledger?by=week",
    "/staff/ledger?from=2020-10-02&to=2020-10-01",
]
WRONG = [
    "/staff/outbox?state=lost&programme=x&day=12/10/2020",
    "/staff/dead-letters?rule=x&source=y",
    "/staff/journal?person=x&act=y&day=z",
]
QUESTIONS = ["treatment", "timeliness", "outcome", "next_steps", "knowledge"]


def fill() -> None:
    """Let enough happen for figures that are shown, low and hidden, and for every table."""
    simulate.begin(seed=1, now=CALLED)
    for number in range(40):
        answer(programme(), {q: (number * (i + 3)) % 11 for i, q in enumerate(QUESTIONS)})
    for number in range(12):
        answer(programme("sms_attendance"), {"treatment": number % 11, "outcome": 9})
    answer(programme("sms_attendance"), {"timeliness": 9})
    for reason in ("sensitive", "unmapped", "opted_out"):
        screen(programme(), Outcome.BLOCK, reason)
    invite(programme(), state=State.UNKNOWN)
    happen(programme(), due=True)
    known()


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


# 640: 1,280 at 200 per cent
def test_the_tables_fit_and_everybody_can_read_them(new_page: NewPage, site: str) -> None:
    fill()
    a_person()
    page = new_page(width=320)
    page.goto(f"{site}/staff/figures")
    assert faults(page, 320, 640, 768, 1280) == []
    sign_in(page, "a wrong password")
    page.locator(".govuk-error-summary:focus").wait_for()  # a browser focuses when it is ready
    expect(page).to_have_title(re.compile("^Error: "))
    assert faults(page, 320, 640, 768, 1280) == []
    sign_in(page, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("What people told us")
    assert faults(page, 320, 640, 768, 1280) == []
    page.get_by_role("link", name="Ledger").click()
    expect(page.get_by_role("link", name="Ledger")).to_have_attribute("aria-current", "page")
    assert faults(page, 320, 640, 768, 1280) == []
    for path in DASHBOARDS:
        page.goto(f"{site}{path}")
        assert faults(page, 320, 640, 768, 1280) == []
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{site}/staff/sign-in")


def test_a_dashboard_can_be_used_by_keyboard_alone(new_page: NewPage, site: str) -> None:
    fill()
    page = new_page(width=1280, scripts=False)
    go_in(page, site + a_link(a_person()))
    page.goto(f"{site}/staff/contact")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.keyboard.press("Enter")
    page.get_by_label("Cut by").focus()
    page.keyboard.type("area")
    for _ in ("and by", "and by as well", "adjust for", "more filters", "show"):
        page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Show")
    page.keyboard.press("Enter")
    page.wait_for_url("**by=area**")
    expect(page.get_by_role("heading", name="by area: each against the rest")).to_have_count(1)


def test_a_printed_page_leaves_out_what_is_of_no_use_on_paper(new_page: NewPage, site: str) -> None:
    fill()
    page = new_page(width=1280)
    go_in(page, site + a_link(a_person()))
    for path in ("/staff/contact", "/staff/ledger?by=area"):
        page.emulate_media(media="screen")
        page.goto(f"{site}{path}")
        form, figures = page.get_by_role("form", name="Filters"), page.get_by_role("table")
        assert (form.is_visible(), figures.first.is_visible()) == (True, True)
        page.emulate_media(media="print")
        assert (form.is_visible(), figures.first.is_visible()) == (False, True)


def test_a_printed_list_says_what_was_chosen_instead_of_its_filters(
    new_page: NewPage, site: str
) -> None:
    fill()
    page = new_page(width=1280)
    go_in(page, site + a_link(a_person()))
    page.goto(f"{site}/staff/outbox?state=delivered")
    form = page.get_by_role("form", name="Filters")
    words = page.get_by_text("Chosen by the filters: State: Delivered.")
    onwards = page.get_by_role("link", name="Older")
    seen = [thing.is_visible() for thing in (form, words, onwards)]
    page.emulate_media(media="print")
    assert (seen, [thing.is_visible() for thing in (form, words, onwards)]) == (
        *([True, True, True], [False, True, False]),
    )


def test_what_scrolls_or_is_folded_stands_on_paper_whole(new_page: NewPage, site: str) -> None:
    fill()
    page = new_page(width=1280)
    go_in(page, site + a_link(a_person()))
    page.goto(f"{site}/staff/contact?hours=block")
    folded = page.locator(".heard-printed table")
    overflows = "parts => parts.map(part => getComputedStyle(part).overflowX)"
    assert folded.is_visible() is False
    page.emulate_media(media="print")
    assert folded.is_visible()
    assert set(page.locator(".heard-scroll").evaluate_all(overflows)) == {"visible"}


@pytest.mark.parametrize("width", [320, 1280])
def test_a_link_lets_in_once_without_scripts(width: int, new_page: NewPage, site: str) -> None:
    path = a_link(a_person())
    first, second = new_page(width=width, scripts=False), new_page(width=width)
    second.goto(f"{site}{path}")
    assert faults(second) == []
    go_in(first, site + path)
    expect(first).to_have_url(f"{site}/staff/")
    second.get_by_role("button", name="Sign in").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("This link no longer works")
    assert faults(second) == []


def go_on(page: Page, section: str, name: str) -> None:
    """Go to a page by the menu: its section first."""
    for label in (section, name):
        page.get_by_role("link", name=label, exact=True).click()
    page.wait_for_url(f"**/staff/{name.lower().replace(' ', '-')}")


def test_the_lists_and_a_history_fit_and_everybody_can_read_them(
    new_page: NewPage, site: str
) -> None:
    fill()
    told(*attended(), incident_tagged("I1", "QU-01"), incident_linked("I2", "I1"))
    screened(NOON + minutes(16))
    assert len(receive(contact_ended("C-9", channel="fax"), 7).rejected) == 2
    a_person(role=User.Role.ADMINISTRATOR)
    page = new_page(width=320)
    page.goto(f"{site}/staff/history")
    sign_in(page, PASSWORD)
    page.get_by_label("Number of a log").fill("I1")
    page.get_by_role("button", name="Find").click()
    page.wait_for_url("**/staff/history?q=I1")
    assert faults(page, 320, 768, 1280) == []
    page.get_by_role("link", name="Visit, log I1").click()
    page.get_by_role("heading", level=1, name="Visit, log I1").wait_for()
    assert faults(page, 320, 768, 1280) == []
    lists = {
        "Outbox": "Texts and e-mails",
        "Dead letters": "Texts and e-mails",
        "Journal": "Records",
    }
    for name, section in lists.items():
        go_on(page, section, name)
        for shown in page.locator("summary").all():
            shown.click()
        assert (name, faults(page, 320, 768, 1280)) == (name, [])
    page.get_by_label("Day").fill("2020-10-12")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/staff/journal?*day=2020-10-12")
    assert faults(page, 320, 768, 1280) == []
    page.goto(f"{site}/staff/history/contact/nothing")
    assert faults(page, 320, 768, 1280) == []


def test_wrong_filters_of_a_list_are_said_to_everybody_and_no_list_is_shown(
    new_page: NewPage, site: str
) -> None:
    fill()
    page = new_page(width=320)
    go_in(page, site + a_link(a_person(role=User.Role.ADMINISTRATOR)))
    for path in WRONG:
        page.goto(f"{site}{path}")
        page.locator(".govuk-error-summary:focus").wait_for()
        found = faults(page, 320, 1280), page.get_by_role("table").count()
        assert (path, *found) == (path, [], 0)


def test_a_page_that_is_not_theirs_says_so_to_everybody(new_page: NewPage, site: str) -> None:
    a_person(role=User.Role.VIEWER)
    page = new_page(width=320)
    page.goto(f"{site}/staff/journal")
    sign_in(page, PASSWORD)
    page.get_by_role("heading", level=1, name="This page is not open to you").wait_for()
    assert faults(page) == []
