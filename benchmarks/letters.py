"""Letters a second from the queue to an operator that has them on its disk, by two workers."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep

import psycopg
from django.conf import settings

from benchmarks import cpu, told
from benchmarks.door import batches, post_all
from benchmarks.result import Row
from benchmarks.trial import Trial, Trials
from heard.cli import processes
from heard.delivery.models import Letter
from heard.worker import LETTERS

_COUNT = 3_000
_RATE = 100  # letters a second, where the pace is measured
_WORKERS = 2
_WARM = 200  # letters, until both workers have bound and their code is loaded
_PATIENCE = 120.0
_CLAIM = """
    UPDATE bare SET state = 'claimed', due_at = NULL WHERE id IN (
        SELECT id FROM bare WHERE due_at <= now() ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED
    )
"""


def over_smpp(trials: Trials) -> list[Row]:
    """Claimed, looked at again, handed over, accepted with fsync by the operator, and recorded."""
    with _backlog(trials, "letters", rate=10_000) as (trial, truth, count):
        speed, each = _run(truth, count)
        bare = _bare(trial)
    return [
        Row(
            measure="Letters over SMPP",
            result=speed,
            unit="a second",
            peer=bare,
            peer_is=f"bare claims FOR UPDATE SKIP LOCKED of {LETTERS}, two connections",
            aim=500,
            least=True,
            note=(
                f"{count:,} letters, {_WORKERS} workers of the lane `deliver` with a bind each, "
                f"the operator on the same cores; counted by what is on its disk. {each}."
            ),
        )
    ]


def pace(trials: Trials) -> list[Row]:
    """How far two workers together are off the rate that their gateway allows."""
    with _backlog(trials, "pace", rate=_RATE) as (_, truth, count):
        speed, _ = _run(truth, count)
    return [
        Row(
            measure="Off the pace of the gateway",
            result=100 * abs(speed / _RATE - 1),
            unit="%",
            peer=100 / count,
            peer_is="one letter of them",
            aim=2,
            least=False,
            note=f"{count:,} letters at {_RATE} a second; {speed:.1f} a second left.",
        )
    ]


@contextmanager
def _backlog(trials: Trials, name: str, *, rate: int) -> Iterator[tuple[Trial, Path, int]]:
    """Post letters that wait for an operator who takes so many a second, and count them."""
    port = processes.free_port("127.0.0.1", 0)
    truth = settings.HOME / f"{name}.jsonl"
    options = {"port": port, "system_id": "a", "password": "", "sender": "Police"}
    options |= {"window": 50, "rate": rate}
    gateway = {"gateway": "benchmarks.gateway.NearSmpp", "options": options}
    with (
        _message_centre(port, truth),
        trials.begin(lanes=[("screen", "invite")], gateway=gateway) as trial,
    ):
        post_all(trial, batches(told.calls(_COUNT, name=name)))
        trial.wait_until_idle()
        yield trial, truth, Letter.objects.count()


@contextmanager
def _message_centre(port: int, truth: Path) -> Iterator[None]:
    """Run the tests' message centre as a process of its own; its standard input ends it."""
    command = [sys.executable, "-m", "tests.peers.smsc", "--port", str(port), "--truth", str(truth)]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as centre:
        if centre.stdout is None or not centre.stdout.readline():
            raise RuntimeError("The message centre did not begin.")
        yield


def _run(truth: Path, count: int) -> tuple[float, str]:
    """Start the workers; give the speed from the first letters to the last, and what it took."""
    children = [processes.worker(only=["deliver"]) for _ in range(_WORKERS)]
    try:
        for child in children:
            child.start()
        _wait_for(truth, _WARM)
        spent, begun, first = cpu.seconds(), perf_counter(), _accepted(truth)
        _wait_for(truth, count)
        speed = (count - first) / (perf_counter() - begun)
        return speed, cpu.told(cpu.since(spent), count=count - first, what="a letter")
    finally:
        for child in children:
            child.stop()


def _wait_for(truth: Path, count: int) -> None:
    end = perf_counter() + _PATIENCE
    while (found := _accepted(truth)) < count:
        if perf_counter() > end:
            raise TimeoutError(f"The operator has {found} of {count} letters.")
        sleep(0.02)


def _accepted(truth: Path) -> int:
    """Count by the last line, whose letter the operator named by their number in hexadecimal."""
    with truth.open("rb") as file:
        file.seek(max(0, truth.stat().st_size - 1_000))
        last = file.read().rpartition(b"\n")[0].rpartition(b"\n")[2]
    return int(json.loads(last)["id"], 16) if last else 0


def _bare(trial: Trial) -> float:
    with psycopg.connect(trial.owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE bare (LIKE delivery_letter INCLUDING DEFAULTS)")
        owner.execute("INSERT INTO bare SELECT * FROM delivery_letter")
        owner.execute("UPDATE bare SET state = 'created', due_at = posted_at")
        owner.execute("CREATE INDEX ON bare (due_at) WHERE due_at IS NOT NULL")
        owner.execute("CREATE UNIQUE INDEX ON bare (id)")
        owner.execute("ANALYZE bare")
    start = perf_counter()
    with ThreadPoolExecutor(_WORKERS) as pool:
        claimed = sum(pool.map(lambda _: _claim_all(trial), range(_WORKERS)))
    return claimed / (perf_counter() - start)


def _claim_all(trial: Trial) -> int:
    """Claim until nothing is left, a commit each time."""
    count = 0
    with psycopg.connect(trial.owner_url, autocommit=True) as connection:
        while found := connection.execute(_CLAIM, [LETTERS]).rowcount:
            count += found
    return count
