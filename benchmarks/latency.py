"""The time from an event's acceptance to the call of the gateway, at a steady stream of events."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from time import perf_counter, sleep, time

import psycopg
from django.conf import settings
from django.db import connection

from benchmarks import told
from benchmarks.door import CONNECTIONS, Body, Line, singles
from benchmarks.result import Row
from benchmarks.trial import Trial, Trials
from heard import worker

_EACH_SECOND = 100
_SECONDS = 15
_WARM = 200
_PATIENCE = 60.0
_ACCEPTED = """
    SELECT contact_id, extract(epoch FROM recorded_at)::float8 FROM events_event
    WHERE contact_id LIKE 'C-steady-%'
"""


def accepted_to_gateway(trials: Trials) -> list[Row]:
    """From the beginning of the transaction that takes an event in to the gateway's call."""
    path = settings.HOME / "stamps.jsonl"
    gateway = {"gateway": "benchmarks.gateway.Stamps", "options": {"path": str(path)}}
    count = _EACH_SECOND * _SECONDS
    with trials.begin(lanes=[list(worker.LANES)], gateway=gateway) as trial:
        _offer(trial, singles(told.calls(_WARM, name="warm")))
        _wait_for(path, _WARM)
        late = _offer(trial, singles(told.calls(_WARM + count, name="steady")[_WARM:]))
        called = _wait_for(path, _WARM + count)
        waits = sorted(called[int(name.rpartition("-")[2])] - at for name, at in _accepted())
        ring = _ring(trial)
    cuts = quantiles(waits, n=100)
    return [
        Row(
            measure="Accepted to gateway called, p95",
            result=1000 * cuts[94],
            unit="ms",
            peer=1000 * ring,
            peer_is="a bare commit, NOTIFY and LISTEN, p95",
            aim=250,
            least=False,
            note=(
                f"{len(waits):,} single events at {_EACH_SECOND} a second, all lanes in one "
                f"worker; p50 {1000 * cuts[49]:.0f} ms, p99 {1000 * cuts[98]:.0f} ms. A POST "
                f"left {1000 * late:.0f} ms late at most."
            ),
        )
    ]


def _offer(trial: Trial, lanes: list[list[Body]]) -> float:
    """Post at the given rate, whatever the answers take; say by how much a POST came late."""
    start = perf_counter() + 0.1

    def offer(lane: int) -> float:
        line, latest = Line(trial), 0.0
        for number, body in enumerate(lanes[lane]):
            due = start + (number * CONNECTIONS + lane) / _EACH_SECOND
            sleep(max(0.0, due - perf_counter()))
            latest = max(latest, perf_counter() - due)
            line.post(body)
        return latest

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return max(pool.map(offer, range(CONNECTIONS)))


def _wait_for(path: Path, count: int) -> dict[int, float]:
    """Give the moment of the gateway's call by the number of the call; TimeoutError."""
    end = perf_counter() + _PATIENCE
    while len(stamps := list(_stamps(path))) < count:
        if perf_counter() > end:
            raise TimeoutError(f"The gateway was called for {len(stamps)} of {count} letters.")
        sleep(0.1)
    return {int(address[-6:]): at for address, at in stamps}


def _stamps(path: Path) -> Iterator[tuple[str, float]]:
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            address, at = json.loads(line)
            yield address, at


def _accepted() -> list[tuple[str, float]]:
    with connection.cursor() as cursor:
        cursor.execute(_ACCEPTED)
        rows: list[tuple[str, float]] = cursor.fetchall()
    return rows


def _ring(trial: Trial) -> float:
    """Give the p95 of the shortest way there is: a commit, and a NOTIFY that somebody hears."""
    waits = []
    with (
        psycopg.connect(trial.owner_url, autocommit=True) as ear,
        psycopg.connect(trial.owner_url, autocommit=True) as mouth,
    ):
        ear.execute("LISTEN bare")
        mouth.execute("CREATE TABLE bare (at float8)")
        for _ in range(_WARM):
            at = time()
            mouth.execute("INSERT INTO bare VALUES (%s)", [at])
            mouth.execute("NOTIFY bare")
            waits += [time() - at for _ in ear.notifies(timeout=1, stop_after=1)]
    return quantiles(waits, n=100)[94]
