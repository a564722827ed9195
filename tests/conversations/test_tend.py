"""What no person does: escalate, ask who is silent, end, take back from who has gone."""

from datetime import timedelta

import pytest

from heard.conversations import desk, tend
from heard.conversations.models import Adviser, Conversation, Stint
from heard.conversations.tend import Patience
from heard.journal.models import Entry
from tests.conversations.talks import MINUTE, NOW, at_desk, hear, said, talk

pytestmark = pytest.mark.django_db
State, Ending = Conversation.State, Conversation.Ending
SECOND = timedelta(seconds=1)


def run(after: timedelta) -> int:
    return tend.tend(now=NOW + after, limit=10, patience=Patience())


def fresh(of: Conversation) -> Conversation:
    return Conversation.objects.get(pk=of.pk)


@pytest.mark.parametrize(
    ("urgency", "patience"), [(0, 30 * SECOND), (1, 2 * MINUTE), (2, 10 * MINUTE)]
)
def test_what_nobody_takes_is_escalated_once_and_no_more_once_it_is_taken(
    urgency: int, patience: timedelta
) -> None:
    mine = talk(with_bot=False)
    seen = {"urgency": urgency, "seen_at": NOW + patience}
    Conversation.objects.filter(pk=mine.pk).update(**seen)
    assert run(patience - SECOND) == 0
    assert run(patience) == 1
    assert run(patience + SECOND) == 0
    assert [*tend.escalated()] == [mine]
    assert Entry.objects.filter(act="conversations.escalate").count() == 1
    desk.take(mine.pk, by=at_desk(), now=NOW + patience)
    assert not tend.escalated().exists()


def test_who_says_no_more_to_the_assistant_is_asked_once_and_then_it_ends() -> None:
    mine = talk()
    assert [run(5 * MINUTE - SECOND), run(5 * MINUTE), run(6 * MINUTE)] == [0, 1, 0]
    hear(mine, "yes", now=NOW + 7 * MINUTE)
    assert [run(12 * MINUTE), run(17 * MINUTE - SECOND), run(17 * MINUTE)] == [1, 0, 1]
    assert (fresh(mine).ending, fresh(mine).ended_at) == (Ending.SILENT, NOW + 17 * MINUTE)
    assert [words for _, words in said(mine)] == [
        *("still_there", "yes", "You said yes", "still_there", "silent")
    ]
    assert run(30 * MINUTE) == 0


def test_who_gives_no_sign_in_the_queue_has_abandoned_it() -> None:
    away, there = talk(with_bot=False), talk(with_bot=False)
    Conversation.objects.filter(pk=there.pk).update(seen_at=NOW + 9 * MINUTE)
    Conversation.objects.update(escalated_at=NOW)
    assert [run(10 * MINUTE - SECOND), run(10 * MINUTE)] == [0, 1]
    assert fresh(away).ending == Ending.ABANDONED
    assert fresh(there).state == State.WAITING
    assert run(19 * MINUTE) == 1


def test_who_may_be_in_danger_is_never_ended() -> None:
    mine = talk()
    hear(mine, "he has a knife and he is outside")
    assert run(60 * MINUTE) == 1
    found = fresh(mine)
    assert (found.state, found.escalated_at) == (State.WAITING, NOW + 60 * MINUTE)
    assert run(90 * MINUTE) == 0


def test_what_somebody_had_who_has_gone_goes_ahead_of_others_in_the_queue() -> None:
    ann, mine = at_desk(), talk(with_bot=False)
    later = talk(with_bot=False)
    desk.take(mine.pk, by=ann, now=NOW)
    assert [run(2 * MINUTE), run(2 * MINUTE + SECOND)] == [0, 2]
    assert not Adviser.objects.get(user=ann).is_there
    assert [*desk.queue()] == [fresh(mine), later]
    assert Stint.objects.get(conversation=mine).why == "gone"
    assert Entry.objects.filter(act="conversations.take_back").count() == 1
    with pytest.raises(desk.NotTaken, match="not with you"):
        desk.mine(mine.pk, ann)


def test_who_is_gone_is_away_though_nobody_chats() -> None:
    at_desk()
    assert [run(3 * MINUTE), run(3 * MINUTE)] == [1, 0]
