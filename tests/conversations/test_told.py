"""Each conversation that ended is told to the flow once, and never its words."""

from datetime import timedelta

import pytest

from heard.accounts.models import Grant
from heard.conversations import converse, desk, told
from heard.conversations.models import CallBack, Conversation
from heard.events.models import Contact, Event, Touchpoint
from heard.vault.ring import fingerprint_phone
from tests import make
from tests.conversations.talks import MINUTE, NOW, at_desk, hear, talk

SOON = NOW + 5 * MINUTE


def tell() -> int:
    return told.tell(now=SOON, limit=100)


def answered(topic: str = "CT-06", *, words: str = "I lost my scarf") -> Conversation:
    one = talk()
    hear(one, words)
    Conversation.objects.filter(pk=one.pk).update(topic=topic)
    desk.leave(one.pk, now=NOW + MINUTE)
    return one


@pytest.mark.django_db
def test_a_conversation_with_the_assistant_is_one_event_without_its_words() -> None:
    one = answered()
    assert (tell(), tell()) == (1, 0)
    event = Event.objects.get()
    assert (event.event_id, event.occurred_at) == (f"ended/{one.pk}", NOW + MINUTE)
    assert "scarf" not in str(event.data)
    contact = Contact.objects.get(contact_id=f"chat:{one.pk}")
    assert (contact.channel, contact.handler_type, contact.codes) == ("webchat", "bot", ["CT-06"])
    assert (contact.seconds_to_answer, contact.language, contact.phone_kind) == (
        0,
        "en",
        "withheld",
    )
    assert Touchpoint.objects.get().due_at == SOON
    one.refresh_from_db()
    assert one.told_at == SOON


@pytest.mark.django_db
def test_what_was_told_before_a_kill_is_not_told_again() -> None:
    one = answered()
    tell()
    Conversation.objects.filter(pk=one.pk).update(told_at=None)
    assert tell() == 1
    assert Event.objects.count() == Touchpoint.objects.count() == 1


@pytest.mark.django_db
def test_one_that_an_adviser_had_names_them_and_how_long_it_waited() -> None:
    ann = at_desk()
    Grant.objects.filter(user=ann).update(begins_at=NOW - timedelta(days=1))
    Grant.objects.create(
        user=ann, role="contact_handler", level="person", unit="FC-A-01", begins_at=NOW
    )
    one = talk()
    hear(one, "Can I speak to a person please")
    desk.take(one.pk, by=ann, now=NOW + 2 * MINUTE)
    desk.close(one.pk, desk.Closed(topic="CT-01", outcome="reported"), by=ann, now=SOON)
    tell()
    contact = Contact.objects.get()
    assert (contact.handler_type, contact.handler) == ("bot_then_human", "FC-A-01")
    assert contact.codes == ["CT-01", "CL-2"]
    one.refresh_from_db()
    assert one.waited == 120


@pytest.mark.django_db
def test_without_the_assistant_the_wait_is_that_for_the_adviser() -> None:
    ann = at_desk()
    one = talk(with_bot=False)
    desk.take(one.pk, by=ann, now=NOW + MINUTE)
    desk.leave(one.pk, now=SOON)
    tell()
    contact = Contact.objects.get()
    assert (contact.handler_type, contact.seconds_to_answer) == ("human", 60)
    assert (contact.handler, contact.codes) == ("", ["CT-54"])


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["abandoned", "silent"])
def test_where_nobody_was_met_no_handler_is_named(ending: str) -> None:
    one = converse.locked(talk().pk)
    converse.end(one, Conversation.Ending(ending), now=NOW)
    one.save()
    tell()
    assert Contact.objects.get().handler_type == ""


@pytest.mark.django_db
def test_the_number_that_somebody_left_is_a_print_and_no_way_to_them() -> None:
    one = talk()
    CallBack.objects.create(
        conversation=one, number=make.NUMBER, safe_times="mornings", asked_at=NOW
    )
    desk.leave(one.pk, now=NOW)
    tell()
    contact, print_ = Contact.objects.get(), fingerprint_phone("+447700900123")
    assert (contact.traces, contact.phone, contact.phone_print) == ([print_], None, "")
    one.refresh_from_db()
    assert one.person_print == print_


def test_a_complaint_about_the_police_is_told_as_one() -> None:
    one = Conversation(level="L2", category=told.ABOUT_US, topic="CT-01")
    assert told.codes(one) == ["CT-01", "CL-2", "CT-31"]


@pytest.mark.django_db
def test_no_feed_may_tell_of_our_conversations() -> None:
    (wrong,) = make.receive(make.contact_ended("chat:7", channel="webchat")).rejected
    assert (wrong.field, wrong.rule) == ("data.contact_id", "value_error")


@pytest.mark.django_db
def test_what_has_not_ended_is_not_told() -> None:
    talk()
    assert tell() == 0
