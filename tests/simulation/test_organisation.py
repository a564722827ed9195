"""The simulated force is taken in as a real one is, and its answers name its teams and people."""

from datetime import UTC, date, datetime
from random import Random

import pytest

from heard.organisation.chart import team_of, teams_of
from heard.places.areas import names
from heard.simulation.force import contact_desk, response_units
from heard.simulation.organisation import take_in

NOW = datetime(2020, 10, 12, 10, tzinfo=UTC)
TODAY = date(2020, 10, 12)


@pytest.mark.django_db
def test_who_answers_a_call_or_comes_is_in_the_team_that_the_event_names() -> None:
    first, again = take_in(now=NOW), take_in(now=NOW)
    assert (first.posts, again.posts, again.known) == (490, 0, first.lines + first.posts)
    rng = Random(1)  # noqa: S311 - a simulation, not a secret
    handler, desk = contact_desk(rng, NOW)
    units, crew = response_units(rng, "BE", NOW, 2)
    assert [team_of(who, on=TODAY) for who in (handler, *units)] == [desk, crew, crew]
    assert crew in teams_of(["BE"], on=TODAY)
    assert len(teams_of(names(), on=TODAY)) == 40
