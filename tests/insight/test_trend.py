"""The weeks of a question as control charts: stages, places without a point, signals, a target."""

from datetime import date, timedelta

import pytest

from heard.core.statistics.control_charts import (
    Assurance,
    Better,
    Signal,
    Variation,
    p_prime,
)
from heard.core.statistics.proportions import share
from heard.insight.measure import Figure
from heard.insight.series_breaks import SeriesBreak, Why
from heard.insight.trend import Trend, trend

FIRST = date(2020, 10, 5)
WEEK = timedelta(days=7)


def week(
    day: date, counted: int, n: int = 50, *, version: int = 1, question: str = "treatment"
) -> Figure:
    """Give what was said about one week."""
    return Figure(
        programme="sms_contact",
        name="Text after a call",
        questionnaire=1,
        question=question,
        label="How polite were we?",
        measure="share_8_plus",
        segment=(day,),
        estimate=share(counted, n, minimum_base=10),
        from_=day,
        to=day,
        version=version,
    )


def weeks(*counted: int, n: int = 50) -> list[Figure]:
    return [week(FIRST + at * WEEK, one, n) for at, one in enumerate(counted)]


def told(figures: list[Figure], *breaks: SeriesBreak, target: float | None = None) -> Trend:
    return trend(figures, breaks, better=Better.HIGHER, target=target)


def broke(at: date) -> SeriesBreak:
    return SeriesBreak(at=at, programme="", why=Why.MODE, words="By text now.")


def test_the_weeks_of_one_measurement_are_one_stage() -> None:
    counted = [30, 32, 28, 31, 29, 30, 32, 28, 31, 29, 30, 30]
    found = told(weeks(*counted))
    assert list(found.stages.values()) == [p_prime([c / 50 for c in counted], [50] * 12)]
    assert [w.point for w in found.weeks] == list(found.stages[1, 0].points)
    assert (found.variation, found.assurance) == (Variation.COMMON_CAUSE, None)
    assert found.newest is not None
    assert not found.newest.is_trial


def test_what_is_not_shown_has_a_place_and_no_point_and_bases_are_counted() -> None:
    figures = [*weeks(30, 2, n=50), week(FIRST + 3 * WEEK, 2, 3), week(FIRST + 4 * WEEK, 9, 20)]
    found = told(figures)
    assert [w.week for w in found.weeks] == [FIRST + at * WEEK for at in range(5)]
    assert [w.figure is not None for w in found.weeks] == [True, True, False, True, True]
    assert [w.point is not None for w in found.weeks] == [True, True, False, False, True]
    assert found.stages[1, 0] == p_prime([0.6, 0.04, 0.45], [50, 50, 20])
    assert found.newest is found.stages[1, 0]
    assert found.stages[1, 0].is_trial


def test_another_version_begins_another_stage_and_each_keeps_its_own() -> None:
    before, after = weeks(30, 30, 31), [week(FIRST + at * WEEK, 10, version=2) for at in (2, 3)]
    late = week(FIRST + 4 * WEEK, 32)  # somebody who was asked before answers about a later week
    found = told([*before, *after, late])
    assert [(w.version, w.begins, w.is_new_version, w.is_shared) for w in found.weeks] == [
        (1, False, False, False),
        (1, False, False, False),
        (1, False, False, True),
        (2, True, True, True),
        (2, False, False, False),
        (1, False, False, False),
    ]
    assert [len(stage.points) for stage in found.stages.values()] == [4, 2]


def test_a_break_of_the_force_begins_a_stage_with_the_week_in_which_it_lies() -> None:
    sunday = FIRST + 2 * WEEK - timedelta(days=1)
    found = told(weeks(30, 30, 10, 10), broke(FIRST + WEEK), broke(sunday))
    assert [w.stage for w in found.weeks] == [(1, 0), (1, 2), (1, 2), (1, 2)]
    assert [(w.begins, w.is_new_version, len(w.broken)) for w in found.weeks] == [
        (False, False, 0),
        (True, False, 2),
        (False, False, 0),
        (False, False, 0),
    ]
    monday = told(weeks(30, 30, 10, 10), broke(FIRST + 2 * WEEK))
    assert [w.stage[1] for w in monday.weeks] == [0, 0, 1, 1]
    before = told(weeks(30, 30), broke(FIRST - WEEK))
    assert [(w.stage, w.begins) for w in before.weeks] == [((1, 1), False)] * 2


def test_no_run_crosses_a_break() -> None:
    counted = [25] * 5 + [24, 26, 24, 26, 24, 26, 40]
    alone = told(weeks(*counted))
    assert alone.variation is Variation.IMPROVEMENT_HIGH
    assert alone.weeks[-1].point is not None
    assert alone.weeks[-1].point.signals[0] is Signal.OUTSIDE
    broken = told(weeks(*counted), broke(FIRST + 11 * WEEK))
    assert (broken.variation, len(broken.stages)) == (None, 2)


@pytest.mark.parametrize(
    ("target", "expected"),
    [(0.2, Assurance.PASS), (0.95, Assurance.FAIL), (0.6, Assurance.INCONSISTENT)],
)
def test_a_target_is_held_against_the_newest_limits(target: float, expected: Assurance) -> None:
    assert told(weeks(30, 32, 28, 31, 29, 30), target=target).assurance is expected


def test_without_answers_there_is_no_trend() -> None:
    found = told([])
    assert (found.weeks, found.newest, found.variation) == ([], None, None)
    assert told([week(FIRST, 1, 3)]).newest is None
