"""Writes results as one Markdown table, with the machine that gave them."""

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.result import Row

BEGIN, END = "<!-- make bench -->", "<!-- /make bench -->"
_HEAD = """\
| measure | result | beside it, in the same run | ratio | aim | met |
|---|---|---|---|---|---|
"""


def table(rows: Iterable[Row], *, postgresql: str) -> str:
    """Give the machine in a sentence, the table, and a note a line."""
    given = list(rows)
    notes = "".join(f"- **{row.measure}:** {row.note}\n" for row in given if row.note)
    return f"{_machine(postgresql)}\n\n{_HEAD}{''.join(map(_line, given))}\n{notes}"


def write(page: Path, text: str) -> None:
    """Put the table between the two marks of the page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{text}{END}{after}", encoding="utf-8")


def _line(row: Row) -> str:
    aim = "none" if row.aim is None else f"{_number(row.aim)} {row.unit}"
    met = {True: "yes", False: "**no**", None: ""}[row.is_met]
    return (
        f"| {row.measure} | {_number(row.result)} {row.unit} "
        f"| {row.peer_is}: {_number(row.peer)} {row.unit} "
        f"| {row.ratio:.2f} | {aim} | {met} |\n"
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"  # noqa: PLR2004 - three digits will do


def _machine(postgresql: str) -> str:
    model = next(
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Measured on {datetime.now(tz=UTC):%d %B %Y}: {model}, {os.cpu_count()} cores, "
        f"{memory:.0f} GB of memory, Python {platform.python_version()}, PostgreSQL {postgresql}, "
        f"{platform.system()} {platform.release()}, fsync on."
    )
