"""The drill: a backup is restored while a force goes on telling, and nobody is written to twice."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from heard import worker
from heard.channels.outbox import Outbox, read_outbox
from heard.delivery import deliver, restored, switch
from heard.delivery.models import Letter, Origin, State
from heard.home import Server
from heard.journal.models import Entry
from heard.journal.write import Actor
from tests import make
from tests.conftest import NAMES, connected
from tests.delivery.letters import way
from tests.delivery.workers import owned
from tests.make import NOON, minutes

ANN, BEN = (Actor(id=f"user:{n}", label=name) for n, name in ((1, "Ann Lee"), (2, "Ben Roe")))
TEN = NOON + minutes(10)
ASKED = ["01", "02", "04", "05", "06", "07"]


class Force:
    """A force that tells of calls, and the texts that its gateway has on the disk."""

    def __init__(self, outbox: Path) -> None:
        self._outbox = outbox

    def tell(self, number: int, *, at: int) -> None:
        call = make.contact_ended(
            f"C{number}", number=f"07700 9001{number:02}", at=NOON + minutes(at)
        )
        make.told(call, now=NOON + minutes(at))

    def work(self, *, at: int, limit: int = 100) -> None:
        """Screen, invite and deliver at most so many."""
        now = NOON + minutes(at)
        make.passed(now)
        deliver.deliver(
            now=now,
            guards=worker.GUARDS,
            channels={"sms": way(Outbox(path=str(self._outbox)))},
            lease=minutes(5),
            limit=limit,
        )

    def asked(self) -> list[str]:
        return sorted(line["to"][-2:] for line in read_outbox(self._outbox)[0])


@contextmanager
def restored_from(backup: Path, server: Server) -> Iterator[None]:
    """Restore a backup as operators do, into a new database that this process is connected to."""
    name = next(NAMES)
    server.create_database(name)
    owner = server.url(name, "heard_owner")
    subprocess.run([server.binaries / "pg_restore", "--no-owner", "-d", owner, backup], check=True)
    with connected(server.url(name, "heard_app")):
        yield
    server.drop_database(name)


@pytest.fixture
def force(own_database: dict[str, str], tmp_path: Path) -> Force:
    """Give a force that has told of six calls: two were asked, a third letter is in hand."""
    force = Force(tmp_path / "outbox.jsonl")
    for number in range(1, 7):
        force.tell(number, at=0)
    force.work(at=10, limit=2)
    in_hand = Letter.objects.filter(state=State.CREATED).order_by("id").first()
    assert in_hand is not None
    in_hand.state, in_hand.claimed_at, in_hand.due_at = State.CLAIMED, TEN, TEN + minutes(9)
    in_hand.save()
    return force


@pytest.fixture
def backup(
    force: Force, server: Server, own_database: dict[str, str], tmp_path: Path
) -> Iterator[None]:
    """Make a backup, let the force go on, and go back to the backup."""
    made = tmp_path / "backup"
    owner = owned(server, own_database)
    subprocess.run([server.binaries / "pg_dump", "-Fc", "-f", made, owner], check=True)
    force.tell(7, at=12)
    force.work(at=25)
    assert force.asked() == ASKED
    with restored_from(made, server):
        yield


@pytest.mark.usefixtures("backup")
def test_a_restored_backup_writes_to_nobody_until_two_people_let_it(force: Force) -> None:
    force.tell(7, at=12)  # the feed goes back to where the backup ends
    force.work(at=40)
    force.tell(8, at=41)
    force.work(at=52)
    assert force.asked() == ASKED
    assert Entry.objects.filter(act="sending.stop", actor="Heard").count() == 1
    (halt,) = switch.standing()
    assert (halt.scope, halt.reason) == ("everything", restored.SENTENCE)
    switch.ask_to_lift(halt.scope, by=ANN, now=NOON + minutes(53))
    switch.lift(halt.scope, by=BEN, now=NOON + minutes(54))
    force.work(at=55)
    assert force.asked() == [*ASKED, "08"]


@pytest.mark.usefixtures("backup")
def test_what_may_have_left_is_unknown_and_what_was_due_before_is_not_asked(force: Force) -> None:
    force.work(at=40)
    states = Letter.objects.order_by("id").values_list("state", "reason")
    assert list(states) == [*[("sending", "")] * 2, *[("unknown", "restored")] * 4]
    force.tell(7, at=12)
    force.work(at=41)
    assert make.verdict("C7") == ("SKIP", "restored")
    assert [one.number for one in Origin.objects.order_by("id")] == [1, 2]
