"""Danger is heard before anything else, wherever in a flow a conversation is."""

from collections.abc import Sequence
from uuid import uuid4

import pytest

from heard.conversations import assistant, converse, desk
from heard.conversations.gathered import gathered
from heard.conversations.models import Conversation, Message
from heard.core.chat.answers import ANSWERS, HELPLINES, beside, named
from heard.core.chat.triggers import look
from tests.conversations.talks import MINUTE, NOW, at_desk, talk

pytestmark = pytest.mark.django_db
State, Level = Conversation.State, Conversation.Level
# What was said before, and in which place of the assistant's that leaves the conversation.
BEFORE: Sequence[tuple[str, Sequence[str]]] = (
    ("", ()),
    ("", ("qwrtz plmnb",)),
    ("asking", ("my bike was stolen",)),
    ("asking", ("my bike was stolen", "No, it is over")),
    ("asking", ("my bike was stolen", "No, it is over", "They took it", "At home", "Today")),
    ("asking", ("I have been scammed", "No, it is over")),
    ("postcode", ("loud music",)),
    ("choice", ("my car is gone", "No", "A red car", "Today")),
    ("more", ("car has no tax",)),
)
DANGERS = (
    "he has a knife",
    "HELP ME NOW!!!",
    "i want to kill mysef",
    "1 he is going to kill me",
    "No, it is over but he has a knife",
    "Yes 🔪",
    "my postcode is ZZ1 1AA and he has a gun",
)


def tell(of: Conversation, words: str) -> Sequence[Message]:
    before = Conversation.objects.get(pk=of.pk).said
    converse.hear(of.pk, words, key=uuid4(), assistant=assistant.answer, now=NOW)
    of.refresh_from_db()
    return [*Message.objects.filter(conversation=of, position__gt=before + 1).order_by("position")]


@pytest.mark.parametrize(("place", "said"), BEFORE)
def test_danger_hands_over_ahead_of_all_from_every_place(place: str, said: Sequence[str]) -> None:
    for danger in DANGERS:
        mine = talk()
        for words in said:
            tell(mine, words)
        assert mine.flow.partition(" ")[0] == place
        known = gathered(mine)
        first, *others = tell(mine, danger)
        assert first.kind == Message.Kind.DANGER
        assert (mine.state, mine.level, mine.urgency) == (State.WAITING, Level.NOW, 0)
        assert mine.flow == ""
        assert gathered(mine) == known
        # Helplines may stand beside it; nothing is asked.
        assert not any(one.options or "?" in one.text for one in others)
        assert tell(mine, "a red bike, since yesterday") == []
        mine.refresh_from_db()
        assert (mine.level, gathered(mine)) == (Level.NOW, known)


def test_an_option_never_hides_a_danger() -> None:
    """The words on a button are words: who chooses a topic of danger is in danger."""
    mine = talk()
    Conversation.objects.filter(pk=mine.pk).update(flow=assistant.MEANT)
    assert tell(mine, "Domestic abuse")[0].kind == Message.Kind.DANGER
    assert mine.level == Level.NOW


@pytest.mark.parametrize(("place", "said"), BEFORE)
def test_what_is_denied_goes_to_a_person_at_once_without_the_panel(
    place: str, said: Sequence[str]
) -> None:
    denied = "I am not suicidal"
    met = look(denied)
    assert met is not None
    assert (met.level, met.negated) == ("L1", True)
    mine = talk()
    for words in said:
        tell(mine, words)
    assert mine.flow.partition(" ")[0] == place
    known = gathered(mine)
    told = tell(mine, denied)
    assert (mine.state, mine.level, mine.urgency) == (State.WAITING, Level.SOON, 1)
    assert [one.kind for one in told if one.kind == Message.Kind.DANGER] == []
    assert told[-1].text.startswith("I am putting you through")
    assert gathered(mine) == known


def test_danger_is_heard_in_the_queue_and_with_an_adviser() -> None:
    waits, held = talk(), talk()
    for mine in (waits, held):
        tell(mine, "speak to a person")
    desk.take(held.pk, by=at_desk(), now=NOW + MINUTE)
    for mine in (waits, held):
        assert tell(mine, "he has a knife")[0].kind == Message.Kind.DANGER
    assert (waits.state, held.state) == (State.WAITING, State.ADVISER)
    assert {waits.urgency, held.urgency} == {0}


def test_helplines_stand_beside_what_they_are_for() -> None:
    assert beside("suicide and self-harm").startswith("Samaritans: 116 123")
    assert "0808 2000 247" in beside("domestic abuse")
    assert beside("weapon") == ""
    assert named(["none of ours"]) == ""
    assert all(key in HELPLINES for one in ANSWERS.values() for key in one.helplines)
    mine = talk()
    _, helplines = tell(mine, "i want to kill myself")
    assert "Samaritans: 116 123" in helplines.text
    assert helplines.author == Message.Author.SYSTEM
