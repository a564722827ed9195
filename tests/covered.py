"""Asks of all tests together that they cover what is ours, lines and branches (`make test`).

SlipCover measures in each process of the run where SLIPCOVER_ENABLED is set, at a third of the
processor time that a tracer takes; its plugin puts the processes together.
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

import pytest

LEAST = {"src/heard/": 95.0, "src/heard/core/": 100.0}  # per cent
FOLDER = "SLIPCOVER_COVERAGE_DIR"  # where the plugin says that it puts them together


class Summary(TypedDict):
    """How much of one file was run."""

    covered_lines: int
    missing_lines: int
    covered_branches: int
    missing_branches: int


class Found(TypedDict):
    """What was found of one file; a branch is a pair of lines."""

    missing_lines: list[int]
    missing_branches: list[tuple[int, int]]
    summary: Summary


def told(files: dict[str, Found]) -> Iterator[tuple[str, bool]]:
    """Give a line for each file with gaps, and one for each folder, and whether it is enough."""
    for name, found in sorted(files.items()):
        if found["missing_lines"] or found["missing_branches"]:
            branches = " ".join(f"{start}->{end}" for start, end in found["missing_branches"])
            lines = " ".join(map(str, found["missing_lines"]))
            yield f"{percent([found]):6.1f} %  {name}  {lines}  {branches}".rstrip(), True
    for folder, least in LEAST.items():
        share = percent([one for name, one in files.items() if name.startswith(folder)])
        yield f"{share:6.2f} %  {folder}, of which {least:g} is asked", share >= least


def percent(found: list[Found]) -> float:
    """Give the share of lines and branches that were run; of none it is all."""
    all_of_it = [one["summary"] for one in found]
    run = sum(one["covered_lines"] + one["covered_branches"] for one in all_of_it)
    missed = sum(one["missing_lines"] + one["missing_branches"] for one in all_of_it)
    return 100 * run / (run + missed) if run + missed else 100.0


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Say what was not run, and let the run fail where that is too much."""
    if "SLIPCOVER_ENABLED" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
        return
    folder = Path(os.environ[FOLDER])
    files = json.loads((folder / "merged.json").read_text(encoding="utf-8"))["files"]
    shutil.rmtree(folder)
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    assert reporter is not None
    reporter.write_line("")
    for line, is_enough in told(files):
        reporter.write_line(line)
        if not is_enough:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
