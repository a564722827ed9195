"""A cut in three ways of ten and fifty million responses, from rows and sums, beside its peers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from benchmarks.answers import QUESTIONS
from benchmarks.figures import of_page
from benchmarks.result import Row
from benchmarks.trial import Trials
from heard.insight.cuts import ITEM, Cut, Slice, counted
from heard.insight.facts import _manifest
from heard.insight.facts._cubes import parts, totals
from heard.insight.facts._datasets import DATASETS, RESPONSES
from heard.insight.facts._version import version
from heard.insight.facts.read import Facts, facts

SIZES = (10_000_000, 50_000_000)
MONTHS, TIMES = 36, 7
BY = (Cut.AREA, Cut.INCIDENT, Cut.HOUR)
KEYS = (*ITEM, "area", "incident", "hour")
ALL, MONTH = Slice(), Slice(from_=date(2026, 6, 1), to=date(2026, 6, 30))
IN_JUNE = "day BETWEEN DATE '2026-06-01' AND DATE '2026-06-30'"
# What nobody asks for here is the same in every row. A month has 28 days.
_COLUMNS = {
    "questionnaire": "'pilot'",
    "programme": "'sms_contact'",
    "question": f"{[*QUESTIONS]}[1 + (random() * 5)::int % 5]",
    "response": "i",
    "question_version": "1",
    "scale": "'N10'",
    "value": "floor(random() * 11)",
    "disposition": "CASE WHEN random() < 0.03 THEN 'break_off' ELSE 'complete' END",
    "stage": "'contact'",
    "team": "'T' || floor(random() * 300)::int",
    "day": "d",
    "week": "date_trunc('week', d)",
    "weekday": "isodow(d)",
    "hour": "floor(random() * 24)",
    "area": "'A' || lpad((floor(random() * 30)::int)::text, 2, '0')",
    "incident": "'kind of incident ' || floor(random() * 12)::int",
    "other_way": "false",
    "began": "d",
}
_BY_HAND = """
    SELECT programme, questionnaire, question, question_version, area, incident, hour, count(*),
           sum(CASE WHEN value >= 8 THEN 1 ELSE 0 END), min(day), max(day)
    FROM {source}
    WHERE {where} AND disposition IN ('complete', 'partial') AND scale = 'N10'
      AND value BETWEEN 0 AND 10
    GROUP BY programme, questionnaire, question, question_version, area, incident, hour
"""
_LOADED = (*KEYS, "scale", "value", "disposition", "day")
Counts = dict[tuple[Any, ...], tuple[int, int]]


def three_ways(trials: Trials) -> list[Row]:
    """Time the same cut of a month, and of three years, from what each of them keeps."""
    return [row for size in SIZES for row in _of(size, trials)]


def _of(size: int, trials: Trials) -> Iterator[Row]:
    with TemporaryDirectory(prefix="heard-bench-country-") as name:
        folder = Path(name)
        building = _write(folder, size)
        yield from of_page(f"{size:,} answers", folder, "A07", trials)
        known = facts(folder)
        # What was asked of the one must not be what the other is asked.
        rows = replace(known, cubes={}, asked={}, kept={}, opened={})
        parquet = f"read_parquet('{folder}/{RESPONSES.name}/*/*.parquet')"
        hand = duckdb.connect()
        with _postgresql(trials, folder) as query, _pandas(folder) as frame:
            for words, where, text in (("a month", MONTH, IN_JUNE), ("three years", ALL, "true")):
                sql = _BY_HAND.format(source=parquet, where=text)
                peer, theirs = _timed(partial(_by_hand, hand, sql), _columns)
                others = {"PostgreSQL": partial(query, text), "pandas": partial(frame, where)}
                note = _beside(others, theirs)
                for source, of in (("rows", rows), ("sums", known)):
                    took, ours = _timed(partial(_asked, of, where), _named)
                    _compare(source, ours, theirs)
                    yield Row(
                        measure=f"{words.capitalize()} of {size:,} responses by area, incident and"
                        f" hour, from {source}",
                        result=1000 * took,
                        unit="ms",
                        peer=1000 * peer,
                        peer_is="the same SQL by hand in DuckDB, on the rows",
                        aim=1200 * peer if source == "rows" else 100,
                        least=False,
                        note=f"{len(ours):,} groups, as columns; median of {TIMES}. {note}"
                        f" {building}",
                    )


def _write(folder: Path, size: int) -> str:
    """Write three years of responses and their sums; say how long the sums took, and how large."""
    hand, months, took = duckdb.connect(), {}, 0.0
    hand.execute("SELECT setseed(0.5)")
    known = [
        f"CAST({_COLUMNS.get(field.name, 'NULL' if field.type == 'double' else _empty(field))} AS"
        f" {_type(field)}) AS {field.name}"
        for field in RESPONSES.schema
    ]
    for nth in range(MONTHS):
        year, month = 2024 + nth // 12, 1 + nth % 12
        place = folder / RESPONSES.name / f"month={year}-{month:02}"
        place.mkdir(parents=True)
        path = place / "0-0.parquet"
        hand.execute(
            f"COPY (SELECT {', '.join(known)} FROM (SELECT i, DATE '{year}-{month}-01'"  # noqa: S608
            f" + floor(random() * 28)::int AS d FROM range({size // MONTHS}) t(i)) ORDER BY area)"
            f" TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)"
        )
        started = perf_counter()
        sums = parts(path, folder)
        took += perf_counter() - started
        months[f"{year}-{month:02}"] = _manifest.Month(
            file=path.relative_to(folder).as_posix(), source_rows=size // MONTHS, parts=sums
        )
    started = perf_counter()
    together = totals([month.parts for month in months.values()], folder, horizon=0)
    adding = perf_counter() - started
    _manifest.save(
        _manifest.Manifest(
            database="bench",
            version=version(),
            horizon=0,
            as_of=datetime(2027, 1, 1, tzinfo=UTC),
            months={dataset.name: {} for dataset in DATASETS} | {RESPONSES.name: months},
            totals=together,
        ),
        folder,
    )
    sizes = [_megabytes(folder, f"{RESPONSES.name}{end}") for end in ("", "_*")]
    return (
        f"Rows take {sizes[0]:,.0f} MB, their sums {sizes[1]:,.0f} MB. The sums of a month are made"
        f" in {took / MONTHS:.1f} s, those of all months in {adding:.1f} s."
    )


def _empty(field: Any) -> str:  # noqa: ANN401 - Arrow's own
    return "''" if _type(field) == "VARCHAR" else "1"


def _type(field: Any) -> str:  # noqa: ANN401
    names = {"string": "VARCHAR", "int64": "BIGINT", "int16": "SMALLINT", "date32[day]": "DATE"}
    names |= {"bool": "BOOLEAN"}
    return names.get(str(field.type), "DOUBLE")


def _megabytes(folder: Path, pattern: str) -> float:
    return sum(path.stat().st_size for path in folder.glob(f"{pattern}/**/*.parquet")) / 1e6


def _asked(known: Facts, where: Slice) -> pa.Table:
    """Ask for columns, as the guard does: as Python's values groups cost more than they are."""
    return known.arrow(counted, by=BY, where=where, measure="share_8_plus")


def _named(found: pa.Table) -> Counts:
    rows = found.to_pylist()
    return {tuple(row[key] for key in KEYS): (row["n"], row["counted"]) for row in rows}


def _by_hand(hand: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    return hand.execute(sql).to_arrow_table()


def _columns(found: pa.Table) -> Counts:
    return _tuples([*zip(*(column.to_pylist() for column in found.columns), strict=True)])


def _timed(ask: Callable[[], Any], read: Callable[[Any], Counts]) -> tuple[float, Counts]:
    """Give the median time of asking, in seconds, and what was found; the first is left out."""
    found, took = ask(), []
    for _ in range(TIMES):
        started = perf_counter()
        found = ask()
        took.append(perf_counter() - started)
    return median(took), read(found)


def _tuples(rows: Sequence[tuple[Any, ...]]) -> Counts:
    return {tuple(row[:7]): (int(row[7]), int(row[8])) for row in rows}


def _compare(name: str, ours: Counts, theirs: Counts) -> None:
    if ours != theirs:
        raise AssertionError(f"{name} does not count the same")


def _beside(others: Mapping[str, Callable[[], Any]], expected: Counts) -> str:
    """Ask the other peers once each, after a first time, and say how long they took."""
    said = []
    for name, ask in others.items():
        _compare(name, _tuples(ask()), expected)
        started = perf_counter()
        ask()
        said.append(f"{name} {1000 * (perf_counter() - started):,.0f} ms")
    return f"Once each: {', '.join(said)}."


@contextmanager
def _postgresql(trials: Trials, folder: Path) -> Iterator[Callable[[str], list[Any]]]:
    """Load the columns that are asked for into a table with an index on its days."""
    with trials.scratch("country") as url, psycopg.connect(url, autocommit=True) as line:
        line.execute(
            "CREATE UNLOGGED TABLE said (programme text, questionnaire text, question text,"
            " question_version smallint, area text, incident text, hour smallint, scale text,"
            " value smallint, disposition text, day date)"
        )
        for path in sorted(folder.glob(f"{RESPONSES.name}/*/*.parquet")):
            lines = BytesIO()
            csv.write_csv(
                pq.read_table(path, columns=list(_LOADED), partitioning=None),
                lines,
                csv.WriteOptions(include_header=False),
            )
            with line.cursor().copy("COPY said FROM STDIN (FORMAT csv)") as into:
                into.write(lines.getbuffer())
        line.execute("CREATE INDEX ON said (day)")
        line.execute("VACUUM ANALYZE said")
        line.execute("SET max_parallel_workers_per_gather = 2; SET work_mem = '256MB'")
        yield lambda where: line.execute(_BY_HAND.format(source="said", where=where)).fetchall()


@contextmanager
def _pandas(folder: Path) -> Iterator[Callable[[Slice], list[Any]]]:
    """Hold the columns in memory, words as categories."""
    words = ("programme", "questionnaire", "question", "scale", "disposition", "area", "incident")
    table = pq.read_table(
        folder / RESPONSES.name,
        columns=list(_LOADED),
        read_dictionary=list(words),
        partitioning=None,
    )
    held = table.unify_dictionaries().to_pandas(date_as_object=False, self_destruct=True)
    del table

    def ask(where: Slice) -> list[Any]:
        chosen = held
        if where.from_ and where.to:
            chosen = held[(held.day >= str(where.from_)) & (held.day <= str(where.to))]
        said = chosen[
            chosen.disposition.isin(["complete", "partial"])
            & (chosen.scale == "N10")
            & chosen.value.between(0, 10)
        ]
        found = (
            said.assign(counted=said.value >= 8)  # noqa: PLR2004 - the scale's own rule
            .groupby(list(KEYS), observed=True)
            .agg(n=("counted", "size"), counted=("counted", "sum"), first=("day", "min"))
        )
        return list(found.reset_index().itertuples(index=False))

    yield ask
