"""Force Contact and Force Response: the words, the numbers, the filters and the journal."""

import re
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.journal.models import Entry
from tests.insight.flow import CALLED, answer, known, programme, tell
from tests.web.staff.people import inside, read

pytestmark = pytest.mark.django_db
SCORES = {"treatment": 9, "timeliness": 9, "outcome": 9, "next_steps": 2, "knowledge": 9}


def fill(people: int = 12) -> None:
    for _ in range(people):
        answer(programme(), SCORES, area="BE")
    for _ in range(3):
        answer(programme(), SCORES, area="WV", at=CALLED + timedelta(days=7))
    known()


def test_the_lowest_is_called_out_and_every_share_has_its_range_and_base() -> None:
    fill()
    page = read(inside(), "/staff/contact")
    assert "Force Contact: what callers said" in page
    assert "Lowest is next steps: 0% (0% to 20%, 15 answers)." in page
    assert "That is below the next, treatment, at 100%, by more than chance." in page
    assert "Explain what happens next, and when, before you go." in page
    assert "How polite and respectful were we? Low base 100% 80% to 100% 15" in page
    assert "12 October 2020 Low base 0% 0% to 24% 12" in page
    assert "19 October 2020 Too few: 3 3" in page


def test_what_is_too_small_to_show_is_in_no_drawing_either() -> None:
    fill()
    page = inside().get("/staff/contact?by=area&question=outcome").content.decode()
    drawings = re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)
    assert len(drawings) == 7  # three charts twice, broad and narrow, and one map
    assert "Wolverhampton Too few: 3" in page
    assert "Wolverhampton 100%" not in page
    assert drawings[5].count("100%") == drawings[3].count("100%")


def test_a_week_about_which_nobody_answered_keeps_its_place() -> None:
    for weeks in (0, 2):
        answer(programme(), SCORES, at=CALLED + timedelta(days=7 * weeks))
    known()
    page = read(inside(), "/staff/contact")
    assert (
        "12 October 2020 Too few: 1 1 19 October 2020 None 0 26 October 2020 Too few: 1 1" in page
    )


def test_what_has_no_area_can_be_looked_at_alone() -> None:
    fill()
    for _ in range(10):
        answer(programme(), SCORES)
    known()
    page = read(inside(), "/staff/contact?area=none&question=outcome")
    assert "How well did we help you? Low base 100% 72% to 100% 10" in page


def test_filters_narrow_the_figures_down() -> None:
    fill()
    client = inside()
    assert "How well did we help you? Low base 100% 76% to 100% 12" in read(
        client, "/staff/contact?area=BE&from=2020-10-12&to=2020-10-12&weekday=1&hour=11"
    )
    assert "Nobody has answered about this." in read(client, "/staff/contact?hour=3")
    assert 'value="BE" selected' in client.get("/staff/contact?area=BE").content.decode()


def test_two_cuts_at_once_make_a_table_with_both() -> None:
    fill()
    page = read(inside(), "/staff/contact?by=area&and=week&question=outcome")
    assert "Outcome by area and week" in page
    assert "12 October 2020 19 October 2020 Birmingham East 100% 76% to 100% 12 answers" in page
    assert "Wolverhampton None Too few: 3" in page


def test_filters_that_make_no_sense_show_no_figure() -> None:
    fill()
    page = inside().get("/staff/contact?from=x&area=XX").content.decode()
    assert "<title>Error: Force Contact" in page
    assert page.count("From: enter a day as year, month and day: 2020-10-09") == 2
    assert page.count("Area: choose one of the list") == 2
    assert "<svg" not in re.sub(r"<select.*?</select>", "", page)
    assert "100%" not in page


def test_the_other_page_is_about_visits() -> None:
    fill()
    page = read(inside(), "/staff/response")
    assert "Force Response: what people said after a visit" in page
    assert "How polite and respectful were we? No answers yet 0" in page


def test_parts_of_the_day_and_hours_lead_to_each_other() -> None:
    fill()
    client = inside()
    hours = client.get("/staff/contact?area=BE&hours=hour").content.decode()
    parts = client.get("/staff/contact?area=BE&hours=block").content.decode()
    assert 'href="?area=BE&amp;hours=block#hours"' in hours
    assert 'href="?area=BE&amp;hours=hour#hours"' in parts
    assert "09 to 11" in parts


def test_the_journal_keeps_what_was_looked_at_and_not_what_was_typed() -> None:
    fill()
    client = inside()
    client.get("/staff/contact?area=BE&question=outcome&from=2020-10-12")
    client.get("/staff/contact?area=Jones")
    subjects = Entry.objects.filter(act="web.look").order_by("id").values_list("subject", flat=True)
    assert list(subjects) == [
        "page:contact question=outcome from=2020-10-12 area=BE",
        "page:contact",
    ]


@pytest.mark.parametrize("people", [11, 33])
def test_more_people_need_no_more_queries(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(people)
    client = inside()
    with django_assert_num_queries(11):
        client.get("/staff/contact?by=area&and=week")


def test_who_answered_is_a_cut_whose_small_groups_are_held_back() -> None:
    for group, people in (("white", 14), ("asian", 12), ("black", 3), ("skip", 20)):
        for number in range(people):
            treatment = {"treatment": 9 if number % 2 else 1}
            tell(answer(programme(), treatment), ethnic_group=group)
    known()
    page = read(inside(), "/staff/contact?by=ethnic_group&question=treatment")
    assert "Ethnic group" in page
    for words in (
        "White Low base 50%",
        "Not stated Low base 50%",
        "Asian Held back",
        "Black Held back",
    ):
        assert words in page
    assert "Too few: 3" not in page.partition("by ethnic group")[2].partition("week")[0]


def test_who_answered_is_not_shown_by_time() -> None:
    fill()
    viewer = inside()
    told = "Cut by: Age, ethnic group, disability and sex cannot be looked at by time"
    assert told in read(viewer, "/staff/contact?by=age&and=week")
    assert told in read(viewer, "/staff/contact?by=sex&from=2020-10-12")
    crossed = read(viewer, "/staff/contact?by=sex&and=area&incident=Transport")
    assert "can be looked at with one other thing only" in crossed
