"""The ledger page: steps with what was lost and why, by survey, area and week."""

import re
from collections import Counter
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from heard.core.screening import Outcome
from heard.delivery.models import State
from heard.insight.ledger import NO_REASON, STEPS
from heard.journal.models import Entry
from heard.places.areas import names
from heard.web.staff import words
from heard.web.staff.filters import NOT_GIVEN
from tests.insight.flow import CALLED, answer, happen, invite, known, programme, screen
from tests.web.staff.people import inside, read

pytestmark = pytest.mark.django_db


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
        "Happened and decided on 4 - "
        "The person asked us not to write. 1 "
        "A text about this kind of incident could put somebody at risk. 1 "
        "May be asked 2 2 Text posted 2 - Handed to the network 2 - "
        "The number does not exist 1 Delivered 1 1 Survey begun 1 -"
    ) in page
    assert "opted_out" not in page
    assert "Text after a visit" not in page.partition("Clear filters")[2]


def numbers(words: str) -> list[int]:
    return [int(n) for n in re.findall(r'numeric">(?:<strong>)?([0-9,]+)<', words.replace(",", ""))]


def parts(client: Client, query: str) -> list[tuple[str, str, list[int]]]:
    """Give address, name and numbers of each segment."""
    page = client.get(f"/staff/ledger?{query}").content.decode()
    table = page.partition("The same by")[2].partition("</table>")[0]
    found = re.findall(
        r'<th scope="row"[^>]*>(?:<a [^>]*href="([^"]*)">)?([^<]*)<(.*?)</tr>', table, re.DOTALL
    )
    return [(unescape(address), name, numbers(row)) for address, name, row in found]


def steps(client: Client, query: str) -> list[int]:
    """Give how many came to each step."""
    page = client.get(f"/staff/ledger?{query}").content.decode()
    return [int(n) for n in re.findall(r"<strong>([0-9]+)</strong></td>\s*<td", page)]


def losses(client: Client, query: str) -> Counter[str]:
    """Count what was lost by its reason, whatever the step."""
    page = client.get(f"/staff/ledger?{query}").content.decode()
    rows = re.findall(
        r'heard-why">\s*<th[^>]*>([^<]*)</th>\s*<td[^>]*></td>\s*<td[^>]*>([0-9]+)<', page
    )
    counts = Counter[str]()
    for reason, n in rows:
        counts[reason] += int(n)
    return counts


def test_by_area_and_by_week_each_part_has_its_line() -> None:
    fill()
    client = inside()
    assert [row[1:] for row in parts(client, "by=area&programme=sms_contact")] == [
        ("Not given", [2, 2, 2, 2, 1, 1, 1]),
        ("Birmingham East", [1, 0, 0, 0, 0, 0, 0]),
        ("Wolverhampton", [1, 0, 0, 0, 0, 0, 0]),
    ]
    assert [row[1:] for row in parts(client, "by=week&programme=sms_contact")] == [
        ("12 October 2020", [3, 2, 2, 2, 1, 1, 1]),
        ("19 October 2020", [1, 0, 0, 0, 0, 0, 0]),
    ]


@pytest.mark.parametrize("by", ["area", "week", "incident"])
@pytest.mark.parametrize("also", ["", "&from=2020-10-12", "&to=2020-10-19", "&area=none"])
def test_the_link_of_a_part_tells_its_losses_and_all_parts_add_up(by: str, also: str) -> None:
    fill()
    client = inside()
    whole = f"programme=sms_contact{also}"
    found = parts(client, f"{whole}&by={by}")
    alone = [address.removeprefix("?") for address, _name, _numbers in found]
    assert [steps(client, query) for query in alone] == [row[2] for row in found]
    assert [sum(column) for column in zip(*(row[2] for row in found), strict=True)] == steps(
        client, whole
    )
    assert sum((losses(client, query) for query in alone), Counter()) == losses(client, whole)
    assert losses(client, whole)["The number does not exist"] == 1


def test_the_link_of_a_part_keeps_the_other_filters() -> None:
    fill()
    client = inside()
    weeks = parts(client, "by=week&area=BE&from=2020-10-12&to=2020-10-14&incident=none+given")
    assert [address for address, _name, _numbers in weeks] == [
        "?from=2020-10-12&to=2020-10-14&area=BE&incident=none+given&programme=sms_contact"
    ]
    late = parts(client, "by=week&programme=sms_contact&from=2020-10-20")
    assert late == []
    begun = parts(client, "by=week&programme=sms_contact&from=2020-10-19")
    assert [row[0] for row in begun] == ["?programme=sms_contact&from=2020-10-19&to=2020-10-25"]


def test_a_week_that_the_filter_cuts_off_is_cut_off_behind_its_link_too() -> None:
    for day in (0, 1, 2, 3):
        screen(programme(), Outcome.SEND, at=CALLED + timedelta(days=day))
    known()
    client = inside()
    ((address, _name, row),) = parts(client, "by=week&from=2020-10-13&to=2020-10-14")
    assert address == "?from=2020-10-13&to=2020-10-14&programme=sms_contact"
    assert row == steps(client, address.removeprefix("?")) == [2, 2, 0, 0, 0, 0, 0]


def test_kinds_of_incident_are_told_apart_behind_their_links() -> None:
    screen(programme(), Outcome.SEND)
    screen(programme(), Outcome.HOLD, "unmapped", code="XX-99")
    known()
    client = inside()
    found = parts(client, "by=incident")
    assert [row[1:] for row in found] == [
        ("None given", [1, 1, 0, 0, 0, 0, 0]),
        ("Not mapped", [1, 0, 0, 0, 0, 0, 0]),
    ]
    assert [steps(client, row[0].removeprefix("?")) for row in found] == [row[2] for row in found]


def test_an_area_that_nobody_named_stands_for_itself_without_a_link() -> None:
    screen(programme(), Outcome.SEND, area="ZZ")
    known()
    client = inside()
    assert parts(client, "by=area") == [("", "ZZ", [1, 1, 0, 0, 0, 0, 0])]
    assert NOT_GIVEN not in names()


def test_where_no_area_is_given_that_is_a_filter_too() -> None:
    fill()
    client = inside()
    assert steps(client, "programme=sms_contact&area=none") == [2, 2, 2, 2, 1, 1, 1]
    assert steps(client, "programme=sms_contact") == [4, 2, 2, 2, 1, 1, 1]


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
        ("incident=x", "Incident group: choose one of the list"),
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
    assert set(words.WHY) >= {*State, *NO_REASON.values(), "not_finished", "partial", "break_off"}


@pytest.mark.parametrize("times", [1, 3])
def test_more_people_need_no_more_queries(
    times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(times):
        fill()
    client = inside()
    with django_assert_num_queries(9):
        client.get("/staff/ledger?by=area")
