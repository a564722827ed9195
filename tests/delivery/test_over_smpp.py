"""Letters over SMPP, end to end: a worker that is killed writes to nobody twice."""

import random
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from heard.delivery.models import Letter, PartReceipt, State
from heard.delivery.post import Draft, post
from tests.delivery import over_smpp
from tests.peers.smsc import Smsc

ROOT = Path(__file__).parents[2]
LETTERS, KILLS, WINDOW = 150, 4, 10


def _posted(*, body: str = "How did we do?") -> dict[str, str]:
    """Post letters to as many numbers; give each number by its subject."""
    now = datetime.now(tz=UTC)
    numbers = {f"{n}": f"4477009{n:05}" for n in range(LETTERS)}
    drafts = [
        Draft(
            subject=subject,
            channel="sms",
            address=f"+{number}",
            body=body,
            not_before=now,
            expires_at=now + timedelta(days=1),
        )
        for subject, number in numbers.items()
    ]
    post("trial", drafts, now=now)
    return numbers


def _worker(environment: dict[str, str], port: int) -> "subprocess.Popen[bytes]":
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.delivery.over_smpp", str(port)],
        env={**environment, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert worker.stdout is not None
    worker.stdout.readline()
    return worker


def _kill_at(worker: "subprocess.Popen[bytes]", smsc: Smsc, *, accepted: int, pause: float) -> None:
    end = monotonic() + 20
    while len(smsc.accepted()) < accepted and monotonic() < end:
        sleep(0.002)
    sleep(pause)
    worker.kill()
    worker.communicate()


@pytest.mark.usefixtures("own_database")
def test_a_letter_is_delivered_when_all_its_parts_are(tmp_path: Path) -> None:
    with Smsc(tmp_path / "truth", receipts=True) as smsc:
        smsc.states["447700900001"].extend(["DELIVRD", "UNDELIV"])
        smsc.states["447700900002"].extend(["EXPIRED"])
        numbers = _posted(body="How did we do? " * 20)
        over_smpp.work(smsc.port)

    states = dict(Letter.objects.values_list("subject", "state"))
    failed = {"1": "permanent-failure", "2": "temporary-failure"}
    assert states == dict.fromkeys(numbers, "delivered") | failed
    assert Counter(smsc.numbers()) == dict.fromkeys(numbers.values(), 2)
    assert PartReceipt.objects.filter(is_waiting=True).count() == 0


def test_a_worker_that_is_killed_writes_to_nobody_twice(
    own_database: dict[str, str], tmp_path: Path
) -> None:
    chance = random.Random(20201122)  # noqa: S311 - a seeded test
    numbers = _posted()
    with Smsc(tmp_path / "truth", receipts=True) as smsc:
        for kill in range(KILLS):
            worker = _worker(own_database, smsc.port)
            goal = (kill + 1) * LETTERS // (KILLS + 1)
            _kill_at(worker, smsc, accepted=goal, pause=chance.random() * 0.02)
        last = _worker(own_database, smsc.port)
        last.communicate(timeout=60)
        truth = smsc.numbers()

    states = dict(Letter.objects.values_list("subject", "state"))
    delivered = {numbers[subject] for subject, state in states.items() if state == "delivered"}
    unknown = {subject for subject, state in states.items() if state == State.UNKNOWN}
    assert last.returncode == 0
    assert len(truth) == len(set(truth))
    assert delivered <= set(truth)
    assert len(delivered) + len(unknown) == LETTERS
    assert len(set(truth) - delivered) <= KILLS * WINDOW
