"""Figures held against others: periods, the rest, and what must not be told by either."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from heard.core.statistics.estimate import HELD_BACK
from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import TOO_SMALL, Finding
from heard.insight.compared import (
    Change,
    Compared,
    Period,
    against_before,
    against_rest,
    changes,
    periods,
)
from heard.insight.cuts import Cut, Slice
from heard.insight.facts.read import Facts
from heard.insight.measure import cut
from tests.insight.crowd import Said
from tests.insight.flow import CALLED, DAY, answer, known, programme, tell
from tests.insight.test_versions import LATER, WORDS, both

pytestmark = pytest.mark.django_db
GOOD, BAD = {"treatment": 9}, {"treatment": 2}
LAST, SUNDAY = date(2020, 11, 30), date(2020, 12, 6)


def people(
    number: int,
    scores: Mapping[str, int],
    *,
    days: int = 0,
    area: str = "",
    **said: Any,  # noqa: ANN401
) -> None:
    for _ in range(number):
        response = answer(programme(), scores, at=CALLED + days * DAY, area=area)
        if said:
            tell(response, **said)


def gaps(*by: Cut, where: Slice | None = None) -> dict[str, Compared]:
    """Give each segment of what was said about treatment against the rest."""
    facts, pool = known(), [programme()]
    figures, whole = (
        cut(
            facts,
            pool,
            minimum_base=10,
            by=cuts,
            question="treatment",
            where=where or Slice(),
        )
        for cuts in (by, ())
    )
    found = against_rest(figures, whole, minimum_base=10)
    return {" ".join(map(str, one.figure.segment)): one for one in found}


def change(
    facts: Facts, now: Period, *, where: Slice | None = None, version: int | None = None
) -> Change:
    """Hold what was said in one survey about a period against the one before."""
    (found,) = changes(
        facts, [programme()], [now], minimum_base=10, where=where or Slice(), version=version
    )
    return found


def test_a_segment_is_held_against_all_others_and_not_against_the_whole() -> None:
    people(20, GOOD, area="BE")
    people(5, BAD, area="BE")
    people(10, GOOD, area="WV")
    people(20, BAD, area="WV")
    people(15, BAD)
    found = gaps(Cut.AREA)
    assert found["BE"].against == share(10, 45, minimum_base=10)
    assert found["WV"].against == share(20, 40, minimum_base=10)
    verdicts = [found[area].verdict for area in ("BE", "WV", "")]
    assert [v.finding for v in verdicts if v] == [Finding.REAL, Finding.CHANCE, Finding.REAL]
    assert verdicts[0] is not None
    assert verdicts[0].difference == pytest.approx(0.8 - 10 / 45)


def test_of_too_few_nothing_is_said_nor_is_a_rest_shown_that_is_theirs() -> None:
    people(12, GOOD, area="BE")
    people(3, BAD, area="WV")
    found = gaps(Cut.AREA)
    assert {(one.against, one.verdict) for one in found.values()} == {(None, None)}
    assert {one.figure.estimate.hidden for one in found.values()} == {HELD_BACK}


def test_what_is_held_back_of_who_answered_enters_no_comparison() -> None:
    people(3, GOOD, ethnic_group="black")
    people(6, GOOD, ethnic_group="asian")
    people(6, BAD, ethnic_group="asian")
    people(10, GOOD, ethnic_group="white")
    people(10, BAD, ethnic_group="white")
    found = gaps(Cut.ETHNIC_GROUP)
    held = [found["black"], found["asian"]]
    assert [(one.against, one.verdict) for one in held] == [(None, None), (None, None)]
    # The rest of the one that is shown is the whole less it, which anybody may subtract.
    assert found["white"].against == share(9, 15, minimum_base=10)
    assert found["white"].verdict is not None


def test_a_rest_shows_nothing_but_what_the_whole_less_the_segment_shows() -> None:
    for number, sex in ((14, "male"), (12, "female"), (4, "skip"), (11, "")):
        people(number, GOOD, sex=sex)
        people(number, BAD, sex=sex)
    people(2, GOOD, sex="other")
    facts, pool = known(), [programme()]
    (whole,) = cut(facts, pool, minimum_base=10, question="treatment")
    for one in gaps(Cut.SEX).values():
        shown = one.figure.estimate
        assert shown.shown == (one.against is not None) == (one.verdict is not None)
        if one.against and shown.value is not None and whole.estimate.value is not None:
            counted = whole.estimate.value * whole.estimate.n - shown.value * shown.n
            assert one.against.n == whole.estimate.n - shown.n
            assert one.against.value == pytest.approx(counted / one.against.n)


def test_versions_are_each_held_against_the_rest_of_their_own() -> None:
    both()
    facts, pool = known(), [programme()]
    figures = cut(facts, pool, minimum_base=10, by=[Cut.AREA], question="treatment")
    whole = cut(facts, pool, minimum_base=10, question="treatment")
    found = against_rest(figures, whole, minimum_base=10)
    assert [(one.figure.version, one.against) for one in found] == [
        (1, share(0, 0, minimum_base=10)),
        (2, share(0, 0, minimum_base=10)),
    ]


def test_a_period_is_held_against_as_many_days_before_it() -> None:
    days = Period(from_=date(2020, 11, 1), to=date(2020, 11, 30))
    assert days.before == Period(from_=date(2020, 10, 2), to=date(2020, 10, 31))
    assert (days.days, days.before.days) == (30, 30)


@pytest.mark.parametrize(
    ("where", "last", "expected"),
    [
        (Slice(), None, []),
        (Slice(), LAST, [(date(2020, 11, 9), SUNDAY)]),
        (Slice(to=date(2020, 11, 29)), LAST, [(date(2020, 11, 2), date(2020, 11, 29))]),
        (Slice(from_=date(2020, 11, 23)), LAST, [(date(2020, 11, 23), SUNDAY)]),
        (
            Slice(from_=date(2020, 11, 2)),
            LAST,
            [(date(2020, 11, 2), SUNDAY), (date(2020, 11, 9), SUNDAY)],
        ),
        (Slice(from_=date(2020, 12, 1)), LAST, []),
    ],
)
def test_the_period_looked_at_and_its_newest_weeks(
    where: Slice, last: date | None, expected: list[tuple[date, date]]
) -> None:
    assert [(one.from_, one.to) for one in periods(where, last)] == expected


def test_a_change_is_that_of_each_question_in_the_same_area() -> None:
    people(20, GOOD, area="BE")
    people(20, BAD, area="WV")
    people(20, BAD, days=10, area="BE")
    now = Period(from_=date(2020, 10, 19), to=date(2020, 10, 25))
    found = change(known(), now, where=Slice(area="BE"))
    assert (found.now, found.before) == (now, now.before)
    treatment, *others = found.figures
    assert (treatment.figure.estimate.value, treatment.against) == (
        0.0,
        share(20, 20, minimum_base=10),
    )
    assert treatment.verdict is not None
    assert (treatment.verdict.finding, treatment.verdict.difference) == (Finding.REAL, -1.0)
    assert {one.verdict for one in others} == {TOO_SMALL}


def test_what_was_asked_otherwise_is_not_compared_and_says_why() -> None:
    both(before=12, after=11)
    start = LATER.date()
    now = Period(from_=start, to=start.replace(day=28))
    found = change(known(), now)
    treatment, _, outcome, *_ = found.figures
    assert (treatment.figure.version, treatment.verdict, treatment.broken) == (2, None, WORDS)
    assert (outcome.verdict, outcome.broken) == (TOO_SMALL, "")
    old = change(known(), now, version=1)
    assert old.figures[0].figure.version == 1


def test_nor_is_what_the_force_measured_otherwise(settings: Settings, tmp_path: Path) -> None:
    settings.SERIES_BREAKS = tmp_path / "breaks.csv"
    settings.SERIES_BREAKS.write_text(
        "at,programme,why,words\n2020-10-15,sms_contact,system,Another system.\n", encoding="utf-8"
    )
    people(20, GOOD)
    people(20, BAD, days=7)
    facts = known()
    people(20, BAD, days=14)
    facts = known()
    for first, broken in ((date(2020, 10, 19), "Another system."), (date(2020, 10, 26), "")):
        now = Period(from_=first, to=first + timedelta(days=6))
        found = change(facts, now).figures[0]
        assert (found.broken, found.verdict is None) == (broken, bool(broken))


def of_a_year(facts: Facts) -> Compared:
    """Hold treatment in the newest four weeks against a year before, and see both ways agree."""
    found = against_before(facts, minimum_base=10, year=True)
    assert found is not None
    (same,) = changes(facts, [programme()], [found.now], minimum_base=10, year=True)
    pair = [next(o for o in c.figures if o.figure.question == "treatment") for c in (found, same)]
    assert pair[0].verdict == pair[1].verdict
    assert pair[0].broken == pair[1].broken
    assert (same.before, same.is_year) == (found.now.year_before, True)
    return pair[0]


@pytest.mark.parametrize(
    ("monday", "expected"),
    [("2021-03-01", "2020-03-02"), ("2020-02-24", "2019-02-25"), ("2024-02-26", "2023-02-27")],
)
def test_the_year_before_has_the_weeks_of_the_same_days(monday: str, expected: str) -> None:
    now, then = date.fromisoformat(monday), date.fromisoformat(expected)
    for days in (6, 27):
        year = Period(from_=now, to=now + timedelta(days=days)).year_before
        assert year == Period(from_=then, to=then + timedelta(days=days))


def test_a_period_is_held_against_the_same_days_of_the_year_before() -> None:
    people(20, GOOD, days=-366)
    people(20, BAD)
    found = of_a_year(known())
    assert found.against == share(20, 20, minimum_base=10)
    assert found.verdict is not None
    assert (found.verdict.finding, found.verdict.difference) == (Finding.REAL, -1.0)


def test_what_was_answered_by_other_modes_a_year_before_is_not_compared() -> None:
    for _ in range(20):
        Said(at=CALLED - 366 * DAY, mode="sms").put()
    people(20, BAD)
    assert (found := of_a_year(known())).verdict is None
    assert found.broken == "A year before people answered by text, and now on a page."


def test_one_answer_in_thirty_by_another_mode_makes_no_other_measurement() -> None:
    people(29, GOOD, days=-366)
    Said(at=CALLED - 366 * DAY, mode="sms").put()
    people(20, BAD)
    assert of_a_year(known()).verdict is not None


def test_nothing_is_held_against_a_year_about_which_nobody_answered() -> None:
    people(12, GOOD)
    facts = known()
    now = periods(Slice(), LAST)
    assert changes(facts, [programme()], now, minimum_base=10, year=True) == []
