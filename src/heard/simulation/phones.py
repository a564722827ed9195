"""The simulated telephone network: which texts arrive, and the receipts that tell of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from pathlib import Path
from random import Random

from heard.simulation.decks import shuffled
from heard.simulation.force import chance

Receipt = dict[str, str]

_FATES = {"delivered": 94, "temporary-failure": 4, "permanent-failure": 2}
_TWICE = 0.03
_PENDING_FIRST = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text as the gateway was given it."""

    to: str
    body: str
    reference: str


class Outbox:
    """Reads what the gateway wrote since the last look."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = path.stat().st_size if path.exists() else 0

    def look(self) -> list[Text]:
        """Give the new texts by number, so that chance in the order of sending plays no part."""
        if not self._path.exists():
            return []
        with self._path.open("rb") as file:
            file.seek(self._offset)
            lines = file.read()
        self._offset += len(lines)
        found = map(json.loads, filter(None, lines.split(b"\n")))
        texts = (Text(to=f["to"], body=f["body"], reference=f["reference"]) for f in found)
        return sorted(texts, key=lambda text: (text.to, text.body))


class Network:
    """Carries texts to telephones, and holds the receipts until their time comes."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._fates = shuffled(rng, _FATES)
        self._waiting: list[tuple[datetime, int, Receipt]] = []
        self._count = 0

    def carry(self, text: Text, *, now: datetime) -> bool:
        """Take a text and tell whether it will be read; its receipts follow of themselves."""
        fate = self._fates.deal()
        hours = self._rng.uniform(1, 71) if fate == "temporary-failure" else 0.0
        done = now + timedelta(hours=hours, seconds=self._rng.lognormvariate(2.5, 1.2))
        if chance(self._rng, _PENDING_FIRST):  # it may well come after the one that it precedes
            pending = now + timedelta(seconds=self._rng.uniform(1, 5))
            self._tell(text, "pending", pending, self._late())
        for _ in range(1 + chance(self._rng, _TWICE)):
            self._tell(text, fate, done, self._late())
        return fate == "delivered"

    def receipts(self, *, until: datetime) -> Iterator[Receipt]:
        """Yield the receipts that have come in by then."""
        while self._waiting and self._waiting[0][0] <= until:
            yield heappop(self._waiting)[2]

    @property
    def next_due(self) -> datetime | None:
        return self._waiting[0][0] if self._waiting else None

    def _late(self) -> timedelta:
        return timedelta(seconds=self._rng.lognormvariate(1.5, 1.6))

    def _tell(self, text: Text, status: str, at: datetime, late: timedelta) -> None:
        when = at.astimezone(UTC).isoformat(timespec="seconds")
        receipt = {"reference": text.reference, "status": status, "occurred_at": when}
        self._count += 1
        heappush(self._waiting, (at + late, self._count, receipt))
