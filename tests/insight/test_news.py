"""What the figures tell anew, of people who answered as the test lets them."""

from datetime import date, timedelta

import pytest

from heard.accounts.scope import Scope
from heard.core.needs import Urgency, What
from heard.insight import news
from heard.insight.series_breaks import SeriesBreak, Why
from tests.insight.flow import CALLED, DAY, answer, known, programme

pytestmark = pytest.mark.django_db
BASE = 10


def people(
    n: int, *, weeks_ago: int = 0, slug: str = "sms_contact", area: str = "", **scores: int
) -> None:
    for _ in range(n):
        answer(programme(slug), scores, at=CALLED - weeks_ago * 7 * DAY, area=area)


def test_a_question_that_really_changed_is_news_and_another_is_not() -> None:
    people(15, weeks_ago=5, outcome=9, treatment=9)
    people(15, weeks_ago=5, outcome=2, treatment=9)
    people(28, outcome=9, treatment=9)
    people(2, outcome=2, treatment=2)
    (found,) = news.moved(known(), minimum_base=BASE)
    assert (found.what, found.urgency, found.about) == (
        *(What.MOVED, Urgency.CHANGED, "contact/outcome/up//"),
    )


def test_a_fall_is_told_as_one() -> None:
    people(30, weeks_ago=5, slug="sms_attendance", outcome=9)
    people(30, slug="sms_attendance", outcome=2)
    assert [one.about for one in news.moved(known(), minimum_base=BASE)] == [
        "attendance/outcome/down//"
    ]


def test_who_commands_an_area_is_told_of_that_area_alone() -> None:
    for area, now in (("BE", 9), ("WV", 2)):
        people(20, weeks_ago=5, area=area, outcome=9)
        people(20, area=area, outcome=now)
    facts = known()
    theirs = facts.within(Scope(areas=frozenset({"WV"}), teams=frozenset(), cases=False))
    other = facts.within(Scope(areas=frozenset({"BE"}), teams=frozenset(), cases=False))
    found = [news.moved(one, minimum_base=BASE) for one in (theirs, other)]
    assert [[one.about for one in told] for told in found] == [
        ["contact/outcome/down/WV/"],
        [],
    ]


def test_where_nobody_answered_there_is_no_news() -> None:
    facts = known()
    assert news.moved(facts, minimum_base=BASE) == []
    assert news.few(facts, minimum_base=BASE, low_base=30) == []


def test_a_survey_on_few_answers_is_named_and_one_on_many_is_not() -> None:
    people(12, outcome=9)
    people(30, slug="sms_attendance", outcome=9)
    found = news.few(known(), minimum_base=BASE, low_base=30)
    assert [(one.what, one.about, one.n) for one in found] == [(What.FEW, "contact", 1)]


def test_a_break_is_news_for_four_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    days = (date(2020, 9, 14), date(2020, 9, 15), date(2020, 10, 12), date(2020, 10, 13))
    found = [SeriesBreak(at=day, programme="", why=Why.MODE, words=f"{day}") for day in days]
    monkeypatch.setattr(news, "series_breaks", lambda _: found)
    told = news.broken(now=CALLED + timedelta(hours=1))
    assert [one.about for one in told] == ["2020-09-15", "2020-10-12"]
