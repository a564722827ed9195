"""The one function that tells the time to the worker, the command line and the web."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from heard.clock.models import Simulation


class ClockRefused(Exception):
    """Time and database do not belong together; the message says which rule broke."""


def now() -> datetime:
    """Give the present: the machine's, or the simulation's where HEARD_CLOCK says so."""
    return machine() if settings.CLOCK == "system" else _simulated()


def machine() -> datetime:
    """Give the machine's own time, whatever is simulated: that of the devices that staff hold."""
    return datetime.now(tz=UTC)


def skew() -> timedelta:
    """Say by how much the present is ahead of the database's own clock; a simulation never is."""
    if settings.CLOCK != "system":
        return timedelta(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row: tuple[datetime] = cursor.fetchone()
    return now() - row[0]


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
    # By hand: a simulation asks this with every page, and the query builder takes its time.
    with connection.cursor() as cursor:
        cursor.execute("SELECT now FROM clock_simulation")
        row: tuple[datetime] | None = cursor.fetchone()
    if row is None:
        raise ClockRefused("HEARD_CLOCK=simulated, but this database is not marked a simulation.")
    return row[0]
