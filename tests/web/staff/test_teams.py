"""The page of teams: a funnel and its table, an order only where there is one, and no people."""

import pytest

from heard.accounts.models import User
from heard.clock import simulate
from heard.eligibility.models import Period
from heard.journal.models import Entry
from heard.web.staff.charts.draw import drawing
from heard.web.staff.charts.funnel_plot import Point, funnel_plot
from tests.browser import NewPage, faults
from tests.insight.flow import CALLED, known
from tests.insight.teams import replies
from tests.web.staff.people import a_link, a_person, go_in, inside, read

PAGE = "/staff/teams"


def _answered() -> None:
    """Let one team do better, one worse, and two be too small to stand alone."""
    replies("FC-A", 40, 36)
    replies("FC-B", 40, 8)
    replies("FC-C", 20, 10, people=3)
    replies("FC-D", 9, 5, people=9)
    known()


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_teams_stand_with_their_own_and_their_adjusted_share_and_a_verdict() -> None:
    _answered()
    page = read(inside(), PAGE)
    assert "8 or above, of everybody: 54%, 95% range 45% to 63%, 109 replies." in page
    assert "FC-A 40 6 90% 77% to 96% 54%" in page
    assert "Above the 99.8% limit FC-B 40 6 20% 10% to 35% 54%" in page
    assert "Other teams, Birmingham East Low base 29 12 52% 34% to 69% 54%" in page
    assert page.count("FC-A") == 2
    assert "FC-A FC-B; Other teams, Birmingham East" in page
    assert "Within what chance makes Order Every range of a group lies above" in page
    assert "FC-A-0" not in page
    assert "FC-C" not in page
    assert Entry.objects.filter(act="web.look").latest("id").subject == "page:teams"


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_teams_that_are_alike_have_no_order() -> None:
    replies("FC-A", 20, 10)
    replies("FC-B", 20, 11)
    known()
    page = read(inside(User.Role.ADMINISTRATOR), f"{PAGE}?survey=&question=")
    assert "None is known: the ranges do not separate." in page


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_surveys_and_questions_are_chosen_from_lists() -> None:
    _answered()
    client = inside()
    page = read(client, f"{PAGE}?survey=sms_attendance&question=outcome")
    assert "Text after a visit:" in page
    assert "Too few replies to this survey are about teams that you may see." in page
    entry = Entry.objects.filter(act="web.look").latest("id")
    assert entry.subject == "page:teams survey=sms_attendance question=outcome"
    page = read(client, f"{PAGE}?survey=x&question=y")
    assert "Survey: choose one of the list" in page
    assert "Question: choose one of the list" in page
    assert "of everybody:" not in page
    Period.objects.all().delete()
    page = read(client, PAGE)
    assert "None yet" in page
    assert "of everybody:" not in page


def test_what_lies_outside_the_funnel_is_named_in_it() -> None:
    points = [
        Point(name="FC-A", n=40, value=0.9, is_outside=True),
        Point(name="FC-E", n=60, value=0.5, is_outside=False),
    ]
    drawn = drawing(funnel_plot(points, centre=0.54, title="8 or above", width=640)).svg
    assert ("FC-A" in drawn, "FC-E" in drawn, "99.8%" in drawn) == (True, False, True)
    assert "style=" not in drawn


@pytest.mark.usefixtures("own_database")
def test_the_page_fits_and_everybody_can_read_it(new_page: NewPage, site: str) -> None:
    simulate.begin(seed=1, now=CALLED)
    _answered()
    page = new_page(width=320)
    go_in(page, f"{site}{a_link(a_person())}")
    for path in (PAGE, f"{PAGE}?survey=victim_email", f"{PAGE}?survey=x"):
        page.goto(f"{site}{path}")
        assert (path, faults(page, 320, 640, 1280)) == (path, [])
