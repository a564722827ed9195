"""Letters by way of GOV.UK Notify while it fails in every way: nobody is texted twice."""

from collections import Counter, deque
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from heard.channels.notify import Notify
from heard.delivery.deliver import expire_leases
from heard.delivery.models import QUEUED, Letter, State
from heard.delivery.receipts import News, accept
from heard.delivery.reconcile import reconcile
from tests.delivery.letters import LEASE, NOW, delivered, posted
from tests.peers.notify import KEY, TEXT, StandIn, Trouble

pytestmark = pytest.mark.django_db
LETTERS = 150
CERTAIN: list[Trouble] = [
    (429, "RateLimitError", "Exceeded rate limit"),
    (429, "TooManyRequestsError", "Exceeded send limits"),
    (403, "BadRequestError", "Error: Your system clock must be accurate to within 30 seconds"),
]
UNCLEAR: list[Trouble] = [
    *("500-before", "500-after", "502", "reset-before", "reset-after"),
    *("not-json", "other-json", "cut"),
]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_goes_wrong_nobody_is_texted_twice_and_every_letter_is_accounted_for(
    tmp_path: Path, seed: int
) -> None:
    peer = StandIn(took=tmp_path / "took.jsonl", troubles=_troubles(seed))
    for n in range(LETTERS):
        posted(str(n), address=f"+4477009{n:05}")
    now = NOW

    with peer.served() as address:
        channel = Notify(
            api_key=KEY, template_id=TEXT, base_url=address, connections=2, rate=10_000
        )
        while Letter.objects.filter(state__in=QUEUED).exists():
            delivered(channel, now=now, limit=4)
            expire_leases(now=now)
            now += LEASE
        listed = list(channel.accepted(since=NOW, until=datetime.now(tz=UTC) + LEASE))

    times = Counter(item["reference"] for item in peer.accepted())
    states = {str(r): s for r, s in Letter.objects.values_list("reference", "state")}
    sending, unknown = (
        {reference for reference, state in states.items() if state == one}
        for one in (State.SENDING, State.UNKNOWN)
    )
    assert set(times.values()) == {1}
    assert sending <= set(times) <= sending | unknown
    assert set(states.values()) <= {State.SENDING, State.UNKNOWN, State.CANCELLED}

    later = now + timedelta(minutes=1)
    found = reconcile("first", listed, since=NOW, until=later, now=later)
    counts = (found.listed, found.agreed, found.settled, found.unsettled, found.found)
    both = unknown & set(times)
    assert counts == (len(times), len(sending), len(both), len(unknown - both), 0)

    accept([_delivered(item["reference"], later=now) for item in peer.accepted()], now=later)

    settled = Letter.objects.filter(state="delivered").values_list("reference", flat=True)
    assert set(map(str, settled)) == set(times)


def _troubles(seed: int) -> deque[Trouble]:
    chance = Random(seed)  # noqa: S311 - to be the same each time
    weights = [20, *[2] * 3, *[1] * 8]
    return deque(chance.choices(["ok", *CERTAIN, *UNCLEAR], weights, k=400))


def _delivered(reference: str, *, later: datetime) -> News:
    return News(reference=UUID(reference), status="delivered", occurred_at=later)
