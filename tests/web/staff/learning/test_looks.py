"""The pages to learn and to thank in a real browser: narrow and wide, and each role's own task."""

import pytest
from django.conf import settings
from playwright.sync_api import Page

from heard.accounts.models import User
from heard.clock import simulate
from heard.improvement.commend import listed
from heard.simulation.learning import learn
from tests.browser import NewPage, faults
from tests.improvement.colleagues import KIND, RUDE, a_handler, scored, somebody, wrote
from tests.insight.flow import CALLED, known
from tests.insight.teams import replies
from tests.web.staff.people import a_link, go_in

pytestmark = pytest.mark.usefixtures("own_database")
Role = User.Role


@pytest.fixture
def staff(monkeypatch: pytest.MonkeyPatch) -> dict[str, User]:
    """Let people reply, and a force learn, at the time of a simulation."""
    monkeypatch.setattr(settings, "CLOCK", "simulated")
    simulate.begin(seed=1, now=CALLED)
    replies("FC-A", 60, 45)
    replies("FC-B", 40, 20)
    responses = scored([2] * 12 + [9] * 3, person="FC-A-9")
    for response, words, feeling in zip(
        responses[10:], (RUDE, "It took a while.", KIND, KIND), "-0++", strict=False
    ):
        wrote(response, words, feeling=feeling)
    roles = (
        *(Role.TRAINING_LEAD, Role.COMMUNICATIONS, Role.TEAM_SUPERVISOR),
        *(Role.ADMINISTRATOR, Role.ANALYST),
    )
    found: dict[str, User] = {role: somebody(role, role) for role in roles}
    found[Role.CONTACT_HANDLER] = a_handler("FC-A-9")
    learn(found, now=CALLED)
    known()
    return found


def test_every_page_is_accessible_and_fits(
    new_page: NewPage, site: str, staff: dict[str, User]
) -> None:
    number = listed()[0].pk
    page = new_page(width=320)
    go_in(page, site + a_link(staff[Role.ADMINISTRATOR]))
    paths = (
        "commendations",
        f"commendations/{number}",
        "comment-reviews",
        "training",
        "targets",
        "targets/1",
        "fair-play",
    )
    found = {}
    for path in paths:
        page.goto(f"{site}/staff/{path}")
        found[path] = faults(page, 320, 1280)
    page.goto(f"{site}/commendations")
    found["/commendations"] = faults(page, 320, 1280)
    page.context.clear_cookies()
    go_in(page, site + a_link(staff[Role.CONTACT_HANDLER], byte=1))
    page.goto(f"{site}/staff/me")
    found["me"] = faults(page, 320, 1280)
    assert found == {path: [] for path in (*paths, "/commendations", "me")}
    page.get_by_label("What I want to remember").fill("Say when somebody will ring.")
    page.get_by_role("button", name="Keep this note").click()
    assert page.get_by_label("What I want to remember").input_value().startswith("Say when")


def enter(page: Page, site: str, user: User, path: str, *, byte: int) -> None:
    """Let somebody else sign in, and open a page."""
    page.context.clear_cookies()
    go_in(page, site + a_link(user, byte=byte))
    page.goto(f"{site}{path}")


def fill(page: Page, label: str, words: str, button: str) -> None:
    """Write something and send it."""
    page.get_by_label(label).fill(words)
    page.get_by_role("button", name=button).click()


def test_thanks_go_from_a_colleague_to_the_public_page(
    new_page: NewPage, site: str, staff: dict[str, User]
) -> None:
    page, thanks = new_page(), "/staff/commendations"
    enter(page, site, staff[Role.TEAM_SUPERVISOR], thanks, byte=1)
    page.get_by_label("Colleague").select_option("Mo")
    fill(page, "What they did", "Calmed a frightened child.", "Nominate")
    enter(page, site, staff[Role.TRAINING_LEAD], thanks, byte=2)
    page.get_by_role("link", name="Calmed a frightened child.").click()
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="They were thanked in person").click()
    one = page.url.removeprefix(site)
    enter(page, site, staff[Role.CONTACT_HANDLER], "/staff/me", byte=3)
    fill(page, "Let it be published", "Mo", "I agree")
    enter(page, site, staff[Role.COMMUNICATIONS], one, byte=4)
    fill(page, "What is published", "Found the right words for a child.", "Publish")
    page.goto(f"{site}/commendations")
    assert page.get_by_text("Found the right words for a child.").count() == 1
