"""Takes in a force's nightly file, a row a log: each row whole or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from heard.core import journeys
from heard.core.addresses import Phone, read_phone
from heard.events import receive
from heard.events._cells import in_utc
from heard.events._column_map import SHIPPED, ColumnMap, Unreadable, read_map
from heard.events._payloads import as_json
from heard.events._rows import Row, WrongRow, read
from heard.events.models import DeadLetter, Event
from heard.vault.ring import ring

__all__ = [
    "SHIPPED",
    "ColumnMap",
    "Night",
    "Row",
    "Taken",
    "Unreadable",
    "WrongRow",
    "read",
    "read_map",
]

# Codes that no list has: the gate holds whatever carries one, until a person has looked.
REFUSED = "ROW REFUSED"
CHANGED = "CALL CHANGED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a batch of rows. `held` are logs and calls that nobody is asked about."""

    accepted: int
    duplicates: int
    held: int
    wrong: tuple[WrongRow, ...]


class Night:
    """Takes the rows of one file in, batch by batch, and remembers what it had to refuse."""

    def __init__(self, column_map: ColumnMap) -> None:
        self._source = column_map.source
        self._refused: set[str] = set()

    def take_in(
        self, rows: Sequence[Row], *, now: datetime, quiet: timedelta, kept: timedelta
    ) -> Taken:
        """Take in every row of which all events keep every rule, in one commit.

        The others are kept as dead letters. Where Heard knows the log of such a row, it is told
        that something about it is unknown: the gate holds it, since the cell that nobody could
        read may be the one that stops a text. It holds a call, too, of which another channel or
        number was told before. `quiet` and `kept` are as `receive` has them.
        """
        changed = _mark_changed([item.data for row in rows for item in row.items])
        checked = self._check(rows, now=now)
        good = [row for row in checked if row.wrong is None]
        bad = [(row, row.wrong) for row in checked if row.wrong is not None]
        held = self._held(good, [row for row, _ in bad])
        events = [item.body for row in good for item in row.items]
        received = receive.receive(
            events + [self._hold(log, now=now) for log in held],
            source=self._source,
            now=now,
            quiet=quiet,
            kept=kept,
        )
        DeadLetter.objects.bulk_create(self._dead(*each, now=now, kept=kept) for each in bad)
        return Taken(
            accepted=received.accepted,
            duplicates=received.duplicates,
            held=len(held) + changed,
            wrong=tuple(wrong for _, wrong in bad),
        )

    def _check(self, rows: Sequence[Row], *, now: datetime) -> list[Row]:
        """Find the rows of which an event breaks a rule; of several, the first one tells."""
        told = [(row.number, item) for row in rows for item in row.items]
        bodies = [item.body for _, item in told]
        broken: dict[int, WrongRow] = {}
        for found in receive.check(bodies, source=self._source, now=now):
            number, item = told[found.index]
            wrong = WrongRow(
                row=number,
                column=item.event.column_of(found.field),
                field=found.field,
                rule=found.rule,
                message=found.message,
            )
            broken.setdefault(number, wrong)
        return [replace(row, wrong=row.wrong or broken.get(row.number)) for row in rows]

    def _held(self, good: Iterable[Row], bad: Iterable[Row]) -> list[str]:
        """Of the logs of refused rows, those that Heard knows or is about to know."""
        refused = {log for row in bad for log in row.logs}
        told = {log for row in good for log in row.logs}
        before = Event.objects.filter(incident_id__in=refused).values_list("incident_id", flat=True)
        self._refused |= refused
        return sorted({log for log in before if log is not None} | (self._refused & told))

    def _hold(self, log: str, *, now: datetime) -> dict[str, object]:
        digest = ring().fingerprint(log, purpose="nightly event")[:16]
        return {
            "specversion": "1.0",
            "id": f"{REFUSED}/{digest}",
            "source": self._source,
            "type": journeys.TAGGED,
            "time": in_utc(now.astimezone(UTC)),
            "data": {"incident_id": log, "tags": [REFUSED]},
        }

    def _dead(self, row: Row, wrong: WrongRow, *, now: datetime, kept: timedelta) -> DeadLetter:
        return DeadLetter(
            source=self._source,
            index=row.number - 1,
            field=wrong.field,
            rule=wrong.rule,
            message=wrong.sentence,
            body=as_json(row.cells)[:100_000],
            received_at=now,
            expires_at=now + kept,
        )


def _mark_changed(told: Iterable[dict[str, Any]]) -> int:
    """Mark calls of which another channel or number was told before, and say how many.

    A row says what is so and not since when: of the two, nobody knows which one is right.
    """
    calls = [data for data in told if "channel" in data and "contact_id" in data]
    said: dict[str, set[tuple[str, Phone]]] = defaultdict(set)
    before = Event.objects.filter(
        type=journeys.CONTACT_ENDED, contact_id__in={call["contact_id"] for call in calls}
    )
    for name, channel, phone in before.values_list("contact_id", "data__channel", "phone"):
        said[str(name)].add((channel, read_phone(phone)))
    changed = 0
    for call in calls:
        tells = (call["channel"], read_phone(call.get("calling_number")))
        if said[call["contact_id"]] - {tells}:
            call["codes"] = [*call.get("codes", ()), CHANGED]
            changed += 1
        said[call["contact_id"]].add(tells)
    return changed
