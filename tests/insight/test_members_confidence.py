"""What members say of confidence: each wave by itself, and nothing that tells of few."""

from datetime import date, timedelta

import pytest

from heard.core.statistics.control_charts import FEW, Variation
from heard.core.statistics.verdicts import Finding
from heard.insight.measure import figures
from heard.insight.members_confidence import Findings, findings
from heard.insight.queries import surveyed
from tests.insight.flow import known
from tests.insight.waved import AGREES, DENIES, GOOD, POOR, drawn, said, wave

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2020, 4, 1), date(2020, 7, 1)
CONTENT = {"good_job": GOOD, "confidence": AGREES, "fair": AGREES, "respect": AGREES}
NOT_CONTENT = {"good_job": POOR, "confidence": DENIES, "fair": DENIES, "respect": AGREES}


def found() -> Findings:
    made = findings(known(), minimum_base=10)
    assert made is not None
    return made


def test_before_the_first_wave_there_is_nothing() -> None:
    assert findings(known(), minimum_base=10) is None


def test_each_wave_is_counted_by_itself_and_the_newest_is_held_against_the_one_before() -> None:
    before, now = wave(FIRST), wave(SECOND)
    said(before, CONTENT, n=80)
    said(before, NOT_CONTENT, n=20)
    said(now, CONTENT, n=40)
    said(now, NOT_CONTENT, n=60)
    drawn(now, n=30)  # who did not answer
    made = found()
    shares = [one.figures["confidence"].estimate.value for one in made.rounds]
    assert shares == [0.8, 0.4]
    assert [one.figures["good_job"].estimate.n for one in made.rounds] == [100, 100]
    moved = {one.figure.question: one for one in made.moved}
    assert moved["confidence"].before.estimate.value == 0.8
    assert moved["confidence"].verdict is not None
    assert moved["confidence"].verdict.finding is Finding.REAL
    respect = moved["respect"].verdict
    assert respect is not None
    assert respect.finding is Finding.CHANCE
    assert respect.among > 3  # judged with what goes with confidence
    assert moved["confidence"].variation is None


def test_areas_and_what_goes_with_confidence_are_those_of_the_newest_wave() -> None:
    said(wave(FIRST), CONTENT, n=30, area="BE")
    now = wave(SECOND)
    for area, content in (("BE", 30), ("CV", 15)):
        said(now, CONTENT, n=content, area=area)
        said(now, NOT_CONTENT, n=20, area=area)
    said(now, NOT_CONTENT, n=3, area="DY")
    made = found()
    by_area = {one.segment[0]: one.estimate for one in made.by_area["confidence"]}
    assert (by_area["BE"].value, by_area["BE"].n) == (0.6, 50)
    assert by_area["DY"].value is None
    assert by_area["CV"].value is None  # or DY would be all less the others
    drivers = {one.question.question: one for one in made.drivers}
    assert drivers.keys() == {"fair", "respect"}
    fair = drivers["fair"]
    assert (fair.content.value, fair.content.n) == (1.0, 45)
    assert (fair.others.value, fair.others.n) == (0.0, 43)
    assert fair.verdict is not None
    assert fair.verdict.finding is Finding.REAL


def test_a_wave_is_raked_to_who_lives_in_the_areas_and_says_why_it_is_not() -> None:
    now = wave(SECOND)
    said(now, CONTENT, n=60, area="BE")
    said(now, NOT_CONTENT, n=20, area="BE")
    said(now, CONTENT, n=20, area="CV")
    said(now, NOT_CONTENT, n=40, area="CV")
    few = wave(FIRST)
    said(few, CONTENT, n=20)
    made = found()
    weighted = made.rounds[-1].weighted["confidence"]
    assert weighted.why_not or weighted.weighted is not None
    assert made.rounds[0].weighted["confidence"].why_not == "fewer than 100 answers"
    assert made.population.startswith("area of residents aged 16 and over") or weighted.why_not


def test_of_few_answers_nothing_is_told() -> None:
    said(wave(SECOND), CONTENT, n=9)
    made = found()
    assert not made.rounds[0].figures["confidence"].estimate.shown
    assert (made.drivers, made.moved) == ([], [])


def test_once_there_are_enough_waves_a_control_chart_says_whether_something_changed() -> None:
    quarter = date(2017, 7, 3)
    for number in range(FEW):
        now = wave(date(2017 + number // 4, 1 + 3 * (number % 4), 1), quarter)
        content = 10 if number % 2 else 12
        said(now, {"confidence": AGREES}, n=content, of_asked=False)
        said(now, {"confidence": DENIES}, n=10, of_asked=False)
        quarter += timedelta(weeks=13)
    (moved,) = found().moved
    assert (moved.verdict, moved.variation) == (None, Variation.COMMON_CAUSE)


def test_members_are_never_put_together_with_others_and_are_named_where_surveys_are() -> None:
    assert "confidence" not in {one.slug for one in surveyed()}
    said(wave(SECOND), CONTENT, n=50)
    names = {one.slug: one.name for one in surveyed()}
    assert names["confidence"] == "Confidence among members"
    for measure in ("agree", "good_job"):
        found = figures(known(), minimum_base=10, measure=measure)
        assert "confidence" not in {one.programme for one in found}
