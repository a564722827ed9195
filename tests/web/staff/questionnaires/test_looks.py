"""These pages in a real browser: they fit, need no scripts, and let no word become one."""

import re
from importlib.resources import files

import pytest
from playwright.sync_api import Page, expect

from heard.accounts.models import User
from heard.clock import simulate
from heard.questionnaires import drafts
from heard.questionnaires.models import Manuscript, Release
from tests.browser import NewPage, faults
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.questionnaires.bilingual import ENGLISH, NOON, bilingual, confirm, saved
from tests.web.staff.people import EMAIL, a_link, a_person, go_in

pytestmark = pytest.mark.usefixtures("own_database")
PAGES = ("", "/edit", "/discard", "/scales/2", "/preview", "/texts", "/telephone?language=cy")
VERSION = "/staff/questionnaires/pilot/3"
# As an attacker would write them: into text, an attribute, an address and a script.
EVIL = (
    "<script>document.title='RAN'</script>",
    "\"><img src=x onerror=document.title='RAN'>",
    "</textarea><svg onload=document.title='RAN'>",
    "javascript:document.title='RAN'",
)


def _enter(page: Page, site: str) -> None:
    simulate.begin(seed=1, now=NOON)
    go_in(page, site + a_link(a_person(role=User.Role.ADMINISTRATOR)))


def _evil(words: str) -> str:
    """Put words everywhere where a form may have words, and into a choice's value."""
    source = ALL_KINDS.replace("A few questions about your area", words)
    for told in ("What worries you?", "0 is not at all", "Drugs", "Choose two at most"):
        source = source.replace(f"| {told} |", f"| {words} |")
    source = source.replace("Every kind | trial", f"{words} | trial")
    return source.replace("| north |", "| north'\"><i> |")


def test_every_page_fits_and_everybody_can_read_it(new_page: NewPage, site: str) -> None:
    page = new_page(width=320)
    _enter(page, site)
    found = saved(bilingual(welsh=""))
    confirm(found, ENGLISH)
    paths = [f"/staff/drafts/{found.pk}{name}" for name in PAGES]
    paths += [f"{VERSION}{name}" for name in ("", "/preview?language=ur", "/texts")]
    paths += [f"/staff/drafts/{_next_of('pilot_3.md', number='4').pk}"]
    paths += ["/staff/questionnaires", f"/staff/drafts/{saved(ALL_KINDS).pk}/texts"]
    for path in paths:
        page.goto(f"{site}{path}")
        assert (path, faults(page, 320, 1280)) == (path, [])


def test_a_draft_is_written_read_and_published_by_two_without_scripts(
    new_page: NewPage, site: str
) -> None:
    ann = new_page(width=320, scripts=False)
    _enter(ann, site)
    _write(ann, site)
    ben = new_page()
    go_in(ben, site + a_link(a_person(f"ben.{EMAIL}", role=User.Role.ADMINISTRATOR), byte=1))
    for number in (1, 2):
        ben.goto(f"{ann.url}/scales/{number}")
        assert faults(ben) == []
        ben.get_by_role("button", name="I have read each of them").click()
        expect(ben.get_by_role("heading", name="Draft of trial")).to_be_visible()
    ann.reload()
    ann.get_by_label("First day").fill("2099-03-01")
    ann.get_by_label("Why").fill("It is time")
    ann.get_by_role("button", name="Ask to publish it").click()
    expect(ann.get_by_text("It takes two people")).to_be_visible()
    ben.goto(ann.url)
    assert faults(ben) == []
    ben.get_by_role("button", name="Approve").click()
    expect(ben.get_by_role("link", name="See what was published")).to_be_visible()
    assert Release.objects.get().languages == [ENGLISH, "Welsh (cy)"]


def _next_of(shipped: str, *, number: str) -> Manuscript:
    """Begin a draft of what ships, with other words in two languages and a choice less."""
    source = files("heard.questionnaires").joinpath(shipped).read_text(encoding="utf-8")
    source = source.replace("| pilot | 3 |", f"| pilot | {number} |")
    return saved(source.replace("polite", "kind").replace("\N{ARABIC QUESTION MARK}", "!"))


def _write(page: Page, site: str) -> None:
    """Begin a draft on the page; what cannot be read is said first."""
    page.goto(f"{site}/staff/questionnaires")
    page.get_by_role("link", name="Begin a draft").click()
    for source, title in (("| half", "^Error: "), (bilingual(), "^Draft of trial")):
        page.get_by_label("Or write the tables here").fill(source)
        page.get_by_role("button", name="Save the draft").click()
        expect(page).to_have_title(re.compile(title))


def test_a_preview_is_walked_from_right_to_left_without_scripts(
    new_page: NewPage, site: str
) -> None:
    page = new_page(width=320, scripts=False)
    _enter(page, site)
    page.goto(f"{site}{VERSION}/preview")
    expect(page.get_by_text("PREVIEW", exact=True)).to_be_visible()
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("radio").nth(8).check()
    page.locator("form[data-question] button").click()
    expect(page.locator("form[data-question]")).to_have_attribute("data-question", "timeliness")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


@pytest.mark.parametrize("words", EVIL)
def test_no_word_of_a_form_runs_as_a_script(words: str, new_page: NewPage, site: str) -> None:
    page = new_page()
    ran: list[str] = []
    page.on("dialog", lambda dialog: ran.append(dialog.message))
    _enter(page, site)
    found = saved(_evil(words))
    assert drafts.statuses(found)[0].language.total > 0
    paths = [f"/staff/drafts/{found.pk}{name}" for name in PAGES]
    for path in ["/staff/questionnaires", *paths, f"/staff/drafts/{found.pk}/scales/1"]:
        page.goto(f"{site}{path}")
        # What the page's own rules would stop is not there to be stopped.
        assert page.locator("img, svg[onload], script, [onerror], [onload]").count() == 0
        assert (page.title() == "RAN", ran) == (False, [])
    assert page.locator("a[href^='javascript:' i]").count() == 0
    _walk_the_preview(page, f"{site}/staff/drafts/{found.pk}/preview", words)
    assert Manuscript.objects.count() == 1


def _walk_the_preview(page: Page, address: str, words: str) -> None:
    """See the words as words: above a note, beside a choice, and in what is wrong."""
    page.goto(address)
    expect(page.get_by_role("heading", name=words)).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio").nth(8).check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label(words, exact=True)).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary__list")).to_contain_text(words)
    assert page.locator("img, svg, script").count() == 0
