"""Workers that share the texts of many people read each once, and each person's in their order."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

import pytest
from pytest_django import Settings

from heard import wake, worker
from heard.channels.memory import Memory
from heard.clock import simulate
from heard.delivery import gateways
from heard.delivery.models import InboundText, Letter
from heard.dialogues.models import Alert, Turn
from heard.dialogues.read import read
from tests.delivery.letters import way
from tests.dialogues.phone import NOW, STOPPED, Phone
from tests.together import alone

pytestmark = pytest.mark.usefixtures("own_database")
PEOPLE, WORKERS = 6, 4
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def phones(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[Phone]:
    memory = Memory()
    monkeypatch.setattr(gateways, "channels", lambda: {"sms": way(memory)})
    settings.CLOCK = "simulated"
    simulate.begin(seed=1, now=NOW)
    phones = [Phone(memory, number) for number in range(PEOPLE)]
    for phone in phones:
        phone.asked()
    return phones


def read_all() -> int:
    """Read until nothing is left, on a connection of this thread."""

    def until_nothing_is_left() -> int:
        count = 0
        while InboundText.objects.filter(due_at__isnull=False).exists():
            count += read(now=LATER, limit=3, force="Trial Police")
        return count

    return alone(until_nothing_is_left)


def test_each_text_is_read_once_and_in_the_order_of_its_writer(phones: list[Phone]) -> None:
    for phone in phones:
        phone.send("8", at=NOW + timedelta(seconds=20))
        phone.send("sorry 3", at=NOW + timedelta(seconds=40))
        phone.send("I meant 5", at=NOW + timedelta(seconds=60))
    with ThreadPoolExecutor(WORKERS) as pool:
        counts = list(pool.map(lambda _: read_all(), range(WORKERS)))
    assert sum(counts) == 3 * PEOPLE
    assert set(InboundText.objects.values_list("kind", flat=True)) == {"answer"}
    assert Letter.objects.filter(kind="turn").count() == PEOPLE
    answered = Turn.objects.filter(number=1).values_list("answered_at", flat=True)
    assert set(answered) == {NOW + timedelta(seconds=60)}


@contextmanager
def working() -> Iterator[None]:
    """Run a real worker with all its lanes, as `heard work` does."""
    stop = Event()
    lanes = [name for name, lane in worker.LANES.items() if lane.every is None]
    thread = Thread(target=lambda: alone(lambda: worker.work(only=lanes, stop=stop)))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


def test_a_real_worker_shows_danger_and_heeds_stop_within_seconds(phones: list[Phone]) -> None:
    simulate.advance(to=LATER)
    with working():
        time.sleep(0.5)
        begun = time.monotonic()
        phones[0].send("he can hear me")
        phones[1].send("STOP")
        wake.ring()
        came: list[str] = []
        while time.monotonic() < begun + 10 and not (came and Alert.objects.exists()):
            time.sleep(0.01)
            came += phones[1].new()
        took = time.monotonic() - begun
    assert (came, Alert.objects.get().level, took < 5) == ([STOPPED], "L0", True)
