"""One ear on the database tells every open page of this process, and nobody polls."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing

import psycopg
import pytest
from asgiref.sync import sync_to_async

from heard import wake, worker
from heard.conversations.converse import CHANNEL, tell
from heard.wake import FACTS, FLOW
from heard.web import broadcast
from heard.web.broadcast import Broadcast, Listener, talk
from tests.conversations import talks
from tests.insight.flow import CALLED, answer, programme
from tests.web.aside import run

pytestmark = pytest.mark.usefixtures("own_database")
SOON = 0.01


async def heard(ear: Broadcast, ring: Callable[[], Awaitable[object]]) -> frozenset[str]:
    """Give the first change that comes, ringing until one does: the ear needs a moment."""
    async with aclosing(ear.changes(beat=0.05, seldom=SOON)) as changes:
        async for changed in changes:
            if changed:
                return changed
            await ring()
    return frozenset()


def test_new_facts_are_told_and_facts_that_are_the_same_are_not() -> None:
    told = []

    def one_more() -> int:
        answer(programme(), {"outcome": 9})
        return worker.LANES["facts"].run(CALLED)

    async def work() -> None:
        told.append(await sync_to_async(one_more)())

    assert run(lambda: heard(Broadcast(), work)) == {FACTS}
    assert all(told)
    worker.LANES["facts"].run(CALLED)
    with psycopg.connect(**wake.where(), autocommit=True) as ear:
        ear.execute(f"LISTEN {FACTS}")
        assert worker.LANES["facts"].run(CALLED) == 0
        assert list(ear.notifies(timeout=0.05)) == []


def test_a_ring_for_the_workers_is_told_too_and_all_pages_hear_it() -> None:
    async def both() -> list[frozenset[str]]:
        ear = Broadcast()

        async def ring() -> None:
            wake.ring()

        async with asyncio.TaskGroup() as group:
            found = [group.create_task(heard(ear, ring)) for _ in range(2)]
        return [one.result() for one in found]

    assert run(both) == [{FLOW}, {FLOW}]


def test_after_a_fault_of_the_database_all_may_have_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(broadcast, "PAUSE", SOON)
    monkeypatch.setattr(broadcast, "where", lambda: {"host": "/nowhere"})

    async def nothing() -> None:
        """Ring nothing: it is the fault that is told."""

    assert run(lambda: heard(Broadcast(), nothing)) == {FACTS, FLOW}


def test_what_changes_twice_before_a_page_asks_is_told_once() -> None:
    async def asked() -> list[frozenset[str]]:
        mine = Listener()
        mine.note([FACTS])
        mine.note([FACTS, FLOW])
        return [await mine.next(SOON), await mine.next(SOON)]

    assert run(asked) == [{FACTS, FLOW}, frozenset()]


def test_a_page_hears_of_its_own_conversation_and_the_queue_of_any() -> None:
    mine, other = talks.talk(), talks.talk()

    async def all_three() -> list[list[frozenset[str]]]:
        ear = Broadcast()
        found: list[list[frozenset[str]]] = []
        for of in ([talk(mine.pk)], [CHANNEL]):
            async with aclosing(ear.changes(beat=5, seldom=0, of=of, at_once=True)) as changes:
                heard = [await anext(changes), await anext(changes)]  # at once, and with the ear
                await sync_to_async(tell)(other)
                await sync_to_async(tell)(mine)
                heard.append(await anext(changes))
                found.append(heard)
        return found

    own, queue = run(all_three)
    assert own == 3 * [{talk(mine.pk)}]
    assert queue == 3 * [{CHANNEL}]
