"""The one function that tells the time to the worker, the command line and the web."""

from datetime import UTC, datetime

from django.conf import settings

from heard.clock.models import Simulation


class ClockRefused(Exception):
    """Time and database do not belong together; the message says which rule broke."""


def now() -> datetime:
    """Give the present: the machine's, or the simulation's where HEARD_CLOCK says so."""
    return datetime.now(tz=UTC) if settings.CLOCK == "system" else _simulated()


def is_simulation() -> bool:
    """Tell whether this database holds simulated people."""
    return Simulation.objects.exists()


def require_recording(*, recording: bool) -> None:
    """Refuse a simulation, by clock or by database, that could reach a real person."""
    simulated = settings.CLOCK != "system" or is_simulation()
    if settings.CLOCK != "system":
        _simulated()
    if simulated and not recording:
        raise ClockRefused("A simulation sends by recording channels only: change HEARD_CHANNELS.")


def _simulated() -> datetime:
    times = Simulation.objects.values_list("now", flat=True)
    if not times:
        raise ClockRefused("HEARD_CLOCK=simulated, but this database is not marked a simulation.")
    return times[0]
