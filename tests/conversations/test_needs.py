"""What of live chat waits for somebody."""

import pytest

from heard.conversations import callbacks, needs
from heard.conversations.callbacks import Wanted
from heard.conversations.models import Conversation, Edition
from heard.core.needs import Urgency
from tests.conversations.talks import MINUTE, NOW, hear, talk

pytestmark = pytest.mark.django_db


def test_who_waits_is_counted_and_danger_is_told_apart() -> None:
    assert needs.queue() is None
    first = talk(with_bot=False)
    talk(with_bot=False, now=NOW + MINUTE)
    talk()
    found = needs.queue()
    assert found is not None
    assert (found.n, found.since, found.urgency) == (2, NOW, Urgency.CLOCK)
    hear(first, "he has a knife and he is outside")
    assert needs.queue() is not None
    assert needs.queue().urgency == Urgency.DANGER  # type: ignore[union-attr] # the line above
    Conversation.objects.update(state=Conversation.State.ASSISTANT)
    assert needs.queue() is None


def test_a_call_back_waits_until_it_is_settled() -> None:
    assert needs.call_backs() is None
    wanted = Wanted(number="07700 900123", safe_times="after six", ask_for="Jo")
    callbacks.ask(talk(with_bot=False).pk, wanted, now=NOW)
    found = needs.call_backs()
    assert found is not None
    assert (found.n, found.since) == (1, NOW)


def test_a_flow_waits_for_somebody_else_than_wrote_it_or_asked() -> None:
    one = Edition.objects.filter(state=Edition.State.LIVE).first()
    assert one is not None
    Edition.objects.create(
        flow=one.flow,
        number=one.number + 1,
        state=Edition.State.ASKED,
        name=one.name,
        examples=one.examples,
        route=one.route,
        answers=one.answers,
        written_by="user:1",
        written_by_label="Ann",
        written_at=NOW,
        asked_by="user:2",
        asked_by_label="Ben",
        asked_at=NOW,
    )
    found = needs.flows(asker="user:3")
    assert found is not None
    assert (found.n, found.since) == (1, NOW)
    assert [needs.flows(asker=f"user:{number}") for number in (1, 2)] == [None, None]
