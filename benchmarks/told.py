"""The events that are posted: the pilot's own mix, and calls that may all be asked about."""

from collections.abc import Mapping
from datetime import timedelta

from benchmarks.trial import NOW
from heard.simulation.force import SOURCE
from heard.simulation.pilot import SHIPPED_SEED, pilot_events
from heard.simulation.wire import Event

_MATTERS = 10_000  # contacts, of which about 60,000 events come
_MOMENT = (NOW - timedelta(hours=1)).isoformat()


def pilot() -> list[Event]:
    """About 60,000 events of the pilot, in the order of their arrival."""
    return list(pilot_events(SHIPPED_SEED, contacts=_MATTERS))


def calls(count: int, *, name: str, about: bool = False) -> list[Event]:
    """So many calls, each by somebody else and about noisy neighbours.

    With `about`, each second one names an incident of its own, which `logs` opens.
    """
    return [
        _event(
            f"{name}-{n}",
            "contact.ended",
            {
                "contact_id": f"C-{name}-{n}",
                "channel": "101",
                "incident_ids": [f"I-{name}-{n}"] if about and n % 2 else [],
                "codes": ["AS-02"],
                "calling_number": f"+447700{n:06d}",
                "caller_age": None,
                "handler": "h-7",
                "team": "Force Contact 3",
            },
        )
        for n in range(count)
    ]


def logs(count: int, *, name: str) -> list[Event]:
    """The incidents that each second of `calls` names."""
    return [
        _event(
            f"{name}-log-{n}",
            "incident.created",
            {"incident_id": f"I-{name}-{n}", "opening_codes": ["AS-02"], "area": "BE"},
        )
        for n in range(1, count, 2)
    ]


def _event(event_id: str, kind: str, data: Mapping[str, object]) -> Event:
    return {
        "specversion": "1.0",
        "id": event_id,
        "source": SOURCE,
        "type": f"uk.police.{kind}",
        "time": _MOMENT,
        "datacontenttype": "application/json",
        "data": data,
    }
