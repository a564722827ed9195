"""Runs the commands in this process, and puts back what they change in it."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread, main_thread
from time import monotonic
from typing import Any

import urllib3
from django.test import override_settings
from typer.testing import CliRunner, Result

from heard.cli.app import app
from heard.delivery import gateways
from heard.home._signals import ENDING
from tests.together import alone

LATEST = 300.0  # seconds that a test waits for something to happen, on a busy machine too


def heard(*words: str, piped: str | bytes | None = None) -> Result:
    """Run one command; only what ends a process is caught."""
    return CliRunner().invoke(app, words, input=piped, catch_exceptions=False)


def refused(*words: str) -> str:
    """Give the one sentence with which a command ends."""
    done = heard(*words)
    assert (done.exit_code, done.stdout) == (1, "")
    return done.stderr


def as_json(*words: str) -> Any:  # noqa: ANN401
    """Run one command that must succeed, and decode what it printed."""
    done = heard(*words, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)


@contextmanager
def as_found(folder: Path) -> Iterator[None]:
    """Let commands find this folder as their home; put environment, settings and signals back."""
    environment = dict(os.environ)
    handlers = {number: signal.getsignal(number) for number in ENDING}
    outbox = {"gateway": "heard.channels.outbox.Outbox", "options": {"path": str(folder / "out")}}
    with override_settings(HOME=folder, CLOCK="system", CHANNELS={"sms": outbox}):
        gateways.channels.cache_clear()
        os.environ.update(HEARD_HOME=str(folder), HEARD_CHANNELS=json.dumps({"sms": outbox}))
        os.environ.pop("DATABASE_URL", None)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(environment)
            for number, handler in handlers.items():
                signal.signal(number, handler)
            gateways.channels.cache_clear()


@contextmanager
def interrupted(number: signal.Signals, *, once: Callable[[], bool]) -> Iterator[None]:
    """Send this thread a signal as soon as `once` holds, unless the block has ended by then."""
    over = Event()

    def watch() -> None:
        end = monotonic() + LATEST
        while not over.wait(0.05):
            if once() or monotonic() > end:
                signal.pthread_kill(main_thread().ident or 0, number)
                return

    watcher = Thread(target=lambda: alone(watch))
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def answers(port: int) -> bool:
    """Tell whether a web server at this port says that it can serve."""
    try:
        answer = urllib3.request("GET", f"http://127.0.0.1:{port}/healthz", retries=False)
    except urllib3.exceptions.HTTPError:
        return False
    return (answer.status, answer.data) == (200, b"ok")
