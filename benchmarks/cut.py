"""A week's cut over a million responses, beside the same SQL written by hand."""

from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import duckdb

from benchmarks.answers import MONTHS, QUESTIONS, RESPONSES, write
from benchmarks.result import Row
from benchmarks.trial import Trials
from heard.insight.cuts import Cut, Slice, counted
from heard.insight.facts.read import facts

TIMES = 15
WHERE = Slice(from_=date(2026, 6, 1), to=date(2026, 6, 7))
BY_HAND = """
    SELECT programme, questionnaire, question, question_version, area, count(*) AS n,
           sum(CASE WHEN value >= 8 THEN 1 ELSE 0 END) AS positive, min(day), max(day)
    FROM read_parquet({files})
    WHERE day BETWEEN DATE '2026-06-01' AND DATE '2026-06-07'
      AND disposition IN ('complete', 'partial') AND scale = 'N10' AND value BETWEEN 0 AND 10
    GROUP BY programme, questionnaire, question, question_version, area
"""


def a_week(trials: Trials) -> list[Row]:  # noqa: ARG001 - it needs no database
    """Time the cut by area of one week, as the dashboard asks it, and as one would write it."""
    with TemporaryDirectory(prefix="heard-bench-facts-") as name:
        folder = Path(name)
        files = write(folder)
        known = facts(folder)
        question = counted(known, by=(Cut.AREA,), where=WHERE)
        hand = duckdb.connect()
        text = BY_HAND.format(files=[str(folder / file) for file in files])
        ours, theirs = [], []
        for _ in range(TIMES):
            started = perf_counter()
            found = known.ask(counted, by=(Cut.AREA,), where=WHERE)
            between = perf_counter()
            rows = hand.execute(text).fetchall()
            ours.append(between - started)
            theirs.append(perf_counter() - between)
        started = perf_counter()
        known.engine.compile(question)
        compiling = perf_counter() - started
        if {(r["question"], r["area"], r["n"], r["counted"]) for r in found} != {
            (question_, area, n, int(positive))
            for _, _, question_, _, area, n, positive, _, _ in rows
        }:
            raise AssertionError("the two do not count the same")
    return [
        Row(
            measure="A week's cut by area over 1,000,000 responses",
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
    ]
