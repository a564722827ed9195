"""Starts the web server and the worker as processes of their own, and keeps them running."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from http import HTTPStatus
from time import monotonic, sleep

import urllib3

PATIENCE = 15.0  # seconds for a process to end
STARTING = 300.0  # seconds for a web server to answer: a busy machine loads it slowly


class NotServed(Exception):
    """The web server cannot be reached where it was told to listen; the message says why."""


class Child:
    """A process in a group of its own, so that a Ctrl-C meant for us does not hit it first."""

    def __init__(self, *arguments: str) -> None:
        self._arguments = arguments
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own programs
            [sys.executable, "-m", *self._arguments], start_new_session=True
        )

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Ask the group to end, and make it end if it does not."""
        if self._process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, number)
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                continue
            except ProcessLookupError:
                return


def web(*, host: str, port: int, workers: int = 1) -> Child:
    """The web server. It writes no access log: a path may hold a citizen's token."""
    return Child(
        *("granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "4", "--respawn-failed-workers"),
        *("--no-access-log", "--log-level", "warning", "heard.wsgi:application"),
    )


def streams(*, host: str, port: int) -> Child:
    """The process that tells open pages what is new; each of its lines stays open."""
    return Child(
        *("granian", "--interface", "asginl", "--host", host, "--port", str(port)),
        *("--workers", "1", "--respawn-failed-workers", "--no-access-log"),
        *("--log-level", "warning", "heard.asgi:application"),
    )


def worker(*, only: Sequence[str]) -> Child:
    """The worker, with these lanes."""
    return Child("heard", "work", *(word for name in only for word in ("--only", name)))


def wait_until_served(url: str, child: Child) -> None:
    """Return once `url` answers; NotServed if the server ended or took too long."""
    end = monotonic() + STARTING
    while child.is_running() and monotonic() < end:
        try:
            if urllib3.request("GET", f"{url}/healthz", retries=False).status == HTTPStatus.OK:
                return
        except urllib3.exceptions.HTTPError:
            pass
        sleep(0.1)
    raise NotServed(f"The web server at {url} did not answer within {STARTING:.0f} seconds.")


def free_port(host: str, wanted: int) -> int:
    """Give the port that is wanted, or any other where it is taken or 0."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in (wanted, 0):
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            number: int = probe.getsockname()[1]
            return number
    raise NotServed(f"There is no free port at {host}.")


def supervise(children: Sequence[Child]) -> None:
    """Start whatever has ended, again and again, until we are told to end."""
    while True:
        for child in children:
            if not child.is_running():
                child.start()
        sleep(0.5)
