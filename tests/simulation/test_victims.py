"""The simulated victims give the figures that the report prints of November 2020."""

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.conf import settings

from heard.core.statistics.control_charts import Variation, variation
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.outcome_rates import Rate
from heard.core.statistics.verdicts import Finding
from heard.equality.form import version
from heard.equality.give import AlreadyGiven, FormerProfile, bring_former
from heard.equality.models import Profile
from heard.insight.facts.read import Facts, facts
from heard.insight.facts.refresh import refresh
from heard.insight.measures import MEASURES
from heard.insight.quoted import quoted
from heard.insight.victim_months import MEASURE
from heard.insight.victims import Victims, surveyed, victims
from heard.responses.models import FormerCount, Response
from heard.simulation.victims import BROUGHT, MONTHS, tell_victims, weeks

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.django_db
POINT = 0.01


def facts_now() -> Facts:
    refresh(settings.FACTS, now=BROUGHT)
    return facts(settings.FACTS)


def looked_at(first: date | None = None) -> Victims:
    programme = surveyed()
    assert programme is not None
    found = victims(facts_now(), programme, first=first, minimum_base=10)
    assert found is not None
    return found


def near(found: Estimate, topic: str, segment: str = "") -> bool:
    printed = float(quoted()[topic, segment].value) / 100
    return found.value is not None and abs(found.value - printed) <= POINT


def test_november_gives_what_the_report_prints_where_the_base_carries_it() -> None:
    assert tell_victims(seed=7, now=BROUGHT, months=MONTHS[-3:]) == 176 + 183 + 180
    found = looked_at()
    assert (found.chosen.first, found.as_of) == (date(2020, 11, 1), BROUGHT)
    changes = {one.question: one for one in found.changes}
    overall = changes["overall"]
    assert (overall.now.n, near(overall.now, "overall")) == (180, True)
    assert overall.before is not None
    assert near(overall.before, "overall_before")
    for aspect in ("initial_contact", "initial_action", "feedback", "treatment"):
        assert near(changes[aspect].now, "aspect", aspect), aspect
    assert all(near(one.figure, "method", one.code) for one in found.methods)
    crimes = {one.code: one.figure for one in found.crimes}
    assert next(iter(crimes)) == "burglary"
    assert all(near(crimes[one], "crime", one) for one in ("burglary", "robbery", "violence"))


def test_the_drop_from_october_cannot_be_told_from_chance() -> None:
    tell_victims(seed=7, now=BROUGHT, months=MONTHS[-2:])
    overall = looked_at().changes[0]
    assert overall.verdict is not None
    assert overall.verdict.finding is Finding.CHANCE
    assert overall.verdict.needed is not None
    assert 1_200 < overall.verdict.needed.figure < 1_400


def test_groups_of_few_are_held_back_and_the_others_are_as_printed() -> None:
    tell_victims(seed=7, now=BROUGHT, months=MONTHS[-3:])
    ethnic, ages = looked_at().people
    groups: Mapping[str, Estimate] = {one.group.code: one.group.figure for one in ethnic.lines}
    answered = {one.group.code: one.group.answered for one in (*ethnic.lines, *ages.lines)}
    assert {code for code, one in groups.items() if one.is_held} >= {"black", "mixed"}
    for code in ("white", "asian"):
        assert near(groups[code], "ethnic_group", code)
        assert near(answered[code], "ethnic_group_answered", code)
    for code in ("16-24", "35-64"):
        assert near(answered[code], "age_answered", code)
    (young,) = (one for one in ages.lines if one.group.code == "16-24")
    assert (young.population, young.invited and young.invited.value) == (0.17, 0.14)
    (white,) = (one for one in ethnic.lines if one.group.code == "white")
    assert white.gap is not None
    assert white.population == pytest.approx(0.701, abs=0.001)


def test_the_response_rate_is_named() -> None:
    tell_victims(seed=7, now=BROUGHT, months=MONTHS[-1:])
    asked = looked_at().asked
    assert (asked.is_former, asked.cases.sent, asked.cases.complete) == (True, 2_400, 180)
    rates = asked.rates
    assert 0.07 < (rates[Rate.PER_MESSAGE].value or 0) < (rates[Rate.RR2].value or 0) < 0.08


def test_the_months_are_a_control_chart_in_which_nothing_stands_out() -> None:
    assert tell_victims(seed=7, now=BROUGHT) == sum(one.answers for one in MONTHS)
    assert tell_victims(seed=7, now=BROUGHT) == 0
    found = looked_at(date(2020, 3, 1))
    assert [one.first for one in found.months] == [one.first for one in MONTHS]
    assert found.stage is not None
    assert variation(found.stage, MEASURES[MEASURE].better) is Variation.COMMON_CAUSE
    assert not any(point.signals for point in found.stage.points)
    assert 0.42 < found.stage.mean < 0.44
    assert (found.chosen.first, found.before and found.before.first) == (
        *(date(2020, 3, 1), date(2020, 2, 1)),
    )
    assert Profile.objects.count() == Response.objects.count()
    assert FormerCount.objects.filter(by="").count() == len(MONTHS)


def test_months_are_whole_weeks_that_follow_one_another() -> None:
    spans = [weeks(one) for one in MONTHS]
    assert spans[-1].from_ == date(2020, 11, 2)
    for one, following in pairwise(spans):
        assert one.to is not None
        assert following.from_ is not None
        assert (following.from_ - one.to).days == 1


def test_what_came_with_former_answers_is_kept_whole_or_not_at_all() -> None:
    one = FormerProfile(apart=uuid4(), at=BROUGHT, birth_year=1980, ethnic_group="white")
    nothing = FormerProfile(apart=uuid4(), at=BROUGHT)
    bring_former([one, nothing], version=version(now=BROUGHT))
    assert Profile.objects.values_list("pk", "birth_year", "ethnic_group").get() == (
        *(one.apart, 1980, "white"),
    )
    with pytest.raises(AlreadyGiven):
        bring_former([one], version=version(now=BROUGHT))
    for wrong, why in (
        ({"ethnic_group": "x"}, "no ethnic group"),
        ({"gender_group": "x"}, "no gender"),
        ({"birth_year": 1800}, "birth"),
    ):
        bad = FormerProfile(apart=uuid4(), at=BROUGHT, **wrong)
        with pytest.raises(ValueError, match=why):
            bring_former([bad], version=version(now=BROUGHT))
