"""Reads a file of events or a force's nightly file, and takes it in as if it came now."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

import typer
from django.conf import settings

from heard.clock import read as clock
from heard.eligibility import categories, screen
from heard.events import nightly, receive

BATCH = 1_000
ROWS = 200  # of a nightly file in one commit: each brings several events


def replay(lines: Iterable[str], *, progress: Callable[[int], None]) -> dict[str, object]:
    """Take in CloudEvents as JSON Lines and screen what they bring; `progress` hears of each batch.

    Gives `accepted`, `duplicates`, `screened` and, for each line that was wrong, its `line` from 1
    with `field`, `rule` and `message`. The clock is the real one: what is no longer fresh is
    skipped, so that a replay texts nobody. Inviting and sending are left to the worker.
    """
    total: dict[str, int] = {"accepted": 0, "duplicates": 0, "screened": 0}
    rejected: list[dict[str, object]] = []
    numbered = ((n, line) for n, line in enumerate(lines, start=1) if line.strip())
    while batch := list(islice(numbered, BATCH)):
        for source, items in _by_source(batch).items():
            now = clock.now()
            received = receive.receive(
                [item for _, item in items],
                source=source,
                now=now,
                quiet=settings.ATTENDANCE_QUIET,
                kept=settings.DEAD_LETTERS_KEPT,
            )
            total["accepted"] += received.accepted
            total["duplicates"] += received.duplicates
            for wrong in received.rejected:
                row = asdict(wrong)
                rejected.append({"line": items[row.pop("index")][0], **row})
        total["screened"] += _screen()
        progress(len(batch))
    return {**total, "rejected": rejected}


def replay_rows(
    file: BinaryIO, column_map: nightly.ColumnMap, *, progress: Callable[[int], None]
) -> dict[str, object]:
    """Take in a nightly file and screen what it brings; `progress` hears of each batch of rows.

    Gives `rows`, `accepted`, `duplicates`, `held`, `screened` and, for each row that was refused
    whole, its `row` (the heading is 1) with `column`, `field`, `rule` and `message`. Unreadable
    where the file does not fit the map: then nothing was taken in.
    """
    total = {"rows": 0, "accepted": 0, "duplicates": 0, "held": 0, "screened": 0}
    rejected: list[dict[str, object]] = []
    rows = nightly.read(file, column_map, ours=categories.names().keys())
    night = nightly.Night(column_map)
    while batch := list(islice(rows, ROWS)):
        taken = night.take_in(
            batch,
            now=clock.now(),
            quiet=settings.ATTENDANCE_QUIET,
            kept=settings.DEAD_LETTERS_KEPT,
        )
        total["rows"] += len(batch)
        total["accepted"] += taken.accepted
        total["duplicates"] += taken.duplicates
        total["held"] += taken.held
        rejected += map(asdict, taken.wrong)
        total["screened"] += _screen()
        progress(len(batch))
    return {**total, "rejected": rejected}


def _screen() -> int:
    screened = 0
    while found := screen.screen(now=clock.now(), limit=BATCH):
        screened += found
    return screened


def _by_source(batch: list[tuple[int, str]]) -> dict[str, list[tuple[int, object]]]:
    """Sort a batch by the source that each event names; the operator may speak for any."""
    sources: dict[str, list[tuple[int, object]]] = defaultdict(list)
    for number, line in batch:
        try:
            item: object = json.loads(line)
        except (ValueError, RecursionError):
            item = line.strip()[:10_000]
        named = item.get("source") if isinstance(item, dict) else None
        # What cannot be printed may be what the database cannot store either.
        source = named if isinstance(named, str) and named.isprintable() else ""
        sources[source].append((number, item))
    return sources


def lines_of(file: str) -> AbstractContextManager[TextIO]:
    """Open a file, or what is piped; a byte that is no UTF-8 spoils its own line only."""
    spoilt = "backslashreplace"
    if file == "-":
        return nullcontext(typer.get_text_stream("stdin", encoding="utf-8", errors=spoilt))
    return Path(file).open(encoding="utf-8", errors=spoilt)


def bytes_of(file: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(typer.get_binary_stream("stdin")) if file == "-" else Path(file).open("rb")
