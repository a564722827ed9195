"""The stream of a conversation: what is new in it, once, and nothing of another one."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from django.test import AsyncRequestFactory, RequestFactory

from heard.conversations.models import Message
from heard.web import talk_stream
from heard.web.broadcast import talk as topic
from heard.web.talk_stream import Event, Over
from tests.conversations.talks import hear, talk
from tests.web.aside import run


@pytest.fixture
def _readers(own_database: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read with a connection to this test's own database."""
    with ThreadPoolExecutor(max_workers=1) as one:
        monkeypatch.setattr(talk_stream, "_readers", one)
        yield
        one.submit(connections.close_all).result()


def read(number: int, after: int) -> Sequence[Event]:
    found = Message.objects.filter(conversation_id=number, position__gt=after).order_by("position")
    told = [Event(name="said", data={"text": one.text}, position=one.position) for one in found]
    return [*told, Event(name="state", data={"state": "assistant"})]


async def heard(lines: AsyncIterator[str]) -> list[object]:
    """Give what the next line that says anything tells."""
    async for line in lines:
        if "data:" in line:
            parts = line.split("\n")
            return [json.loads(part[6:]) for part in parts if part.startswith("data: ")]
    return []


@pytest.mark.usefixtures("_readers")
def test_what_is_said_is_told_once_and_resumes_after_what_a_page_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(talk_stream, "BEAT", 5.0)
    mine, other = talk(), talk()
    hear(mine, "one")

    async def both() -> list[list[object]]:
        follow = talk_stream.told(lambda after: read(mine.pk, after), of=[topic(mine.pk)], after=0)
        found = [await heard(follow)]
        await sync_to_async(hear)(other, "of somebody else")
        await sync_to_async(hear)(mine, "two")
        found.append(await heard(follow))
        again = talk_stream.told(lambda after: read(mine.pk, after), of=[topic(mine.pk)], after=3)
        found.append(await heard(again))
        return found

    state = {"state": "assistant"}
    assert run(both) == [
        [{"text": "one"}, {"text": "You said one"}, state],
        [{"text": "two"}, {"text": "You said two"}],
        [{"text": "You said two"}, state],
    ]


@pytest.mark.usefixtures("_readers")
def test_a_stream_ends_when_there_is_nothing_more_to_hear_and_after_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(talk_stream, "LIFE", 0.0)

    def over(_after: int) -> Sequence[Event]:
        raise Over

    async def lines() -> list[list[str]]:
        ended = talk_stream.told(over, of=["heard_chat"], after=0)
        timed = talk_stream.told(lambda _after: [], of=["heard_chat"], after=0)
        return [[line async for line in one] for one in (ended, timed)]

    begins = "retry: 1000\n\n"
    assert run(lines) == [[begins, "event: over\ndata: {}\n\n"], [begins, ": \n\n"]]


def test_a_page_says_what_it_has() -> None:
    ask = RequestFactory().get
    assert talk_stream.after(ask("/", {"after": "7"})) == 7
    assert talk_stream.after(ask("/", {"after": "7"}, headers={"Last-Event-ID": "9"})) == 9
    assert talk_stream.after(ask("/", {"after": "-1"})) == 0
    assert not talk_stream.can_stream(ask("/"))
    assert talk_stream.can_stream(AsyncRequestFactory().get("/"))


@pytest.mark.usefixtures("_readers")
def test_a_reader_has_a_connection_of_its_own() -> None:
    def which() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return int(cursor.fetchone()[0])

    assert talk_stream.by_a_reader(which) != which()
