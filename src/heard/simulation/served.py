"""How promptly the simulated force served each caller, from the events that its systems sent."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from heard.core import journeys
from heard.core.addresses import read_phone
from heard.simulation.wire import Event

_TARGETS = {"EMERGENCY": timedelta(minutes=15), "PRIORITY": timedelta(hours=1)}
_PROMPT, _SLOW = 30, 300  # seconds until a call is answered
_GRADED = (journeys.GRADED, journeys.REGRADED)


class Served:
    """What the events so far say of each telephone number and of each log."""

    def __init__(self) -> None:
        self._calls: dict[str, Mapping[str, Any]] = {}
        self._opened: dict[str, datetime] = {}
        self._grades: dict[str, str] = {}
        self._arrived: dict[str, datetime] = {}

    def note(self, events: Iterable[Event]) -> None:
        """Take in what has arrived; the last call of a number counts, and a log's first arrival."""
        for event in events:
            data: Any = event["data"]
            kind, at = event["type"], datetime.fromisoformat(str(event["time"]))
            if kind == journeys.CONTACT_ENDED:
                self._calls[read_phone(data["calling_number"]).e164] = data
            elif kind == journeys.CREATED:
                self._opened[data["incident_id"]] = at
            elif kind in _GRADED:
                self._grades[data["incident_id"]] = data["grade"]
            elif kind == journeys.AT_SCENE:
                log = data["incident_id"]
                self._arrived[log] = min(at, self._arrived.get(log, at))

    def how(self, number: str) -> int:
        """Tell of a number whether it was served promptly, 1, or waited, -1; 0 is neither."""
        call = self._calls.get(number)
        if call is None:
            return 0
        waited = call.get("seconds_to_answer", _PROMPT + 1)
        arrivals = [self._is_late(log) for log in call["incident_ids"]]
        if waited > _SLOW or True in arrivals:
            return -1
        return 1 if waited <= _PROMPT or False in arrivals else 0

    def _is_late(self, log: str) -> bool | None:
        """Tell whether officers came later than they should have; None where none should."""
        target = _TARGETS.get(self._grades.get(log, ""))
        if target is None or log not in self._arrived or log not in self._opened:
            return None
        return self._arrived[log] - self._opened[log] > target
