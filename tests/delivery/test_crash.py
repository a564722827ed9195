"""A worker that is killed again and again sends no letter twice and loses none."""

import os
import random
import signal
import time
from collections import Counter
from itertools import islice
from pathlib import Path

from heard.channels.outbox import read_outbox
from heard.delivery.models import Letter, State
from tests.delivery.letters import posted_many
from tests.delivery.workers import start

LETTERS = 2_000
KILLS = 16
BATCH = 25


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _kill(worker: int, path: Path, *, after: int, pause: float) -> None:
    """Kill a worker some time after it has written so many bytes more."""
    goal = _size(path) + after
    while _size(path) < goal:
        time.sleep(0.0005)
    time.sleep(pause)
    os.kill(worker, signal.SIGKILL)


def test_killed_at_any_moment_no_letter_leaves_twice_and_none_is_lost(
    own_database: dict[str, str], tmp_path: Path
) -> None:
    posted_many(LETTERS)
    outbox, chance = tmp_path / "outbox.jsonl", random.Random(20201001)  # noqa: S311 - a seeded test
    with start(own_database, outbox, BATCH) as supervisor:
        workers = (int(line) for line in supervisor.stdout or () if line.strip().isdigit())
        for worker in islice(workers, KILLS):
            after, pause = chance.randrange(1, 20_000), chance.random() * 0.02
            _kill(worker, outbox, after=after, pause=pause)
        assert len(list(workers)) == 1
        said = supervisor.communicate()[1].splitlines()
        assert [line for line in said if "letters that may have left or not" not in line] == []
        assert supervisor.returncode == 0

    lines, _ = read_outbox(outbox)
    times = Counter(line["reference"] for line in lines)
    found = {str(ref): state for ref, state in Letter.objects.values_list("reference", "state")}
    sent = {reference for reference, state in found.items() if state == State.SENDING}
    unknown = {str(letter.reference) for letter in Letter.objects.unsettled()}
    assert len(found) == LETTERS
    assert set(times.values()) == {1}
    assert sent <= set(times)
    assert set(found) - sent == unknown
    assert set(times) <= set(found)
    assert len(unknown) <= KILLS * BATCH
