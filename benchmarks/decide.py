"""Decisions a second of the gate by itself: the facts are at hand, one core."""

from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter

from benchmarks.result import Row
from benchmarks.trial import Trials
from heard.core.screening import RULES, Facts, Policy, decide
from tests.core.screening.known import NOON, POLICY, facts

_COUNT = 4_000
_RUNS = 7
# A day's mix: most may be asked, now or when they have had ten minutes; the others for each reason.
_MIX: tuple[Facts, ...] = (
    *(facts(happened_at=NOON - timedelta(minutes=n)) for n in (5, 11, 20, 40, 60)),
    facts(age=40, codes={"fine", "well"}),
    facts(markers={"SC-01"}),
    facts(codes={"never"}),
    facts(codes={"look"}),
    facts(risks={"partner"}),
    facts(opted_out=True),
    facts(endangered=True),
)


def decisions(_trials: Trials) -> list[Row]:
    """Every rule asked about every case, beside as many calls that ask nothing."""
    mix = [_MIX[n % len(_MIX)] for n in range(_COUNT)]
    nothing = [_nothing for _ in RULES]
    speed = _speed(lambda: [decide(one, POLICY, now=NOON) for one in mix])
    bare = _speed(lambda: [[ask(one, POLICY, NOON) for ask in nothing] for one in mix])
    return [
        Row(
            measure="Decisions",
            result=speed,
            unit="a second",
            peer=bare,
            peer_is=f"{len(RULES)} calls of a function that does nothing",
            aim=20_000,
            least=True,
            note=f"{_COUNT:,} cases of {len(_MIX)} kinds, one core; median of {_RUNS} runs.",
        )
    ]


def _speed(run: Callable[[], object]) -> float:
    return median(_timed(run) for _ in range(_RUNS))


def _timed(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return _COUNT / (perf_counter() - start)


def _nothing(facts: Facts, policy: Policy, now: datetime) -> None:
    """Take what a rule takes."""
