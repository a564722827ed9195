"""Writes the facts: the months in which something changed, or all of them from scratch."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.db import connection, transaction
from pyarrow import csv

from heard.insight.facts import _manifest
from heard.insight.facts._cubes import parts, totals
from heard.insight.facts._datasets import DATASETS, RESPONSES, Dataset
from heard.insight.facts._files import free, write
from heard.insight.facts._handling import given
from heard.insight.facts._journeys import ZONE
from heard.insight.facts._manifest import Manifest, Month
from heard.insight.facts._version import version
from heard.vault.ring import fingerprint

WRITER = "heard.insight.facts"  # the advisory lock: one writer a database
READ_STILL = 600  # seconds that a reader may go on with files that the manifest dropped
WRAPS = 2**31  # transactions after which the age of a row can no longer be told
_NEVER = 0
_DIGITS = 16  # hexadecimal ones of a fingerprint: two of ten million hardly ever come out alike


class Written(NamedTuple):
    """How many files were written, and how many were left as they were."""

    written: int
    kept: int


class Busy(Exception):
    """Another process writes the facts of this database just now."""


def refresh(folder: Path, *, now: datetime, rebuild: bool = False) -> Written:
    """Bring the facts in `folder` up to date as of one snapshot of the database. Busy.

    A month is written anew if a row of it was written since the last time, or if it has another
    number of rows; with `rebuild`, or where the rules or the database are others, all months are.
    Files are never changed: new ones stand beside the old until the manifest is swapped, so that
    a crash leaves what was there, and a reader sees one state of all of them.
    """
    with _snapshot():
        database, horizon = _where()
        before = _manifest.load(folder)
        made_alike = (
            before is not None
            and (before.database, before.version) == (database, version())
            and 0 <= horizon - before.horizon < WRAPS
            and all((folder / file).exists() for file in before.files | before.sums)
        )
        known = before if before and made_alike and not rebuild else None
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        months = {d.name: _months(d, folder, known=known, horizon=horizon) for d in DATASETS}
        after = Manifest(
            database=database,
            version=version(),
            horizon=horizon,
            as_of=now,
            months=months,
            totals=_totals(months[RESPONSES.name], folder, known=known, horizon=horizon),
        )
        _manifest.save(after, folder)
        _sweep(folder, before=before, after=after)
    kept = len(after.files & known.files) if known else 0
    return Written(written=len(after.files) - kept, kept=kept)


@contextmanager
def _snapshot() -> Iterator[None]:
    """Hold the writer's lock, and see one state of the database throughout."""
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [WRITER])
        if not cursor.fetchone()[0]:
            raise Busy("Another process writes the facts of this database just now.")
        yield


def _where() -> tuple[str, int]:
    """Name the database, and the oldest transaction that this snapshot may not see the end of."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || oid,"
            " pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
            " FROM pg_database WHERE datname = current_database()"
        )
        name, horizon = cursor.fetchone()
    return name, horizon


def _months(
    dataset: Dataset, folder: Path, *, known: Manifest | None, horizon: int
) -> dict[str, Month]:
    """Give every month of a dataset, those written that have to be."""
    old = known.months[dataset.name] if known else {}
    since = known.horizon if known else _NEVER
    given = {"horizon": str(since % 2**32)}
    with connection.cursor() as cursor:
        cursor.execute(dataset.months, given)
        found = cursor.fetchall()
        moved = set[str]()
        if dataset.moved and old:
            cursor.execute(dataset.moved, given)
            moved = {month for (month,) in cursor.fetchall()}
    return {
        month: old[month]
        if month in old and old[month].source_rows == rows and not changed and month not in moved
        else _written(dataset, month, folder, horizon=horizon, rows=rows)
        for month, rows, changed in found
    }


def _totals(
    months: Mapping[str, Month], folder: Path, *, known: Manifest | None, horizon: int
) -> Mapping[str, str]:
    if known and known.months[RESPONSES.name] == months:
        return known.totals
    return totals([month.parts for month in months.values()], folder, horizon=horizon)


def _written(dataset: Dataset, month: str, folder: Path, *, horizon: int, rows: int) -> Month:
    file = _write(dataset, month, folder, horizon=horizon)
    sums = parts(folder / file, folder) if dataset is RESPONSES else {}
    return Month(file=file, source_rows=rows, parts=sums)


def _write(dataset: Dataset, month: str, folder: Path, *, horizon: int) -> str:
    """Write the facts of one month into a file of its own, and give its path in the folder.

    The folders are named as Hive names partitions, which Spark and others can read by themselves.
    """
    begins, ends = _bounds(month)
    arguments = {"begins": begins, "ends": ends, **given()}
    text = BytesIO()
    with connection.cursor() as cursor:
        statement = f"COPY ({dataset.rows}) TO STDOUT (FORMAT csv)"
        with cursor.cursor.copy(statement, arguments) as lines:
            for line in lines:
                text.write(line)
    path = free(folder / dataset.name / f"month={month}", horizon)
    write(_table(text, dataset), path)
    return path.relative_to(folder).as_posix()


def _table(text: BytesIO, dataset: Dataset) -> pa.Table:
    """Read what COPY wrote; a month whose answers are all of other kinds has no line."""
    if not text.tell():
        return dataset.schema.empty_table()
    text.seek(0)
    found = csv.read_csv(
        text,
        read_options=csv.ReadOptions(column_names=dataset.schema.names),
        convert_options=csv.ConvertOptions(
            column_types=dataset.schema, true_values=["t"], false_values=["f"]
        ),
    )
    for column in dataset.nameless:
        found = _nameless(found, column)
    return found


def _nameless(table: pa.Table, column: str) -> pa.Table:
    """Give fingerprints for what leads to somebody or something; what is empty stays so."""
    said = table[column].combine_chunks().dictionary_encode()
    prints = [
        name and fingerprint(name, of=column)[:_DIGITS] for name in said.dictionary.to_pylist()
    ]
    found = pa.array(prints, pa.string()).take(said.indices)
    return table.set_column(table.schema.get_field_index(column), column, found)


def _bounds(month: str) -> tuple[datetime, datetime]:
    """Give the first instant of a local month, and that of the next one."""
    zone = ZoneInfo(ZONE)
    year, number = map(int, month.split("-"))
    following = (year + number // 12, number % 12 + 1)
    return datetime(year, number, 1, tzinfo=zone), datetime(*following, 1, tzinfo=zone)


def _sweep(folder: Path, *, before: Manifest | None, after: Manifest) -> None:
    """Delete what no manifest has named for longer than anybody reads.

    What is dropped only now, however old it is, is marked with the time at which it was.
    """
    kept = after.files | after.sums
    oldest = (folder / _manifest.NAME).stat().st_mtime - READ_STILL
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.suffix not in {".parquet", ".new"} or name in kept:
            continue
        if before is None or name in before.files | before.sums:
            path.touch()
        elif path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
