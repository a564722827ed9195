"""Marks a database as a simulation and moves its time."""

from datetime import datetime

from heard.clock.models import Simulation


def begin(*, seed: int, now: datetime) -> Simulation:
    """Mark an empty database as a simulation; a second call finds the first mark."""
    row, _ = Simulation.objects.get_or_create(id=1, defaults={"now": now, "seed": seed})
    return row


def advance(*, to: datetime) -> None:
    """Move the simulated time forward; it never goes back."""
    Simulation.objects.filter(id=1, now__lt=to).update(now=to)


def finish() -> None:
    """Note that the whole simulation has been played."""
    Simulation.objects.filter(id=1).update(finished=True)


def is_finished() -> bool:
    """Tell whether the simulation of this database has been played to its end."""
    return Simulation.objects.filter(finished=True).exists()
