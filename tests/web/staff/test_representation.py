"""The page of representativeness: rates, the indicator, groups, and when it is too few to say."""

import re

import pytest

from heard.accounts.models import User
from heard.clock import simulate
from heard.core.statistics.estimate import unsaid
from heard.core.statistics.gaps import from_population
from heard.delivery.models import State
from heard.eligibility.models import Period
from heard.insight.make_up import MakeUp
from heard.journal.models import Entry
from heard.web.staff.representation_words import category, plain, too_few
from tests.browser import NewPage, faults
from tests.insight.flow import CALLED, DAY, answer, invite, known, programme, tell
from tests.web.staff.people import a_link, a_person, go_in, inside, read

PAGE = "/staff/representation"
FEW = "too few to be statistically valid"


def happened(times: int = 1) -> None:
    """Let people of two areas be asked and answer, and tell who they are; a month later more."""
    said = [("white", "female", 1960), ("asian", "male", 2001), ("", "", None)]
    for number in range(45 * times):
        area, (group, sex, born) = ("BE", "CV", "")[number % 3], said[number * 7 % 17 % 3]
        done = answer(programme(), {"treatment": number % 11}, area=area)
        tell(done, ethnic_group=group, sex=sex, birth_year=born)
    for number in range(90 * times):
        invite(programme(), area="BE" if number % 5 else "CV", at=CALLED + (number % 2) * 30 * DAY)
    invite(programme(), state=State.PERMANENT_FAILURE, area="DY")
    known()


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_rates_and_the_indicator_stand_with_their_bases() -> None:
    happened()
    page = read(inside(), PAGE)
    assert "Text after a call: response rates" in page
    assert "Response rate 1: complete, of all that may have been eligible 33%" in page
    assert re.search(r"Replies per message sent: .*? that left 33% 26% to 41% 136", page)
    assert "Not eligible: no such number or address 1" in page
    assert "October 2020 50% 40% to 60% 90 49% 39% to 60% 91" in page
    assert "November 2020 0% 0% to 8% 45 0% 0% to 8% 45" in page
    assert re.search(r"R = 0\.[0-9]{2} , 95% range 0\.[0-9]{2} to [01]\.[0-9]{2}, of 135", page)
    assert (
        "What drives it Spread of the response, points 95% range People Area 26.2 22.0 to 29.7 135"
        in page
    )
    assert "Impact areas: Anybody could answer" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_groups_stand_against_who_was_asked_and_who_lives_there() -> None:
    happened()
    page = read(inside(), PAGE)
    assert "Area Asked Delivered Answered Less asked Verdict Population Less population" in page
    assert "Birmingham East 64% 64% 33% 21% to 48% \N{MINUS SIGN}31" in page
    assert "Too few 18.4% +32 +15 to +48 Too few" in page
    assert "Residents aged 16 and over, mid-2019. Source: report of January 2021" in page
    assert "Heard holds no population for this" in page
    assert f"{FEW}: with 45, chance alone may move a share by 14.0 points either way." in page
    assert "30 answered the question, 15 did not." in page
    assert "All residents, of all ages, census of 2011" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_small_groups_are_held_back_and_so_is_how_many_said_nothing() -> None:
    for number in range(30):
        done = answer(programme(), {"treatment": 9 if number % 2 else 2})
        tell(done, sex="female" if number < 20 else ("male", "")[number % 2])
    known()
    page = read(inside(), PAGE)
    assert "30 answered the survey; how many of them did not answer this question" in page
    assert "Sex Answered Female 67% 49% to 81% Male Held back Heard holds no population" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_days_and_surveys_are_chosen_and_the_journal_keeps_which() -> None:
    happened()
    client = inside(User.Role.ADMINISTRATOR)
    page = read(client, f"{PAGE}?from=2020-11-01")
    assert "There is none: no replies." in page
    assert "30 answered the question, 15 did not." in page
    entry = Entry.objects.filter(act="web.look").latest("id")
    assert entry.subject == "page:representation from=2020-11-01"
    assert "Text after a visit: response rates" in read(client, f"{PAGE}?programme=sms_attendance")
    page = read(client, f"{PAGE}?programme=x&from=2020-10-02&to=2020-10-01")
    assert "Survey: choose one of the list" in page
    assert "To: the last day must not lie before the first" in page
    assert "response rates" not in page


@pytest.mark.django_db
@pytest.mark.usefixtures("simulated")
def test_where_nothing_is_asked_nothing_is_shown() -> None:
    known()
    client = inside()
    assert "There is none: no replies." in read(client, PAGE)
    Period.objects.all().delete()
    page = read(client, PAGE)
    assert "None yet" in page
    assert "response rates" not in page


def test_what_is_too_few_says_by_how_much() -> None:
    few, none, enough, held = (
        MakeUp(by="sex", lines=[], population=None, replies=n, unknown=u, too_few=is_few)
        for n, u, is_few in ((1, 0, True), (0, 0, True), (400, 0, False), (0, None, True))
    )
    assert too_few(few).startswith(f"The replies are {FEW}: with one, chance alone")
    assert too_few(none) == too_few(held) == f"The replies are {FEW}."
    assert too_few(enough) == ""


def test_figures_that_are_no_shares_have_their_words() -> None:
    gap = from_population(replied=132, replies=171, population=0.7013).difference
    assert plain(gap, "{:.2f}".format).value == "0.07"
    assert plain(unsaid("x"), str).value == "None: held back, so that nobody can be made out"
    assert category("channel", "sms") == "Text message"
    assert category("channel", "fax") == "Fax"
    assert category("channel", "") == "Not known"
    assert category("block", "09") == "09 to 11"
    assert category("ethnic_group", "mixed+other") == "Mixed or Other"


@pytest.mark.usefixtures("own_database")
def test_the_page_fits_and_everybody_can_read_it(new_page: NewPage, site: str) -> None:
    simulate.begin(seed=1, now=CALLED)
    happened()
    page = new_page(width=320)
    go_in(page, f"{site}{a_link(a_person())}")
    for path in (PAGE, f"{PAGE}?programme=victim_email", f"{PAGE}?to=x"):
        page.goto(f"{site}{path}")
        for shown in page.locator("summary").all():
            shown.click()
        assert (path, faults(page, 320, 640, 1280)) == (path, [])
