"""Runs every measure on a home of its own and writes the table of docs/performance.md."""

import argparse
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from benchmarks.report import write
from heard.home import open_home, stop_on_signals

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


def main() -> None:
    """Measure; what is said meanwhile goes to standard error, the table to standard output."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="this measure; repeatable")
    parser.add_argument("--dry", action="store_true", help="leave docs/performance.md as it is")
    chosen = parser.parse_args()
    with TemporaryDirectory(prefix="heard-bench-") as folder:
        home = open_home(Path(folder) / "home")
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "heard.settings",
            "HEARD_HOME": str(home.path),
            "HEARD_KEYS": json.dumps(home.keys()),
            "HEARD_SECRET_KEY": home.secret_key(),
            "HEARD_ATTENDANCE_QUIET_MINUTES": "0",
            "HEARD_CLOCK": "simulated",
        }
        django.setup()
        from benchmarks.run import run

        try:
            with stop_on_signals(), home.postgres() as server:
                table = run(server, only=chosen.only)
        finally:
            home.erase()
    sys.stdout.write(table)
    if not chosen.dry:
        write(PAGE, table)


main()
