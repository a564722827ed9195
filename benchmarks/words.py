"""Comments a second that are redacted, triaged, by lists and by meaning, and coded; one core."""

import re
from collections.abc import Callable
from statistics import median
from time import perf_counter

from benchmarks.result import Row
from benchmarks.trial import Trials
from heard.core.text.coding import coded
from heard.core.text.meaning import meant
from heard.core.text.measured import labelled, marked
from heard.core.text.redact import redact
from heard.core.text.triage import triage

_COUNT = 4_000
_RUNS = 7
_MEANT, _MEANT_RUNS = 400, 3  # the sentence model takes its time
_CODED, _CODED_RUNS = 500, 3  # and so it does here
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
    return [
        Row(
            measure="Comments redacted and triaged",
            result=speed,
            unit="a second",
            peer=bare,
            peer_is="each cut into its words by one expression",
            aim=300,
            least=True,
            note=f"{_COUNT:,} comments of {length:.0f} characters in nine languages, one core; "
            f"median of {_RUNS} runs.",
        ),
        _by_meaning(),
        _with_themes([f"{comment} {n}" for n, comment in enumerate(comments[:_CODED])], speed),
    ]


def _with_themes(comments: list[str], speed: float) -> Row:
    """Redact, triage by lists and code comments, beside the speed without the coding."""
    length = sum(map(len, comments)) / len(comments)
    return Row(
        measure="Comments redacted, triaged and coded",
        result=median(_coded(comments) for _ in range(_CODED_RUNS)),
        unit="a second",
        peer=speed,
        peer_is="redacted and triaged only",
        aim=50,
        least=True,
        note=f"{_CODED:,} comments of {length:.0f} characters in nine languages, triaged by lists; "
        f"one core; median of {_CODED_RUNS} runs. No sentence comes twice; what is in other "
        "letters than Latin ones is not coded.",
    )


def _by_meaning() -> Row:
    """Look for danger by meaning, beside the lists on the same comments."""
    english = [one.text for one in labelled() if one.language == "en"]
    comments = [f"{english[n]}. {english[-1 - n]}" for n in range(_MEANT)]
    for one in comments:
        meant(one)  # loads what is loaded once a process
        triage(one)
    return Row(
        measure="Comments triaged by meaning",
        result=median(_paced(comments, meant) for _ in range(_MEANT_RUNS)),
        unit="a second",
        peer=median(_paced(comments, triage) for _ in range(_MEANT_RUNS)),
        peer_is="the lists alone, on the same comments",
        aim=20,
        least=True,
        note=f"{_MEANT:,} comments of two sentences and more in English, each read whole and by "
        f"sentence; one core; median of {_MEANT_RUNS} runs.",
    )


def _paced(comments: list[str], look: Callable[[str], object]) -> float:
    start = perf_counter()
    for comment in comments:
        look(comment)
    return len(comments) / (perf_counter() - start)


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
