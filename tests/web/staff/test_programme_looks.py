"""The pages of programmes in a real browser: narrow and wide, and by the rules of WCAG 2.2 AA."""

import re

import pytest
from playwright.sync_api import Page, expect

from heard.accounts.models import User
from heard.eligibility.models import Period
from tests.browser import NewPage, faults
from tests.eligibility.staff import approve, proposed
from tests.insight.flow import known, programme
from tests.make import NOON, contact_ended, invited, minutes, screened, told
from tests.web.staff.people import EMAIL, a_link, a_person, go_in
from tests.web.staff.test_looks import fill

pytestmark = pytest.mark.usefixtures("own_database")
CONTACT = "/staff/programmes/sms_contact"
PATHS = [
    "/staff/programmes",
    CONTACT,
    f"{CONTACT}/values",
    f"{CONTACT}/open",
    f"{CONTACT}/close",
    "/staff/programmes/custody/close",
    f"{CONTACT}/shadow",
    "/staff/codes",
    "/staff/coverage",
    "/staff/journey",
    "/staff/voices-not-heard",
    "/staff/changes/0",
]


def _enter(page: Page, site: str) -> None:
    """Let enough happen for every table, and come in as an administrator."""
    fill()
    Period.objects.filter(programme=programme()).update(mode=Period.Mode.SHADOW)
    told(
        contact_ended("C1", age=20),
        contact_ended("C2", codes=["WM-77"], number="07700 900124"),
        contact_ended("C3", codes=["QU-01"], number="07700 900125"),
    )
    screened(NOON + minutes(10))
    invited(NOON + minutes(10))
    known()
    approve(proposed(sample=0.9))
    go_in(page, site + a_link(a_person(role=User.Role.ADMINISTRATOR)))


def test_every_page_fits_and_everybody_can_read_it(new_page: NewPage, site: str) -> None:
    page = new_page(width=320)
    _enter(page, site)
    for path in PATHS:
        page.goto(f"{site}{path}")
        for shown in page.locator("summary").all():
            shown.click()
        assert (path, faults(page, 320, 640, 1280)) == (path, [])


def test_a_change_is_proposed_and_approved_by_keyboard_and_without_scripts(
    new_page: NewPage, site: str
) -> None:
    ann = new_page(width=320, scripts=False)
    _enter(ann, site)
    ann.goto(f"{site}{CONTACT}")
    ann.get_by_role("link", name="Propose other values").press("Enter")
    ann.get_by_label("Delay", exact=True).fill("soon")
    ann.get_by_role("button", name="Propose").press("Enter")
    ann.get_by_text("There is a problem").wait_for()
    ann.get_by_label("Delay", exact=True).fill("20 minutes")
    ann.get_by_label("Why this change").fill("Codes come late")
    ann.get_by_role("button", name="Propose").press("Enter")
    ann.wait_for_url("**/staff/changes/*")
    assert ann.get_by_role("button", name="Approve").count() == 0
    ben = new_page(width=1280)
    other = a_person(f"ben.{EMAIL}", role=User.Role.ADMINISTRATOR)
    go_in(ben, site + a_link(other, byte=1))
    ben.goto(ann.url)
    assert faults(ben) == []
    ben.get_by_role("button", name="Approve").click()
    ben.get_by_text("Approved by").wait_for()
    assert programme().delay == minutes(20)


def test_what_is_wrong_is_said_to_everybody(new_page: NewPage, site: str) -> None:
    page = new_page(width=320)
    _enter(page, site)
    for path in (f"{CONTACT}/values", f"{CONTACT}/open", "/staff/codes"):
        page.goto(f"{site}{path}")
        page.get_by_role("button", name="Propose").click()
        page.locator(".govuk-error-summary:focus").wait_for()
        expect(page).to_have_title(re.compile("^Error: "))
        assert (path, faults(page)) == (path, [])
