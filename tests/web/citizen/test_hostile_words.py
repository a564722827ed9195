"""Words that would be markup, a template or an address that runs are shown as they are."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle

import pytest
from playwright.sync_api import Browser, Page

from heard.invitations.models import Invitation
from heard.questionnaires.models import Questionnaire
from heard.questionnaires.publish import publish
from tests.asked import ask
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.web.citizen.citizen import Citizen
from tests.web.citizen.test_kinds import SENT

pytestmark = pytest.mark.usefixtures("own_database", "simulated")
HOSTILE = (
    "<script>window.hit = 1</script>",
    '"><img src=x onerror="window.hit = 1">',
    "{{7*7}}{% print(7*7) %}",
    "javascript:window.hit=1",
    '<a href="javascript:window.hit=1">here</a>',
    "'\"--></h1></label><svg onload='window.hit = 1'>",
    "&lt;b&gt;&amp;%(question)s",
)
WORDS = ("label", "hint", "constraint_message", "required_message")
SPOKEN = {"why": f"Drugs {HOSTILE[0]}", "child/1/called": f"A{HOSTILE[1]}"}
# What breaks a rule, so that its message is shown.
WRONG: dict[str, dict[str, str | list[str]]] = {
    "worries": {"answer": ["drugs", "speeding", "burglary"]},
    "age": {"answer": "15"},
    "day": {"day": "1", "month": "1", "year": "2099"},
    "miles": {"answer": "-1"},
    "child/1/called": {"answer": HOSTILE[0]},
}


def hostile(form: str) -> str:
    """Put hostile words in the place of all words of a form but those that are compared."""
    words, lines, head = cycle(HOSTILE), [], [""]
    asked, mark, settings = form.partition("| settings |")
    for line in asked.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if {"list_name", "type"} & {*cells}:
            head = [cell.partition("::")[0] for cell in cells]
        elif len(cells) == len(head) and "n10" not in cells:
            cells = [
                _worse(cell, next(words)) if name in WORDS and cell else cell
                for name, cell in zip(head, cells, strict=True)
            ]
        lines.append(" | ".join(cells))
    return "\n".join([*lines, mark + settings])


def _worse(words: str, evil: str) -> str:
    quoted = "${called}" if "${called}" in words else ""
    return f"{evil}{quoted}"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open pages without the policy that would stop a script all the same."""
    with browser.new_context(bypass_csp=True, viewport={"width": 320, "height": 800}) as context:
        yield context.new_page()


@pytest.fixture
def citizen() -> Citizen:
    invitation = ask()
    at = datetime(2020, 9, 1, tzinfo=UTC)
    Questionnaire.objects.get_or_create(slug="trial")
    version = publish(slug="trial", source=hostile(ALL_KINDS), valid_from=at, now=at)
    Invitation.objects.filter(pk=invitation.pk).update(version=version)
    return Citizen()


def shown(page: Page) -> str:
    """Give what a page shows, with what its boxes hold; fail if anything ran."""
    page.wait_for_load_state()
    page.wait_for_timeout(50)  # an image that is not there is found missing by then
    assert page.evaluate("window.hit") is None
    assert page.locator("main :is(img, svg, script, iframe, [onerror], [onload])").count() == 0
    assert page.locator("[href^='javascript:'], [src^='javascript:']").count() == 0
    held = page.evaluate(
        "[...document.querySelectorAll('main textarea, main input')].map(b => b.value)"
    )
    return "\n".join([page.title(), page.inner_text("main"), *held])


def test_no_word_of_a_form_and_no_answer_runs_on_any_page(
    page: Page, site: str, citizen: Citizen
) -> None:
    citizen.get()
    citizen.post("/start")
    page.goto(f"{site}{citizen.root}")
    seen = [shown(page)]
    for key, fields in SENT.items():
        if wrong := WRONG.get(key):
            seen.append(_sent_wrong(page, f"{site}{citizen.root}/q/{key}", wrong))
        page.goto(f"{site}{citizen.root}/q/{key}")
        seen.append(shown(page))
        citizen.get(f"/q/{key}")
        said = {"answer": SPOKEN[key]} if key in SPOKEN else fields
        assert citizen.post(f"/q/{key}", **said).status_code == 303
    assert [sum(one in words for words in seen) > 2 for one in HOSTILE] == [True] * len(HOSTILE)
    page.goto(f"{site}{citizen.root}/q/child/1/years")
    assert SPOKEN["child/1/called"] in shown(page)
    page.goto(f"{site}{citizen.root}/check")
    check = shown(page)
    assert [one for one in (*HOSTILE, *SPOKEN.values()) if one not in check] == []
    assert "49" not in check
    page.goto(f"{site}{citizen.root}/q/why?change")
    assert SPOKEN["why"] in shown(page)


def _sent_wrong(page: Page, address: str, fields: dict[str, str | list[str]]) -> str:
    """Send in the browser what breaks a rule, and give the page that says so."""
    page.goto(address)
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            box = page.locator(f"[name='{name}']")
            if box.count() > 1 or isinstance(value, list):
                page.locator(f"[name='{name}'][value='{one}']").check()
            else:
                box.fill(one)
    page.get_by_role("button", name="Continue").click()
    page.locator(".govuk-error-summary").wait_for()
    return shown(page)


def test_nor_does_what_somebody_says_of_themselves(page: Page, site: str) -> None:
    ask()
    citizen = Citizen()
    citizen.answer_all(comment=HOSTILE[1])
    where = citizen.post("/submit")["Location"]
    for evil in HOSTILE:
        page.goto(f"{site}{where}/religion")
        page.locator("[value='other']").check()
        page.locator("#religion_words").fill(evil)
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("link", name="Back").click()
        assert evil in shown(page)
    page.locator("#religion_words").fill(20 * HOSTILE[0])
    page.get_by_role("button", name="Continue").click()
    page.locator(".govuk-error-summary").wait_for()
    assert 20 * HOSTILE[0] in shown(page)
    page.goto(f"{site}{where}/birth_year")
    page.locator("[name='year']").fill(HOSTILE[1])
    page.get_by_role("button", name="Continue").click()
    page.locator(".govuk-error-summary").wait_for()
    assert HOSTILE[1] in shown(page)
