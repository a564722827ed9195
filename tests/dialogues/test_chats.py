"""Danger in the live chat that nobody takes is told to the duty desk, without its words."""

import pytest

from heard.accounts.models import User
from heard.conversations import desk, tend
from heard.conversations.tend import Patience
from heard.dialogues.chats import raise_for_chats
from heard.dialogues.clocks import Desk
from heard.dialogues.close import waiting
from heard.dialogues.models import Alert
from tests.conversations.talks import MINUTE, NOW, at_desk, hear, talk
from tests.web.staff.people import inside, read

pytestmark = pytest.mark.django_db


def test_it_is_told_once_it_escalates_and_once_alone() -> None:
    calm, grave, taken = (talk(with_bot=False) for _ in range(3))
    for one in (grave, taken):
        hear(one, "he has a knife and he is outside")
    desk.take(taken.pk, by=at_desk(), now=NOW)
    assert raise_for_chats(now=NOW, limit=9) == 0
    tend.tend(now=NOW + MINUTE, limit=9, patience=Patience(free=MINUTE))
    assert [*tend.escalated()] == [grave, calm]
    assert [raise_for_chats(now=NOW + MINUTE, limit=9) for _ in range(2)] == [1, 0]
    raised = Alert.objects.get()
    assert (raised.conversation, raised.level, raised.body) == (grave, "L0", None)
    assert [*waiting(Desk.SAFETY)] == [raised]
    duty = inside(User.Role.DUTY_REVIEWER)
    shown = read(duty, f"/staff/alerts/{raised.pk}")
    assert f"Conversation {grave.pk} waits at the desk of the live chat" in shown
    assert "knife" not in shown
    assert "Live chat" in read(duty, "/staff/alerts")
