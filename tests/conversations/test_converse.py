"""What is said in a conversation: once, in its order, and danger first."""

from uuid import uuid4

import pytest

from heard.conversations import converse
from heard.conversations.converse import NotSaid, Say, Turn
from heard.conversations.models import Conversation, Message
from tests.conversations.talks import MINUTE, NOW, echo, hear, said, talk

pytestmark = pytest.mark.django_db
State, Level = Conversation.State, Conversation.Level


def fresh(of: Conversation) -> Conversation:
    return Conversation.objects.get(pk=of.pk)


def test_a_message_stands_once_whatever_a_browser_sends_again() -> None:
    mine, key = talk(), uuid4()
    for _ in range(3):
        converse.hear(mine.pk, " hello ", key=key, assistant=echo, now=NOW)
    assert said(mine) == [("citizen", "hello"), ("assistant", "You said hello")]
    assert [
        one.position for one in Message.objects.filter(conversation=mine).order_by("position")
    ] == [1, 2]


def test_danger_goes_ahead_of_the_assistant_and_to_the_front_of_the_queue() -> None:
    mine = talk()
    hear(mine, "he has a knife and he is outside")
    found = fresh(mine)
    assert (found.state, found.level, found.urgency) == (State.WAITING, Level.NOW, 0)
    assert found.waits_since == NOW
    assert found.trigger
    assert [author for author, _ in said(mine)] == ["citizen", "system"]
    assert said(mine)[1][1] == "danger"


def test_a_level_becomes_graver_and_never_less_grave() -> None:
    mine = talk(with_bot=False)
    hear(mine, "he has a knife and he is outside")
    hear(mine, "can I speak to a person please", now=NOW + MINUTE)
    found = fresh(mine)
    assert (found.level, found.urgency, found.waits_since) == (Level.NOW, 0, NOW)
    assert [words for _, words in said(mine)].count("danger") == 1


def test_the_assistant_hands_over_or_ends() -> None:
    first, second = talk(), talk()

    def over(_talk: Conversation, _words: str, _now: object) -> Turn:
        return Turn(says=[Say(text="A colleague will answer.")], level=Level.FREE)

    def done(_talk: Conversation, _words: str, _now: object) -> Turn:
        return Turn(ending=Conversation.Ending.ANSWERED)

    converse.hear(first.pk, "my bin", key=uuid4(), assistant=over, now=NOW)
    converse.hear(second.pk, "thanks", key=uuid4(), assistant=done, now=NOW)
    assert (fresh(first).state, fresh(first).handler) == (State.WAITING, "bot")
    assert (fresh(second).state, fresh(second).ended_at) == (State.ENDED, NOW)
    assert converse.found(bytes(first.token_hash)) == first


def test_an_assistant_that_fails_hands_over_and_the_message_stays() -> None:
    mine = talk()

    def fails(of: Conversation, _words: str, _now: object) -> Turn:
        of.topic, of.misses = "CT-01", 1
        converse.say(of, Say(text="half"), author=converse.Author.ASSISTANT, now=NOW)
        raise KeyError("what was said")

    converse.hear(mine.pk, "my bike", key=uuid4(), assistant=fails, now=NOW)
    converse.hear(mine.pk, "and my helmet", key=uuid4(), assistant=fails, now=NOW + MINUTE)
    found = fresh(mine)
    assert said(mine) == [("citizen", "my bike"), ("citizen", "and my helmet")]
    assert (found.state, found.topic, found.misses) == (State.WAITING, "", 0)
    assert (found.said, found.waits_since) == (2, NOW)


def test_who_waits_is_looked_at_for_danger_and_keeps_their_place() -> None:
    mine, asked = talk(with_bot=False), []

    def looks(of: Conversation, words: str, _now: object) -> Turn:
        asked.append((of.state, words))
        return Turn(says=[Say(text="not said")], level=Level.FREE)

    converse.hear(mine.pk, "still here", key=uuid4(), assistant=looks, now=NOW + MINUTE)
    assert asked == [(State.WAITING, "still here")]
    assert said(mine) == [("citizen", "still here")]
    assert fresh(mine).waits_since == NOW


def test_danger_is_taken_however_long_or_late_it_is() -> None:
    mine = talk()
    Conversation.objects.filter(pk=mine.pk).update(said=converse.MOST)
    hear(mine, f"he has a knife {'and it goes on ' * 200}")
    assert fresh(mine).level == Level.NOW
    with pytest.raises(converse.TooLong):
        hear(mine, "he has a knife " * 2_000)


@pytest.mark.parametrize(
    ("words", "why"), [(" \x00 ", "Write a message"), ("x" * 2001, "at most 2,000 characters")]
)
def test_what_cannot_be_taken_says_why(words: str, why: str) -> None:
    with pytest.raises(NotSaid, match=why):
        hear(talk(), words)


def test_nothing_is_said_after_the_end_nor_without_end() -> None:
    over, long = talk(), talk()
    converse.end(over, Conversation.Ending.ANSWERED, now=NOW)
    over.save()
    Conversation.objects.filter(pk=long.pk).update(said=converse.MOST)
    with pytest.raises(NotSaid, match="has ended"):
        hear(over, "hello")
    with pytest.raises(NotSaid, match="too long"):
        hear(long, "hello")
