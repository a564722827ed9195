"""The pages of people and their roles in a real browser: narrow and wide, and without a script."""

import pytest
from playwright.sync_api import expect

from heard.accounts.models import User
from tests.browser import NewPage, faults
from tests.insight.flow import known
from tests.web.staff.people import a_link, a_person, go_in

pytestmark = pytest.mark.usefixtures("own_database")
Role = User.Role


def test_a_role_is_given_and_whoever_holds_it_sees_what_is_theirs(
    new_page: NewPage, site: str
) -> None:
    known()
    ann = a_person(role=Role.COMMANDER)
    chief = a_person("chief.inspector.of.nearly.everything@example.org", role=Role.ADMINISTRATOR)
    page = new_page(scripts=False)
    go_in(page, site + a_link(chief))
    page.goto(f"{site}/staff/people")
    page.get_by_role("link", name="Ann Lee").first.click()
    page.get_by_label("Role", exact=True).select_option("Commander of an area")
    page.get_by_label("Area", exact=True).select_option("Coventry")
    page.get_by_role("button", name="Give this role").click()
    expect(page.get_by_role("row", name="Commander of an area Coventry")).to_be_visible()
    page.get_by_role("button", name="Give this role").click()
    expect(page.get_by_role("link", name="Choose a role")).to_be_visible()
    theirs = new_page()
    go_in(theirs, site + a_link(ann, byte=1))
    theirs.goto(f"{site}/staff/contact?area=CV")
    expect(theirs.get_by_role("heading", name="Force Contact")).to_be_visible()
    theirs.goto(f"{site}/staff/contact?area=WV")
    expect(theirs.get_by_text("You asked for the area Wolverhampton.")).to_be_visible()
    for width in (320, 1280):
        theirs.set_viewport_size({"width": width, "height": 900})
        assert faults(theirs) == []


def test_the_pages_are_accessible_and_fit(new_page: NewPage, site: str) -> None:
    ann = a_person(role=Role.COMMANDER)
    chief = a_person("chief.inspector.of.nearly.everything@example.org", role=Role.ADMINISTRATOR)
    page = new_page(width=320)
    go_in(page, site + a_link(chief))
    for path in ("people", f"people/{ann.pk}", f"people/{chief.pk}", "people/0"):
        page.goto(f"{site}/staff/{path}")
        assert faults(page, 320, 1280) == [], path
