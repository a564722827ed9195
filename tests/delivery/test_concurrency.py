"""Workers that share one backlog do not get into each other's way."""

from collections import Counter
from itertools import chain
from pathlib import Path

import psycopg
from django.db import connection, transaction

from heard.channels.memory import Memory
from heard.channels.outbox import read_outbox
from heard.delivery.inbound import claim_due, keep
from heard.delivery.models import Letter
from tests.delivery.letters import NOW, delivered, posted, posted_many, states
from tests.delivery.test_inbound import text
from tests.delivery.workers import start

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


def test_a_text_in_another_workers_hands_is_passed_over(own_database: dict[str, str]) -> None:
    keep([text("taken"), text("free", address="+447700900456")], now=NOW)

    with psycopg.connect(own_database["DATABASE_URL"]) as other, transaction.atomic():
        other.execute("SELECT FROM delivery_inboundtext ORDER BY id LIMIT 1 FOR UPDATE")
        found = [row.body for row in claim_due(now=NOW, limit=10)]

    assert found == ["free"]
