"""Who is at the desk, and what who supervises it may do."""

import pytest

from heard.conversations import desk, presence, supervise, waits
from heard.conversations.converse import NotSaid
from heard.conversations.desk import Closed, NotTaken
from heard.conversations.models import Adviser, Conversation, Note, Stint
from heard.journal.models import Entry
from tests.conversations.talks import MINUTE, NOW, at_desk, hear, talk

pytestmark = pytest.mark.django_db
State = Conversation.State


def test_an_adviser_comes_and_goes_and_keeps_what_they_have() -> None:
    ann, mine = at_desk(), talk(with_bot=False)
    presence.come(by=ann, skills=["ur"], most=2, now=NOW)
    desk.take(mine.pk, by=ann, now=NOW)
    presence.go(by=ann, now=NOW)
    presence.go(by=ann, now=NOW)
    presence.beat(by=ann, now=NOW + MINUTE)
    found = Adviser.objects.get(user=ann)
    assert (found.is_there, found.skills, found.most) == (False, ["ur"], 2)
    assert found.seen_at == NOW + MINUTE
    assert [*presence.everybody()] == [found]
    assert presence.loads() == {ann.pk: 1}
    acts = Entry.objects.filter(act__startswith="conversations", actor=ann.name).order_by("pk")
    assert [one.act.removeprefix("conversations.") for one in acts] == ["come", "take", "go"]


def test_the_next_is_taken_by_one_alone_and_nobody_else_is_left() -> None:
    ann, ben = at_desk(), at_desk("ben@example.org")
    first, second = talk(with_bot=False), talk(with_bot=False, now=NOW + MINUTE)
    assert desk.take_next(by=ann, now=NOW) == first
    assert desk.take_next(by=ben, now=NOW) == second
    assert desk.take_next(by=ben, now=NOW) is None


def test_a_supervisor_takes_over_and_moves_what_is_with_the_desk() -> None:
    ann, ben, cas = at_desk(), at_desk("ben@example.org"), at_desk("cas@example.org")
    mine = talk(with_bot=False)
    desk.take(mine.pk, by=ann, now=NOW)
    supervise.take_over(mine.pk, by=cas, now=NOW + MINUTE)
    supervise.take_over(mine.pk, by=cas, now=NOW + MINUTE)
    supervise.move(mine.pk, to=ben, by=cas, now=NOW + 2 * MINUTE)
    supervise.move(mine.pk, to=ben, by=cas, now=NOW + 2 * MINUTE)
    had = Stint.objects.filter(conversation=mine).order_by("pk")
    assert [one.adviser for one in had] == [ann, cas, ben]
    assert [one.adviser for one in supervise.held()] == [ben]
    presence.go(by=ann, now=NOW)
    with pytest.raises(NotTaken, match="not at the desk"):
        supervise.move(mine.pk, to=ann, by=cas, now=NOW)
    with pytest.raises(NotTaken, match="not with the desk"):
        supervise.take_over(talk().pk, by=cas, now=NOW)


def test_notes_are_kept_and_an_outcome_is_one_of_the_list() -> None:
    ann, mine = at_desk(), talk(with_bot=False)
    desk.take(mine.pk, by=ann, now=NOW)
    desk.note(mine.pk, " Blue door ", by=ann, now=NOW)
    assert [one.text for one in Note.objects.filter(conversation=mine)] == ["Blue door"]
    for wrong in (" ", "x" * 2001):
        with pytest.raises(NotSaid, match="Write a note"):
            desk.note(mine.pk, wrong, by=ann, now=NOW)
    with pytest.raises(ValueError, match="well"):
        Closed(topic="CT-01", outcome="well")


def test_a_wait_is_told_by_how_fast_the_queue_moves_or_not_at_all() -> None:
    mine = talk(with_bot=False)
    assert waits.is_long(mine, 1, now=NOW)  # nobody is there
    ann = at_desk(most=9)
    assert waits.expected(1, now=NOW) is None
    assert not waits.is_long(mine, 1, now=NOW)
    for _ in range(6):
        desk.take(talk(with_bot=False).pk, by=ann, now=NOW)
    assert waits.expected(2, now=NOW) == 10 * MINUTE
    assert not waits.is_long(mine, 2, now=NOW)
    assert waits.is_long(mine, 3, now=NOW)
    assert waits.is_long(mine, 1, now=NOW + 10 * MINUTE)


def test_who_left_the_queue_today_is_counted() -> None:
    for one in (talk(with_bot=False), talk()):
        hear(one, "hello")
        desk.leave(one.pk, now=NOW)
    assert supervise.abandoned(since=NOW, until=NOW + MINUTE) == 1
    assert supervise.abandoned(since=NOW - MINUTE, until=NOW) == 0
