"""Shows what may leave, and stops it."""

from dataclasses import asdict, dataclass

from django.db import IntegrityError

from heard.cli.database import fail
from heard.clock import read as clock
from heard.delivery import switch
from heard.insight.sending import ways as gateway_states
from heard.journal.write import SYSTEM

EVERYTHING = switch.EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """One use of the kill switch that stands; times are in ISO 8601, in UTC."""

    scope: str
    reason: str
    stopped_at: str
    stopped_by: str
    asked_by: str


def stop(scope: str, reason: str) -> None:
    """Stop what is within a scope, in the name of whoever holds this machine."""
    try:
        switch.stop(scope, by=SYSTEM, reason=reason, now=clock.now())
    except IntegrityError:
        raise fail(f"{scope} is not everything, channel:<name> or account:<slug>.") from None


def state() -> dict[str, object]:
    """Say what is stopped and which gateways are in use, as an object of plain values."""
    found = [
        Stopped(
            scope=halt.scope,
            reason=halt.reason,
            stopped_at=halt.stopped_at.isoformat(),
            stopped_by=halt.stopped_by,
            asked_by=halt.asked_by,
        )
        for halt in switch.standing()
    ]
    ways = [
        {
            "channel": way.channel,
            "gateway": way.name,
            "in_use": not way.health.is_open,
            "failures": way.health.failures,
        }
        for way in gateway_states(now=clock.now())
    ]
    return {"stopped": [asdict(one) for one in found], "gateways": ways}
