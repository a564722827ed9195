"""The first page of everybody: three things at most, each with its reason and its way."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from heard.accounts.models import PartRole, User
from heard.clock import simulate
from heard.core.needs import Need, Urgency, What
from heard.delivery import switch
from heard.delivery.models import State
from heard.improvement.commend import nominate
from heard.improvement.targets import Of, aim
from heard.journal.write import Actor, write
from heard.web.staff.home import BY_ROLE, LOOKED_AT, LOOKS
from heard.web.staff.home_words import WAYS, say
from tests.browser import NewPage, faults
from tests.eligibility.staff import proposed
from tests.improvement.colleagues import RUDE, a_handler, scored, wrote
from tests.insight.flow import CALLED, DAY, answer, invite, known, programme
from tests.make import NOON, contact_ended, receive, screened, told
from tests.membership.told import replied
from tests.web.staff.people import a_person, browser_of, inside, read, styled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
ANN = Actor(id="user:0", label="Ann Lee")
Role = User.Role
PAGE = "/staff/"
WHY = "Stayed on the line for an hour."
MOST_QUERIES = 40  # of an administrator, whose first page looks at most


@pytest.fixture(autouse=True)
def _at_noon(simulated: None) -> None:
    simulate.advance(to=CALLED)


def ways(client: Client) -> list[str]:
    """Give where the things lead that are named, in their order."""
    page = client.get(PAGE).content.decode()
    return re.findall(r'<h2 [^>]*><a class="govuk-link" href="([^"]+)"', page)


def test_nothing_is_said_to_need_somebody_where_nothing_does() -> None:
    page = read(inside(Role.HOLD_REVIEWER), PAGE)
    assert "Nothing needs you today Looked at: what is held for somebody to decide." in page


def test_whom_nothing_needs_is_led_on_to_what_they_may_open() -> None:
    viewer = read(inside(Role.VIEWER), PAGE)
    assert "Go on to Victims , Force Contact , Force Response , Explore ." in viewer
    assert "Go on to Messages to members ." in read(inside(Role.NEIGHBOURHOOD), PAGE)
    assert "Go on to" not in read(inside(Role.HOLD_REVIEWER), PAGE)


def test_an_administrator_is_told_three_things_and_how_many_wait_behind_them() -> None:
    switch.stop(switch.EVERYTHING, by=ANN, reason="A wrong text", now=NOON)
    invite(programme(), state=State.UNKNOWN)
    receive({"nonsense": 1})
    told(contact_ended("C1", codes=["ZZ-1"]))
    screened(NOON + timedelta(hours=1))
    admin = inside(Role.ADMINISTRATOR)
    assert ways(admin) == ["/staff/sending", "/staff/live", "/staff/dead-letters"]
    page = read(admin, PAGE)
    assert "Sending is stopped The oldest is of 1 October 2020 at 12:00." in page
    assert "/wmp/controlworks has gone silent" in page
    assert "2 more things wait" in page


def test_an_analyst_is_told_of_a_real_change_and_taken_to_it() -> None:
    for weeks, value in ((5, 9), (0, 2)):
        for _ in range(30):
            answer(programme(), {"next_steps": value}, at=CALLED - weeks * 7 * DAY)
    known()
    analyst = inside(Role.ANALYST)
    assert ways(analyst) == ["/staff/contact?question=next_steps"]
    assert "Force Contact: next steps went down A real change" in read(analyst, PAGE)


def test_without_figures_the_rest_is_looked_at_all_the_same() -> None:
    change = proposed(sample=0.5)
    a_person("first@example.org")  # the first of all is who proposed it
    asker = a_person("ann@example.org", role=Role.ADMINISTRATOR)
    assert change.proposed_by != f"user:{asker.pk}"
    assert "/staff/programmes" in ways(browser_of(asker))


def test_a_team_is_told_of_the_members_of_its_area_who_wait() -> None:
    replied()
    team = inside(Role.NEIGHBOURHOOD)
    assert ways(team) == ["/staff/replies"]
    assert "1 member waits for an answer The oldest is of 2 November 2020" in read(team, PAGE)
    other = a_person("cv@example.org", role=Role.NEIGHBOURHOOD, unit="CV")
    assert ways(browser_of(other)) == []


def test_what_somebody_has_no_page_for_is_not_named() -> None:
    told(contact_ended("C1", summary="domestic", at=CALLED - DAY / 2), now=CALLED)
    screened(CALLED)
    write("web.refused", subject="page:x", actor=ANN, now=CALLED)
    assert ways(inside(Role.VIEWER)) == []


@pytest.mark.parametrize("many", [1, 12])
def test_what_it_asks_of_the_database_does_not_grow_with_what_waits(
    many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    mo, ann = a_handler(), a_person("ann@example.org")
    for number in range(many):
        nominate(mo, WHY, by=ann, now=CALLED)
        of = Of(
            programme=programme(), question="next_steps", measure="share_8_plus", team=f"T{number}"
        )
        aim(of, per_cent=70, review_on=CALLED.date() + DAY, by=ann, now=CALLED)
        receive({"nonsense": number})
        told(contact_ended(f"C{number}", codes=[f"ZZ-{number}"]))
    rude = [wrote(one, RUDE, feeling="-") for one in scored([9] * 15)]
    assert len(rude) > many
    screened(NOON + timedelta(hours=1))
    simulate.advance(to=CALLED + DAY)
    admin = inside(Role.ADMINISTRATOR)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = admin.get(PAGE).content.decode()
    assert "more things wait" in page


@pytest.mark.parametrize("role", Role)
def test_everybody_has_a_first_page(role: User.Role) -> None:
    page = inside(role).get(PAGE)
    assert (page.status_code, "Home" in page.content.decode()) == (200, True)


def test_everything_that_is_looked_at_has_words_and_a_way() -> None:
    assert BY_ROLE.keys() == {*Role, *PartRole}
    assert {name for names in BY_ROLE.values() for name in names} == LOOKS.keys()
    assert LOOKS.keys() == LOOKED_AT.keys()
    assert WAYS.keys() == {*What}


@pytest.mark.parametrize("what", What)
@pytest.mark.parametrize("n", [1, 2])
def test_each_need_is_said_in_a_sentence_with_its_way(
    what: What, n: int, settings: Settings
) -> None:
    about = {What.MOVED: "attendance/next_steps/up/BE/", What.FEW: "attendance"}
    one = Need(
        what=what,
        urgency=Urgency.CLOCK,
        n=n,
        by=CALLED + timedelta(minutes=40) if n == 1 else CALLED - DAY,
        since=CALLED,
        about=about.get(what, "sms_contact"),
    )
    said = say(one, now=CALLED)
    assert said.address.startswith("/staff/")
    assert said.title[0].isupper() or said.title[0].isdigit() or what is What.SILENT
    assert said.why
    if what in {What.ALERTS, What.HOLDS, What.CALLS}:
        assert ("runs out in 40 minutes" if n == 1 else "ran out 1 day ago") in said.why
    if what in about:
        assert said.address.startswith("/staff/response")


def test_a_clock_that_is_not_known_is_said_to_be_so() -> None:
    one = Need(what=What.HOLDS, urgency=Urgency.CLOCK)
    assert "is not known" in say(one, now=CALLED).why
    assert say(Need(what=What.DEAD, urgency=Urgency.WAITING), now=CALLED).why.startswith("They")


def test_it_breaks_no_rule_of_access(new_page: NewPage) -> None:
    receive({"nonsense": 1})
    page = new_page(width=320)
    page.set_content(styled(inside(Role.ADMINISTRATOR).get(PAGE)))
    assert faults(page, 320, 768, 1280) == []
