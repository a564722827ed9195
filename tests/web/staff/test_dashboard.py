"""Force Contact and Force Response: the words, the numbers, the filters and the journal."""

import re
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.accounts.models import User
from heard.journal.models import Entry
from tests.insight.crowd import Said
from tests.insight.flow import CALLED, DAY, answer, known, programme, tell
from tests.insight.teams import replies
from tests.web.staff.people import drawn, inside, read

pytestmark = pytest.mark.django_db
SCORES = {"treatment": 9, "timeliness": 9, "outcome": 9, "next_steps": 2, "knowledge": 9}


def fill(people: int = 12) -> None:
    for _ in range(people):
        answer(programme(), SCORES, area="BE")
    for _ in range(3):
        answer(programme(), SCORES, area="WV", at=CALLED + timedelta(days=7))
    known()


def beside(people: int) -> None:
    """Let so many of another area answer in the week of the few, not all content."""
    for number in range(people):
        scores = {"outcome": 9 if number % 2 else 2}
        answer(programme(), scores, area="CV", at=CALLED + timedelta(days=7))
    known()


def test_the_lowest_is_called_out_and_every_share_has_its_range_and_base() -> None:
    fill()
    page = read(inside(), "/staff/contact")
    assert "Force Contact: what callers said" in page
    assert "Lowest is next steps: 0% (0% to 20%, 15 answers)." in page
    assert (
        "It is below every other question by more than chance. Against treatment, at 100%: "
        "\N{MINUS SIGN}100 points (\N{MINUS SIGN}100 to \N{MINUS SIGN}71)."
    ) in page
    assert "Explain what happens next, and when, before you go." in page
    assert "How polite and respectful were we? Low base 100% 80% to 100% 15" in page
    assert "12 October 2020 Held back 19 October 2020 Held back" in page


def test_what_is_too_small_to_show_is_in_no_drawing_either() -> None:
    fill()
    page = inside().get("/staff/contact?by=area&question=outcome").content.decode()
    drawings = drawn(page)
    assert len(drawings) == 7  # three charts twice, narrow and broad, and one map
    assert re.search(r"Wolverhampton\s*Held back", re.sub(r"<[^>]*>", " ", page))
    assert "Wolverhampton 100%" not in page
    assert drawings[5].count("100%") == drawings[3].count("100%")


def test_a_week_about_which_nobody_answered_keeps_its_place() -> None:
    for weeks in (0, 2):
        answer(programme(), SCORES, at=CALLED + timedelta(days=7 * weeks))
    known()
    page = read(inside(), "/staff/contact")
    assert "12 October 2020 Held back 19 October 2020 None 0 26 October 2020 Held back" in page


def test_what_has_no_area_can_be_looked_at_alone() -> None:
    fill()
    answer(programme(), {"outcome": 2}, area="BE")
    for _ in range(15):
        answer(programme(), SCORES)
    known()
    page = read(inside(), "/staff/contact?area=none&question=outcome")
    assert "How well did we help you? Low base 100% 80% to 100% 15" in page


def test_filters_narrow_the_figures_down() -> None:
    fill(20)
    beside(12)
    client = inside()
    page = read(client, "/staff/contact?area=BE&from=2020-10-12&to=2020-10-12&weekday=1&hour=11")
    assert "How well did we help you? Low base 100% 84% to 100% 20" in page
    assert "Whole weeks are counted: from 12 October 2020 to 18 October 2020." in page
    assert "Nobody has answered about this." in read(client, "/staff/contact?hour=3")
    assert 'value="BE" selected' in client.get("/staff/contact?area=BE").content.decode()


def test_two_cuts_at_once_make_a_table_with_both() -> None:
    fill(20)
    beside(12)
    page = read(inside(), "/staff/contact?by=area&and=week&question=outcome")
    assert "Outcome by area and week" in page
    assert "12 October 2020 19 October 2020 Birmingham East 100% 84% to 100% 20 answers" in page
    assert "Wolverhampton None Held back" in page


def test_three_cuts_at_once_make_a_table_alone() -> None:
    fill(20)
    beside(12)
    page = read(inside(), "/staff/contact?by=area&and=grade&then=language&question=outcome")
    assert "Outcome by area, grade and language" in page
    assert "Birmingham East, Not known, English Low base 100% 84% to 100% 20" in page
    assert "Wolverhampton, Not known, English Held back" in page


def test_a_cut_can_be_adjusted_for_what_it_was_about() -> None:
    for area, mix in {"BE": {"AS-02": 30, "TR-04": 12}, "WV": {"AS-02": 12, "TR-04": 30}}.items():
        for code, people in mix.items():
            for number in range(people):
                Said(area=area, code=code, value=9 if number % 3 else 1).put()
    Said(area="BE", code="", value=9).put()
    known()
    client = inside()
    page = read(client, "/staff/contact?by=area&adjust=incident&question=treatment")
    assert "Treatment by area, adjusted for incident group" in page
    assert "had the same mix by incident group as all of these together" in page
    assert "Few answers: incident group: none given, " in page
    told = client.get("/staff/contact?adjust=mix").content.decode()
    assert "Adjust for: What is adjusted are segments: say what to cut by" in told


def test_what_the_force_did_narrows_the_figures_down() -> None:
    fill()
    client = inside()
    assert "Nobody has answered about this." in read(client, "/staff/contact?grade=EMERGENCY")
    page = client.get("/staff/contact?grade=none").content.decode()
    assert '<details class="govuk-details heard-filter__more" open>' in page
    folded = client.get("/staff/contact").content.decode()
    assert '<details class="govuk-details heard-filter__more">' in folded


def test_filters_that_make_no_sense_show_no_figure() -> None:
    fill()
    page = inside().get("/staff/contact?from=x&area=XX").content.decode()
    assert "<title>Error: Force Contact" in page
    assert page.count("From: enter a day as year, month and day: 2020-10-09") == 2
    assert page.count("Area: choose one of the list") == 2
    assert drawn(page) == []
    assert "100%" not in page


def test_the_other_page_is_about_visits() -> None:
    fill()
    page = read(inside(), "/staff/response")
    assert "Force Response: what people said after a visit" in page
    assert "How polite and respectful were we? No answers yet 0" in page


def test_parts_of_the_day_and_hours_lead_to_each_other() -> None:
    fill()
    client = inside()
    hours = client.get("/staff/contact?question=treatment&hours=hour").content.decode()
    parts = client.get("/staff/contact?question=treatment&hours=block").content.decode()
    assert 'href="?question=treatment&amp;hours=block#hours"' in hours
    assert 'href="?question=treatment&amp;hours=hour#hours"' in parts
    assert "09 to 11" in parts


def test_where_all_is_held_back_nothing_finer_is_told() -> None:
    fill()
    page = read(inside(), "/staff/contact?area=BE")
    assert "All of this is held back, so nothing is told of its weeks, days and cuts" in page
    assert "by week" not in page
    assert "by day" not in page


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
    with django_assert_num_queries(12):
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
    crossed = read(viewer, "/staff/contact?by=sex&and=age&area=BE&incident=Transport")
    assert "can be looked at with two other things at most" in crossed


def test_what_has_changed_has_both_figures_the_difference_and_its_verdict() -> None:
    for number in range(20):
        answer(programme(), {"treatment": 9, "outcome": 9 if number % 2 else 2})
        later = {"treatment": 2, "outcome": 9 if number % 4 else 2}
        answer(programme(), later, at=CALLED + timedelta(days=28))
    known()
    page = read(inside(), "/staff/contact")
    assert (
        "19 October 2020 to 15 November 2020, against 21 September 2020 to 18 October 2020 "
        "1 of 5 changes is real; 1 cannot be told from chance; 3 too small to say. "
        "Question Difference and verdict Now Before "
        "Treatment \N{MINUS SIGN}100 points \N{MINUS SIGN}100 to \N{MINUS SIGN}77 "
        "Real change: down 0% 0% to 16% 20 answers Low base 100% 84% to 100% 20 answers Low base "
        "Timeliness Too small to say No answers yet No answers yet "
        "Outcome +25 points \N{MINUS SIGN}5 to +49 Not distinguishable "
        "It would be told with 29 answers now and 29 before. A true one of this size is found four "
        "times in five with 58 answers now and 58 before. "
        "75% 53% to 89% 20 answers Low base 50% 30% to 70% 20 answers Low base"
    ) in page


def test_a_segment_that_is_held_back_has_no_number_anywhere() -> None:
    for group, people in (("white", 30), ("asian", 12), ("black", 3)):
        for number in range(people):
            tell(answer(programme(), {"treatment": 9 if number % 3 else 1}), ethnic_group=group)
    known()
    page = read(inside(), "/staff/contact?by=ethnic_group&question=treatment")
    (gaps,) = re.findall(r"each against the rest (.*?) Privacy", page)
    assert "0 of 3 differences are real; 1 cannot be told from chance; 2 not compared." in gaps
    assert (
        "Asian Held back Held back Not shown Black Held back Held back Not shown White 0 points"
    ) in gaps
    assert re.findall(r"(\d+) answers", gaps)[-2:] == ["30", "15"]  # of the one shown, and the rest


def test_two_cuts_list_what_is_real_and_count_the_rest() -> None:
    for number in range(20):
        answer(programme(), {"outcome": 9}, area="BE")
        answer(programme(), {"outcome": 9 if number % 4 else 2}, area="WV")
        answer(programme(), {"outcome": 2}, area="CV", at=CALLED + timedelta(days=7))
    known()
    page = read(inside(), "/staff/contact?by=area&and=week&question=outcome")
    (gaps,) = re.findall(r"Outcome by area and week: each against the rest (.*?) Privacy", page)
    assert "2 of 3 differences are real; 1 cannot be told from chance." in gaps
    assert "Birmingham East, 12 October 2020" in gaps
    assert "Coventry, 19 October 2020" in gaps
    assert "Wolverhampton" not in gaps


def test_a_target_is_held_against_the_weeks() -> None:
    for week in range(3):
        for number in range(20):
            scores = {"outcome": 9 if number % 2 else 2}
            answer(programme(), scores, at=CALLED + timedelta(days=7 * week))
    known()
    client = inside()
    page = read(client, "/staff/contact?question=outcome&target=90")
    assert "Common cause. The newest week lies where chance alone puts it" in page
    assert "Misses the target. As it goes, it will miss the target of 90% week by week." in page
    assert "These are trial limits: they stand on 3 weeks, fewer than 12." in page
    assert "target of" not in read(client, "/staff/contact?question=outcome")
    wrong = client.get("/staff/contact?target=100").content.decode()
    assert wrong.count("Target: enter a whole number of per cent, from 1 to 99") == 2


def test_wards_are_a_table_of_those_that_are_shown_and_say_what_is_not() -> None:
    for weeks in (0, 60):
        for ward, number in (("E05001178", 20), ("E05001179", 18), ("E05001180", 16)):
            for at in range(number):
                Said(at=CALLED - weeks * DAY * 7, value=(9, 2)[at % 2], ward=ward).put()
    Said(ward="E05001181").put()
    known()
    client = inside()
    page = read(client, "/staff/contact?by=ward&question=treatment")
    assert (
        "Treatment by ward A ward is shown over 12 months or more, on 30 answers or more." in page
    )
    assert "Not listed: 2 of 4, which are held back." in page
    assert "Acocks Green, Birmingham 50% 35% to 65% 40" in page
    assert re.search(r"Aston, Birmingham (Low base )?50%", page)
    one = read(client, "/staff/contact?ward=E05001178&from=2020-10-01&to=2020-10-31")
    assert "All days are counted" in one
    assert "How polite and respectful were we? 50% 35% to 65% 40" in one


def test_of_less_than_a_year_no_ward_is_shown() -> None:
    for at in range(80):
        Said(value=(9, 2)[at % 2], ward=f"E0500117{8 + at % 2}").put()
    known()
    client = inside()
    page = read(client, "/staff/contact?by=ward&and=incident&question=treatment")
    assert "Treatment by ward and incident group A ward is shown over 12 months" in page
    assert "These answers are about less than 12 months, so no ward is shown." in page
    assert "Bartley Green" not in page.partition("Treatment by ward")[2]
    assert "Not yet a year" in read(client, "/staff/contact?ward=E05001178")


def test_teams_stand_in_the_order_of_their_names_for_those_who_may_look_at_teams() -> None:
    for team, happy, people in (("T2", 9, 6), ("T1", 15, 6), ("T4", 12, 6), ("T3", 10, 2)):
        replies(team, 20, happy, people=people)
    known()
    page = read(inside(), "/staff/contact?by=team&question=treatment")
    found = page.partition("Treatment by team")[2].partition("each against the rest")[0]
    assert re.findall(r"T[1-4] (?:Low base )?[0-9]+%", found) == [
        *("T2 Low base 45%", "T4 Low base 60%"),
    ]
    assert "A team is shown on 15 answers or more, about 5 of its people or more." in found
    assert "Not listed: 2 of 4, which are held back." in found
    caller = read(inside(User.Role.VIEWER), "/staff/contact?by=team&question=treatment")
    assert "Cut by: choose one of the list" in caller
    assert "T1" not in caller
