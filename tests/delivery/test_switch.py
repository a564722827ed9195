"""The kill switch: one person stops, two lift, and nothing leaves in between."""

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from heard.channels.memory import Memory
from heard.channels.protocol import Accepted, Message, Refused
from heard.delivery import switch
from heard.delivery.models import Halt, Letter
from heard.home import Server
from heard.journal.models import Entry
from heard.journal.write import Actor
from tests.delivery.letters import NOW, delivered, posted, posted_many, states
from tests.delivery.workers import kill, owned, start
from tests.together import alone

ANN, BOB = Actor(id="user:1", label="Ann"), Actor(id="user:2", label="Bob")
RATE = 500  # letters a second that leave in earnest
PROCESSES = 2


def _stopped() -> list[tuple[str, str]]:
    return [(halt.scope, halt.asked_by) for halt in switch.standing()]


@pytest.mark.django_db
def test_nothing_leaves_while_everything_is_stopped_and_all_does_afterwards() -> None:
    posted("a")
    memory = Memory()
    switch.stop(switch.EVERYTHING, by=ANN, reason="a wrong list", now=NOW)

    assert delivered(memory) == 0
    assert (memory.arrived, states()) == ([], {"a": "created"})
    switch.ask_to_lift(switch.EVERYTHING, by=ANN, now=NOW)
    assert delivered(memory) == 0
    switch.lift(switch.EVERYTHING, by=BOB, now=NOW)
    assert (delivered(memory), states()) == (1, {"a": "sending"})


@pytest.mark.django_db
@pytest.mark.parametrize("scope", [switch.channel("sms"), switch.account("text-pilot")])
def test_a_scope_stops_what_is_within_it_and_nothing_else(scope: str) -> None:
    posted("a")
    Letter.objects.update(account="text-pilot")
    posted("b", channel="pigeon")
    memory = Memory()

    switch.stop(switch.channel("pigeon"), by=ANN, reason="", now=NOW)
    switch.stop(switch.account("other"), by=ANN, reason="", now=NOW)
    switch.stop(scope, by=ANN, reason="", now=NOW)
    assert (delivered(memory), states()) == (0, {"a": "created", "b": "created"})

    switch.ask_to_lift(scope, by=ANN, now=NOW)
    switch.lift(scope, by=BOB, now=NOW)
    assert (delivered(memory), states()) == (1, {"a": "sending", "b": "created"})


@pytest.mark.django_db
def test_what_expires_while_it_is_stopped_is_cancelled_and_erased() -> None:
    letter = posted("a")
    switch.stop(switch.EVERYTHING, by=ANN, reason="", now=NOW)

    assert delivered(Memory(), now=letter.expires_at) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.reason, letter.address) == ("cancelled", "expired", None)


@pytest.mark.django_db
@pytest.mark.parametrize("scope", ["everything", "channel:sms", "account:text-pilot"])
def test_what_was_claimed_before_the_stop_does_not_leave_after_it(scope: str) -> None:
    class Stopping(Memory):
        def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
            for outcome in super().send(messages):
                switch.stop(scope, by=ANN, reason="", now=NOW)
                yield outcome

    posted("a")
    posted("b")
    Letter.objects.update(account="text-pilot")
    stopping = Stopping()

    delivered(stopping)

    assert len(stopping.arrived) == 1
    assert sorted(states().values()) == ["created", "sending"]
    assert Letter.objects.get(state="created").reason == "stopped"


@pytest.mark.django_db
def test_it_takes_two_people_to_lift() -> None:
    with pytest.raises(switch.NotLifted, match="not stopped"):
        switch.ask_to_lift(switch.EVERYTHING, by=ANN, now=NOW)
    switch.stop(switch.EVERYTHING, by=ANN, reason="", now=NOW)
    with pytest.raises(switch.NotLifted, match="Nobody has asked"):
        switch.lift(switch.EVERYTHING, by=BOB, now=NOW)
    switch.ask_to_lift(switch.EVERYTHING, by=BOB, now=NOW)
    with pytest.raises(switch.NotLifted, match="two people"):
        switch.lift(switch.EVERYTHING, by=BOB, now=NOW)
    with pytest.raises(switch.NotLifted, match="Bob has asked"):
        switch.ask_to_lift(switch.EVERYTHING, by=ANN, now=NOW)
    assert _stopped() == [("everything", "Bob")]

    switch.lift(switch.EVERYTHING, by=ANN, now=NOW)
    assert _stopped() == []


@pytest.mark.django_db
def test_who_stops_again_has_the_lifting_asked_for_anew() -> None:
    switch.stop(switch.EVERYTHING, by=ANN, reason="", now=NOW)
    switch.ask_to_lift(switch.EVERYTHING, by=ANN, now=NOW)
    switch.stop(switch.EVERYTHING, by=BOB, reason="still wrong", now=NOW)

    assert _stopped() == [("everything", "")]


@pytest.mark.django_db
def test_every_act_is_journalled() -> None:
    switch.stop(switch.EVERYTHING, by=ANN, reason="a wrong list", now=NOW)
    switch.ask_to_lift(switch.EVERYTHING, by=ANN, now=NOW)
    switch.lift(switch.EVERYTHING, by=BOB, now=NOW)

    entries = Entry.objects.filter(act__startswith="sending.").order_by("id")
    assert list(entries.values_list("act", "subject", "actor", "reason")) == [
        ("sending.stop", "sending:everything", "Ann", "a wrong list"),
        ("sending.ask_to_lift", "sending:everything", "Ann", ""),
        ("sending.lift", "sending:everything", "Bob", ""),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("scope", ["", "nothing", "channel:", "Everything"])
def test_a_scope_that_is_none_is_refused(scope: str) -> None:
    with pytest.raises(IntegrityError, match="delivery_halt_scope"), transaction.atomic():
        switch.stop(scope, by=ANN, reason="", now=NOW)


@pytest.mark.django_db
def test_the_database_itself_asks_for_two() -> None:
    switch.stop(switch.EVERYTHING, by=ANN, reason="", now=NOW)

    with pytest.raises(IntegrityError, match="delivery_halt_lifted_by_two"):
        Halt.objects.update(asked_by_id="user:1", lifted_by_id="user:1", lifted_at=NOW)


def test_a_switch_that_cannot_be_read_stops_everything(
    server: Server, own_database: dict[str, str]
) -> None:
    posted("a")
    memory = Memory()
    with psycopg.connect(owned(server, own_database), autocommit=True) as owner:
        owner.execute("REVOKE SELECT ON delivery_halt FROM heard_app")

    with pytest.raises(DatabaseError, match="permission denied"):
        delivered(memory)
    assert (memory.arrived, states()) == ([], {"a": "created"})


def test_the_last_call_is_soon_after_the_stop_while_500_a_second_leave(
    own_database: dict[str, str], tmp_path: Path
) -> None:
    posted_many(20 * RATE)
    calls = [tmp_path / f"{n}.jsonl" for n in range(PROCESSES)]
    workers = [start(own_database, path, 25, rate=RATE) for path in calls]
    try:
        deadline = time.monotonic() + 60
        while len(_moments(calls)) < 2 * RATE and time.monotonic() < deadline:
            time.sleep(0.05)
        alone(lambda: switch.stop(switch.EVERYTHING, by=ANN, reason="trial", now=NOW))
        stopped_at = time.time()
        time.sleep(3)
        last = max(_moments(calls))
        more = start(own_database, tmp_path / "more.jsonl", 25, rate=RATE)
        workers.append(more)
        time.sleep(3)  # a worker that starts now finds it stopped
    finally:
        for worker in workers:
            kill(worker)

    assert last - stopped_at <= 2
    assert _moments([tmp_path / "more.jsonl"]) == []
    assert max(_moments(calls)) == last
    assert Letter.objects.filter(state="created").exists()


def _moments(paths: Iterable[Path]) -> list[float]:
    """Give the moment of each call, in seconds since 1970."""
    lines = [line for path in paths if path.exists() for line in path.read_text().splitlines()]
    return [json.loads(line)["at"] for line in lines if line.endswith("}")]
