"""The pages of drives and of the pilot in a real browser: narrow, wide, and accessible."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from heard.accounts.models import User
from heard.membership.models import Drive
from tests.browser import NewPage, faults
from tests.membership.driven import a_code, a_drive, joined
from tests.membership.piloted import a_pilot
from tests.web.staff.people import a_link, a_person, go_in

pytestmark = pytest.mark.usefixtures("own_database")


def test_a_drive_is_run_and_a_pilot_looked_at_on_a_narrow_screen(
    new_page: NewPage, site: str
) -> None:
    page = new_page(width=320)
    code = a_code("be-market", of=a_drive("Autumn sign-up in the east"), area="BE")
    joined("be-market", 25, at=datetime(2020, 10, 3, 9, tzinfo=UTC))
    a_pilot()
    go_in(page, site + a_link(a_person(role=User.Role.ADMINISTRATOR)))
    found = {}
    for name in ("drives", f"drives/{code.drive_id}", "pilot"):
        page.goto(f"{site}/staff/community/{name}")
        found[name] = faults(page, 320, 1280)
    page.goto(f"{site}/staff/community/drives")
    page.get_by_role("button", name="Begin it").click()
    found["wrong"] = faults(page)
    page.get_by_label("Name").fill("Winter")
    page.get_by_label("First day").fill("2026-11-01")
    page.get_by_label("Last day").fill("2026-12-31")
    page.get_by_label("Goal in Coventry").fill("250")
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Winter")
    page.goto(f"{site}/staff/community/pilot")
    page.get_by_role("button", name="Begin it").click()
    found["pilot wrong"] = faults(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert Drive.objects.count() == 2
