"""The page of the survey of victims: a month in full, its chart, and what the report printed."""

import pytest
from django.conf import settings

from heard.clock import simulate
from heard.core.statistics.estimate import unsaid
from heard.insight.facts.refresh import refresh
from heard.journal.models import Entry
from heard.simulation.victims import BROUGHT, MONTHS, tell_victims
from heard.web.staff.verdict_words import CHANGE, line
from tests.insight.flow import known
from tests.web.staff.people import inside, read

PAGE = "/staff/victims"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]


@pytest.fixture
def told() -> None:
    simulate.advance(to=BROUGHT)
    tell_victims(seed=7, now=BROUGHT, months=MONTHS[-3:])
    refresh(settings.FACTS, now=BROUGHT)


@pytest.mark.usefixtures("told")
def test_the_newest_month_stands_in_full() -> None:
    page = read(inside(), PAGE)
    assert "Victims: November 2020" in page
    assert "38.3% of victims were satisfied overall in November 2020" in page
    assert "October 2020 was 42.1%: not distinguishable" in page
    assert "It would take about 1,300 answers in each month to tell." in page
    assert (
        "Few victims answer: with 180 answers chance alone moves a share by up to 7 points" in page
    )
    assert "trial limits: they stand on 3 months, fewer than 12" in page
    assert "Response rate 2: complete or partial, of all that may have been eligible 7.7%" in page
    assert "The report prints 7 to 8% for 2020 and does not say which rate that is" in page
    assert "Telephone: 999 or 101" in page
    assert "Satisfied: robbery 50.0% 50%" in page
    assert "Satisfied: Black 37.5% Held back" in page
    assert "Satisfied: Mixed 25% Held back" in page
    assert "Census 2011" in page
    assert Entry.objects.filter(subject="page:victims month=2020-11").exists()


@pytest.mark.usefixtures("told")
def test_another_month_is_shown_without_what_the_report_says_of_november() -> None:
    browser = inside()
    page = read(browser, f"{PAGE}?month=2020-09")
    assert "Victims: September 2020" in page
    assert "There is no month before to hold it against." in page
    assert "Beside what the report printed" not in page
    for wrong in ("x", "2019-01"):
        page = read(browser, f"{PAGE}?month={wrong}")
        assert "Month: choose one of the list" in page
        assert "Victims: November 2020" in page


def test_without_answers_the_page_says_so() -> None:
    known()
    assert "No victim has answered yet." in read(inside(), PAGE)


def test_a_share_that_is_held_back_is_held_against_nothing() -> None:
    assert line("Overall", unsaid("Wilson 95%"), None, None, CHANGE).verdict == "Held back"
