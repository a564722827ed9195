"""What members say of confidence is called theirs everywhere, and stands beside nothing else."""

import ast
import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

import heard
from heard.accounts.models import User
from heard.membership.models import Wave
from heard.web.staff.members.confidence_words import quarter
from tests.browser import NewPage, faults
from tests.insight.flow import known
from tests.insight.waved import AGREES, DENIES, GOOD, POOR, drawn, said, wave
from tests.web.staff import people
from tests.web.staff.people import a_person, browser_of, inside, read, styled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE, PUBLIC = "/staff/community/confidence", "/staff/confidence"
CONTENT = {"good_job": GOOD, "confidence": AGREES, "fair": AGREES, "visible": 2}
NOT_CONTENT = {"good_job": POOR, "confidence": DENIES, "fair": DENIES, "visible": 6}


def answered() -> None:
    """Let members of two areas answer in two quarters."""
    for of, content in ((wave(date(2020, 4, 1)), 60), (wave(), 30)):
        for area in ("BE", "CV"):
            said(of, CONTENT, n=content, area=area)
            said(of, NOT_CONTENT, n=30, area=area)
        drawn(of, n=40)
        drawn(of, n=3, left_out="paused")
    known()


def test_before_the_first_quarter_it_says_so() -> None:
    known()
    page = read(inside(), PAGE)
    assert "No quarter was asked yet." in page
    assert inside(User.Role.VIEWER).get(f"{PAGE}/file/csv").status_code == 404


def test_it_shows_quarters_changes_areas_who_answered_and_what_goes_with_it() -> None:
    answered()
    page = read(inside(), PAGE)
    for words in (
        "Members, not the public.",
        "Members: has confidence in the police Quarter Share 95% range Answers",
        "Apr to Jun 2020 67%",
        "Jul to Sep 2020 50%",
        "Jul to Sep 2020, against Apr to Jun 2020",
        "Real change: down",
        "Goes with it",
        "it is an association and no cause",
        "explains nothing of the public",
        "163 members were drawn, 160 asked; answered: 120, 75% of them.",
        "They have paused: fewer than 10",
        "(about once a week or more) 50%",
    ):
        assert words in page


def test_no_picture_has_members_and_the_public() -> None:
    """One module knows what official surveys found, and another one what members say."""
    for path in (Path(heard.__file__).parent / "web").rglob("*.py"):
        names = {
            name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom | ast.Import)
            for name in [getattr(node, "module", "") or "", *(one.name for one in node.names)]
        }
        official = any(name.endswith("official") for name in names)
        theirs = any("members_confidence" in name for name in names)
        assert not (official and theirs), path
    answered()
    members, public = inside().get(PAGE).content.decode(), read(inside(User.Role.VIEWER), PUBLIC)
    drawings = people.drawn(members)
    assert drawings
    for drawing in drawings:
        assert "members, by quarter" in drawing
        assert "year ending" not in drawing
    assert "The public, not members." in public
    assert "The two are never drawn together" in members


def test_the_file_says_of_each_line_that_it_is_of_members() -> None:
    answered()
    client = inside()
    content = client.get(f"{PAGE}/file/csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(content)))
    assert {row["of"] for row in rows} == {"members"}
    assert all("no sample of the public" in row["caveat"] for row in rows)
    newest = {(row["question"], row["area"]): row for row in rows if "Jul" in row["quarter"]}
    assert newest["confidence", "all"]["share"] == "0.5"
    assert newest["confidence", "BE"]["answers"] == "60"
    assert client.get(f"{PAGE}/file/xlsx").status_code == 200
    assert client.get(f"{PAGE}/file/pdf").status_code == 404


def test_who_sees_one_area_sees_no_other_areas_shares() -> None:
    answered()
    page = read(inside(User.Role.COMMANDER), PAGE)
    areas = page.partition("By area, Jul to Sep 2020")[2].partition("Areas are in no order")[0]
    assert "Birmingham East" in areas
    assert "Coventry" not in areas


@pytest.mark.parametrize(
    ("first", "words"),
    [(date(2020, 10, 1), "Oct to Dec 2020"), (date(2021, 1, 1), "Jan to Mar 2021")],
)
def test_quarters_are_named_in_few_words(first: date, words: str) -> None:
    assert quarter(Wave(quarter=first)) == words


def test_it_breaks_no_rule_of_access(new_page: NewPage) -> None:
    answered()
    page = new_page()
    client = browser_of(a_person("lead@example.org", role=User.Role.COMMUNICATIONS))
    newest = Wave.objects.latest("opens_at")
    paths = (PAGE, "/staff/community/waves", f"/staff/community/waves/{newest.pk}")
    for path in paths:
        page.set_content(styled(client.get(path)))
        assert (path, faults(page, 320, 1280)) == (path, [])
