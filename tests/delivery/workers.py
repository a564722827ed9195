"""Starts workers in processes of their own."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from heard.home import Server

ROOT = Path(__file__).parents[2]
DRAIN = Path(__file__).with_name("drain.py")


def start(environment: Mapping[str, str], outbox: Path, limit: int) -> subprocess.Popen[str]:
    """Start one that drains the backlog into an outbox, `limit` letters a claim."""
    return subprocess.Popen(
        [sys.executable, str(DRAIN), str(outbox), str(limit)],
        env={**environment, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def owned(server: Server, environment: Mapping[str, str]) -> str:
    """Give the address of the same database for the role that owns its tables."""
    return server.url(environment["DATABASE_URL"].rpartition("/")[2], "heard_owner")
