"""A worker in a process of its own, for the tests that kill it, and who starts it again.

It prints the process id of each worker, and ends when one has drained the backlog.
"""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from time import sleep, time

import django

django.setup()

from heard.channels.outbox import Outbox  # noqa: E402 - models need Django set up
from heard.channels.protocol import Message  # noqa: E402
from heard.core.screening import Stop  # noqa: E402
from heard.delivery.deliver import deliver, expire_leases  # noqa: E402
from heard.delivery.gateways import Gateway  # noqa: E402
from heard.delivery.models import QUEUED, Letter  # noqa: E402

LEASE = timedelta(seconds=1)


class Allow:
    """Lets every letter through."""

    def recheck(self, subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
        return {}

    def denied(self, subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
        return {}


class Stamped(Outbox):
    """An outbox whose lines have the moment of their call."""

    def _line(self, message: Message) -> bytes:
        words = json.loads(super()._line(message))
        return json.dumps({**words, "at": time()}).encode() + b"\n"


def drain(path: str, limit: int, rate: float) -> None:
    """Deliver until no letter waits to leave, nor for an outcome."""
    channels = {"sms": [Gateway(name="trial", channel=Stamped(path=path, rate=rate))]}
    while Letter.objects.filter(state__in=QUEUED).exists():
        now = datetime.now(tz=UTC)
        done = expire_leases(now=now) + deliver(
            now=now, guards={"trial": Allow()}, channels=channels, lease=LEASE, limit=limit
        )
        if not done:
            sleep(0.05)


def supervise(path: str, limit: int, rate: float) -> None:
    """Start a worker, and another one for as long as the last was killed."""
    status = -1
    while status:
        worker = os.fork()
        if worker == 0:
            drain(path, limit, rate)
            return
        print(worker, flush=True)  # noqa: T201 - this is how the test knows whom to kill
        _, status = os.waitpid(worker, 0)


if __name__ == "__main__":
    supervise(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
