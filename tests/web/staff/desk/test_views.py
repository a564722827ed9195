"""The desk on the pages for staff: who is there, what is taken, said, passed on and closed."""

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from heard.accounts.models import User
from heard.clock.read import now
from heard.conversations import callbacks, canned, desk, presence
from heard.conversations.callbacks import Wanted
from heard.conversations.models import Adviser, CallBack, Canned, Conversation, Message, Report
from heard.journal.models import Entry
from tests.conversations.talks import hear, talk
from tests.web.staff.people import a_person, browser_of, inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
DESK = "/staff/desk"
State = Conversation.State
HANDLER, MANAGER = User.Role.CONTACT_HANDLER, User.Role.CHAT_MANAGER


def waits(words: str = "Somebody took my bicycle") -> Conversation:
    """Give a conversation that waits for an adviser."""
    mine = talk(with_bot=False, now=now())
    hear(mine, words, now=now())
    return Conversation.objects.get(pk=mine.pk)


def adviser(name: str = "ann") -> tuple[User, Client]:
    """Give somebody who is at the desk, and their browser."""
    user = a_person(f"{name}@example.org", role=HANDLER, password=None)
    presence.come(by=user, skills=[], most=3, now=now())
    return user, browser_of(user)


def has(user: User, words: str = "Somebody took my bicycle") -> tuple[Conversation, str]:
    """Give a conversation that somebody has, and where its page is."""
    mine = waits(words)
    desk.take(mine.pk, by=user, now=now())
    return mine, f"{DESK}/{mine.pk}"


def fresh(of: Conversation) -> Conversation:
    return Conversation.objects.get(pk=of.pk)


def test_somebody_comes_takes_the_next_and_goes() -> None:
    ann, first = inside(HANDLER), waits()
    assert "You are away" in read(ann, DESK)
    assert ann.post(DESK, {"do": "next"}).status_code == 409
    come = {"do": "come", "skills": ["ur", "x"], "most": "99"}
    assert ann.post(DESK, come).status_code == 303
    me = Adviser.objects.get()
    assert (me.is_there, me.skills, me.most) == (True, ["ur"], 6)
    assert "You are here Up to 6 conversations at once; Urdu." in read(ann, DESK)
    led = ann.post(DESK, {"do": "next"})
    assert (led.status_code, led.headers["Location"]) == (303, f"{DESK}/{first.pk}")
    assert "1 new" in read(ann, DESK)
    shown = ann.post(DESK, {"do": "next"})
    assert (shown.status_code, "Nobody waits for what you can do" in shown.content.decode()) == (
        *(409, True),
    )
    assert ann.post(DESK, {"do": "go"}).status_code == 303
    assert "keep those that you have" in read(ann, DESK)


def test_one_is_taken_by_its_number_and_danger_stands_first_in_words() -> None:
    _, ann = adviser()
    calm, grave = waits(), waits("he has a knife and he is outside")
    page = ann.get(DESK).content.decode()
    assert page.index("Danger to life") < page.index(f'name="number" value="{calm.pk}"')
    assert ann.post(DESK, {"do": "take", "number": calm.pk}).status_code == 303
    for gone in (calm.pk, 99_999_999, "x"):
        assert ann.post(DESK, {"do": "take", "number": gone}).status_code == 409
    desk.take(grave.pk, by=Adviser.objects.get().user, now=now())
    assert "Pass it to the 999 control room" in read(ann, f"{DESK}/{grave.pk}")


def test_an_answer_is_said_once_and_a_note_is_kept() -> None:
    user, ann = adviser()
    mine, page = has(user)
    said = {"do": "answer", "text": "Good morning.\r\nWhat colour?", "key": str(uuid4())}
    for _ in range(2):
        assert ann.post(page, said).status_code == 303
    answers = Message.objects.filter(conversation=mine, author="adviser")
    assert [one.text for one in answers] == ["Good morning.\nWhat colour?"]
    assert ann.post(page, {"do": "note", "note": "Calm"}).status_code == 303
    shown = read(ann, page)
    assert "Somebody took my bicycle" in shown
    assert "Calm" in shown
    for wrong in ({"do": "answer", "text": " ", "key": str(uuid4())}, {"do": "answer"}, {}):
        assert ann.post(page, wrong).status_code == 400
    empty = ann.post(page, {"do": "answer", "key": str(uuid4())}).content.decode()
    assert "Write a message first" in empty


def test_a_ready_answer_is_put_into_the_field_and_nothing_is_sent() -> None:
    manager = a_person("cas@example.org", role=MANAGER, password=None)
    user, ann = adviser()
    mine, page = has(user)
    one = canned.write_canned("Lock", "Lock your bike.", of=("", "en"), by=manager, now=now())
    canned.write_canned("Cloi", "Clowch.", of=("", "cy"), by=manager, now=now())
    put = {"do": "put", "canned": one.pk, "text": "Hello.", "key": str(uuid4())}
    shown = ann.post(page, put).content.decode()
    assert "Hello.\nLock your bike.</textarea>" in shown
    assert str(put["key"]) in shown
    assert "Cloi" not in shown
    assert not Message.objects.filter(conversation=mine, author="adviser").exists()


def test_it_is_passed_on_and_the_next_adviser_reads_why_first() -> None:
    (user, ann), (_, ben) = adviser(), adviser("ben")
    mine, page = has(user)
    assert ann.post(page, {"do": "transfer", "why": " "}).status_code == 400
    done = ann.post(page, {"do": "transfer", "why": "Speaks Urdu", "skills": ["ur"]})
    assert (done.status_code, done.headers["Location"]) == (303, DESK)
    assert (fresh(mine).state, fresh(mine).skills) == (State.WAITING, ["ur"])
    assert ann.get(page).status_code == 404
    assert ben.post(DESK, {"do": "take", "number": mine.pk}).status_code == 303
    shown = read(ben, page)
    assert shown.index("Speaks Urdu") < shown.index("Somebody took my bicycle")
    assert not Entry.objects.filter(reason__contains="Urdu").exists()


def test_it_is_closed_with_a_topic_and_an_outcome_and_may_still_be_read() -> None:
    user, ann = adviser()
    mine, page = has(user)
    for wrong in ({"topic": "", "outcome": "reported"}, {"topic": "CT-01", "outcome": "x"}):
        assert ann.post(page, {"do": "close", **wrong}).status_code == 400
    assert ann.post(page, {"do": "close", "topic": "CT-01", "outcome": "reported"}).status_code == (
        303
    )
    assert (fresh(mine).ending, fresh(mine).topic) == ("closed", "CT-01")
    assert "A report was made" in read(ann, page)
    assert ann.post(page, {"do": "answer", "text": "x", "key": str(uuid4())}).status_code == 400
    assert Entry.objects.get(act="conversations.close").reason == "reported"


def test_a_report_is_handed_over_where_a_recording_system_is_connected(settings: Settings) -> None:
    user, ann = adviser()
    _, page = has(user)
    assert "No recording system is connected" in read(ann, page)
    assert ann.post(page, {"do": "report", "summary": "x"}).status_code == 400
    settings.RECORDING_URL = "https://records.example.org/"
    assert ann.post(page, {"do": "report", "summary": " "}).status_code == 400
    assert ann.post(page, {"do": "report", "summary": "Bicycle"}).status_code == 303
    assert "On its way." in read(ann, page)
    Report.objects.update(tries=2, fault="answered 503")
    assert "On its way. Tried 2 times: answered 503." in read(ann, page)
    Report.objects.update(due_at=None)
    assert "Did not arrive." in read(ann, page)
    manager, one = inside(MANAGER), Report.objects.get()
    assert "Answered 503" in read(manager, f"{DESK}/reports")
    assert manager.post(f"{DESK}/reports", {"report": one.pk}).status_code == 303
    assert manager.post(f"{DESK}/reports", {"report": one.pk}).status_code == 400
    Report.objects.update(due_at=None, arrived_at=now(), reference="20DN/1")
    assert "with the reference 20DN/1" in read(ann, page)


def test_a_supervisor_sees_all_takes_over_and_moves_and_the_journal_says_so() -> None:
    (user, ann), (ben_user, _), cas = adviser(), adviser("ben"), inside(MANAGER)
    mine, page = has(user)
    waits()
    shown = read(cas, f"{DESK}/all")
    assert "Wait now 1" in shown
    assert "Here 1 3" in shown
    assert "Somebody took my bicycle" in read(cas, page)
    looks = Entry.objects.filter(act="web.look", subject=f"page:talk conversation:{mine.pk}")
    assert looks.count() == 1
    for refused in ({"do": "take_over"}, {"do": "move", "to": ben_user.pk}):
        assert ann.post(page, refused).status_code == 400
    assert cas.post(page, {"do": "take_over"}).status_code == 303
    assert ann.get(page).status_code == 404
    assert cas.post(page, {"do": "move", "to": 0}).status_code == 400
    assert cas.post(page, {"do": "move", "to": ben_user.pk}).status_code == 303
    assert fresh(mine).adviser == ben_user
    acts = Entry.objects.filter(act__in=("conversations.take_over", "conversations.move"))
    assert acts.count() == 2


def test_call_backs_are_listed_and_settled() -> None:
    _, ann = adviser()
    wanted = Wanted(number="07700 900982", safe_times="After six", ask_for="")
    one = callbacks.ask(waits().pk, wanted, now=now())
    page = f"{DESK}/calls"
    shown = read(ann, page)
    assert "+447700900982" in shown
    assert "Nobody was named" in shown
    assert ann.post(page, {"number": one.pk, "result": "tried"}).status_code == 303
    assert "called 1 time without an answer" in read(ann, page)
    assert ann.post(page, {"number": one.pk, "result": ""}).status_code == 400
    assert ann.post(page, {"number": one.pk, "result": "reached"}).status_code == 303
    assert ann.post(page, {"number": one.pk, "result": "reached"}).status_code == 400
    assert "Nobody waits for a call" in read(ann, page)
    assert CallBack.objects.get().result == "reached"


def test_ready_answers_are_written_and_taken_away() -> None:
    cas, page = inside(MANAGER), f"{DESK}/answers"
    given = {"title": "Lock", "text": "Lock it.", "topic": "CT-01", "language": "en"}
    assert cas.post(page, given).status_code == 303
    assert "Lock it. Theft report English" in read(cas, page)
    for wrong in ({"title": ""}, {"text": " "}, {"topic": "x"}, {"language": "xx"}):
        assert cas.post(page, given | wrong).status_code == 400
    one = Canned.objects.get()
    assert cas.post(page, {"do": "end", "number": one.pk}).status_code == 303
    assert cas.post(page, {"do": "end", "number": one.pk}).status_code == 303
    assert "Lock it." not in read(cas, page)
    assert Entry.objects.filter(act="conversations.end_canned").count() == 1


def test_an_open_page_says_that_somebody_is_there() -> None:
    user, ann = adviser()
    Adviser.objects.update(seen_at=now().replace(year=2000))
    ann.get(DESK)
    assert Adviser.objects.get(user=user).seen_at == now()
