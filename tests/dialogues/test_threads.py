"""What a member writes back by text goes to the team of the message that they had by text."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from heard import worker
from heard.dialogues.models import Alert
from heard.membership import change, threads, write
from heard.membership.models import Copy, Member, Message, Priority, Reply
from heard.vault.ring import fingerprint_phone
from tests.dialogues.phone import NOW, SECOND, Phone, kinds
from tests.dialogues.test_members import of
from tests.membership.asked import DAY
from tests.membership.told import LEAD, approved

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def texted(phone: Phone, *, title: str = "Sheds") -> Message:
    """Let the owner of a telephone have a message by text."""
    if not Member.objects.exists():
        of(phone)
        Member.objects.update(area="BE")
    message = approved(at=phone.now, title=title, priority=Priority.IMPORTANT)
    for _ in range(2):  # the second time it leaves
        phone.now += MINUTE
        worker.run_once(now=phone.now)
    assert any(title in text for text in phone.new())
    return message


def said() -> Sequence[tuple[str, str | None]]:
    found = Reply.objects.order_by("id").select_related("copy__message")
    return [(one.copy.message.title, one.words) for one in found]


def test_it_goes_to_the_last_message_and_waits_there_for_the_team(phone: Phone) -> None:
    texted(phone), texted(phone, title="Bicycles")
    assert phone.says("Which road?") == []
    assert (said(), kinds()) == ([("Bicycles", "Which road?")], ["thread"])
    reply = Reply.objects.get()
    assert (reply.area, reply.text_id is None, reply.due_at) == ("BE", False, None)
    assert Copy.objects.get(waits_since__isnull=False).message.title == "Bicycles"
    assert not Alert.objects.exists()


def test_it_is_there_once_however_often_it_comes(phone: Phone) -> None:
    texted(phone)
    for _ in range(3):
        phone.send("Which road?", at=phone.now + timedelta(seconds=1), gateway_id="same")
        phone.work()
    phone.send("Which road?", at=phone.now + timedelta(seconds=5), gateway_id="again")
    phone.now += MINUTE
    phone.work()
    assert (said(), kinds()) == ([("Sheds", "Which road?")], ["thread", "double"])


def test_danger_is_one_alert_and_the_team_sees_it_too(phone: Phone) -> None:
    texted(phone)
    phone.says("He will kill me tonight")
    alert = Alert.objects.get()
    assert (alert.text_id is None, alert.reply_id, alert.level) == (False, None, "L0")
    assert len(said()) == 1


def test_thanks_alone_wait_for_no_answer(phone: Phone) -> None:
    texted(phone)
    phone.says("Ok thanks")
    assert (len(said()), Copy.objects.get().waits_since) == (1, None)


@pytest.mark.parametrize("words", ["STOP", "HELP", "wrong number"])
def test_what_is_asked_of_us_goes_to_no_thread(phone: Phone, words: str) -> None:
    texted(phone)
    phone.says(words)
    assert said() == []


def test_a_wish_that_is_not_clear_is_an_alert_as_well(phone: Phone) -> None:
    texted(phone)
    phone.says("They did not stop to look at the sheds, which is a shame for all of us")
    assert [one.category for one in Alert.objects.all()] == ["may want no more texts"]
    assert len(said()) == 1


def test_too_much_or_too_long_is_read_by_somebody_at_the_desk(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    texted(phone)
    monkeypatch.setattr(threads, "A_DAY", 1)
    phone.says("Which road?", "And which house?")
    assert (len(said()), kinds()) == (1, ["thread", "unread"])
    assert [one.category for one in Alert.objects.all()] == ["nothing could read it"]


def test_after_a_week_or_a_cancelled_message_it_is_any_other_text(phone: Phone) -> None:
    first = texted(phone)
    write.cancel(first, "Wrong", who=LEAD, now=phone.now)
    phone.says("Which road?")
    texted(phone)
    phone.now += 7 * DAY
    phone.says("Which house?")
    assert (said(), kinds()) == ([], ["unread", "unread"])


def test_whoever_has_a_number_that_was_anothers_writes_into_no_thread_of_theirs(
    phone: Phone,
) -> None:
    texted(phone)
    change.leave(Member.objects.get(), now=phone.now)
    phone.says("Which road?")
    print_ = fingerprint_phone(phone.number)
    facts = {"state": "member", "channels": ["sms"], "area": "CV", "how": "self"}
    Member.objects.create(phone_print=print_, asked_at=NOW, joined_at=NOW, **facts)
    phone.says("What about my bicycle?")
    assert (said(), set(kinds())) == ([], {"unread"})


def test_a_survey_that_is_open_comes_first_and_one_that_is_over_after_the_message(
    phone: Phone,
) -> None:
    invitation = phone.asked()
    texted(phone)
    assert phone.says("8") == [SECOND]
    assert said() == []
    phone.now = invitation.expires_at + MINUTE
    worker.run_once(now=phone.now)
    phone.says("7")
    assert (said(), kinds()[-1]) == ([], "late")
    texted(phone, title="Bicycles")
    phone.says("7 is what I meant")
    assert (said(), kinds()[-1]) == ([("Bicycles", "7 is what I meant")], "thread")
    assert phone.now > NOW
