"""A worker that is killed again and again sends no letter twice and loses none."""

import os
import random
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

from heard.channels.outbox import Outbox, read_outbox
from heard.delivery.models import Letter, State
from heard.delivery.receipts import News, accept
from heard.delivery.reconcile import reconcile
from tests.delivery.letters import posted_many
from tests.delivery.workers import start

LETTERS = int(os.environ.get("HEARD_TORTURE_LETTERS", "4000"))
KILLS = 50
BATCH = 25
LINE = 170  # bytes of the outbox for a letter, or fewer


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
            after = chance.randrange(1, LETTERS * LINE // KILLS)  # half of them, on average
            _kill(worker, outbox, after=after, pause=chance.random() * 0.02)
        assert len(list(workers)) == 1
        said = supervisor.communicate()[1].splitlines()
        assert [line for line in said if "letters that may have left or not" not in line] == []
        assert supervisor.returncode == 0

    lines, _ = read_outbox(outbox)
    times = Counter(line["reference"] for line in lines)
    assert set(times.values()) == {1}
    sent, unknown = _in(State.SENDING), _in(State.UNKNOWN)
    assert Letter.objects.count() == LETTERS == len(sent) + len(unknown)
    assert sent <= set(times) <= sent | unknown
    assert 0 < len(unknown) <= KILLS * BATCH
    _reconciled(outbox, settled=len(unknown & set(times)))
    _settled_by_receipts(set(times), but=unknown - set(times))


def _in(state: State) -> set[str]:
    return {
        str(found)
        for found in Letter.objects.filter(state=state).values_list("reference", flat=True)
    }


def _reconciled(outbox: Path, *, settled: int) -> None:
    """Compare with the gateway's own list: it differs in nothing but what it settles."""
    now = datetime.now(tz=UTC)
    since = now - timedelta(days=1)
    listed = Outbox(path=str(outbox)).accepted(since=since, until=now)
    found = reconcile("trial", listed, since=since, until=now, now=now)
    assert (found.found, found.settled) == (0, settled)
    assert found.agreed + found.settled == found.listed
    assert len(_in(State.UNKNOWN)) == found.unsettled


def _settled_by_receipts(references: set[str], *, but: set[str]) -> None:
    """Replay a receipt of each letter that the gateway had: the others are listed, and no more."""
    now = datetime.now(tz=UTC)
    news = [
        News(reference=UUID(one), status=State.DELIVERED, occurred_at=now)
        for one in sorted(references)
    ]
    for first in range(0, len(news), 1_000):
        accept(news[first : first + 1_000], now=now)
    assert _in(State.DELIVERED) == references
    assert {str(letter.reference) for letter in Letter.objects.unsettled()} == but
