"""The worker goes down the flow, and nothing but being told to stop ends it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from threading import Event, Thread, Timer

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings
from structlog.testing import capture_logs

from heard import lanes, wake, worker
from heard.channels.memory import Memory
from heard.clock import simulate
from heard.clock.read import ClockRefused
from heard.delivery import gateways
from heard.delivery.models import Letter
from heard.events.models import DeadLetter, Touchpoint
from heard.insight.facts.read import NoFacts, facts
from heard.insight.facts.refresh import WRITER
from heard.lanes import Lane
from heard.worker import LANES, LETTERS, run_once, work
from tests.delivery.letters import way
from tests.make import KEPT, NOON, contact_ended, incident_created, minutes, receive, told
from tests.together import alone

ASKED = NOON + minutes(10)
SOON = 10.0  # seconds

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Memory:
    """Make the test's database a simulation, ten minutes after noon, with all its telephones.

    From one of them no outcome ever comes back.
    """
    memory = Memory(silent=["+447700999999"])
    monkeypatch.setattr(gateways, "channels", lambda: {"sms": way(memory)})
    monkeypatch.setattr(lanes, "REST", 0.1)
    settings.CLOCK = "simulated"
    simulate.begin(seed=1, now=ASKED)
    return memory


def calls(count: int) -> None:
    """Let so many people call at noon."""
    for n in range(count):
        told(
            incident_created(f"I{n}"),
            contact_ended(f"C{n}", f"I{n}", number=f"07700 9{n:05}"),
        )


@contextmanager
def working(*lanes: str) -> Iterator[Thread]:
    """Run the worker aside; it must end soon after it is told to."""
    stop = Event()
    thread = Thread(target=lambda: alone(lambda: work(only=lanes or tuple(LANES), stop=stop)))
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(SOON)
    assert not thread.is_alive()


def wait_until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not met():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.02)


def test_one_pass_goes_down_the_flow_until_nothing_is_left(phone: Memory) -> None:
    calls(LETTERS + 1)

    first, second = run_once(now=ASKED), run_once(now=ASKED)

    assert len({message.address for message in phone.arrived}) == LETTERS + 1
    assert (first, second) == (3 * (LETTERS + 1), 0)


def test_a_pass_gives_up_what_is_lost_and_throws_away_what_is_old(
    phone: Memory, settings: Settings
) -> None:
    told(incident_created(), contact_ended("C1", "I1", number="07700 999999"))
    receive({}, now=NOON)
    run_once(now=ASKED)
    assert (Letter.objects.get().state, DeadLetter.objects.count()) == ("claimed", 1)

    with capture_logs() as logged:
        assert run_once(now=ASKED + settings.LEASE) == 1
        assert run_once(now=NOON + KEPT) == 1

    assert (Letter.objects.get().state, DeadLetter.objects.count()) == ("unknown", 0)
    assert logged == [
        {"event": "letters that may have left or not", "count": 1, "log_level": "error"}
    ]


def test_a_worker_takes_up_what_is_there_and_what_comes(phone: Memory) -> None:
    calls(1)
    with working():
        wait_until(lambda: len(phone.arrived) == 1)
        told(incident_created("J"), contact_ended("D", "J", number="07700 900456"))
        wait_until(lambda: len(phone.arrived) == 2)


def test_a_worker_runs_the_lanes_that_it_is_told_to(phone: Memory) -> None:
    calls(1)
    with working("screen"):
        wait_until(lambda: not Touchpoint.objects.exclude(due_at=None).exists())

    assert (Letter.objects.count(), run_once(now=ASKED)) == (0, 2)


def test_a_pass_down_the_flow_writes_no_facts_and_the_lane_of_the_facts_does(
    phone: Memory, settings: Settings
) -> None:
    calls(1)
    run_once(now=ASKED)
    with pytest.raises(NoFacts):
        facts(settings.FACTS)

    assert LANES["facts"].run(ASKED) == 2  # the month of a screening, and of a letter
    assert LANES["facts"].run(ASKED + minutes(1)) == 0
    assert facts(settings.FACTS).as_of == ASKED + minutes(1)


def test_facts_that_somebody_else_writes_are_left_to_them(
    phone: Memory, settings: Settings, own_database: dict[str, str]
) -> None:
    with psycopg.connect(own_database["DATABASE_URL"]) as other:
        other.execute("SELECT pg_advisory_lock(hashtext(%s))", [WRITER])
        assert LANES["facts"].run(ASKED) == 0
        with pytest.raises(NoFacts):
            facts(settings.FACTS)


def test_a_lane_with_a_pace_runs_at_it_whether_it_finds_work_or_not(
    phone: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes: list[float] = []

    def run(now: datetime) -> int:
        passes.append(time.monotonic())
        return len(passes) % 2

    monkeypatch.setattr(worker, "LANES", {"paced": Lane(run, 2, every=0.3)})
    with working("paced"):
        wake.ring()
        wait_until(lambda: len(passes) == 4)

    assert [0.3 <= later - earlier < 1 for earlier, later in pairwise(passes)] == [True] * 3


def test_a_lane_with_a_pace_goes_on_at_once_after_a_pass_that_was_full(
    phone: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes: list[datetime] = []

    def run(now: datetime) -> int:
        passes.append(now)
        return 2 if len(passes) < 4 else 0

    monkeypatch.setattr(worker, "LANES", {"paced": Lane(run, 2, every=3600)})
    with working("paced"):
        wait_until(lambda: len(passes) == 4)


def test_a_worker_that_is_told_to_stop_ends_what_it_has_begun(
    phone: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, ended = Event(), Event(), Event()

    def slow(now: datetime) -> int:
        begun.set()
        assert go_on.wait(SOON)
        ended.set()
        return 1

    monkeypatch.setattr(worker, "LANES", {"slow": Lane(slow, 1)})
    with working("slow") as thread:
        assert begun.wait(SOON)
        Timer(0.3, go_on.set).start()
        assert thread.is_alive()

    assert ended.is_set()


def test_a_lane_that_fails_says_nothing_of_what_it_read_and_tries_again(
    phone: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes: list[datetime] = []

    def fails_once(now: datetime) -> int:
        passes.append(now)
        if len(passes) == 1:
            raise ValueError("what a person wrote")
        return 0

    monkeypatch.setattr(worker, "LANES", {**LANES, "screen": Lane(fails_once, 1)})
    calls(1)
    with capture_logs() as logged, working("screen", "deliver"):
        wait_until(lambda: len(passes) >= 2)

    assert logged == [
        {"event": "lane_failed", "lane": "screen", "fault": "ValueError", "log_level": "error"}
    ]


def test_a_lost_connection_is_survived(phone: Memory, own_database: dict[str, str]) -> None:
    calls(1)
    with capture_logs() as logged, working("screen", "invite", "deliver"):
        wait_until(lambda: len(phone.arrived) == 1)
        with psycopg.connect(own_database["DATABASE_URL"], autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND state = 'idle' AND pid <> ALL(%s)",
                [[other.info.backend_pid, _own_backend()]],
            )
        told(incident_created("J"), contact_ended("D", "J", number="07700 900456"))
        wait_until(lambda: len(phone.arrived) == 2)

    lost = {entry["lane"]: entry for entry in logged if entry["event"] == "lane_lost_database"}
    assert lost["screen"] == {
        "event": "lane_lost_database",
        "lane": "screen",
        "fault": "OperationalError",
        "log_level": "warning",
    }


def test_a_simulation_is_refused_a_gateway_that_reaches_people(
    phone: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone, "recording", False)

    with pytest.raises(ClockRefused, match="recording channels only"):
        work(only=["deliver"], stop=Event())


def _own_backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_worker_asks_the_gateways_what_they_have(
    phone: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def collect(keep: object) -> int:
        asked.append(keep)
        return 0

    monkeypatch.setattr(phone, "collect", collect)

    with working("collect"):
        wait_until(lambda: len(asked) == 1)
