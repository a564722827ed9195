"""Which time it is, and what a simulation may not do."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from heard.clock.read import ClockRefused, is_simulation, machine, now, require_recording
from heard.clock.simulate import begin

pytestmark = pytest.mark.django_db
THEN = datetime(2020, 9, 28, 8, tzinfo=UTC)


def test_the_time_is_the_machines() -> None:
    before = datetime.now(tz=UTC)

    assert timedelta(0) <= now() - before < timedelta(seconds=5)


def test_the_machine_has_its_own_time_whatever_is_simulated(settings: Settings) -> None:
    settings.CLOCK = "simulated"
    assert abs(machine() - datetime.now(tz=UTC)) < timedelta(seconds=5)


def test_the_time_of_a_simulation_is_its_own(settings: Settings) -> None:
    settings.CLOCK = "simulated"
    begin(seed=7, now=THEN)

    assert now() == THEN


def test_simulated_time_in_an_unmarked_database_is_refused(settings: Settings) -> None:
    settings.CLOCK = "simulated"

    with pytest.raises(ClockRefused, match="not marked a simulation"):
        now()
    with pytest.raises(ClockRefused, match="not marked a simulation"):
        require_recording(recording=True)


def test_a_database_is_a_simulation_once_it_is_marked() -> None:
    assert is_simulation() is False
    begin(seed=7, now=THEN)
    assert is_simulation() is True


@pytest.mark.parametrize("clock", ["system", "simulated"])
def test_a_simulation_reaches_nobody_by_any_clock(settings: Settings, clock: str) -> None:
    settings.CLOCK = clock
    begin(seed=7, now=THEN)

    require_recording(recording=True)
    with pytest.raises(ClockRefused, match="recording channels only"):
        require_recording(recording=False)


def test_an_earnest_database_may_reach_people() -> None:
    require_recording(recording=False)

    assert is_simulation() is False
