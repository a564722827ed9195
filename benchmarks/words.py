"""Comments a second that are redacted, triaged and coded, on one core."""

import re
from statistics import median
from time import perf_counter

from benchmarks.result import Row
from benchmarks.trial import Trials
from heard.core.text.coding import coded
from heard.core.text.measured import labelled, marked
from heard.core.text.redact import redact
from heard.core.text.triage import triage

_COUNT = 4_000
_RUNS = 7
_CODED, _CODED_RUNS = 500, 3  # the model takes its time
_WORD = re.compile(r"\w+")


def read(_trials: Trials) -> list[Row]:
    """Redact and triage comments, beside cutting each into its words by one expression."""
    given = [*(one.text for one in labelled()), *(one.text for one in marked())]
    # Two in one: a sentence or two, as most people write; each is met for the first time.
    comments = [
        f"{given[n % len(given)]}. {given[(n * 7 + 3) % len(given)]} {n}" for n in range(_COUNT)
    ]
    speed = median(_timed(comments) for _ in range(_RUNS))
    bare = median(_cut(comments) for _ in range(_RUNS))
    length = sum(map(len, comments)) / _COUNT
    some = [f"{comment} {n}" for n, comment in enumerate(comments[:_CODED])]
    all_of_it = median(_coded(some) for _ in range(_CODED_RUNS))
    told = f"comments of {length:.0f} characters in nine languages, one core; median of"
    return [
        Row(
            measure="Comments redacted and triaged",
            result=speed,
            unit="a second",
            peer=bare,
            peer_is="each cut into its words by one expression",
            aim=300,
            least=True,
            note=f"{_COUNT:,} {told} {_RUNS} runs.",
        ),
        Row(
            measure="Comments redacted, triaged and coded",
            result=all_of_it,
            unit="a second",
            peer=speed,
            peer_is="redacted and triaged only",
            aim=50,
            least=True,
            note=f"{_CODED:,} {told} {_CODED_RUNS} runs. No sentence comes twice; what is in "
            "other letters than Latin ones is not coded.",
        ),
    ]


def _timed(comments: list[str]) -> float:
    start = perf_counter()
    for comment in comments:
        redact(comment)
        triage(comment)
    return len(comments) / (perf_counter() - start)


def _coded(comments: list[str]) -> float:
    start = perf_counter()
    for comment in comments:
        triage(comment)
    coded([redact(comment) for comment in comments], {})
    return len(comments) / (perf_counter() - start)


def _cut(comments: list[str]) -> float:
    start = perf_counter()
    for comment in comments:
        _WORD.findall(comment)
    return len(comments) / (perf_counter() - start)
