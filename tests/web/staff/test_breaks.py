"""Where a question was asked otherwise, pages say so, in the drawing and in the table."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from heard.core.statistics.control_charts import Better
from heard.core.statistics.whole_weeks import ALWAYS, Unit
from heard.insight.cuts import Cut
from heard.insight.measure import Figure
from heard.insight.queries import Broken
from heard.insight.series_breaks import SeriesBreak, Why
from heard.insight.survey import Survey
from heard.insight.tables import Dates
from heard.insight.trend import trend as by_week
from heard.web.staff import survey_words, trend_words
from heard.web.staff.charts.draw import LOWEST
from tests.insight.flow import CALLED, known
from tests.insight.test_trend import week as a_week
from tests.insight.test_versions import NEW, OLD, both
from tests.web.staff.people import inside, read

pytestmark = pytest.mark.django_db
BROKEN = Broken(at=date(2020, 10, 14), version=2, why="wording", words="Other words.")


def week(day: int, version: int, n: int = 20) -> Figure:
    figure = a_week(date(2020, 10, day), n // 2, n, version=version)
    return replace(figure, breaks=(BROKEN,) if version == 2 else ())


def trend(*weeks: Figure, breaks: Sequence[SeriesBreak] = ()) -> survey_words.Chart:
    return trend_words.weeks(
        Survey(
            as_of=CALLED,
            dates=Dates(weeks=ALWAYS, unit=Unit.WEEK),
            questions=[weeks[0]],
            lowest=None,
            chosen=weeks[0],
            changes=(),
            weeks=weeks,
            trend=by_week(weeks, breaks, better=Better.HIGHER),
            hours=(),
            hour=Cut.BLOCK,
            cut=(),
            gaps=(),
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
    assert all(LOWEST not in drawing.svg for drawing in found.drawings)


def test_a_break_of_the_force_is_a_line_of_the_table_too() -> None:
    at = date(2020, 10, 14)
    moved = SeriesBreak(at=at, programme="", why=Why.SYSTEM, words="Another system.")
    found = trend(week(5, 1), week(12, 1), breaks=[moved])
    words = "Measured otherwise from 14 October 2020. Another system. The limits begin anew."
    assert [r.name for r in found.lines if r.is_break] == [words]
    assert found.words.endswith(words)
    assert all("measured otherwise" in drawing.svg for drawing in found.drawings)
    assert found.notes == [
        "From the week of 5 October 2020: mean 50% in one week; limits come with the second.",
        "From the week of 12 October 2020: mean 50% in one week; limits come with the second.",
    ]


def test_each_stage_has_its_mean_and_limits_in_words() -> None:
    found = trend(week(5, 1), week(12, 1, 40), week(19, 2), week(26, 2, 30))
    assert found.notes == [
        f"From the week of {day} October 2020, version {version}: mean 50%, limits 50% to 50% for "
        "the newest week. These are trial limits: they stand on 2 weeks, fewer than 12."
        for day, version in ((5, 1), (19, 2))
    ]


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
