"""A late flag races eight workers, at every point of the way from the call to the text.

Of each case something is told that forbids to ask: before the gate sees it, once it has let it
through, while its letter waits, in its claim, behind that, behind the last look, and in the call.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.db.models import QuerySet

from heard.consent import people
from heard.delivery.models import QUEUED, Denial, Letter, Overtaken, State
from heard.eligibility.models import Screening
from heard.events.models import Touchpoint
from heard.vault.ring import fingerprint_phone
from tests import make
from tests.delivery.workers import ROOT
from tests.eligibility.racing import BEGUN, POINTS, point
from tests.together import alone

KINDS = ("marker", "code", "opt-out")
CASES = int(os.environ.get("HEARD_TORTURE_CASES", "320"))  # at most a thousand numbers are nobody's
ROUNDS = int(os.environ.get("HEARD_TORTURE_ROUNDS", "1"))
STATES: Mapping[str, set[str | None]] = {
    "not called": {None, State.CANCELLED},
    "called before": {State.SENDING},
    "called behind its look": {State.SENDING},
}
WAVE, PACE = 32, 0.3  # cases that are told at once, seconds between two such
TELLERS = 4
PATIENCE = 120.0


@dataclass
class Case:
    """One call: what is told of it and when, and what became of it."""

    number: int
    denial: Future[tuple[float, float]] | None = None
    calls: list[float] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"C{self.number}"

    @property
    def point(self) -> str:
        return point(self.number)

    @property
    def kind(self) -> str:
        return KINDS[self.number // len(POINTS) % len(KINDS)]

    @property
    def phone(self) -> str:
        return f"+447700900{self.number:03}"

    def became(self) -> str:
        """Say what became of it; it must not be that the look before its call began too late."""
        assert self.denial is not None
        if not self.calls:
            return "not called"
        (called,), (_, committed) = self.calls, self.denial.result()
        assert max(look for look in self.looks if look <= called) < committed, self
        return "called before" if called < committed else "called behind its look"


class Race:
    """The cases, what is told of them, and the journal of the workers."""

    def __init__(self, journal: Path, begun: float) -> None:
        self.cases = {case.key: case for case in map(Case, range(CASES))}
        self._waiting = list(self.cases.values())
        self._journal, self._offset = journal, 0
        self._begun = begun
        self._tellers = ThreadPoolExecutor(TELLERS)
        self._cases_of: dict[str, Case] = {}

    def now(self) -> datetime:
        return BEGUN + timedelta(seconds=monotonic() - self._begun)

    def run(self) -> None:
        """Tell all cases, and of each its flag at its point; return when nothing is left to do."""
        last, deadline = 0.0, monotonic() + PATIENCE
        while self._waiting or not self._is_over():
            assert monotonic() < deadline, self._left()
            if self._waiting and monotonic() > last + PACE:
                last = monotonic()
                self._tell()
            self._read()
            self._look()
            sleep(0.002)
        self._tellers.shutdown()
        self._read()

    def _tell(self) -> None:
        wave, self._waiting = self._waiting[:WAVE], self._waiting[WAVE:]
        for case in wave:
            call = make.contact_ended(case.key, f"I{case.number}", number=case.phone)
            make.told(call, make.incident_created(f"I{case.number}"), now=self.now())
            self._read()  # also between two that are told: on a busy machine a wave takes long
        self._deny(wave, at="told")

    def _read(self) -> None:
        """Follow the journal of the workers."""
        with self._journal.open("rb") as file:
            file.seek(self._offset)
            whole, newline, _ = file.read().rpartition(b"\n")
        self._offset += len(whole) + len(newline)
        for line in filter(None, whole.split(b"\n")):
            moment = json.loads(line)
            found = [self._case(name) for name in moment["names"]]
            for case in found:
                case.calls += [moment["at"]] if moment["what"] == "call" else []
                case.looks += [moment["at"]] if moment["what"] == "looking" else []
            self._deny(found, at=moment["what"])

    def _look(self) -> None:
        """Find in the tables what has been let through, and which letters wait."""
        open_ = Screening.objects.filter(is_current=True, outcome="SEND", invited_at=None)
        keys = open_.values_list("touchpoint__key", flat=True)
        self._deny([self.cases[key] for key in keys], at="screened")
        letters = Letter.objects.filter(state=State.CREATED).values_list("subject", flat=True)
        self._deny([self._case(name) for name in letters], at="posted")

    def _case(self, name: str) -> Case:
        if name not in self._cases_of:
            subject = name
            if "/" not in name:
                subject = Letter.objects.values_list("subject", flat=True).get(reference=name)
            self._cases_of[name] = self.cases[_key(subject)]
        return self._cases_of[name]

    def _deny(self, cases: list[Case], *, at: str) -> None:
        """Tell the flag of those whose point this is; of the others that are past it too."""
        for case in cases:
            if case.denial is None and POINTS.index(case.point) <= _place(at):
                case.denial = self._tellers.submit(alone, partial(self._say, case))

    def _say(self, case: Case) -> tuple[float, float]:
        """Say what forbids to ask; give when it began, and when it was committed."""
        begun, now = monotonic(), self.now()
        if case.kind == "marker":
            make.told(make.marked("domestic_abuse", phone=case.phone, at=now), now=now)
        elif case.kind == "code":
            make.told(make.incident_tagged(f"I{case.number}", "QU-01", at=now), now=now)
        else:
            people.opt_out(fingerprint_phone(case.phone), by="text", now=now)
        return begun, monotonic()

    def _is_over(self) -> bool:
        all_told = all(
            case.denial is not None and case.denial.done() for case in self.cases.values()
        )
        # In the order of the flow: what left one queue behind our back is found in the next.
        return (
            all_told
            and not Touchpoint.objects.filter(due_at__lte=self.now()).exists()
            and not Screening.objects.filter(due_at__isnull=False).exists()
            and not Letter.objects.filter(state__in=QUEUED).exists()
            and not Denial.objects.filter(is_open=True).exists()
        )

    def _left(self) -> object:
        untold = [case.key for case in self.cases.values() if case.denial is None]
        return untold, Counter(Letter.objects.values_list("state", flat=True))


def _place(what: str) -> int:
    return POINTS.index(what) if what in POINTS else len(POINTS)


@contextmanager
def racing(environment: dict[str, str], folder: Path) -> Iterator[Race]:
    """Let eight workers run as long as this lasts; none of them may fail."""
    journal, end = folder / "journal.jsonl", folder / "end"
    journal.touch()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.eligibility.racing", str(journal), str(end)],
        env={**environment, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as workers:
        assert workers.stdout is not None
        try:
            yield Race(journal, float(workers.stdout.readline()))
        finally:
            end.touch()
            assert workers.wait(timeout=60) == 0


@pytest.mark.parametrize("number", range(ROUNDS))
def test_no_call_begins_once_the_look_before_it_could_see_the_flag(
    own_database: dict[str, str], tmp_path: Path, number: int
) -> None:
    with racing(own_database, tmp_path) as race:
        race.run()
    states = {_key(s): state for s, state in Letter.objects.values_list("subject", "state")}
    listed = {_key(s) for s in _had_left().values_list("letter__subject", flat=True)}
    seen: Counter[tuple[str, str]] = Counter()
    for case in race.cases.values():
        became = case.became()
        seen[case.point, became] += 1
        assert states.get(case.key) in STATES[became], case
        # An objection is no news of the touchpoint: after the call, it is an objection to it.
        assert became == "not called" or case.kind == "opt-out" or case.key in listed, case
    print(number, dict(seen))  # noqa: T201 - what came of it at each point
    assert sum(seen["looked", what] for what in STATES if what != "not called") > 0
    assert min(seen[point, "not called"] for point in POINTS[:3]) > 0, seen
    assert sum(seen[point, "not called"] for point in POINTS[3:6]) > 0, seen
    assert seen["call", "not called"] == 0


def _had_left() -> QuerySet[Overtaken]:
    return Overtaken.objects.filter(had_left=True)


def _key(subject: str) -> str:
    return subject.split("/", 3)[3]
