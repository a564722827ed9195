"""The line from the force's systems to us: what happened arrives late, twice or out of order."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from random import Random

from heard.simulation.force import SOURCE, chance

Event = dict[str, object]

_LATE = 0.035
_TWICE = 0.02


class Wire:
    """Collects what is told and gives it back as CloudEvents in the order of their arrival."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._told: list[tuple[datetime, datetime, str, Mapping[str, object]]] = []

    def tell(
        self, at: datetime, kind: str, data: Mapping[str, object], *, prompt: bool = False
    ) -> None:
        """Take down an event. A prompt one is what the control room types itself: never late."""
        seconds = self._rng.uniform(1, 25)
        if not prompt and chance(self._rng, _LATE):
            seconds = min(self._rng.lognormvariate(7.6, 1.0), 6 * 3600)
        self._told.append((at, at + timedelta(seconds=seconds), kind, data))

    def events(self, *, until: datetime) -> Iterator[Event]:
        """Yield what has arrived by `until`; `recordedtime` says when each line did."""
        arrivals: list[tuple[datetime, int, Event]] = []
        self._told.sort(key=lambda told: told[0])
        for number, (at, heard, kind, data) in enumerate(self._told, 1):
            event = _envelope(number, kind, at, data)
            arrivals.append((heard, number, event))
            if chance(self._rng, _TWICE):
                again = heard + timedelta(seconds=self._rng.uniform(1, 5400))
                arrivals.append((again, number, event))
        arrivals.sort(key=lambda arrival: arrival[:2])
        for heard, _, event in arrivals:
            if heard > until:
                return
            yield event | {"recordedtime": _instant(heard)}


def line(event: Event) -> str:
    """Write an event as one line of JSON."""
    return json.dumps(event, separators=(",", ":"))


def _envelope(number: int, kind: str, at: datetime, data: Mapping[str, object]) -> Event:
    return {
        "specversion": "1.0",
        "id": f"{number:07d}",
        "source": SOURCE,
        "type": f"uk.police.{kind}",
        "time": _instant(at),
        "datacontenttype": "application/json",
        "data": data,
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
