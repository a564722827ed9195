"""Whom the gate lets through is asked in the window; whom it does not, the ledger says why."""

from datetime import datetime, timedelta

import pytest

from heard.consent import people
from heard.conversations import desk, popups, told
from heard.conversations.models import CallBack, Conversation, Message
from heard.delivery.models import Letter
from heard.eligibility import screen
from heard.eligibility.models import Period, Screening
from heard.invitations import answer, withdraw
from heard.invitations.models import Invitation
from heard.questionnaires.publish import questions
from heard.responses import record
from heard.responses.models import Answer, Response
from heard.vault.ring import fingerprint_phone
from tests import make
from tests.conversations.talks import MINUTE, NOW, hear, talk

SITE = "https://survey.example.org"


def ended(
    words: str = "I lost my scarf", *, topic: str = "CT-06", now: datetime = NOW
) -> Conversation:
    one = talk(now=now)
    hear(one, words, now=now)
    Conversation.objects.filter(pk=one.pk).update(topic=topic)
    desk.leave(one.pk, now=now)
    return one


def pass_down(now: datetime = NOW, *, till: datetime | None = None) -> int:
    told.tell(now=now, limit=100)
    screen.screen(now=now, limit=100)
    return popups.ask(now=till or now, limit=100, site=SITE, draw=make.draw)


def decided() -> tuple[str, ...]:
    row = Screening.objects.get(programme__slug="live_chat", is_current=True)
    return (row.outcome, *row.reasons)


@pytest.mark.django_db
def test_the_link_stands_in_the_window_and_there_is_no_letter() -> None:
    one = ended()
    assert (pass_down(), pass_down()) == (1, 0)
    asked = Invitation.objects.get()
    (message,) = Message.objects.filter(conversation=one, kind="survey")
    assert message.author == "system"
    found = answer.find(message.text.removeprefix(f"{SITE}/s/"), now=NOW)
    assert found == asked
    assert (asked.letter, asked.person_print, asked.expires_at) == (
        None,
        "",
        NOW + timedelta(days=1),
    )
    assert not Letter.objects.exists()
    assert decided() == ("SEND",)


@pytest.mark.django_db
def test_what_is_said_is_kept_with_who_dealt_with_it() -> None:
    ended()
    pass_down()
    asked = answer.find(Message.objects.get(kind="survey").text[-22:], now=NOW)
    assert asked is not None
    record.start(asked, now=NOW)
    for question in questions(asked.version):
        if question.required:
            record.save(asked, question.question_id, 1, now=NOW)
    record.submit(asked, now=NOW + MINUTE, language="en", mode="web")
    response = Response.objects.get()
    assert response.contact is not None
    assert (response.contact.handler_type, response.contact_channel) == ("bot", "webchat")
    assert response.incident_code == "CT-06"
    assert set(Answer.objects.values_list("scale_id", flat=True)) == {"RATE3", "CLR4", "KNOW3"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "topic", "why"),
    [
        ("He has a knife", "CT-06", "sensitive"),
        ("I am not suicidal", "CT-06", "sensitive"),
        ("What can I do", "CT-37", "sensitive"),
        ("What can I do", "CT-31", "sensitive"),
        ("What can I do", "CT-40", "specialist"),
    ],
)
def test_danger_and_what_must_not_be_asked_about_are_never_asked(
    words: str, topic: str, why: str
) -> None:
    one = ended(words, topic=topic)
    if Conversation.objects.get(pk=one.pk).ending == "abandoned":
        Conversation.objects.filter(pk=one.pk).update(ending="left", taken_at=NOW)
    assert pass_down() == 0
    assert decided() == ("BLOCK", why)
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_a_topic_of_the_force_that_the_gate_does_not_know_is_not_asked_about() -> None:
    ended(topic="our-own")
    assert pass_down() == 0
    assert decided() == ("HOLD", "unmapped")


@pytest.mark.django_db
def test_whoever_met_nobody_is_not_asked() -> None:
    one = talk(with_bot=False)
    desk.leave(one.pk, now=NOW)
    assert pass_down() == 0
    assert decided() == ("SKIP", "nobody_met")


@pytest.mark.django_db
def test_at_night_the_window_is_asked_all_the_same() -> None:
    late = NOW + timedelta(hours=14)  # midnight in London
    ended(now=late)
    assert pass_down(late) == 1


@pytest.mark.django_db
def test_an_hour_later_it_is_too_late() -> None:
    ended()
    assert pass_down(NOW + timedelta(hours=1)) == 0
    assert decided() == ("SKIP", "stale")


def with_number() -> Conversation:
    one = talk()
    CallBack.objects.create(conversation=one, number=make.NUMBER, safe_times="", asked_at=NOW)
    desk.leave(one.pk, now=NOW)
    Conversation.objects.filter(pk=one.pk).update(topic="CT-06")
    return one


@pytest.mark.django_db
def test_who_objected_to_being_asked_is_not_asked_here_either() -> None:
    people.opt_out(fingerprint_phone("+447700900123"), by="link", now=NOW)
    with_number()
    assert pass_down() == 0
    assert decided() == ("BLOCK", "opted_out")


@pytest.mark.django_db
def test_who_objects_between_the_gate_and_the_window_is_not_asked() -> None:
    with_number()
    told.tell(now=NOW, limit=100)
    screen.screen(now=NOW, limit=100)
    people.opt_out(fingerprint_phone("+447700900123"), by="link", now=NOW)
    assert popups.ask(now=NOW, limit=100, site=SITE, draw=make.draw) == 1
    assert decided() == ("BLOCK", "opted_out")
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_in_shadow_nobody_is_asked() -> None:
    Period.objects.filter(programme__slug="live_chat").update(mode=Period.Mode.SHADOW)
    ended()
    assert pass_down() == 1
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_what_turns_out_to_be_unsafe_closes_the_link() -> None:
    with_number()
    pass_down()
    make.told(make.marked("unsafe", at=NOW, phone=make.NUMBER), now=NOW + MINUTE)
    screen.screen(now=NOW + MINUTE, limit=100)
    assert withdraw.withdraw(now=NOW + MINUTE, limit=10) == 1
    assert Invitation.objects.get().spent_at == NOW + MINUTE


@pytest.mark.django_db
def test_whom_nobody_knows_can_object_to_nothing_more() -> None:
    ended()
    pass_down()
    answer.opt_out(Invitation.objects.get(), now=NOW)
    assert people.standing([""]) == {}
