"""What a control chart says in words: signals, signs and targets."""

from datetime import date, timedelta

import pytest

from heard.core.statistics.control_charts import Better, Point, Signal
from heard.core.statistics.whole_weeks import ALWAYS, Unit
from heard.insight.cuts import Cut
from heard.insight.survey import Survey
from heard.insight.tables import Dates
from heard.insight.trend import trend
from heard.web.staff.survey_words import Badge, Chart
from heard.web.staff.trend_words import signals, weeks
from tests.insight.flow import CALLED
from tests.insight.test_trend import FIRST, week

STEADY = (25, 24, 26, 24, 26, 24, 26, 24, 26, 24, 26)


def chart(*counted: int, better: Better = Better.HIGHER, target: float | None = None) -> Chart:
    figures = [week(FIRST + at * timedelta(days=7), one) for at, one in enumerate(counted)]
    return weeks(
        Survey(
            as_of=CALLED,
            dates=Dates(weeks=ALWAYS, unit=Unit.WEEK),
            questions=figures[:1],
            lowest=None,
            chosen=figures[0],
            changes=(),
            weeks=figures,
            trend=trend(figures, better=better, target=target),
            hours=(),
            hour=Cut.BLOCK,
            cut=(),
            gaps=(),
        )
    )


@pytest.mark.parametrize(
    ("newest", "better", "kind", "letter", "name"),
    [
        (25, Better.HIGHER, "common", "", "Common cause"),
        (45, Better.HIGHER, "improvement", "H", "Improvement, high"),
        (5, Better.HIGHER, "concern", "L", "Concern, low"),
        (45, Better.LOWER, "concern", "H", "Concern, high"),
        (5, Better.LOWER, "improvement", "L", "Improvement, low"),
        (45, Better.NEITHER, "neutral", "H", "Special cause, high"),
        (5, Better.NEITHER, "neutral", "L", "Special cause, low"),
    ],
)
def test_the_newest_week_has_a_sign_whose_words_say_the_same(
    newest: int, better: Better, kind: str, letter: str, name: str
) -> None:
    (badge,) = chart(*STEADY, newest, better=better).badges
    assert (badge.kind, badge.letter, badge.name) == (kind, letter, name)
    limit = {25: "", 45: " Above its limit.", 5: " Below its limit."}[newest]
    assert badge.words.endswith(f".{limit}")


@pytest.mark.parametrize(
    ("target", "badge"),
    [
        (
            0.2,
            Badge(
                kind="pass",
                letter="P",
                name="Meets the target",
                words="As it goes, it will meet the target of 20% week by week.",
            ),
        ),
        (
            0.5,
            Badge(
                kind="inconsistent",
                letter="?",
                name="Hit and miss",
                words=(
                    "The target of 50% lies within the limits: chance alone decides whether a week "
                    "meets it."
                ),
            ),
        ),
    ],
)
def test_a_target_has_a_sign(target: float, badge: Badge) -> None:
    assert chart(*STEADY, 25, target=target).badges[1] == badge


def test_the_table_has_limits_and_signals_and_the_drawing_is_told_with_them() -> None:
    found = chart(*STEADY, 45)
    last = found.lines[-1]
    assert (last.name, last.value, last.signals) == ("21 December 2020", "90%", "Above its limit")
    assert last.limits == "43% to 63%"
    assert found.lines[0].signals == "Shift: seven or more below the mean"
    assert {line.signals for line in chart(*STEADY).lines} == {""}
    assert "21 Dec 90% (improvement, high)" in found.words
    assert "14 Dec 52% (concern, low), 21 Dec" in found.words
    assert not [note for note in found.notes if "trial" in note]
    assert "trial limits: they stand on 11 weeks" in chart(*STEADY).notes[0]


def test_without_limits_there_is_no_sign() -> None:
    assert chart(25).badges == []


@pytest.mark.parametrize(
    ("signal", "up", "down"),
    [
        (Signal.TREND, "Trend: seven or more rise", "Trend: seven or more fall"),
        (
            Signal.SHIFT,
            "Shift: seven or more above the mean",
            "Shift: seven or more below the mean",
        ),
    ],
)
def test_a_signal_is_named_by_the_rule_that_goes_first(signal: Signal, up: str, down: str) -> None:
    for rises, words in ((True, up), (False, down)):
        found = Point(value=0.5, limits=None, signals=(signal, Signal.SHIFT), rises=rises)
        assert signals(found) == words
    assert signals(Point(value=0.5, limits=None)) == ""


def test_a_week_is_named_by_its_monday() -> None:
    assert date(2020, 10, 5) == FIRST
    assert chart(25, 25).lines[0].name == "5 October 2020"
