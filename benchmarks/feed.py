"""Events a second from the batch feed, until each is screened and its letter is posted."""

from collections.abc import Iterator, Sequence
from io import StringIO
from statistics import median
from time import perf_counter

import psycopg

from benchmarks import cpu, told
from benchmarks.door import BATCH, CONNECTIONS, Body, batches, post_all
from benchmarks.result import Row
from benchmarks.trial import Trial, Trials
from heard.delivery.models import Letter
from heard.simulation.wire import Event

_LANES = (("screen",), ("invite",))  # a process each: together they would share one core
_TIMES = 3
_CALLS = 10_000
_COLUMNS = "source, event_id, type, occurred_at, received_at, contact_id, incident_id, data, phone"


def pilot_mix(trials: Trials) -> list[Row]:
    """The pilot's mix: six events a call, of which one in fourteen becomes a letter."""
    events = told.pilot()
    return [_measured(trials, "Events of the pilot's mix", events, before=(), aim=15_000)]


def every_event_asks(trials: Trials) -> list[Row]:
    """Each event is a call whose caller may be asked, half of them about a log of their own."""
    calls = told.calls(_CALLS, name="all", about=True)
    logs = told.logs(_CALLS, name="all")
    return [_measured(trials, "Events that all ask", calls, before=logs, aim=7_000)]


def _measured(
    trials: Trials, name: str, events: Sequence[Event], *, before: Sequence[Event], aim: float
) -> Row:
    lanes = batches(events)
    runs = []
    for _ in range(_TIMES):
        with trials.begin(lanes=_LANES) as trial:
            _warm_up(trial, before)
            runs.append(_run(trial, lanes, letters=Letter.objects.count()))
    speeds = [run[0] for run in runs]
    speed, copied, spent, letters = sorted(runs, key=lambda run: run[0])[len(runs) // 2]
    return Row(
        measure=name,
        result=speed,
        unit="a second",
        peer=copied,
        peer_is="bare COPY of the same rows",
        aim=aim,
        least=True,
        note=(
            f"{len(events):,} in batches of {BATCH:,} over {CONNECTIONS} connections, a "
            f"worker for each of the two lanes, from the first POST until all are "
            f"screened and {letters:,} letters are posted; "
            f"the runs gave {', '.join(f'{s:,.0f}' for s in speeds)} (median "
            f"{median(speeds):,.0f}). {spent}."
        ),
    )


def _warm_up(trial: Trial, before: Sequence[Event]) -> None:
    """Let every process meet every kind of event, and tell what is to be known before."""
    post_all(trial, batches([*told.calls(400, name="warm", about=True), *before]))
    trial.wait_until_idle()


def _run(
    trial: Trial, lanes: Sequence[Sequence[Body]], *, letters: int
) -> tuple[float, float, str, int]:
    """Give events a second, rows a second of COPY, the CPU of an event, and the letters."""
    spent, start = cpu.seconds(), perf_counter()
    count = post_all(trial, lanes)
    trial.wait_until_idle()
    speed = count / (perf_counter() - start)
    each = cpu.told(cpu.since(spent), count=count, what="an event")
    return speed, _copy(trial), each, Letter.objects.count() - letters


def _copy(trial: Trial) -> float:
    """Copy the rows into a table of the same shape, a commit a batch; give rows a second."""
    with psycopg.connect(trial.owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE bare (LIKE events_event INCLUDING ALL)")
        text = StringIO()
        with owner.cursor().copy(f"COPY events_event ({_COLUMNS}) TO STDOUT") as rows:
            for row in rows:
                text.write(bytes(row).decode())
        lines = text.getvalue().splitlines(keepends=True)
        start = perf_counter()
        for batch in _parts(lines):
            with owner.cursor().copy(f"COPY bare ({_COLUMNS}) FROM STDIN") as copy:
                copy.write(batch)
        return len(lines) / (perf_counter() - start)


def _parts(lines: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(lines), BATCH):
        yield "".join(lines[start : start + BATCH])
