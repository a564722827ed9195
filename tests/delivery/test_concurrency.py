"""Workers that share one backlog do not get into each other's way."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import psycopg
from django.db import connection, transaction
from structlog.testing import capture_logs

from heard.channels.memory import Memory
from heard.channels.outbox import read_outbox
from heard.channels.protocol import Accepted, Message, Refused
from heard.delivery.cancel import Cancelled, cancel
from heard.delivery.inbound import claim_due, keep
from heard.delivery.models import Letter
from heard.home import Server
from tests.delivery.letters import NOW, delivered, posted, posted_many, states
from tests.delivery.test_inbound import text
from tests.delivery.workers import owned, start

LETTERS = 2_000
WORKERS = 4


def test_four_workers_send_each_letter_once(own_database: dict[str, str], tmp_path: Path) -> None:
    posted_many(LETTERS)
    outboxes = [tmp_path / f"{n}.jsonl" for n in range(WORKERS)]

    workers = [start(own_database, outbox, 50) for outbox in outboxes]

    assert [worker.communicate()[1] for worker in workers] == [""] * WORKERS
    assert [worker.returncode for worker in workers] == [0] * WORKERS
    sent = [[line["reference"] for line in read_outbox(outbox)[0]] for outbox in outboxes]
    assert set(Counter(chain(*sent)).values()) == {1}
    assert sum(map(len, sent)) == LETTERS
    assert sum(map(bool, sent)) > 1
    assert set(Letter.objects.values_list("state", flat=True)) == {"sending"}


def test_a_letter_in_another_workers_hands_is_not_waited_for(own_database: dict[str, str]) -> None:
    taken, memory = posted("taken"), Memory()
    posted("free")

    with psycopg.connect(own_database["DATABASE_URL"]) as other:
        other.execute("SELECT FROM delivery_letter WHERE id = %s FOR UPDATE", [taken.pk])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        assert delivered(memory) == 1

    assert states() == {"taken": "created", "free": "sending"}


def test_a_no_waits_for_nobody_who_holds_the_letter(own_database: dict[str, str]) -> None:
    taken, memory = posted("a"), Memory()

    with psycopg.connect(own_database["DATABASE_URL"]) as other:
        other.execute("SELECT FROM delivery_letter WHERE id = %s FOR UPDATE", [taken.pk])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        said = cancel("trial", ["a"], reason="grave", now=NOW)
    delivered(memory)

    assert said == Cancelled(stopped=[], marked=["a"], left=[])
    assert (memory.arrived, states()) == ([], {"a": "cancelled"})


def test_who_can_look_no_more_hands_nothing_over(
    server: Server, own_database: dict[str, str]
) -> None:
    class Blinding(Memory):
        """A gateway behind whose first message nobody may read the denials any more."""

        def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
            for outcome in super().send(messages):
                with psycopg.connect(owned(server, own_database), autocommit=True) as owner:
                    owner.execute("REVOKE SELECT ON delivery_denial FROM heard_app")
                yield outcome

    posted("a")
    posted("b")
    blinding = Blinding()

    with capture_logs() as logs:
        delivered(blinding)

    assert len(blinding.arrived) == 1
    assert [log["event"] for log in logs] == ["second look failed"]
    assert states() == {"a": "sending", "b": "created"}


def test_a_text_in_another_workers_hands_is_passed_over(own_database: dict[str, str]) -> None:
    keep([text("taken"), text("free", address="+447700900456")], now=NOW)

    with psycopg.connect(own_database["DATABASE_URL"]) as other, transaction.atomic():
        other.execute("SET heard.scope = 'all'")
        other.execute("SELECT FROM delivery_inboundtext ORDER BY id LIMIT 1 FOR UPDATE")
        found = [row.body for row in claim_due(now=NOW, limit=10)]

    assert found == ["free"]
