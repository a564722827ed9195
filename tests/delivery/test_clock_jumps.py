"""A machine's clock jumps about, and the year has its odd nights: nobody is written to at night."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from threading import Event, Thread
from time import monotonic, sleep
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from heard import worker
from heard.channels.memory import Memory
from heard.channels.protocol import Accepted, Message, Refused
from heard.clock import read as clock
from heard.delivery import gateways
from heard.delivery.deliver import expire_leases
from heard.delivery.models import QUEUED, Letter
from heard.eligibility.models import Period
from tests import make
from tests.delivery.letters import delivered, posted, posted_many, saying, states, way

LONDON = ZoneInfo("Europe/London")
HOLIDAYS = {date(2020, 12, 25), date(2020, 12, 28), date(2021, 1, 1)}
NIGHTS = {
    "the clock goes back": date(2020, 10, 24),
    "the clock goes forward": date(2021, 3, 27),
    "the year ends": date(2020, 12, 31),
    "a leap day": date(2024, 2, 28),
    "another leap day": date(2024, 2, 29),
}
STEADY = (timedelta(0),)
JUMPING = (*STEADY, timedelta(hours=1), timedelta(hours=-1), timedelta(seconds=-90))
PACE = timedelta(minutes=15)
SLOWEST = timedelta(hours=26)


class Telling(Memory):
    """A gateway that notes the moment of each call, by the clock of whoever calls."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.calls: list[tuple[str, datetime]] = []
        self._now = now

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        for outcome in super().send(messages):
            self.calls.append((self.arrived[-1].address, self._now()))
            yield outcome


class Machine:
    """A worker by a clock of its own, in a force that is called every quarter of an hour."""

    def __init__(self, evening: date, jumps: Iterable[timedelta]) -> None:
        self.true = datetime.combine(evening, datetime.min.time(), LONDON) + timedelta(hours=16)
        self._jumps = list(jumps)
        self._chance = random.Random(7)  # noqa: S311 - a seeded test
        self._shift = timedelta(0)
        self._ids = count()
        self.gateway = Telling(self.now)

    def now(self) -> datetime:
        return self.true + self._shift

    def called(self) -> None:
        number = next(self._ids)
        call = make.contact_ended(f"C{number}", number=f"07700 900{number:03}", at=self.true)
        make.told(call, now=self.true)  # at the door of a machine whose clock is right

    def work(self) -> None:
        self._shift = self._chance.choice(self._jumps)
        worker.run_once(now=self.now())
        self.true += PACE


def may_be_written_to(at: datetime) -> bool:
    here = at.astimezone(LONDON)
    rest = here.weekday() == 6 or here.date() in HOLIDAYS
    return (10 <= here.hour < 18) if rest else (9 <= here.hour < 20)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("night", "jumps"), [*((night, JUMPING) for night in NIGHTS), ("the clock goes back", STEADY)]
)
def test_nobody_is_written_to_at_night_or_twice_and_nothing_waits_for_ever(
    monkeypatch: pytest.MonkeyPatch, night: str, jumps: tuple[timedelta, ...]
) -> None:
    Period.objects.update(opens_on=date(2020, 1, 1), closes_on=None)
    machine = Machine(NIGHTS[night], jumps)
    monkeypatch.setattr(gateways, "channels", lambda: {"sms": way(machine.gateway)})
    end = machine.true + timedelta(hours=18)
    while machine.true < end:
        machine.called()
        machine.work()
    while machine.true < end + SLOWEST:
        machine.work()
    assert [at for _, at in machine.gateway.calls if not may_be_written_to(at)] == []
    assert max(Counter(to for to, _ in machine.gateway.calls).values()) == 1
    assert len(machine.gateway.calls) > 50
    assert not Letter.objects.filter(state__in=QUEUED).exists()


@pytest.mark.django_db
def test_a_lease_that_a_jump_ends_early_lets_no_letter_out_again() -> None:
    """The clock of another worker is an hour ahead while the letter is on its way."""
    posted("a")

    class Hurried(Memory):
        def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
            for outcome in super().send(messages):
                ahead = make.NOON + timedelta(hours=2)
                assert expire_leases(now=ahead) == 1
                assert (states(), delivered(Memory(), now=ahead)) == ({"a": "unknown"}, 0)
                yield outcome

    memory = Hurried()
    delivered(memory)
    assert (len(memory.arrived), states()) == (1, {"a": "sending"})


@pytest.mark.usefixtures("own_database")
def test_a_machine_whose_clock_is_not_that_of_the_database_sends_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory, right, wrong = Memory(), clock.now, Event()
    monkeypatch.setattr(gateways, "channels", lambda: {"sms": way(memory)})
    monkeypatch.setattr(worker, "GUARDS", {"trial": saying()})
    wrong.set()
    monkeypatch.setattr(clock, "now", lambda: right() + timedelta(seconds=wrong.is_set() * 90))
    posted_many(1)
    with running(), capture_logs() as said:
        sleep(1.5)
        assert memory.arrived == []
        wrong.clear()
        wait_until(lambda: bool(memory.arrived))
    assert said[0]["event"] == "this clock is not that of the database"
    assert said[0]["seconds"] == pytest.approx(90, abs=1)


@contextmanager
def running() -> Iterator[None]:
    """Run the lane that sends, in a thread of its own, as long as this lasts."""
    stop = Event()
    lane = Thread(target=worker.work, kwargs={"only": ["deliver"], "stop": stop})
    lane.start()
    try:
        yield
    finally:
        stop.set()
        lane.join()


def wait_until(done: Callable[[], bool]) -> None:
    deadline = monotonic() + 20
    while not done():
        assert monotonic() < deadline
        sleep(0.05)
