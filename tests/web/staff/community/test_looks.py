"""The pages by which people are registered in a real browser: narrow, accessible, end to end."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from heard.accounts.models import User
from heard.membership.models import Member
from tests.browser import NewPage, faults
from tests.membership.asked import gone_through
from tests.web.staff.community.test_lists import GOOD
from tests.web.staff.people import a_link, a_person, go_in

pytestmark = pytest.mark.usefixtures("own_database")


def test_people_are_registered_on_a_narrow_phone_and_by_a_list(
    new_page: NewPage, site: str, tmp_path: Path
) -> None:
    page = new_page(width=320)
    go_in(page, site + a_link(a_person(role=User.Role.ADMINISTRATOR)))
    page.goto(f"{site}/staff/community/register?source=market-square")
    found = {"register": faults(page)}
    page.get_by_label("E-mail address").fill("asha@people.example")
    page.get_by_label("How they agreed").select_option("typed")
    page.get_by_label("Where").fill("Market Square")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("A link goes to this address")).to_be_visible()
    found["registered"] = faults(page)
    page.goto(f"{site}/staff/community/lists")
    page.get_by_role("button", name="Look it through").click()
    found["wrong"] = faults(page)
    file = tmp_path / "list.csv"
    file.write_text(GOOD)
    page.get_by_label("Whose list it is").fill("Hilltop Homes")
    page.get_by_label("How these people agreed").fill("A box that they ticked.")
    page.get_by_label("The list").set_input_files(file)
    page.get_by_role("button", name="Look it through").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A list of Hilltop Homes")
    found["list"] = faults(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    gone_through()
    assert Member.objects.get().source == "market-square"
