"""What members write about a message comes to the team, and danger in it to whoever is on duty."""

from datetime import datetime

import pytest

from heard.accounts.scope import NOTHING, Scope
from heard.accounts.wall import within
from heard.core.screening import Stop
from heard.delivery.models import Letter
from heard.dialogues import alerts
from heard.dialogues.models import Alert
from heard.membership import change, threads, write
from heard.membership.models import Copy, Member, Reply
from heard.membership.threads import NoReply, TooMany
from tests.membership.asked import DAY, NOW, member
from tests.membership.told import LEAD, SENDING, approved, sent

pytestmark = pytest.mark.django_db
BEN = LEAD.actor


def copied(**facts: object) -> Copy:
    """Give the copy of a member who got a message."""
    one = member()
    Member.objects.filter(pk=one.pk).update(area="BE", **facts)
    approved()
    sent()
    return Copy.objects.get()


def test_words_come_to_the_team_and_an_answer_to_the_member_alone() -> None:
    copy = copied()
    assert threads.find(str(copy.token)) == copy
    threads.reply(copy, " Which road? ", now=NOW)
    copy.refresh_from_db()
    assert copy.waits_since == NOW
    threads.answer(copy, "Elm Road.", by=BEN, sending=SENDING, now=NOW)
    copy.refresh_from_db()
    letter = Letter.objects.get(kind=threads.KIND)
    assert (Copy.objects.get().waits_since, letter.address) == (None, "asha@people.example")
    assert "Elm Road." in str(letter.body)
    assert [one.words for one in Reply.objects.order_by("id")] == ["Which road?", "Elm Road."]
    assert threads.recheck([letter.subject], now=NOW) == {}
    night = datetime.fromisoformat("2020-11-02T23:00:00+00:00")
    assert threads.recheck([letter.subject], now=night)[letter.subject].reason == "quiet-hours"
    change.leave(copy.member, now=NOW)
    stopped = {letter.subject: Stop(reason="message-over")}
    assert threads.denied([letter.subject], now=NOW) == stopped
    with pytest.raises(NoReply, match="have left"):
        threads.answer(copy, "Still there?", by=BEN, sending=SENDING, now=NOW)


def test_danger_in_a_reply_is_an_alert_and_is_read_once() -> None:
    copy = copied()
    threads.reply(copy, "Thank you", now=NOW)
    threads.reply(copy, "He will kill me", now=NOW)
    assert alerts.read_comments(now=NOW, limit=10) == 2
    assert alerts.read_comments(now=NOW, limit=10) == 0
    alert = Alert.objects.get()
    assert (alert.level, alert.body) == ("L0", "He will kill me")
    assert alert.reply == Reply.objects.order_by("id").last()


def test_by_one_link_so_much_is_written_a_day_and_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "A_DAY", 2)
    monkeypatch.setattr(threads, "EVER", 3)
    copy = copied()
    for _ in range(2):
        threads.reply(copy, "Hello", now=NOW)
    with pytest.raises(TooMany):
        threads.reply(copy, "Hello", now=NOW)
    threads.reply(copy, "Hello", now=NOW + DAY)
    with pytest.raises(TooMany):
        threads.reply(copy, "Hello", now=NOW + 2 * DAY)


@pytest.mark.parametrize("words", ["", "  ", "x" * 2_001])
def test_nothing_and_too_much_are_refused(words: str) -> None:
    copy = copied()
    with pytest.raises(NoReply, match="at most"):
        threads.reply(copy, words, now=NOW)
    with pytest.raises(NoReply, match="at most"):
        threads.answer(copy, words, by=BEN, sending=SENDING, now=NOW)


def test_a_link_of_a_cancelled_message_leads_nowhere() -> None:
    copy = copied()
    write.cancel(copy.message, "Wrong", who=LEAD, now=NOW)
    assert threads.find(str(copy.token)) is None


def test_each_says_once_whether_it_was_useful_and_the_last_word_counts() -> None:
    copy = copied()
    threads.rate(copy, useful=True)
    assert threads.ratings(copy.message) == (1, 0)
    threads.rate(copy, useful=False)
    assert threads.ratings(copy.message) == (0, 1)


def test_what_needs_no_answer_waits_for_none() -> None:
    copy = copied()
    threads.reply(copy, "Thank you", now=NOW)
    threads.settle(copy, by=BEN, now=NOW)
    copy.refresh_from_db()
    assert copy.waits_since is None


def test_the_database_shows_a_team_what_members_of_its_areas_wrote_and_no_other() -> None:
    threads.reply(copied(), "Hello", now=NOW)
    for areas, seen in ((frozenset({"BE"}), 1), (frozenset({"CV"}), 0)):
        with within(Scope(areas=areas, teams=frozenset(), cases=False)):
            assert (Copy.objects.count(), Reply.objects.count()) == (seen, seen)
    with within(NOTHING):
        assert (Copy.objects.count(), Reply.objects.count()) == (0, 0)


def test_whoever_is_forgotten_leaves_a_count_and_no_words() -> None:
    copy = copied()
    threads.reply(copy, "Hello, I am Asha", now=NOW)
    change.erase(copy.member, now=NOW)
    copy.refresh_from_db()
    assert (copy.token, copy.token_hash, copy.address_print) == (None, None, "")
    assert Reply.objects.get().words is None
    assert alerts.read_comments(now=NOW, limit=10) == 1
