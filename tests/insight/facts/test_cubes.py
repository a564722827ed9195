"""Sums of the answers: they say what the rows say, and are asked wherever they can be."""

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings

from heard.insight.cuts import EVERYTHING, Cut, Slice, counted
from heard.insight.facts._cubes import fitting
from heard.insight.facts.read import Facts, facts
from heard.insight.facts.refresh import refresh
from heard.insight.measures import MEASURES
from tests.insight.crowd import crowd
from tests.insight.flow import CALLED

pytestmark = pytest.mark.django_db
OCTOBER = Slice(from_=date(2020, 10, 1), to=date(2020, 10, 31))


@pytest.mark.parametrize(
    ("needed", "name"),
    [
        ((), "hours_total"),
        (("programme", "question", "area"), "hours_total"),
        (("weekday", "hour", "area"), "grid_total"),
        (("area", "incident", "hour"), "hours_total"),
        (("area", "incident", "hour", "month"), "hours"),
        (("weekday", "hour", "month"), "grid"),
        (("weekday", "hour", "area", "week"), "grid"),
        (("area", "week"), "days"),
        (("day", "area"), "days"),
        (("week", "incident"), "days"),
        (("impact_area", "came_by"), "days"),
        (("sex", "age_band", "area"), "who_where_total"),
        (("sex", "incident"), "who_what_total"),
        (("team", "person", "contact_channel"), "teams_total"),
    ],
)
def test_the_first_that_has_all_columns_is_asked(needed: tuple[str, ...], name: str) -> None:
    found = fitting(needed)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("needed", [("day", "hour"), ("sex", "month", "day")])
def test_where_none_has_them_all_the_rows_are_counted(needed: tuple[str, ...]) -> None:
    assert fitting(needed) is None


@pytest.fixture
def many() -> Facts:
    """Let two hundred people answer."""
    for each in crowd(200):
        each.put()
    refresh(settings.FACTS, now=CALLED)
    return facts(settings.FACTS)


def test_sums_say_what_the_rows_say(many: Facts) -> None:
    rows = replace(many, cubes={}, asked={})
    asked: list[tuple[tuple[Cut, ...], Slice]] = [
        ((), EVERYTHING),
        ((Cut.AREA, Cut.HOUR), EVERYTHING),
        ((Cut.WEEKDAY, Cut.BLOCK), OCTOBER),
        ((Cut.WEEKDAY, Cut.AREA), EVERYTHING),
        ((Cut.WEEKDAY, Cut.HOUR, Cut.WEEK), EVERYTHING),
        ((Cut.WEEK,), replace(OCTOBER, area="BE")),
        ((Cut.INCIDENT,), Slice(from_=date(2020, 10, 6), to=date(2020, 10, 25))),
        ((Cut.SEX, Cut.AREA), EVERYTHING),
        ((Cut.AGE, Cut.INCIDENT), EVERYTHING),
        ((Cut.TOUCHPOINT,), Slice(undoubted=True)),
    ]
    for measure in MEASURES:
        for by, where in asked if measure == "share_8_plus" else asked[:1]:
            given = {"by": by, "where": where, "measure": measure}
            ours, theirs = (sorted(map(str, one.ask(counted, **given))) for one in (many, rows))
            assert ours == theirs, given
            assert ours or measure != "share_8_plus", given
    totals = {"hours_total", "grid_total", "who_where_total", "who_what_total"}
    assert {*many.opened} == {"grid", "days", *totals}
