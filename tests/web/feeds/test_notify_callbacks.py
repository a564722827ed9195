"""Receipts as a bad day brings them: shuffled, doubled, early, unknown and forged."""

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from queue import LifoQueue
from random import Random
from uuid import uuid4

import pytest

from heard.accounts.models import FeedKey
from heard.channels.notify import Notify
from heard.delivery._progress import ORDER
from heard.delivery.models import Letter, Receipt
from heard.delivery.post import Draft, post
from tests.delivery.letters import ADDRESS, NOW, delivered
from tests.peers.notify import KEY, TEXT, Item, StandIn
from tests.peers.notify_callbacks import Poster, receipt
from tests.web.feeds.post import a_key

RECEIPTS = int(os.environ.get("HEARD_TORTURE_RECEIPTS", "2000"))
LETTERS = RECEIPTS * 3 // 20
DOUBLED, EARLY, UNKNOWN, FORGED = 0.30, 0.10, 0.05, 0.01
LINES = 4
STATUSES = [
    *("sending", "pending", "delivered"),
    *("permanent-failure", "temporary-failure", "technical-failure"),
]
Said = tuple[str, str]  # a reference and a status


@contextmanager
def posters(address: str, token: str) -> Iterator[LifoQueue[Poster]]:
    """Open as many lines as post at once; each is taken, used and given back."""
    lines: LifoQueue[Poster] = LifoQueue()
    all_of_them = [Poster(address=address, token=token) for _ in range(2 * LINES)]
    for poster in all_of_them:
        lines.put(poster)
    try:
        yield lines
    finally:
        for poster in all_of_them:
            poster.close()


def posted(lines: LifoQueue[Poster], said: Said, *, key: str = "") -> int:
    """Post one receipt on a line that is free, and give the status of the answer."""
    told = {"id": str(uuid4()), "to": ADDRESS, "at": NOW.timestamp(), "notification_type": "sms"}
    poster = lines.get()
    try:
        return poster.post(receipt(told | {"reference": said[0]}, said[1]), token=key)
    finally:
        lines.put(poster)


def letters() -> list[str]:
    """Post letters that are due, and give their references."""
    drafts = [
        Draft(
            subject=str(n),
            channel="sms",
            address=ADDRESS,
            body="How did we do?",
            not_before=NOW,
            expires_at=NOW + timedelta(days=1),
        )
        for n in range(LETTERS)
    ]
    post("trial", drafts, now=NOW)
    return [str(reference) for reference in Letter.objects.values_list("reference", flat=True)]


def dealt(chance: Random, references: Sequence[str]) -> tuple[list[Said], list[Said], list[Said]]:
    """Deal receipts out: those that come early, those that come later, and forged ones."""

    def about(number: int, whom: Sequence[str]) -> list[Said]:
        return [(chance.choice(whom), chance.choice(STATUSES)) for _ in range(number)]

    early = about(int(RECEIPTS * EARLY), references)
    forged = about(int(RECEIPTS * FORGED), references)
    unknown = about(int(RECEIPTS * UNKNOWN), [str(uuid4()) for _ in range(RECEIPTS)])
    late = about(RECEIPTS - len(early) - len(forged) - len(unknown), references) + unknown
    late += chance.sample([*early, *late], int(RECEIPTS * DOUBLED))
    chance.shuffle(late)
    return early, late, forged


def by_reference(many: Sequence[Said]) -> dict[str, set[str]]:
    heard: dict[str, set[str]] = defaultdict(set)
    for reference, status in many:
        heard[reference].add(status)
    return heard


def furthest(statuses: set[str]) -> str:
    """Give what the model says of a letter that was sent and of which this was heard."""
    return max({"sending", *statuses}, key=[str(state) for state in ORDER].index)


@pytest.mark.usefixtures("own_database")
def test_whatever_comes_in_whatever_order_the_letters_end_as_the_model_says(
    site: str, tmp_path: Path
) -> None:
    chance = Random(8)  # noqa: S311 - to be the same each time
    references = letters()
    early, late, forged = dealt(chance, references)
    door = f"{site}/feeds/notify/receipts"
    before = by_reference(early)
    answers: list[int] = []

    with posters(door, a_key(FeedKey.Kind.RECEIPTS, "urn:gateway:notify")) as lines:

        def during_the_call(item: Item) -> None:
            name = item["reference"]
            answers.extend(posted(lines, (name, status)) for status in before.get(name, ()))

        peer = StandIn(took=tmp_path / "took.jsonl", on_taken=during_the_call)
        with peer.served() as address:
            channel = Notify(
                api_key=KEY, template_id=TEXT, base_url=address, connections=LINES, rate=10_000
            )
            delivered(channel, limit=LETTERS)
        with ThreadPoolExecutor(LINES) as threads:
            answers += threads.map(lambda said: posted(lines, said), late)
            refused = list(threads.map(lambda said: posted(lines, said, key="forged"), forged))

    heard = by_reference([*early, *late])
    assert sorted(item["reference"] for item in peer.accepted()) == sorted(references)
    assert answers == [200] * (sum(map(len, before.values())) + len(late))
    assert refused == [401] * int(RECEIPTS * FORGED)
    kept = Receipt.objects.values_list("reference", "status")
    assert sorted((str(reference), status) for reference, status in kept) == sorted(
        (reference, status) for reference, statuses in heard.items() for status in statuses
    )
    states = dict(Letter.objects.values_list("reference", "state"))
    assert {str(reference): state for reference, state in states.items()} == {
        reference: furthest(heard[reference]) for reference in references
    }
