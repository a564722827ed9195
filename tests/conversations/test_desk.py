"""The queue, and what an adviser does with a conversation."""

from uuid import uuid4

import pytest

from heard.conversations import desk
from heard.conversations.converse import NotSaid
from heard.conversations.desk import Closed, NotTaken
from heard.conversations.models import Adviser, Conversation, Stint
from tests.conversations.talks import MINUTE, NOW, at_desk, hear, said, talk

pytestmark = pytest.mark.django_db
State, Ending = Conversation.State, Conversation.Ending


def fresh(of: Conversation) -> Conversation:
    return Conversation.objects.get(pk=of.pk)


def test_the_gravest_is_first_then_who_waits_longest() -> None:
    late, early = talk(with_bot=False, now=NOW + MINUTE), talk(with_bot=False)
    grave = talk(with_bot=False, now=NOW + 2 * MINUTE)
    hear(grave, "he has a knife and he is outside")
    assert [*desk.queue()] == [fresh(grave), early, late]
    assert [desk.place(fresh(one)) for one in (grave, early, late)] == [1, 2, 3]


def test_the_next_fits_what_an_adviser_can_but_danger_is_anybodys() -> None:
    adviser = Adviser.objects.get(user=at_desk(skills=("ur",)))
    polish, urdu = talk(with_bot=False), talk(with_bot=False, now=NOW + MINUTE)
    Conversation.objects.filter(pk=polish.pk).update(skills=["pl"])
    Conversation.objects.filter(pk=urdu.pk).update(skills=["ur"])
    assert desk.next_for(adviser) == urdu
    hear(polish, "he has a knife and he is outside")
    assert desk.next_for(adviser) == polish


def test_it_is_taken_answered_passed_on_and_closed() -> None:
    mine, ann, ben = talk(with_bot=False), at_desk(), at_desk("ben@example.org")
    key = uuid4()
    desk.take(mine.pk, by=ann, now=NOW + MINUTE)
    for _ in range(2):
        desk.answer(mine.pk, " Hello. ", key=key, by=ann, now=NOW + 2 * MINUTE)
    desk.transfer(mine.pk, why="Speaks Urdu", skills=[], by=ann, now=NOW + 3 * MINUTE)
    assert fresh(mine).state == State.WAITING
    assert fresh(mine).urgency == 1
    desk.take(mine.pk, by=ben, now=NOW + 4 * MINUTE)
    with pytest.raises(NotTaken, match="not with you"):
        desk.answer(mine.pk, "x", key=uuid4(), by=ann, now=NOW)
    with pytest.raises(NotSaid, match="Write a message"):
        desk.answer(mine.pk, " ", key=uuid4(), by=ben, now=NOW)
    closed = Closed(topic="CT-01", outcome="answered")
    desk.close(mine.pk, closed, by=ben, now=NOW + 5 * MINUTE)
    found = fresh(mine)
    assert (found.ending, found.topic, found.outcome) == (Ending.CLOSED, "CT-01", "answered")
    assert (found.taken_at, found.answered_at) == (NOW + MINUTE, NOW + 2 * MINUTE)
    assert (found.handler, found.adviser) == ("human", ben)
    assert [
        (one.adviser, one.why) for one in Stint.objects.filter(conversation=mine).order_by("pk")
    ] == [
        (ann, "Speaks Urdu"),
        (ben, None),
    ]
    assert [words for _, words in said(mine)] == [
        "taken",
        "Hello.",
        "transferred",
        "taken",
        "closed",
    ]


def test_nobody_takes_what_waits_no_more_or_too_many_but_danger_is_always_taken() -> None:
    ann = at_desk(most=1)
    first, second = talk(with_bot=False), talk(with_bot=False)
    desk.take(first.pk, by=ann, now=NOW)
    with pytest.raises(NotTaken, match="does not wait"):
        desk.take(first.pk, by=ann, now=NOW)
    with pytest.raises(NotTaken, match="You have 1"):
        desk.take(second.pk, by=ann, now=NOW)
    hear(second, "he has a knife and he is outside")
    desk.take(second.pk, by=ann, now=NOW)
    assert desk.load(Adviser.objects.get(user=ann)) == 0
    Adviser.objects.update(is_there=False)
    with pytest.raises(NotTaken, match="at the desk"):
        desk.take(second.pk, by=ann, now=NOW)


def test_who_leaves_the_queue_has_abandoned_it_and_it_is_not_closed() -> None:
    waits, chats, held = talk(with_bot=False), talk(), talk(with_bot=False)
    desk.take(held.pk, by=at_desk(), now=NOW)
    for one in (waits, chats, held, held):
        desk.leave(one.pk, now=NOW + MINUTE)
    endings = [fresh(one).ending for one in (waits, chats, held)]
    assert endings == [Ending.ABANDONED, Ending.ANSWERED, Ending.LEFT]
    assert [words for _, words in said(held)] == ["taken", "left"]
