"""Cuts of a million responses, by one thing and by three, beside the same SQL written by hand."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import duckdb

from benchmarks.answers import MONTHS, QUESTIONS, RESPONSES, write
from benchmarks.result import Row
from benchmarks.trial import Trials
from heard.insight.cuts import EVERYTHING, Cut, Slice, counted
from heard.insight.facts.read import Facts, facts

TIMES = 15
JUNE = Slice(from_=date(2026, 6, 1), to=date(2026, 6, 7))
BY_HAND = """
    SELECT programme, questionnaire, question, question_version, {columns}, count(*) AS n,
           sum(CASE WHEN value >= 8 THEN 1 ELSE 0 END) AS positive, min(day), max(day)
    FROM read_parquet({files})
    WHERE {where}
      AND disposition IN ('complete', 'partial') AND scale = 'N10' AND value BETWEEN 0 AND 10
    GROUP BY programme, questionnaire, question, question_version, {columns}
"""
A_WEEK = "day BETWEEN DATE '2026-06-01' AND DATE '2026-06-07'"
Case = tuple[str, tuple[Cut, ...], Slice, str]
CASES: Sequence[Case] = (
    ("A week's cut by area", (Cut.AREA,), JUNE, A_WEEK),
    (
        "A year's cut by area, grade and response time",
        (Cut.AREA, Cut.GRADE, Cut.RESPONSE_TIME),
        EVERYTHING,
        "true",
    ),
)


def a_week(trials: Trials) -> list[Row]:  # noqa: ARG001 - it needs no database
    """Time cuts as the dashboard asks them, and as one would write them."""
    with TemporaryDirectory(prefix="heard-bench-facts-") as name:
        folder = Path(name)
        files = [str(folder / file) for file in write(folder)]
        known = facts(folder)
        return [_row(known, files, case) for case in CASES]


def _row(known: Facts, files: Sequence[str], case: Case) -> Row:
    words, by, where, sql = case
    columns = ", ".join(by)
    text = BY_HAND.format(files=files, where=sql, columns=columns)
    hand, ours, theirs = duckdb.connect(), [], []
    for _ in range(TIMES):
        started = perf_counter()
        found = known.ask(counted, by=by, where=where)
        between = perf_counter()
        rows = hand.execute(text).fetchall()
        ours.append(between - started)
        theirs.append(perf_counter() - between)
    started = perf_counter()
    known.engine.compile(counted(known, by=by, where=where))
    compiling = perf_counter() - started
    if {(r["question"], *(r[cut] for cut in by), r["n"], r["counted"]) for r in found} != {
        (question, *places, n, int(positive))
        for _, _, question, _, *places, n, positive, _, _ in rows
    }:
        raise AssertionError("the two do not count the same")
    return Row(
        measure=f"{words} over 1,000,000 responses",
        result=1000 * median(ours),
        unit="ms",
        peer=1000 * median(theirs),
        peer_is="the same SQL by hand, on the same files",
        aim=1200 * median(theirs),
        least=False,
        note=f"{RESPONSES * len(QUESTIONS):,} answers in {MONTHS} files; median of "
        f"{TIMES}. The first time, turning the expression into SQL takes "
        f"{1000 * compiling:.0f} ms more",
    )
