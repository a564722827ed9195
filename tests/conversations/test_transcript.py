"""A transcript leaves only where it is safe, and its guard asks that again."""

from datetime import timedelta

import pytest

from heard.consent import people
from heard.consent.models import Scope
from heard.conversations import converse, desk, transcript
from heard.conversations.desk import Closed
from heard.conversations.erase import erase_words
from heard.conversations.models import Conversation, Message
from heard.conversations.transcript import NotSafe, may_send, send
from heard.delivery.models import Letter
from heard.events.models import Marking
from heard.vault.ring import fingerprint_email
from tests.conversations.talks import NOW, at_desk, hear, talk

pytestmark = pytest.mark.django_db
EMAIL = "ann@example.com"
DAY = timedelta(days=1)


def dealt_with(words: str = "a person please", topic: str = "CT-09") -> Conversation:
    """Give a conversation that an adviser closed."""
    one = talk(with_bot=False)
    hear(one, words)
    by = at_desk()
    desk.take(one.pk, by=by, now=NOW)
    desk.close(one.pk, Closed(topic=topic, outcome="answered"), by=by, now=NOW)
    one.refresh_from_db()
    return one


def stops() -> dict[str, str]:
    subjects = [letter.subject for letter in Letter.objects.all()]
    found = transcript.recheck(subjects, now=NOW)
    assert transcript.denied(subjects, now=NOW) == found
    return {subject: str(stop.reason) for subject, stop in found.items()}


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("he has a knife", "CT-09"),
        ("my husband hits me", "CT-09"),
        ("nothing in these words", "CT-37"),
    ],
)
def test_nothing_is_sent_after_danger_or_abuse(words: str, topic: str) -> None:
    one = dealt_with(words, topic)
    assert not may_send(one)
    with pytest.raises(NotSafe):
        send(one, email=EMAIL, now=NOW)
    assert not Letter.objects.exists()


def test_nothing_is_sent_before_the_end_or_without_an_adviser() -> None:
    one = talk()
    hear(one, "send these words of mine to somebody")
    assert not may_send(one)
    desk.leave(one.pk, now=NOW)
    assert not may_send(one)


def test_what_was_said_is_sent_once_and_may_still_leave() -> None:
    one = dealt_with()
    send(one, email=EMAIL, now=NOW)
    assert not may_send(one)
    with pytest.raises(NotSafe):
        send(one, email="bob@example.com", now=NOW)
    letter = Letter.objects.get()
    assert letter.kind == transcript.KIND
    assert "You: a person please" in (letter.body or "")
    assert stops() == {}


def test_what_became_unsafe_since_then_is_stopped() -> None:
    one = dealt_with()
    send(one, email=EMAIL, now=NOW)
    Conversation.objects.filter(pk=one.pk).update(topic="CT-37")
    assert stops() == {f"talk:{one.pk}": transcript.UNSAFE}


def test_an_address_with_a_marker_gets_nothing_and_whoever_wants_nothing_from_us_neither() -> None:
    one = dealt_with()
    send(one, email=EMAIL, now=NOW)
    marking = Marking.objects.create(
        print=fingerprint_email(EMAIL), marker="dv", marked_at=NOW, lifted_at=None
    )
    assert stops() == {f"talk:{one.pk}": transcript.UNSAFE}
    marking.delete()
    people.opt_out(fingerprint_email(EMAIL), by="staff", scope=Scope.EVERYTHING, now=NOW)
    assert stops() == {f"talk:{one.pk}": "opted_out"}


def test_words_are_erased_after_their_time_and_that_there_was_a_conversation_stays() -> None:
    one = dealt_with()
    Conversation.objects.filter(pk=one.pk).update(gathered='["a car"]')
    open_one = talk()
    hear(open_one, "still open")
    kept = 90 * DAY
    assert erase_words(now=NOW + 89 * DAY, kept=kept, limit=10) == 0
    assert erase_words(now=NOW + kept, kept=kept, limit=10) == 1
    assert erase_words(now=NOW + kept, kept=kept, limit=10) == 0
    one.refresh_from_db()
    assert (one.gathered, one.topic, one.erased_at) == ("", "CT-09", NOW + kept)
    assert not Message.objects.filter(conversation=one).exists()
    assert Message.objects.filter(conversation=open_one).exists()


def test_a_flood_is_slowed_and_a_network_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converse, "FAST", 1)
    monkeypatch.setattr(converse, "BEGUN", 1)
    one = talk()
    hear(one, "first")
    with pytest.raises(converse.TooFast):
        hear(one, "second")
    hear(one, "help me he has a knife")
    hear(one, "a minute later", now=NOW + timedelta(seconds=61))
    given = {"language": "en", "opening": [], "with_bot": True, "now": NOW, "network": "n"}
    converse.begin(b"a", **given)  # type: ignore[arg-type]
    with pytest.raises(converse.TooMany):
        converse.begin(b"b", **given)  # type: ignore[arg-type]
