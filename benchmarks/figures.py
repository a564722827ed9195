"""The figures of a page, filtered and dated, with their guard: the first time, and again."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

import duckdb

from benchmarks.answers import write
from benchmarks.result import Row
from benchmarks.trial import Trials
from heard.core.statistics.bases import ORDINARY
from heard.eligibility.models import Programme
from heard.insight.cuts import Cut, Slice
from heard.insight.facts._datasets import RESPONSES
from heard.insight.facts.read import facts
from heard.insight.survey import Survey, View, survey
from heard.web.staff.warm import warm

T = TypeVar("T")
TIMES = 9
FROM, TO = date(2026, 6, 1), date(2026, 8, 30)  # a Monday and a Sunday
_BY_HAND = """
    SELECT {columns}, count(*), sum(CASE WHEN value >= 8 THEN 1 ELSE 0 END), min(day), max(day)
    FROM read_parquet('{folder}/*/*.parquet', hive_partitioning = false)
    WHERE area = '{area}' AND day BETWEEN DATE '{from_}' AND DATE '{to}' AND scale = 'N10'
      AND disposition IN ('complete', 'partial') AND value BETWEEN 0 AND 10
    GROUP BY {columns}
"""
# Questions now and before, in the newest weeks and those before; weeks, hours, kinds of incident.
_COUNTED = (
    *(("question", str(FROM), str(TO)), ("question", "2026-03-02", "2026-05-31")),
    *(("question", "2026-08-03", str(TO)), ("question", "2026-07-06", "2026-08-02")),
    *((columns, str(FROM), str(TO)) for columns in ("week", "weekday, hour", "incident")),
)


def a_page(trials: Trials) -> list[Row]:
    """Ask for all that the page of a survey shows of an area and three months."""
    with TemporaryDirectory(prefix="heard-bench-figures-") as name:
        write(Path(name))
        return of_page("1,000,000 responses", Path(name), "BE", trials)


def of_page(words: str, folder: Path, area: str, trials: Trials) -> list[Row]:
    """Ask for it over the facts in a folder, which nobody has asked yet, and again."""
    warm()
    view = View(where=Slice(area=area, from_=FROM, to=TO), by=(Cut.INCIDENT,))
    with trials.prepared():
        pool = [Programme.objects.select_related("questionnaire").get(slug="sms_contact")]
        ask = partial(survey, facts(folder), pool, view, minimum_base=ORDINARY.answers)
        first, page = _timed(ask)
        again = median(_timed(ask)[0] for _ in range(TIMES))
    by_hand = partial(_by_hand, duckdb.connect(), folder / RESPONSES.name, area)
    _, sizes = _timed(by_hand)
    peer = median(_timed(by_hand)[0] for _ in range(TIMES))
    if sizes != {one.question: one.estimate.n for one in page.questions}:
        raise AssertionError("the two do not count the same")
    note = f"{_figures(page)} figures of an area and three months, each with its guard."
    return [
        Row(
            measure=f"The figures of a page over {words}, {when}",
            result=1000 * took,
            unit="ms",
            peer=1000 * peer,
            peer_is=f"{len(_COUNTED)} statements by hand in DuckDB, on the rows, without a guard",
            aim=aim,
            least=False,
            note=note,
        )
        for when, took, aim in (("the first time", first, 500), ("again", again, 100))
    ]


def _figures(page: Survey) -> int:
    changes = sum(len(one.figures) for one in page.changes)
    return len([*page.questions, *page.weeks, *page.hours, *page.cut]) + changes


def _by_hand(hand: duckdb.DuckDBPyConnection, folder: Path, area: str) -> dict[str, int]:
    """Count what the page shows; give how many answered each question."""
    found = [
        hand.execute(
            _BY_HAND.format(columns=columns, folder=folder, area=area, from_=from_, to=to)
        ).fetchall()
        for columns, from_, to in _COUNTED
    ]
    return {question: n for question, n, *_ in found[0]}


def _timed(ask: Callable[[], T]) -> tuple[float, T]:
    started = perf_counter()
    found = ask()
    return perf_counter() - started, found
