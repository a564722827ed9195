"""Eight workers that write down each moment of a letter: `python racing.py JOURNAL END`.

Each runs the lanes from screening to withdrawal until the file END is there. What they note is a
line of JSON in JOURNAL: what, of which subjects or reference, and when, by the machine's clock
that all processes share.
"""

import json
import os
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import django

django.setup()

from heard.channels.protocol import (  # noqa: E402 - models need Django set up
    Accepted,
    Inbound,
    Message,
    Receipt,
    Refused,
)
from heard.core.screening import Stop  # noqa: E402
from heard.delivery import cancel, deliver  # noqa: E402
from heard.delivery.gateways import Gateway  # noqa: E402
from heard.eligibility import guard, screen  # noqa: E402
from heard.invitations import invite, withdraw  # noqa: E402
from tests import make  # noqa: E402

WORKERS = 8
# When the flag of a case is told: the first three are seen in the tables, the others noted here.
POINTS = ("told", "screened", "posted", "claiming", "rechecked", "looking", "looked", "call")
PAUSE = 0.3  # seconds at most, in which the flag of whoever is at their point may come in
CLAIM = 25
LEASE = timedelta(seconds=10)
BEGUN = make.NOON + make.minutes(10)


def point(number: int) -> str:
    """Say at which point the flag of a case is told."""
    return POINTS[number % len(POINTS)]


Note = Callable[[str, Sequence[str]], None]


class Watched:
    """The gate's own guard, with a note before it asks and after it has been told."""

    def __init__(self, note: Note) -> None:
        self._note = note

    def recheck(self, subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
        self._note("claiming", subjects)
        found = guard.recheck(subjects, now=now)
        self._note("rechecked", subjects)
        return found

    def denied(self, subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
        self._note("looking", subjects)
        found = guard.denied(subjects, now=now)
        if not found:
            self._note("looked", subjects)
        return found


class Racing:
    """A gateway that notes when each of its calls begins and ends."""

    recording, rate = True, 1_000.0

    def __init__(self, note: Note) -> None:
        self._note = note

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        for message in messages:
            self._note("call", [message.reference])
            self._note("accepted", [message.reference])
            yield Accepted(reference=message.reference, gateway_id=message.reference)

    def collect(self, keep: Callable[[Sequence[Receipt | Inbound]], None]) -> int:
        return 0


def work(journal: int, end: Path, begun: float) -> None:
    """Run the lanes in turns, with a rest of random length where a flag may come in."""
    chance = random.Random(os.getpid())  # noqa: S311 - not for secrets

    def note(what: str, names: Sequence[str]) -> None:
        line = {"what": what, "names": list(names), "at": monotonic()}
        os.write(journal, json.dumps(line).encode() + b"\n")
        if any(what == point(int(name.rpartition("/C")[2])) for name in names if "/C" in name):
            sleep(chance.random() * PAUSE)

    guards = {invite.KIND: Watched(note)}
    channels = {"sms": [Gateway(name="racing", channel=Racing(note))]}
    while not end.exists():
        now = BEGUN + timedelta(seconds=monotonic() - begun)
        done = screen.screen(now=now, limit=40)
        done += invite.invite(now=now, limit=40, site=make.SITE, draw=os.urandom)
        done += deliver.deliver(now=now, guards=guards, channels=channels, lease=LEASE, limit=CLAIM)
        done += withdraw.withdraw(now=now, limit=40) + cancel.settle_denials(now=now)
        sleep(0.0 if done else 0.02)


def main(path: str, end: str) -> None:
    """Start the workers, all by the clock of this moment, and wait for them."""
    journal = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    begun, children = monotonic(), []
    for _ in range(WORKERS):
        child = os.fork()
        if child == 0:
            work(journal, Path(end), begun)
            return
        children.append(child)
    sys.stdout.write(f"{begun}\n")
    sys.stdout.flush()
    ends = [os.waitpid(child, 0)[1] for child in children]
    sys.exit(max(ends) >> 8)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
