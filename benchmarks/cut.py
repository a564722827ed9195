"""A week's cut over a million responses, beside the same SQL written by hand."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.result import Row
from benchmarks.trial import Trials
from heard.insight.cuts import Cut, Slice, counted
from heard.insight.facts import _datasets, _manifest
from heard.insight.facts.read import facts

RESPONSES, QUESTIONS, MONTHS = 1_000_000, 5, 12
TIMES = 15
BEGINS = date(2026, 1, 1)
AREAS = ("BE", "BW", "CV", "DY", "SH", "SW", "WS", "WV")
THEMES = ("Administration", "Anti-social behaviour", "Crime", "Public safety and welfare")
WHERE = Slice(from_=date(2026, 6, 1), to=date(2026, 6, 7))
BY_HAND = """
    SELECT programme, questionnaire, question, area, count(*) AS n,
           sum(CASE WHEN value >= 8 THEN 1 ELSE 0 END) AS positive, min(day), max(day)
    FROM read_parquet({files})
    WHERE day BETWEEN DATE '2026-06-01' AND DATE '2026-06-07'
      AND disposition IN ('complete', 'partial') AND scale = 'N10' AND value BETWEEN 0 AND 10
    GROUP BY programme, questionnaire, question, area
"""


def a_week(trials: Trials) -> list[Row]:  # noqa: ARG001 - it needs no database
    """Time the cut by area of one week, as the dashboard asks it, and as one would write it."""
    with TemporaryDirectory(prefix="heard-bench-facts-") as name:
        folder = Path(name)
        files = _write(folder)
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
            (question_, area, n, int(positive)) for _, _, question_, area, n, positive, _, _ in rows
        }:
            raise AssertionError("the two do not count the same")
    return [
        Row(
            measure="a week's cut by area over 1,000,000 responses",
            result=1000 * median(ours),
            unit="ms",
            peer=1000 * median(theirs),
            peer_is="the same SQL by hand, on the same files",
            aim=1200 * median(theirs),
            least=False,
            note=f"{RESPONSES * QUESTIONS:,} answers in {MONTHS} files; median of "
            f"{TIMES}. The first time, turning the expression into SQL takes "
            f"{1000 * compiling:.0f} ms more",
        )
    ]


def _write(folder: Path) -> list[str]:
    """Write a year of answers as the facts keep them."""
    rng = np.random.default_rng(1)
    months, files = {}, []
    for month in range(1, MONTHS + 1):
        name = f"responses-2026-{month:02}-0-0.parquet"
        pq.write_table(_month(rng, month), folder / name, compression="zstd")
        months[f"2026-{month:02}"] = _manifest.Month(file=name, source_rows=RESPONSES // MONTHS)
        files.append(name)
    _manifest.save(
        _manifest.Manifest(
            database="bench",
            version="bench",
            horizon=0,
            as_of=datetime(2027, 1, 1, tzinfo=UTC),
            months={"screenings": {}, "letters": {}, "responses": months},
        ),
        folder,
    )
    return files


def _month(rng: np.random.Generator, month: int) -> pa.Table:
    """Give the answers of one month, question by question."""
    people = RESPONSES // MONTHS
    days = rng.integers(0, 28, people)
    day = [date(2026, month, 1) + timedelta(days=int(d)) for d in days]
    once = {
        "questionnaire": ["bench"] * people,
        "response": np.arange(people) + month * people,
        "programme": rng.choice(["sms_contact", "sms_attendance"], people),
        "version": np.ones(people),
        "scale": ["N10"] * people,
        "disposition": rng.choice(
            ["complete", "partial", "break_off"], people, p=[0.9, 0.07, 0.03]
        ),
        "language": ["en"] * people,
        "mode": ["web"] * people,
        "stage": ["contact"] * people,
        "contact_channel": rng.choice(["999", "101"], people),
        "team": rng.choice([f"T{n}" for n in range(60)], people),
        "person": rng.choice([f"P{n}" for n in range(3000)], people),
        "day": day,
        "week": [d - timedelta(days=d.weekday()) for d in day],
        "weekday": [d.isoweekday() for d in day],
        "hour": rng.integers(0, 24, people),
        "area": rng.choice(AREAS, people),
        "incident_code": ["CR-01"] * people,
        "incident": rng.choice(THEMES, people),
    }
    schema = _datasets.RESPONSES.schema
    return pa.concat_tables(
        pa.table(
            {
                **once,
                "question": [f"q{number}"] * people,
                "value": rng.integers(0, 11, people),
            },
        )
        .select(schema.names)
        .cast(schema)
        for number in range(QUESTIONS)
    )
