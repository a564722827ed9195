"""Plays the pilot on the simulated clock: events go in, letters go out, people answer."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from random import Random
from zlib import crc32

from urllib3 import connection_from_url

from heard.core.timing import is_open, next_open
from heard.simulation.browser import Browser, LinkClosed, SimulationError
from heard.simulation.citizens import Citizens, Fate, Visit
from heard.simulation.phones import Network, Outbox
from heard.simulation.served import Served
from heard.simulation.wire import Event

_BY_DAY = timedelta(minutes=90)  # a step of the clock while texts may go out
_BY_NIGHT = timedelta(hours=3)
_STALE = timedelta(hours=26)  # so long after the last event a text about it may still go
_UNTIL = timedelta(days=6, hours=20)  # after the last text: a few of the last links still work
_BATCH = 1_000
_AT_ONCE = 4  # people on the pages
_SYSTEMS = 3  # two that send events, one that sends receipts
_TIMEOUT = 120.0  # seconds that anybody waits for an answer
_BATCH_TYPE = "application/cloudevents-batch+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Where the system under simulation is: its address, the keys of its feeds, its outbox."""

    base_url: str
    events_key: str
    receipts_key: str
    outbox: Path


@dataclass(slots=True)
class Played:
    """What was done, in numbers; `visits` by what became of them, all but those `taken_back`."""

    steps: int = 0
    events: int = 0
    duplicates: int = 0
    texts: int = 0
    receipts: int = 0
    comments: int = 0
    taken_back: int = 0
    visits: dict[Fate, int] = field(default_factory=dict)


def play(
    *,
    events: Iterable[Event],
    seed: int,
    doors: Doors,
    work: Callable[[datetime], int],
    advance: Callable[[datetime], None],
    progress: Callable[[datetime], None],
) -> Played:
    """Drive the clock from event to event until nearly all links have expired; count what was done.

    At each step the clock moves (`advance`), what has arrived is posted, the workers run until
    they are idle (`work`) and people whose time has come use the pages. Raises SimulationError
    as soon as a door answers otherwise than it should.
    """
    with (
        ThreadPoolExecutor(_AT_ONCE) as people,
        ThreadPoolExecutor(_SYSTEMS) as systems,
    ):
        stage = _Stage(doors, Random(seed), people, systems)  # noqa: S311 - a simulation
        begun: list[tuple[Visit, Future[bool]]] = []
        before: datetime | None = None
        for moment, batch in _steps(events, stage):
            if before is not None and moment - before > _BY_NIGHT:
                stage.settle(begun)
                begun = []
            advance(moment)
            visits = stage.visits(moment)
            stage.post(batch, moment)
            stage.hear_objections(visits)
            work(moment)
            # Whoever began a step ago may take until this one: filling in a survey takes its time.
            stage.settle(begun)
            stage.receive(moment)
            begun, before = visits, moment
            progress(moment)
        stage.settle(begun)
    return stage.played


class _Stage:
    """The people and telephones of one play, and the doors that they use."""

    def __init__(
        self,
        doors: Doors,
        rng: Random,
        people: ThreadPoolExecutor,
        systems: ThreadPoolExecutor,
    ) -> None:
        self.played = Played()
        self.last_text: datetime | None = None
        self._doors = doors
        self._people, self._systems = people, systems
        self._outbox = Outbox(doors.outbox)
        self._network = Network(rng)
        self._citizens = Citizens(rng)
        self._served = Served()
        self._visits: list[tuple[datetime, int, Visit]] = []

    @property
    def next_due(self) -> datetime | None:
        """When the next person or receipt is due."""
        dues = [self._network.next_due, self._visits[0][0] if self._visits else None]
        return min((due for due in dues if due is not None), default=None)

    def visits(self, now: datetime) -> list[tuple[Visit, Future[bool]]]:
        """Let people whose time has come use the pages, those who opt out first."""
        due = []
        while self._visits and self._visits[0][0] <= now:
            due.append(heappop(self._visits)[2])
        due.sort(key=lambda visit: visit.fate is not Fate.OPTED_OUT)
        return [(visit, self._people.submit(self._carry_out, visit)) for visit in due]

    def hear_objections(self, visits: list[tuple[Visit, Future[bool]]]) -> None:
        """Wait for those who opt out, since that decides whom the workers may ask.

        The others touch nothing that the workers look at, so they may go on beside them.
        """
        for visit, future in visits:
            if visit.fate is Fate.OPTED_OUT:
                wait([future])

    def post(self, events: list[Event], now: datetime) -> None:
        """Hand in the events and receipts that have arrived, by several systems at once."""
        receipts = list(self._network.receipts(until=now))
        self.played.events += len(events)
        self._served.note(events)
        self.played.receipts += len(receipts)
        doors = self._doors
        handed_in = [
            self._systems.submit(
                self._hand_in, "/feeds/events", batch, doors.events_key, _BATCH_TYPE
            )
            for told in _by_matter(events)
            for batch in _batches(told)
        ]
        handed_in += [
            self._systems.submit(
                self._hand_in, "/feeds/receipts", batch, doors.receipts_key, "application/json"
            )
            for batch in _batches(receipts)
        ]
        self.played.duplicates += sum(future.result() for future in handed_in)

    def settle(self, visits: list[tuple[Visit, Future[bool]]]) -> None:
        """Wait for these visitors, and count them."""
        counts = self.played.visits
        for visit, future in visits:
            try:
                self.played.comments += future.result()
            except LinkClosed:
                self.played.taken_back += 1
                continue
            counts[visit.fate] = counts.get(visit.fate, 0) + 1

    def receive(self, now: datetime) -> None:
        """Let telephones receive what was sent."""
        for text in self._outbox.look():
            self.played.texts += 1
            self.last_text = now
            if not self._network.carry(text, now=now):
                continue
            served = self._served.how(text.to)
            if (planned := self._citizens.reads(text.body, now=now, served=served)) is not None:
                heappush(self._visits, (planned.at, self.played.texts, planned))
        self.played.steps += 1

    def _carry_out(self, visit: Visit) -> bool:
        with connection_from_url(self._doors.base_url, timeout=_TIMEOUT) as line:
            return Browser(line).carry_out(visit)

    def _hand_in(self, path: str, items: list[object], key: str, kind: str) -> int:
        """Post one batch and say how many of it were known before."""
        headers = {"Authorization": f"Bearer {key}", "Content-Type": kind}
        with connection_from_url(self._doors.base_url, timeout=_TIMEOUT) as line:
            response = line.request("POST", path, json=items, headers=headers)
        if response.status != HTTPStatus.OK:
            raise SimulationError(f"POST {path} gave {response.status}: {response.data[:300]!r}")
        answer = response.json()
        if answer["rejected"]:
            raise SimulationError(f"POST {path} rejected {answer['rejected'][:3]}.")
        return int(answer["duplicates"])


def _steps(events: Iterable[Event], stage: _Stage) -> Iterator[tuple[datetime, list[Event]]]:
    """Yield the moments at which something is due, with the events that arrived by then."""
    arrivals = iter(events)
    following = next(arrivals, None)
    if following is None:
        return
    now = busy_until = _arrival(following)
    while True:
        batch: list[Event] = []
        while following is not None and _arrival(following) <= now:
            batch.append(following)
            following = next(arrivals, None)
            busy_until = now + _STALE
        due = stage.next_due
        if now <= busy_until or (due is not None and due <= now):
            yield now, batch
        elif following is None and due is None:
            break
        now += _BY_DAY if is_open(now) else min(_BY_NIGHT, next_open(now) - now)
    if stage.last_text is not None:
        yield max(now, stage.last_text + _UNTIL), []


def _by_matter(events: list[Event]) -> Iterator[list[Event]]:
    """Part the events in two, those about one incident together: they would wait for each other."""
    parts: tuple[list[Event], list[Event]] = ([], [])
    for event in events:
        data = event["data"]
        fields = data if isinstance(data, dict) else {}
        named = fields.get("incident_id") or "".join(fields.get("incident_ids", [])[:1])
        parts[crc32(str(named).encode()) % 2].append(event)
    yield from parts


def _arrival(event: Event) -> datetime:
    return datetime.fromisoformat(str(event["recordedtime"]))


def _batches(items: Iterable[object]) -> Iterator[list[object]]:
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch
