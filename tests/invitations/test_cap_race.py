"""Fifty workers at once: whoever calls ten times is asked once."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from heard import worker
from heard.channels.memory import Memory
from heard.delivery.deliver import deliver
from heard.delivery.models import Letter
from heard.events.models import Touchpoint
from tests import make
from tests.delivery.letters import way
from tests.make import NOON, minutes
from tests.together import alone

NUMBERS = int(os.environ.get("HEARD_TORTURE_NUMBERS", "60"))
CALLS, WORKERS = 10, 50
TEN = NOON + minutes(10)


def tell() -> None:
    calls = [
        make.contact_ended(f"C{number}-{call}", number=f"07700 900{number:03}")
        for call in range(CALLS)
        for number in range(NUMBERS)
    ]
    for first in range(0, len(calls), 500):
        make.told(*calls[first : first + 500])


def work() -> None:
    """Screen and invite, a few at a time, until nothing is left."""
    while make.screened(TEN, limit=7) + make.invited(TEN, limit=7):
        pass


@pytest.mark.usefixtures("own_database")
def test_fifty_workers_ask_each_of_those_who_call_ten_times_once() -> None:
    tell()
    with ThreadPoolExecutor(WORKERS) as pool:
        for done in [pool.submit(alone, work) for _ in range(WORKERS)]:
            done.result()
    work()  # what one of them had in hand when the others found nothing left
    assert not Touchpoint.objects.filter(due_at__lte=TEN).exists()
    memory = Memory()
    channels = {"sms": way(memory)}
    while deliver(
        now=TEN, guards=worker.GUARDS, channels=channels, lease=minutes(5), limit=worker.LETTERS
    ):
        pass
    assert Letter.objects.count() == NUMBERS
    assert len({message.address for message in memory.arrived}) == len(memory.arrived) == NUMBERS
