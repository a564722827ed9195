"""What of live chat waits for somebody."""

import pytest

from heard.conversations import callbacks, needs
from heard.conversations.callbacks import Wanted
from heard.conversations.models import Conversation
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
