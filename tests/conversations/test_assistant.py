"""What the assistant says, and when it hands over."""

from collections.abc import Sequence
from threading import current_thread
from uuid import uuid4

import numpy as np
import pytest
from numpy.typing import NDArray

from heard.conversations import assistant, converse, flows
from heard.conversations.gathered import gathered
from heard.conversations.models import Conversation, Message
from heard.core.chat import by_meaning
from heard.core.chat import says as words_of
from heard.core.text.sentences import ModelBroken
from heard.places import sample
from tests.conversations.talks import NOW, talk

pytestmark = pytest.mark.django_db
State, Level, Ending = Conversation.State, Conversation.Level, Conversation.Ending


def tell(of: Conversation, words: str) -> Sequence[Message]:
    """Say something to the assistant; give what it says to that."""
    before = Conversation.objects.get(pk=of.pk).said
    converse.hear(of.pk, words, key=uuid4(), assistant=assistant.answer, now=NOW)
    of.refresh_from_db()
    new = Message.objects.filter(conversation=of, position__gt=before + 1)
    return [*new.order_by("position")]


def last(of: Conversation, *said: str) -> Message:
    """Say these things one after the other; give the last thing that was answered."""
    for words in said[:-1]:
        tell(of, words)
    return tell(of, said[-1])[-1]


def texts(messages: Sequence[Message]) -> list[str]:
    return [one.text for one in messages]


def test_it_says_that_it_is_automated() -> None:
    hello, ask = assistant.opening("en")
    assert "automated assistant and not a person" in hello.text
    assert ask.text.startswith("What is it about?")


def test_it_gathers_the_essentials_and_answers_without_a_promise() -> None:
    mine = talk()
    assert last(mine, "my bike was stolen").options == [
        "No, it is over",
        "Yes, it is happening now",
    ]
    assert mine.topic == "CT-01"
    assert last(mine, "No, it is over").text.startswith("What happened, in a few words?")
    assert "Where was it?" in last(mine, "They cut the lock of my bike").text
    assert "When was it?" in last(mine, "At the station").text
    last(mine, "Yesterday at noon")
    *told, more = tell(mine, "It is not safe to call")
    assert [one.split(".")[0] for one in texts(told)] == [
        "Thank you",
        "You can report a theft online",
    ]
    assert "not a report to the police yet" in told[0].text
    assert "https://" in told[1].text
    assert more.options == ["Yes", "No, thank you", "Speak to a person"]
    assert gathered(mine)[1:] == [
        ("What happened, in a few words?", "They cut the lock of my bike"),
        ("Where was it?", "At the station"),
        ("When was it?", "Yesterday at noon"),
        ("If we need to call you, is it safe to do so?", "It is not safe to call"),
    ]
    assert last(mine, "Yes").text.startswith("What is it about?")
    tell(mine, "car has no tax")
    assert last(mine, "No, thank you").text == "Thank you. Goodbye."
    assert (mine.state, mine.ending, mine.handler) == (State.ENDED, Ending.ANSWERED, "bot")


def test_what_is_happening_now_is_an_emergency_and_nothing_more_is_asked() -> None:
    mine = talk()
    tell(mine, "my bike was stolen")
    (panel,) = tell(mine, "Yes, it is happening now")
    assert panel.kind == Message.Kind.DANGER
    assert (mine.state, mine.level, mine.urgency) == (State.WAITING, Level.NOW, 0)
    assert gathered(mine)[0][1] == "Yes, it is happening now"
    scam = talk()
    tell(scam, "I have been scammed")
    *_, handing = tell(scam, "Yes, it is going on now")
    assert (scam.state, scam.level) == (State.WAITING, Level.NONE)
    assert handing.text.startswith("I am putting you through")


def test_two_answers_that_cannot_be_read_hand_over_with_what_was_gathered() -> None:
    mine = talk()
    tell(mine, "my bike was stolen")
    unread, again = tell(mine, "what do you mean")
    assert unread.text == "I could not take that as an answer."
    assert again.options
    (over,) = tell(mine, "I do not know")
    assert over.text.startswith("I did not understand that either")
    assert (mine.state, mine.urgency) == (State.WAITING, 2)


def test_two_misses_in_a_row_hand_over_and_one_in_between_does_not() -> None:
    mine = talk()
    assert last(mine, "qwrtz plmnb").text.startswith("I did not understand that.")
    tell(mine, "car has no tax")
    assert mine.misses == 0
    tell(mine, "qwrtz plmnb")
    (over,) = tell(mine, "xkcd vbnm")
    assert over.text.startswith("I did not understand that either")
    assert mine.state == State.WAITING


def test_when_unsure_it_asks_which_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistant, "SURE", 1.1)
    mine = talk()
    asked = last(mine, "someone smashed my window")
    assert asked.text.startswith("I am not sure that I understood")
    assert asked.options[0] == "Criminal damage"
    assert asked.options[-1] == "None of these"
    assert last(mine, "Criminal damage").options[0] == "No, it is over"
    other = talk()
    tell(other, "someone smashed my window")
    assert last(other, "None of these").text.startswith("I did not understand")
    assert other.flow == ""
    another = talk()
    tell(another, "someone smashed my window")
    assert last(another, "my dog barks").options[-1] == "None of these"


@pytest.mark.parametrize("words", ["Speak to a person", "person please"])
def test_a_person_is_one_word_away_from_everywhere(words: str) -> None:
    for before in ([], ["my bike was stolen"], ["loud music"], ["car has no tax"]):
        mine = talk()
        for one in before:
            tell(mine, one)
        assert last(mine, words).text.startswith("I am putting you through")
        assert (mine.state, mine.urgency) == (State.WAITING, 2)


def test_a_topic_for_a_person_names_the_helplines_and_hands_over_at_once() -> None:
    mine = talk()
    *told, helplines, handing = tell(mine, "does my partner have a record")
    assert (mine.topic, mine.state, mine.level) == ("CT-35", State.WAITING, Level.SOON)
    assert "National Domestic Abuse Helpline: 0808 2000 247" in helplines.text
    assert handing.text.startswith("I am putting you through")
    assert told


def test_the_council_is_found_by_a_postcode_that_is_not_kept() -> None:
    sample.install(now=NOW)
    code = sample.by_area()["CV"][0]
    mine = talk()
    assert last(mine, "loud music").text.startswith("Which postcode is it about?")
    *_, council, _ = tell(mine, f"it is {code.lower()} I think")
    assert council.text == "Coventry City Council deals with this: https://www.coventry.gov.uk"
    said = [one.text for one in Message.objects.filter(conversation=mine)]
    assert not any(code.lower() in one.lower() for one in said)
    assert f"it is {code[:-2]}·· I think" in said
    assert gathered(mine) == [("Council", "Coventry City Council")]


def test_a_postcode_that_is_unknown_outside_or_not_there_leads_on() -> None:
    sample.install(now=NOW)
    mine = talk()
    tell(mine, "loud music")
    assert last(mine, "no idea").text.startswith("I do not know that postcode")
    assert "find-local-council" in tell(mine, "ZZ99 9ZZ")[-2].text
    assert mine.state == State.ASSISTANT
    outside = talk()
    tell(outside, "loud music")
    beyond = sample.by_area()[""][0]
    assert "outside of our area" in tell(outside, beyond)[-2].text


def test_a_person_or_a_form_is_chosen_after_gathering() -> None:
    mine = talk()
    tell(mine, "my car is gone")
    for words in ("No", "A red car, BD51 SMR", "This morning"):
        asked = last(mine, words)
    assert asked.options == ["Speak to a person", "Go on by myself"]
    assert last(mine, "Go on by myself").text == "Is there anything else?"
    other = talk()
    for words in ("my car is gone", "No", "A red car", "This morning", "loud music"):
        tell(other, words)
    assert other.topic == "CT-12"


def test_whoever_reads_another_language_is_offered_a_person_who_speaks_it() -> None:
    hello, asked = assistant.opening("pl")
    assert hello.text.startswith("Dzień dobry")
    assert asked.options == ("Rozmowa z osobą w moim języku", "Dalej po angielsku")
    mine = talk()
    Conversation.objects.filter(pk=mine.pk).update(language="pl", flow=assistant.TONGUE)
    assert last(mine, "Dalej po angielsku").text == f"Po angielsku: {words_of.says('ask')}"
    assert last(mine, "Mam pytanie").options == [*asked.options]
    assert last(mine, "car has no tax").text.startswith("Po angielsku: ")
    mine.refresh_from_db()
    tell(mine, "Rozmowa z osobą w moim języku")
    assert (mine.state, mine.skills) == (State.WAITING, ["pl"])
    other = talk()
    Conversation.objects.filter(pk=other.pk).update(language="pl", flow=assistant.TONGUE)
    tell(other, "Rozmowa z osobą w moim języku")
    assert other.skills == ["pl"]


def test_what_is_in_a_language_that_it_cannot_read_goes_to_a_person_at_once() -> None:
    mine = talk()
    tell(mine, "Nevím si rady se svou situací")
    mine.refresh_from_db()
    assert (mine.state, mine.level, mine.urgency) == (State.WAITING, Level.SOON, 1)


def test_without_a_sentence_model_a_person_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_given: object) -> None:
        raise ModelBroken("gone")

    monkeypatch.setattr(flows, "known", broken)
    mine = talk()
    assert last(mine, "loud music").text.startswith("I cannot answer at the moment")
    assert mine.state == State.WAITING


def test_all_that_is_learnt_is_learnt_in_a_thread_that_has_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads, solve = [], np.linalg.solve

    def noted(*given: NDArray[np.float64]) -> object:
        threads.append(current_thread().name.partition("_")[0])
        return solve(*given)

    monkeypatch.setattr(np.linalg, "solve", noted)
    by_meaning._learnt.cache_clear()  # noqa: SLF001 - as in a process that begins
    of_now = flows.learnt(flows.editions(flows.in_force(now=NOW)).values())
    assert of_now.understand("my bike was stolen from the garden") is not None
    assert threads == ["learn", "learn"]  # topics and dangers
