"""The pages about what people wrote in a real browser: narrow and wide."""

import pytest
from django.conf import settings

from heard.accounts.models import User
from heard.clock import simulate
from heard.themes.code import code
from heard.themes.discover import discover
from heard.themes.showcase import choose
from tests.browser import NewPage, faults
from tests.themes.test_discover import DRONES
from tests.themes.written import KIND, NOW, RUDE, SEPTEMBER, SILENT, wrote
from tests.web.staff.people import a_link, a_person, go_in

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def number(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let people write, at the time of a simulation, and give the number of an example."""
    monkeypatch.setattr(settings, "CLOCK", "simulated")
    simulate.begin(seed=1, now=NOW)
    wrote(SILENT, times=20)
    wrote(RUDE, times=20, at=SEPTEMBER)
    for words in DRONES:
        wrote(words, times=5)
    kind, *_ = wrote(KIND, times=10)
    code(now=NOW, limit=100)
    discover(now=NOW)
    person = a_person("bob@example.org", role=User.Role.ANALYST)
    choose(kind, "politeness", may_show=True, by=person, now=NOW)
    return kind.pk


def test_every_page_is_accessible_and_fits(new_page: NewPage, site: str, number: int) -> None:
    page = new_page(width=320)
    go_in(page, site + a_link(a_person(role=User.Role.ADMINISTRATOR)))
    paths = (
        "themes?survey=neighbourhood&month=2020-10",
        "themes?month=1999-01",
        "themes/comments?survey=neighbourhood&theme=politeness",
        f"themes/comments/{number}",
        "themes/code",
        "themes/agreement",
        "themes/topics",
        f"words/coded/{number}",
    )
    found = {}
    for path in paths:
        page.goto(f"{site}/staff/{path}")
        found[path] = faults(page, 320, 1280)
    assert found == {path: [] for path in paths}
    page.goto(f"{site}/staff/themes/code")
    page.get_by_role("button", name="Keep it and show the next").click()
    page.get_by_role("link", name="Say how they feel").click()
    page.get_by_label("Pleased", exact=True).check()
    page.get_by_label("Care and reassurance").check()
    page.get_by_role("button", name="Keep it and show the next").click()
    assert faults(page, 320, 1280) == []
    assert page.get_by_text("There is a problem").count() == 0
