"""Single events a second: one a POST, over several connections, with every check on."""

from time import perf_counter

import psycopg

from benchmarks import cpu, told
from benchmarks.door import CONNECTIONS, post_all, singles
from benchmarks.result import Row
from benchmarks.trial import Trial, Trials

_COUNT = 3_000
_LANES = (("screen", "invite"),)


def one_event_a_post(trials: Trials) -> list[Row]:
    """Each POST is a call of its own, committed when it is answered; the worker runs beside.

    By the machine's clock, which costs no query: it is too late by years to ask any of them.
    """
    events = told.calls(_COUNT, name="single")
    with trials.begin(lanes=_LANES, clock="system") as trial:
        post_all(trial, singles(told.calls(200, name="warm")))
        spent, start = cpu.seconds(), perf_counter()
        count = post_all(trial, singles(events))
        speed = count / (perf_counter() - start)
        trial.wait_until_idle()
        each = cpu.told(cpu.since(spent), count=count, what="a POST and its screening")
        bare = _bare(trial)
    return [
        Row(
            measure="Single events",
            result=speed,
            unit="a second",
            peer=bare,
            peer_is="bare INSERTs, a commit each, one connection",
            aim=1_500,
            least=True,
            note=f"{count:,} POSTs over {CONNECTIONS} connections, by the machine's clock. {each}.",
        )
    ]


def _bare(trial: Trial) -> float:
    with psycopg.connect(trial.owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE bare (LIKE events_event INCLUDING ALL)")
        start = perf_counter()
        for number in range(_COUNT):
            owner.execute(
                "INSERT INTO bare (source, event_id, type, occurred_at, received_at, data)"
                " VALUES ('s', %s, 't', now(), now(), '{}')",
                [str(number)],
            )
        return _COUNT / (perf_counter() - start)
