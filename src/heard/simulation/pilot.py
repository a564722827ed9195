"""The pilot's calls: about 20,000 of them in 23 days, and everything that follows from each."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TextIO

from heard.core.timing import LONDON
from heard.simulation.force import (
    CHANNELS,
    EASY,
    GRADES,
    HOURS,
    TALKS,
    TELEPHONE,
    TONE_CODES,
    TONES,
    WEEKDAYS,
    Mix,
    answered,
    chance,
    contact_desk,
)
from heard.simulation.incidents import Incident, minutes, tell_duplicate, tell_incident
from heard.simulation.people import Caller, Town
from heard.simulation.wire import Event, Wire, line

SHIPPED_SEED = 2020
FIRST_DAY, LAST_DAY = date(2020, 9, 28), date(2020, 10, 20)

# The file begins in the evening before and ends at noon after, for the dates to have work to do.
BEGINS = datetime(2020, 9, 27, 18, tzinfo=LONDON)
LAST_CALL = datetime(2020, 10, 21, 12, tzinfo=LONDON)
ENDS = datetime(2020, 10, 22, tzinfo=LONDON)

_KINDS = Mix({"new": 79, "again": 11, "chaser": 5, "witness": 5})
_AROUND = timedelta(minutes=25)  # so long others ring about the same matter
_MEMORY = 2_500  # callers back: about three days of the whole force


def pilot_events(seed: int, *, contacts: int = 20_000) -> Iterator[Event]:
    """Yield the pilot's CloudEvents by arrival, the same for the same seed.

    `contacts` is how many calls end within the pilot's dates, about; six events come of each.
    """
    rng = Random(seed)  # noqa: S311 - a simulation, not a secret
    wire = Wire(rng)
    room = _ControlRoom(rng, wire)
    for at in _call_ends(rng, contacts):
        room.take(at)
    return wire.events(until=ENDS)


def write_pilot(seed: int, out: TextIO, *, contacts: int = 20_000) -> int:
    """Write the pilot as JSON Lines and give the number of lines."""
    count = 0
    for count, event in enumerate(pilot_events(seed, contacts=contacts), 1):  # noqa: B007
        out.write(line(event) + "\n")
    return count


def _call_ends(rng: Random, contacts: int) -> list[datetime]:
    hours = (LAST_CALL - BEGINS) // timedelta(hours=1)
    starts = [BEGINS + timedelta(hours=passed) for passed in range(hours)]
    weights = {start: HOURS[start.hour] * WEEKDAYS[start.weekday()] for start in starts}
    inside = sum(w for start, w in weights.items() if FIRST_DAY <= start.date() <= LAST_DAY)
    total = round(contacts * sum(weights.values()) / inside)
    mix = Mix(weights)
    ends = (mix.draw(rng) + timedelta(seconds=rng.randrange(3600)) for _ in range(total))
    return sorted(end.astimezone(UTC) for end in ends)


class _ControlRoom:
    """Takes one call after the other and remembers who rang about what."""

    def __init__(self, rng: Random, wire: Wire) -> None:
        self._rng = rng
        self._wire = wire
        self._town = Town(rng)
        self._callers: deque[Caller] = deque(maxlen=_MEMORY)
        self._open: deque[tuple[Caller, Incident]] = deque(maxlen=_MEMORY)
        self._numbers = {"contact": 0, "incident": 0}

    def take(self, at: datetime) -> None:
        """Take the call that ends at this moment."""
        kind = _KINDS.draw(self._rng)
        if kind == "witness" and self._open and at - self._open[-1][1].told < _AROUND:
            self._witness(at)
        elif kind == "chaser" and self._open:
            self._chaser(at)
        elif kind == "again" and self._callers:
            self._matter(at, self._rng.choice(self._callers))
        else:
            caller = self._town.caller()
            self._callers.append(caller)
            self._matter(at, caller)
        if chance(self._rng, 0.01):
            self._patrol(at)

    def _matter(self, at: datetime, caller: Caller) -> None:
        """Take a matter of its own: settled on the telephone, or one log, or at times two."""
        if chance(self._rng, 0.22):
            codes = [] if chance(self._rng, 0.03) else [TALKS.draw(self._rng)]
            self._contact(at, caller, (), codes)
            return
        incident = self._incident(at, caller.area, TONES.draw(self._rng))
        incidents = [incident]
        if chance(self._rng, 0.012):
            incidents = [replace(incident, plain=True)]
            incidents.append(replace(self._incident(at, caller.area, incident.tone), plain=True))
        for each in incidents:
            tell_incident(self._rng, self._wire, each)
        self._contact(at, caller, incidents, [incident.code] if chance(self._rng, 0.3) else [])
        self._open.append((caller, incidents[0]))

    def _witness(self, at: datetime) -> None:
        """Somebody else about what was just told: the same log, or one of their own, linked."""
        _, incident = self._open[-1]
        caller = replace(self._town.caller(), area=incident.area)
        if chance(self._rng, 0.55):
            self._contact(at, caller, [incident], [])
            return
        double = self._incident(at, incident.area, incident.tone)
        double = replace(double, code=incident.code)
        tell_duplicate(self._rng, self._wire, double, master=incident.id)
        self._contact(at, caller, [double], [])

    def _chaser(self, at: datetime) -> None:
        """Take an enquiry: the same caller asks what became of it."""
        caller, incident = self._rng.choice(self._open)
        if incident.tone != "easy":
            self._contact(at, caller, [incident], ["AD-02"])
        elif chance(self._rng, 0.7):
            self._contact(at, caller, [incident], [])
        else:  # the log is not named: an enquiry is no reason to call the log itself awkward
            self._contact(at, caller, (), ["AD-02"])

    def _patrol(self, at: datetime) -> None:
        """Officers come upon something: a log that nobody rang about."""
        incident = self._incident(at, self._town.caller().area, "easy")
        tell_incident(self._rng, self._wire, replace(incident, code=EASY.draw(self._rng)))

    def _incident(self, at: datetime, area: str, tone: str) -> Incident:
        opened = at - minutes(self._rng, 1, 8)
        return Incident(
            id=f"{self._next('incident'):05d}-{opened.astimezone(LONDON):%Y%m%d}",
            area=area,
            tone=tone,
            code=TONE_CODES[tone].draw(self._rng),
            opened=opened,
            told=at,
            grade=GRADES[tone].draw(self._rng),
        )

    def _contact(
        self, at: datetime, caller: Caller, incidents: Sequence[Incident], codes: list[str]
    ) -> None:
        handler, team = contact_desk(self._rng, at)
        channel = CHANNELS.draw(self._rng)
        called = channel in TELEPHONE or chance(self._rng, 0.1)  # few others leave a number
        contact_id = f"C-{self._next('contact'):06d}"
        data = {
            "contact_id": contact_id,
            "channel": channel,
            "incident_ids": [incident.id for incident in incidents],
            "codes": codes,
            "calling_number": caller.number if called else None,
            "caller_age": caller.age,
            "handler": handler,
            "team": team,
            **answered(channel, contact_id, at),
        }
        self._wire.tell(at, "contact.ended", data)

    def _next(self, kind: str) -> int:
        self._numbers[kind] += 1
        return self._numbers[kind]
