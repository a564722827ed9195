"""Ways in, impact areas and packs in a real browser: narrow, wide, and on paper."""

import io

import pypdf
import pytest
from django.conf import settings
from playwright.sync_api import expect

from heard.accounts.models import User
from heard.clock import simulate
from tests.browser import NewPage, faults
from tests.insight.flow import known
from tests.insight.impact import fill
from tests.open_ways import NOW
from tests.web.staff.people import a_link, a_person, go_in

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch) -> str:
    """Let people answer, at the time of a simulation, and give the code of one way in."""
    monkeypatch.setattr(settings, "CLOCK", "simulated")
    simulate.begin(seed=1, now=NOW)
    found = fill()["library"].code
    known()
    return found


def test_every_page_is_accessible_and_fits(new_page: NewPage, site: str, code: str) -> None:
    page = new_page(width=320)
    go_in(page, site + a_link(a_person(role=User.Role.ADMINISTRATOR)))
    paths = (
        "ways",
        f"ways/{code}",
        f"ways/{code}/poster.pdf?paper=A3",
        "ways/nothing",
        "impact-areas?by=impact_area",
        "impact-areas?by=moon",
        "results-pack",
        "results-pack/BE",
        "results-pack/SH",
        "results-pack/XX",
    )
    found = {}
    for path in paths:
        page.goto(f"{site}/staff/{path}")
        for folded in page.locator("summary").all():
            folded.click()
        found[path] = faults(page, 320, 1280)
    assert found == {path: [] for path in paths}


def test_without_a_script_many_are_made_and_one_is_answered_and_closed(
    new_page: NewPage, site: str, code: str
) -> None:
    page = new_page(scripts=False)
    go_in(page, site + a_link(a_person(role=User.Role.ADMINISTRATOR)))
    page.goto(f"{site}/staff/ways")
    page.get_by_label("A line for each").fill("poster; Town hall; anchor-field\npigeon; Roof")
    page.get_by_role("button", name="Make them").click()
    expect(page.get_by_role("link", name="Line 2: pigeon is no channel.")).to_be_visible()
    page.get_by_label("A line for each").fill("poster; Town hall; anchor-field; 10")
    page.get_by_role("button", name="Make them").click()
    page.get_by_role("row", name="Town hall").get_by_role("link").click()
    with page.expect_download() as kept:
        page.get_by_label("Polish").check()
        page.get_by_role("button", name="Get the poster as PDF").click()
    assert kept.value.suggested_filename.endswith("-A4.pdf")
    page.get_by_label("Why it is closed").fill("Taken down.")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("Closed on")).to_be_visible()
    page.goto(f"{site}/staff/results-pack/BE")
    page.get_by_label("Priority").select_option("Drugs")
    page.get_by_label("The answer").fill("A drugs team.")
    page.get_by_label("Whose answer it is").fill("Ch Supt Lee")
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_text("A drugs team.")).to_be_visible()


def test_a_pack_is_printed_whole_without_what_is_of_no_use_on_paper(
    new_page: NewPage, site: str, code: str
) -> None:
    page = new_page(width=1280)
    go_in(page, site + a_link(a_person(role=User.Role.ADMINISTRATOR)))
    page.goto(f"{site}/staff/results-pack/BE")
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    text = [" ".join(sheet.extract_text().split()) for sheet in sheets]
    assert float(sheets[0].mediabox.height) == pytest.approx(842, abs=2)
    assert "This is not a random sample." in text[-1]
    assert "In which language" not in text[-1]  # how to read it stands on a page of its own
    printed = " ".join(text)
    assert "Anti-social behaviour 64% 51% to 75% 58" in printed
    for left_out in ("Dogs.", "Keep this answer", "Sign out", "Dead letters", "Privacy"):
        assert left_out not in printed
    assert len(sheets) <= 5
