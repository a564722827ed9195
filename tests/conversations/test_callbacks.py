"""Instead of waiting: a call back where that is safe, or a form."""

import pytest

from heard.conversations import callbacks, desk
from heard.conversations.callbacks import NotAsked, Wanted
from heard.conversations.models import CallBack, Conversation
from heard.journal.models import Entry
from tests.conversations.talks import MINUTE, NOW, at_desk, hear, said, talk

pytestmark = pytest.mark.django_db
State, Ending = Conversation.State, Conversation.Ending
WANTED = Wanted(number="07700 900 982", safe_times=" after 6 ", ask_for="Sam, nobody else")


def fresh(of: Conversation) -> Conversation:
    return Conversation.objects.get(pk=of.pk)


def test_a_call_back_is_asked_for_tried_and_done_and_its_number_forgotten() -> None:
    ann, mine = at_desk(), talk(with_bot=False)
    one = callbacks.ask(mine.pk, WANTED, now=NOW)
    kept = CallBack.objects.get(pk=one.pk)
    assert (kept.number, kept.safe_times, kept.ask_for) == (
        *("+447700900982", "after 6", "Sam, nobody else"),
    )
    assert (fresh(mine).ending, said(mine)) == (Ending.CALL_BACK, [("system", "call_back")])
    callbacks.tried(one.pk, by=ann, now=NOW + MINUTE)
    assert [(call.tries, call.tried_at) for call in callbacks.waiting()] == [(1, NOW + MINUTE)]
    callbacks.done(one.pk, "reached", by=ann, now=NOW + 2 * MINUTE)
    kept.refresh_from_db()
    assert (kept.number, kept.safe_times, kept.ask_for, kept.result) == ("", "", "", "reached")
    assert not callbacks.waiting().exists()
    for again in (callbacks.tried, lambda *a, **k: callbacks.done(a[0], "wrong", **k)):
        with pytest.raises(CallBack.DoesNotExist):
            again(one.pk, by=ann, now=NOW)
    with pytest.raises(ValueError, match="fine"):
        callbacks.done(one.pk, "fine", by=ann, now=NOW)
    assert Entry.objects.filter(act__in=("conversations.call_back",)).count() == 1


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Wanted(number="0909 879 0000", safe_times="now", ask_for=""), "mobile or landline"),
        (Wanted(number="", safe_times="now", ask_for=""), "mobile or landline"),
        (Wanted(number="0121 496 0000", safe_times=" ", ask_for=""), "when it is safe"),
        (Wanted(number="0121 496 0000", safe_times="x" * 501, ask_for=""), "at most 500"),
    ],
)
def test_what_cannot_be_called_says_why_and_the_wait_goes_on(wanted: Wanted, why: str) -> None:
    mine = talk(with_bot=False)
    with pytest.raises(NotAsked, match=why):
        callbacks.ask(mine.pk, wanted, now=NOW)
    assert fresh(mine).state == State.WAITING


def test_who_may_be_in_danger_stays_in_the_queue() -> None:
    mine = talk(with_bot=False)
    hear(mine, "he has a knife and he is outside")
    with pytest.raises(NotAsked, match="Call 999"):
        callbacks.ask(mine.pk, WANTED, now=NOW)
    with pytest.raises(NotAsked, match="Stay here"):
        callbacks.go_on_to_form(mine.pk, now=NOW)
    assert desk.place(fresh(mine)) == 1


def test_nobody_else_than_who_waits_goes_on_to_a_form() -> None:
    mine, chats = talk(with_bot=False), talk()
    callbacks.go_on_to_form(mine.pk, now=NOW)
    assert fresh(mine).ending == Ending.FORM
    with pytest.raises(NotAsked, match="not waiting"):
        callbacks.ask(chats.pk, WANTED, now=NOW)
    chats.topic = "CT-01"
    assert callbacks.form_of(chats) == ("online crime report", "force website form")
    assert callbacks.form_of(mine) is None
