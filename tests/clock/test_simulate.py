"""Marks a database as a simulation and moves its time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from heard.clock.models import Simulation
from heard.clock.simulate import advance, begin, finish

pytestmark = pytest.mark.django_db
THEN = datetime(2020, 9, 28, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_simulation_begins_once() -> None:
    begin(seed=7, now=THEN)
    again = begin(seed=8, now=THEN + HOUR)

    assert (again.seed, again.now, again.finished) == (7, THEN, False)


def test_there_is_one_row_at_most() -> None:
    begin(seed=7, now=THEN)

    with pytest.raises(IntegrityError, match="clock_simulation_one_row"):
        Simulation.objects.create(id=2, seed=7, now=THEN)


def test_time_goes_forward_only() -> None:
    begin(seed=7, now=THEN)

    advance(to=THEN + HOUR)
    advance(to=THEN - HOUR)

    assert Simulation.objects.get().now == THEN + HOUR


def test_the_end_is_noted() -> None:
    begin(seed=7, now=THEN)

    finish()

    assert Simulation.objects.get().finished is True
