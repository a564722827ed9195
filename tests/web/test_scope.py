"""What is only in another part of the force appears on no page of those whose it is not."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import Settings

from heard.accounts.models import User
from heard.clock import simulate
from heard.organisation.models import Line, Unit
from heard.places.areas import names
from heard.responses.models import Comment, Response
from heard.themes.models import Coding
from heard.themes.own import frame_version
from tests.asked import ASKED
from tests.insight.flow import known
from tests.insight.teams import replies
from tests.web.api.reader import a_key, get
from tests.web.parts import path_of
from tests.web.staff.people import a_person, browser_of, read
from tests.web.table import OPEN
from tests.web.test_access import ROUTES, STAFF, gets

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answered

Role = User.Role
# What stands for another part, in every way in which a page could say it.
OURS, THEIRS = ("Birmingham East", "BE-1"), ("Coventry", "CV-1", ">CV<", '"CV"')
KEYS: dict[str, str] = {}
PEOPLE = {
    "commander": ("commander", "BE"),
    "team_supervisor": ("team_supervisor", "BE-1"),
    "contact_handler": ("contact_handler", "BE-1-0"),
    "officer": ("officer", "BE-1-0"),
    "board": ("viewer", ""),
    "adviser": ("adviser", ""),
    "analyst": ("analyst", ""),
    "part_analyst": ("analyst", "BE"),
    "team_analyst": ("analyst", "BE-1"),
    "part_reviewer": ("reference_reviewer", "BE"),
    "lead_of_few": ("team_supervisor", "WV-1"),
}
WITHOUT_FIGURES = {"part_reviewer"}
WITHOUT_WORDS = {"contact_handler", "officer", "part_reviewer"}
# Who of these is let in like whom: all see nothing of another part of the force.
LIKE = {who: who for who in ("commander", "team_supervisor", "contact_handler", "officer")}
LIKE |= {"part_analyst": "part_analyst", "team_analyst": "part_analyst"}
LIKE |= {"part_reviewer": "part_reviewer"}
WORDS = "/staff/themes/comments"
# What each may not see apart, in every way in which an address says so.
PARTS = ("area=CV", "impact_area=weavers-cross", "team=CV-1")
FOREIGN = {
    "commander": (*PARTS, "area=none", "area=BE&team=CV-1"),
    "team_supervisor": (*PARTS, "area=BE"),
    "contact_handler": (*PARTS, "area=BE", "team=BE-1"),
    "officer": (*PARTS, "area=BE", "team=BE-1"),
    "board": PARTS[2:],
    "adviser": PARTS[2:],
}
FIGURE_PAGES = sorted(route for route in OPEN["commander"] if "<" not in route)
TAKEN_AWAY = (
    "staff/explore",
    *(f"staff/explore/file/{suffix}" for suffix in ("csv", "xlsx", "parquet")),
    *(f"staff/explore/image/{drawing}/svg" for drawing in ("cut", "multiples")),
)
# Counts of members by area are for all with figures, as residents are.
BY_AREA = ("staff/community", "staff/community/public")
CUTS = ("area", "team", "impact_area")
SURVEYED = ("/staff/contact", "/staff/response")


@pytest.fixture(scope="module")
def filled(of_the_file: Path) -> Iterator[Path]:
    """Let people answer about two areas and a team of each, once for all tests of this file."""
    with override_settings(CLOCK="simulated"):
        simulate.begin(seed=1, now=ASKED)
        for area, happy in (("BE", 30), ("CV", 10)):
            replies(f"{area}-1", 40, happy, area=area)
            team = Unit.objects.create(kind="team", code=f"{area}-1", name=f"{area}-1")
            above = Unit.objects.create(kind="area", code=area, name=area)
            Line.objects.create(unit=team, under=above, from_day="2020-01-01")
        replies("WV-1", 40, 20, area="WV")
        _write()
        known()
        for who, (role, unit) in PEOPLE.items():
            person = a_person(f"{who}@example.org", role=Role(role), unit=unit, password=None)
            KEYS[who] = browser_of(person).cookies["sessionid"].value
        yield of_the_file


def _write() -> None:
    """Let people write of their area, in one team about three of its six alone, and it is read."""
    silent = [f"WV-1-{number}" for number in (3, 4, 5)]
    for one in Response.objects.exclude(person__in=silent):
        words = f"They were polite to us in {names()[one.area]}."
        comment = Comment.objects.create(response=one, question_id="said", version=2, text=words)
        Coding.objects.create(
            comment=comment, frame=frame_version(), themes={}, feeling="+", coded_at=ASKED
        )


@pytest.fixture(autouse=True)
def _its_facts(filled: Path, settings: Settings) -> None:
    settings.FACTS = filled


def client(who: str) -> Client:
    found = Client()
    found.cookies["sessionid"] = KEYS[who]
    return found


def asked(who: str, path: str) -> "Answered":
    with transaction.atomic():
        answer: Answered = client(who).get(path)
        transaction.set_rollback(True)
    return answer


def said(who: str, path: str) -> str:
    answer = asked(who, path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("route", sorted({route for way in OPEN.values() for route in way}))
def test_what_is_only_in_another_area_is_on_no_page_that_is_open(route: str) -> None:
    for who, like in LIKE.items():
        if route not in OPEN[like]:
            continue
        words = said(who, path_of(route)) if "<" not in route and route not in BY_AREA else ""
        assert [one for one in THEIRS if one in words] == [], who


@pytest.mark.parametrize("path", SURVEYED)
@pytest.mark.parametrize("by", CUTS)
def test_a_cut_has_the_segments_that_are_theirs(path: str, by: str) -> None:
    for who in ("commander", "team_supervisor", "officer"):
        words = said(who, f"{path}?by={by}&question=treatment")
        assert [one for one in THEIRS if one in words] == [], who


@pytest.mark.parametrize(
    ("by", "word", "files"),
    [("area", "Coventry", ("file/csv", "image/cut/svg")), ("team", "CV-1", ("file/csv",))],
)
def test_what_is_taken_away_has_the_segments_that_are_theirs(
    by: str, word: str, files: Sequence[str]
) -> None:
    """Files and drawings go by what their page goes by; the analyst's hold what there is."""
    asked_for = f"by={by}&question=treatment&survey=sms_contact"
    paths = [f"/staff/explore/{file}?{asked_for}" for file in files]
    assert [word in said("analyst", path) for path in paths] == [True] * len(files)
    answers = {who: [asked(who, path) for path in paths] for who in ("commander", "officer")}
    assert not any(word in one.content.decode() for each in answers.values() for one in each)
    assert {"area": "Birmingham East", "team": "BE-1"}[by] in said("commander", paths[0])
    assert {one.status_code for one in answers["officer"]} == {404}  # no such cut is offered


def test_each_sees_what_is_theirs_beside_the_whole() -> None:
    area, team = (f"/staff/contact?by={by}&question=treatment" for by in ("area", "team"))
    assert "Birmingham East" in said("commander", area)
    assert "BE-1" in said("commander", team)
    assert "BE-1" in said("team_supervisor", team)
    assert "BE-1" in said("team_supervisor", "/staff/teams")
    assert "CV-1" in said("analyst", "/staff/teams")
    for who in ("board", "adviser"):
        assert "Coventry" in said(who, area)
        assert "BE-1" not in said(who, team) + said(who, area)
    whole = "How polite and respectful were we? 50%"
    assert {
        whole in read(client(who), "/staff/contact") for who in PEOPLE.keys() - WITHOUT_FIGURES
    } == {True}


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("commander", "/staff/contact?area=CV"),
        ("commander", "/staff/contact?area=none"),
        ("commander", "/staff/contact?team=CV-1"),
        ("commander", "/staff/journeys?area=CV"),
        ("commander", "/staff/results-pack/CV"),
        ("team_supervisor", "/staff/contact?area=BE"),
        ("team_supervisor", "/staff/contact?team=CV-1"),
        ("contact_handler", "/staff/contact?area=BE"),
        ("officer", "/staff/results-pack/BE"),
        ("board", "/staff/contact?team=BE-1"),
        ("adviser", "/staff/contact?team=BE-1"),
    ],
)
def test_an_address_of_another_part_is_refused_and_says_whose_it_is_not(
    who: str, address: str
) -> None:
    answer = asked(who, address)
    words = answer.content.decode()
    assert (answer.status_code, "These figures are not open to you" in words) == (403, True)
    assert [one for one in ("50%", "75%", "25%") if one in words] == []


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("commander", "/staff/contact?area=BE&team=BE-1"),
        ("commander", "/staff/journeys?area=BE"),
        ("team_supervisor", "/staff/contact?team=BE-1"),
        ("board", "/staff/contact?area=CV"),
        ("analyst", "/staff/contact?area=CV&team=CV-1"),
    ],
)
def test_an_address_of_their_own_part_is_shown(who: str, address: str) -> None:
    assert "These figures" not in said(who, address)


def test_words_are_read_of_their_own_areas_and_teams_alone() -> None:
    assert "in Coventry." in said("analyst", WORDS)
    for who, n in dict.fromkeys(LIKE.keys() - WITHOUT_WORDS, 40).items():
        page = said(who, WORDS)
        assert ("in Birmingham East." in page, "Coventry" in page) == (True, False), who
        assert f"{n} of {n} comments that were coded" in page
        assert ">Open<" not in page
    for who in ("part_analyst", "team_analyst", "part_reviewer"):
        assert "in Birmingham East." in said(who, "/staff/themes/code")


def test_words_about_few_of_a_team_are_not_read_for_that_team() -> None:
    """Twenty wrote about three people of it: enough people, and about too few."""
    page = said("lead_of_few", WORDS)
    assert ("polite to us" in page, "Nothing is shown" in page) == (False, True)


def test_filters_offer_what_is_theirs_alone() -> None:
    for who, areas, teams in (
        ("commander", ["BE"], ["BE-1"]),
        ("team_supervisor", [], ["BE-1"]),
        ("officer", [], []),
    ):
        page = said(who, "/staff/contact")
        offered = [code for code in ("BE", "CV", "none") if f'<option value="{code}"' in page]
        assert [code for code in offered if code != "none"] == areas, who
        found = [t for t in ("BE-1", "CV-1") if f'<option value="{t}"' in page]
        assert found == teams, who


@pytest.mark.parametrize("route", [*FIGURE_PAGES, *TAKEN_AWAY])
def test_another_part_is_refused_by_every_page_and_export_whoever_asks(route: str) -> None:
    """Also where a page has no such filter: an address that names a part is theirs, or is none."""
    for who, named in FOREIGN.items():
        if route in FIGURE_PAGES and gets(route, PEOPLE[who][0])["GET"] == 403:
            continue
        found = {one: asked(who, f"/{route}?{one}").status_code for one in named}
        assert (who, found) == (who, dict.fromkeys(named, 403))


@pytest.mark.parametrize("cuts", ["by=incident&and=area", "by=language&and=team&then=area"])
@pytest.mark.parametrize("taken", TAKEN_AWAY)
def test_no_place_of_a_cut_lets_another_part_out(taken: str, cuts: str) -> None:
    """First, second or third: the page, and what leaves it, hold no segment that is not theirs."""
    view = f"{cuts}&question=treatment&survey=sms_contact"
    full = asked("analyst", f"/{taken}?{view}")
    for who in ("commander", "team_supervisor", "contact_handler", "officer"):
        answer = asked(who, f"/{taken}?{view}")
        words = told(answer.content) if answer.status_code == 200 else ""
        assert [one for one in ("Coventry", "CV-1") if one in words] == [], who
    if full.status_code == 200 and "image" not in taken:
        assert "Coventry" in told(full.content)


def told(content: bytes) -> str:
    """Give all words of a page or a file; a workbook is packed."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    parts = ZipFile(BytesIO(content))
    return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith("xml"))


@pytest.mark.parametrize(
    ("key", "query", "status"),
    [
        ({"area": "BE"}, "area=CV", 403),
        ({"area": "BE"}, "area=none", 403),
        ({"area": "BE"}, "impact_area=x", 422),
        ({"area": "BE", "teams": True}, "team=CV-1", 403),
        ({"area": "BE"}, "by=team", 403),
        ({}, "by=team", 403),
        ({}, "by=area&by=team", 403),
        ({"area": "BE"}, "by=area", 200),
        ({"area": "BE", "teams": True}, "by=team", 200),
        ({"area": "BE", "teams": True}, "by=language&by=area&by=team", 200),
    ],
)
@pytest.mark.parametrize("path", ["figures", "figures.csv"])
def test_a_key_of_an_area_gives_that_area_and_no_other(
    path: str, key: dict[str, Any], query: str, status: int
) -> None:
    with transaction.atomic():
        found = get(f"{path}?survey=sms_contact&question=treatment&{query}", key=a_key(**key))
        transaction.set_rollback(True)
    words = found.content.decode()
    assert found.status_code == status
    assert [one for one in ("Coventry", "CV-1", '"CV"', ",CV,") if one in words] == []
    assert ("BE" in words) == (status == 200)


def test_every_page_with_figures_was_looked_at() -> None:
    """A page that is open to a commander is looked at here, whatever is added."""
    assert {*OPEN["commander"]} <= {*STAFF} <= {*ROUTES}
