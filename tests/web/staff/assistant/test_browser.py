"""The pages of the assistant in a real browser, by the rules of WCAG 2.2 AA."""

import pytest
from playwright.sync_api import Page, expect

from heard.accounts.models import User
from heard.clock.read import now
from heard.conversations import editing
from heard.conversations.models import Edition
from heard.core.timing import london_date
from heard.journal.write import Actor
from tests.browser import NewPage, faults
from tests.web.staff.assistant.test_flows import FLOW
from tests.web.staff.people import a_link, a_person, go_in

pytestmark = pytest.mark.usefixtures("own_database")
BEN = Actor(id="ben", label="Ben Hall")


def test_every_page_of_the_assistant_keeps_the_rules_at_each_width(
    new_page: NewPage, site: str
) -> None:
    page = new_page()
    go_in(page, site + a_link(a_person(role=User.Role.CHAT_MANAGER)))
    before = editing.content_of(Edition.objects.get(flow__code="CT-16"))
    editing.save("CT-16", before, by=BEN, now=now())
    page.goto(f"{site}/staff/assistant/new")
    for name in ("code", "name", "answer_en", "links"):
        page.locator(f"#{name}").fill(FLOW[name])
    page.locator("#examples").fill("caravan")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("alert")).to_contain_text("Give between 5 and 100 ways")
    found = faults(page, 320, 1280)
    page.locator("#examples").fill(FLOW["examples"])
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", name="What comes next")).to_be_visible()
    page.get_by_role("link", name="Test it on past questions").click()
    found += faults(page, 320, 1280)
    page.get_by_role("button", name="I have looked at this").click()
    page.get_by_role("button", name="Ask a second person").click()
    expect(page.get_by_text("It waits for somebody else to publish it")).to_be_visible()
    for details in page.locator("details").all():
        details.locator("summary").click()
    found += faults(page, 320, 1280)
    close_today(page, site)
    found += faults(page, 320, 1280)
    for path in ("", "/CT-01/edit", "/CT-99"):
        page.goto(f"{site}/staff/assistant{path}")
        found += faults(page, 320, 1280)
    assert found == []


def close_today(page: Page, site: str) -> None:
    page.goto(f"{site}/staff/assistant/hours")
    page.get_by_label("Day", exact=True).fill(london_date(now()).isoformat())
    page.get_by_label("Why, as people read it").fill("Training of all advisers")
    page.get_by_role("button", name="Close live chat on this day").click()
    expect(page.get_by_text("Live chat is off now.")).to_be_visible()
