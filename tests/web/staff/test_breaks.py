"""Where a question was asked otherwise, pages say so, in the drawing and in the table."""

import re
from datetime import date

import pytest

from heard.core.statistics.proportions import share
from heard.insight.cuts import Cut
from heard.insight.measure import Figure
from heard.insight.queries import Broken
from heard.insight.survey import Survey
from heard.web.staff import survey_words, trend_words
from heard.web.staff.charts import shapes
from heard.web.staff.charts.draw import LOWEST, svg
from tests.insight.flow import CALLED, known
from tests.insight.test_versions import NEW, OLD, both
from tests.web.staff.people import inside, read

pytestmark = pytest.mark.django_db
BROKEN = Broken(at=date(2020, 10, 14), version=2, why="wording", words="Other words.")


def week(day: int, version: int, n: int = 20) -> Figure:
    return Figure(
        programme="sms_contact",
        name="Text after a call",
        questionnaire=1,
        question="treatment",
        label="How polite were we?",
        measure="share_8_plus",
        segment=(date(2020, 10, day),),
        estimate=share(n // 2, n, minimum_base=10),
        from_=None,
        to=None,
        version=version,
        breaks=(BROKEN,) if version == 2 else (),
    )


def trend(*weeks: Figure) -> survey_words.Chart:
    return trend_words.weeks(
        Survey(
            as_of=CALLED,
            questions=[weeks[0]],
            lowest=None,
            chosen=weeks[0],
            weeks=weeks,
            hours=(),
            hour=Cut.BLOCK,
            cut=(),
        )
    )


def test_a_trend_has_a_line_in_its_table_and_words_where_it_breaks() -> None:
    found = trend(week(5, 1), week(19, 2))
    assert [(r.name, r.is_break) for r in found.lines] == [
        ("5 October 2020", False),
        ("12 October 2020", False),
        (
            (
                "Asked otherwise from 14 October 2020. Other words. "
                "Answers before and after are not put together."
            ),
            True,
        ),
        ("19 October 2020", False),
    ]
    assert found.words.endswith("Answers before and after are not put together.")


def test_a_week_in_which_both_were_asked_stands_twice_and_breaks_once() -> None:
    found = trend(week(5, 1), week(12, 1), week(12, 2), week(19, 1), week(19, 2))
    assert [r.name for r in found.lines if not r.is_break] == [
        "5 October 2020",
        "12 October 2020, version 1",
        "12 October 2020, version 2",
        "19 October 2020, version 1",
        "19 October 2020, version 2",
    ]
    assert sum(r.is_break for r in found.lines) == 1


def test_without_a_break_nothing_of_one_is_drawn_or_said() -> None:
    found = trend(week(5, 1), week(12, 1))
    assert not any(r.is_break for r in found.lines)
    assert all(LOWEST not in drawing for drawing in found.drawings)


def test_a_rule_with_its_words_stands_where_a_series_breaks_and_no_line_crosses_it() -> None:
    marks = [
        shapes.Mark(name="5 Oct", value=0.6, low=0.5, high=0.7, words="60%"),
        shapes.Mark(name="12 Oct", value=0.7, low=0.6, high=0.8, words="70%"),
        shapes.Mark(
            name="19 Oct",
            value=0.2,
            low=0.1,
            high=0.3,
            words="20%",
            series=2,
            broken="asked otherwise",
        ),
    ]
    drawing = svg(shapes.trend(marks, width=shapes.BROAD))
    assert drawing.count("asked otherwise") == 1
    assert 'stroke-dasharray="6,4"' in drawing
    lines = re.findall(r'mark-line.*?<path d="([^"]+)"', drawing, flags=re.DOTALL)
    assert [line.count("L") for line in lines] == [1, 0]


def test_a_dashboard_shows_both_versions_and_offers_one_alone() -> None:
    both()
    known()
    client = inside()
    page = read(client, "/staff/contact?question=treatment&by=area")
    assert f"{OLD} Low base 100% 76% to 100% 12" in page
    assert f"{NEW} (version 2) Low base 0% 0% to 26% 11" in page
    assert page.count("Break in the series. Asked otherwise from 1 March 2021.") == 2
    assert "Below are the answers to version 2 of the question alone." in page
    assert "Birmingham East Low base 0%" in page
    one = read(client, "/staff/contact?question=treatment&version=1&by=area")
    assert "Break in the series" not in one
    assert "Birmingham East Low base 100% 76% to 100% 12" in one


def test_the_first_page_has_a_table_a_version_and_says_why() -> None:
    both()
    known()
    page = read(inside(), "/staff/figures")
    assert f"{NEW} (version 2) Calls and visits, 1 March 2021 to 8 March 2021." in page
    assert page.count("Break in the series. Asked otherwise from 1 March 2021.") == 1


def test_where_nothing_was_asked_otherwise_no_version_is_offered() -> None:
    known()
    assert 'name="version"' not in inside().get("/staff/contact").content.decode()
