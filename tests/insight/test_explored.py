"""One question of one survey, in any way: the cut, the times, and what it is held against."""

from datetime import date, timedelta

import pytest

from heard.core.statistics.verdicts import Finding
from heard.core.statistics.whole_weeks import Unit
from heard.insight.cuts import Cut, Slice, TooFine
from heard.insight.explored import Against, Asked, Explored, explored, questions
from heard.insight.queries import labels
from heard.insight.survey import View
from tests.insight.flow import CALLED, answer, known, programme

pytestmark = pytest.mark.django_db
BASE = 10
WEEK = timedelta(days=7)


def answered(area: str, n: int, good: int, *, weeks: int = 0, question: str = "treatment") -> None:
    for number in range(n):
        scores = {question: 9 if number < good else 2}
        answer(programme(), scores, area=area, at=CALLED + weeks * WEEK)


def told(
    *,
    by: tuple[Cut, ...] = (),
    against: Against = Against.REST,
    unit: Unit = Unit.WEEK,
    where: Slice | None = None,
    question: str = "treatment",
) -> Explored:
    items = {item.question: item for item in questions(labels(), programme())}
    view = View(where=where or Slice(), by=by)
    asked = Asked(item=items[question], view=view, against=against, unit=unit)
    return explored(known(), [programme()], asked, minimum_base=BASE)


def test_a_cut_is_held_against_the_rest() -> None:
    answered("BE", 40, 38)
    answered("CV", 40, 8)
    found = told(by=(Cut.AREA,))
    assert (found.chosen.question, found.chosen.estimate.n) == ("treatment", 80)
    assert [(one.segment, one.estimate.n) for one in found.cut] == [(("BE",), 40), (("CV",), 40)]
    verdicts = [one.verdict for one in found.gaps]
    assert [one and one.finding for one in verdicts] == [Finding.REAL, Finding.REAL]
    assert [one and one.among for one in verdicts] == [2, 2]
    assert found.changes == []
    assert found.hour is Cut.BLOCK


def test_each_segment_is_held_against_the_weeks_before() -> None:
    for weeks, good in ((0, 8), (4, 38)):
        answered("BE", 40, good, weeks=weeks)
        answered("CV", 40, 20, weeks=weeks)
    found = told(by=(Cut.AREA,), against=Against.BEFORE)
    (change,) = found.changes
    assert [one.figure.segment for one in change.figures] == [("BE",), ("CV",)]
    assert [one.verdict and one.verdict.finding for one in change.figures] == [
        Finding.REAL,
        Finding.CHANCE,
    ]
    assert found.gaps == []


def test_all_is_held_against_the_year_before() -> None:
    for weeks, good in ((0, 20), (52, 38)):
        answered("BE", 40, good, weeks=weeks)
    (change,) = told(against=Against.YEAR).changes
    assert change.is_year
    (one,) = change.figures
    assert one.verdict is not None
    assert one.verdict.difference == pytest.approx(0.45)
    assert told(by=(Cut.WEEK,), against=Against.YEAR).changes == []


def test_months_are_of_whole_weeks_and_of_the_first_cut() -> None:
    for weeks in (0, 1, 4):
        answered("BE", 20, 15, weeks=weeks)
        answered("CV", 20, 15, weeks=weeks)
    found = told(by=(Cut.AREA,), unit=Unit.MONTH)
    assert [(one.segment, one.estimate.n) for one in found.times] == [
        ((date(2020, 9, 28),), 80),
        ((date(2020, 11, 2),), 40),
    ]
    assert [week.week for week in found.trend.weeks] == [date(2020, 9, 28), date(2020, 11, 2)]
    assert [month.weeks.first for month in found.months] == [date(2020, 9, 28), date(2020, 11, 2)]
    assert [one.estimate.n for month in found.months for one in month.figures] == [40, 40, 20, 20]


def test_with_many_filters_there_are_weeks_alone() -> None:
    answered("BE", 40, 20)
    found = told(by=(Cut.INCIDENT,), unit=Unit.MONTH, where=Slice(area="BE", weekday=1, hour=11))
    assert (found.unit, found.months) == (Unit.WEEK, [])
    assert [one.estimate.n for one in found.times] == [40]


def test_of_what_is_held_back_no_month_is_told() -> None:
    answered("BE", 4, 2)
    found = told(by=(Cut.AREA,), unit=Unit.MONTH, where=Slice(area="BE"))
    assert found.chosen.estimate.is_held
    assert (found.times, found.months) == ([], [])


def test_the_oldest_of_many_months_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heard.insight.explored.MOST_MONTHS", 2)
    for month in range(3):
        answered("BE", 10, 5, weeks=5 * month)
    found = told(by=(Cut.AREA,))
    assert [month.weeks.first for month in found.months] == [date(2020, 11, 2), date(2020, 11, 30)]


def test_any_scale_has_its_own_measure() -> None:
    found = told(question="outcome")
    assert (found.chosen.measure, found.chosen.estimate.n) == ("share_8_plus", 0)
    assert found.chosen.from_ is None


def test_who_answered_is_not_looked_at_by_time() -> None:
    with pytest.raises(TooFine):
        told(by=(Cut.AGE,), where=Slice(from_=date(2020, 10, 1)))
    assert told(by=(Cut.AGE,)).months == []
