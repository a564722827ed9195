"""The ledger page: steps with what was lost and why, by survey, area and week."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from heard.core.screening import Outcome
from heard.delivery.models import State
from heard.insight.ledger import STEPS
from heard.journal.models import Entry
from heard.web.staff import words
from tests.insight.flow import CALLED, answer, happen, invite, known, programme, screen
from tests.web.staff.people import inside

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> str:
    """Give the words of a page, without its tags and its drawings."""
    page = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", client.get(path).content.decode(), flags=re.DOTALL)
    return " ".join(page.split())


def fill() -> None:
    screen(programme(), Outcome.BLOCK, "opted_out", area="BE")
    screen(programme(), Outcome.BLOCK, "sensitive", area="WV", at=CALLED + timedelta(days=7))
    screen(programme("sms_attendance"), Outcome.SKIP, "stale", area="BE")
    invite(programme(), state=State.PERMANENT_FAILURE)
    answer(programme(), {})
    happen(programme(), due=True)
    known()


def test_every_step_has_its_loss_with_the_reasons_before_it() -> None:
    fill()
    page = read(inside(), "/staff/ledger?programme=sms_contact")
    assert "Not decided on yet, of all: 1." in page
    assert (
        "Happened and decided on 4 \N{EN DASH} "
        "The person asked us not to write. 1 "
        "A text about this kind of incident could put somebody at risk. 1 "
        "May be asked 2 2 Text posted 2 \N{EN DASH} Handed to the network 2 \N{EN DASH} "
        "The number does not exist 1 Delivered 1 1 Survey begun 1 \N{EN DASH}"
    ) in page
    assert "opted_out" not in page
    assert "Text after a visit" not in page.partition("Clear filters")[2]


def test_by_area_and_by_week_the_parts_add_up() -> None:
    fill()
    client = inside()
    areas = read(client, "/staff/ledger?by=area&programme=sms_contact")
    weeks = read(client, "/staff/ledger?by=week&programme=sms_contact")
    assert "Not given 2 2 2 2 1 1 1 Birmingham East 1 0 0 0 0 0 0 Wolverhampton 1 0 0" in areas
    assert "12 October 2020 3 2 2 2 1 1 1 19 October 2020 1 0 0 0 0 0 0" in weeks


def test_filters_narrow_it_down() -> None:
    fill()
    client = inside()
    assert "Happened and decided on 1 " in read(client, "/staff/ledger?area=WV")
    late = read(client, "/staff/ledger?from=2020-10-13&to=2020-10-31")
    assert "could put somebody at risk. 1 May be asked 0 1" in late
    assert "The person asked us not to write." not in late


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("programme=none", "Survey: choose one of the list"),
        ("area=XX", "Area: choose one of the list"),
        ("by=person", "Show by: choose one of the list"),
        ("from=yesterday", "From: enter a day as year, month and day: 2020-10-09"),
        ("from=2020-10-02&to=2020-10-01", "To: the last day must not lie before the first"),
    ],
)
def test_filters_that_make_no_sense_are_named_and_nothing_is_shown(query: str, said: str) -> None:
    fill()
    page = inside().get(f"/staff/ledger?{query}").content.decode()
    assert page.count(said) == 2
    assert "Happened and decided on" not in page


def test_the_journal_keeps_what_was_looked_at() -> None:
    fill()
    inside().get("/staff/ledger?area=BE&by=week&from=2020-10-01")
    entry = Entry.objects.filter(act="web.look").latest("id")
    assert entry.subject == "page:ledger from=2020-10-01 area=BE by=week"


def test_every_step_and_every_reason_has_words() -> None:
    assert tuple(words.STEPS) == STEPS
    assert set(words.WHY) >= {*State, "not_opened", "not_finished", "not_posted_yet", "partial"}


@pytest.mark.parametrize("times", [1, 3])
def test_more_people_need_no_more_queries(
    times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(times):
        fill()
    client = inside()
    with django_assert_num_queries(11):
        client.get("/staff/ledger?by=area")
