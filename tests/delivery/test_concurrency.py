"""Workers that share one backlog do not get into each other's way."""

from collections import Counter
from itertools import chain
from pathlib import Path

from heard.channels.outbox import read_outbox
from heard.delivery.models import Letter
from tests.delivery.letters import posted_many
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
