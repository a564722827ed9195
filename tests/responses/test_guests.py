"""What a guest says is kept as what somebody invited says, under the way by which they came."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from heard.dialogues import alerts
from heard.dialogues.models import Alert
from heard.invitations import collectors
from heard.invitations.models import Guest
from heard.responses import record
from heard.responses.models import Answer, Comment, Detail, Draft, Response
from tests.open_ways import NOW, way_in

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
SAID: dict[str, record.Value] = {
    "first": "drugs hate",
    "safe_day": 2,
    "safe_night": 4,
    "concerns": 98,
}


def guest(*, before: bool = False) -> Guest:
    found, _ = collectors.let_in(way_in(), address="192.0.2.7", answered_before=before, now=NOW)
    record.start(found, now=NOW)
    return found


def say(asked: Guest, **more: str) -> None:
    said: dict[str, record.Value] = {**SAID, **more}
    for key, value in said.items():
        record.save(asked, key, value, now=LATER)


def test_a_response_names_the_way_in_its_area_and_any_doubt() -> None:
    asked = guest(before=True)
    say(asked)
    response = record.submit(asked, now=LATER, language="en", mode="web")
    assert (response.collector, response.guest) == (asked.collector, asked)
    assert response.programme == asked.collector.programme
    assert (response.impact_area, response.area, response.doubt) == (
        *("larkfield", "BE", "same_device"),
    )
    scaled = dict(Answer.objects.values_list("question_id", "value"))
    assert scaled == {"safe_day": 2, "safe_night": 4, "concerns": 98}
    assert list(Detail.objects.values_list("value", flat=True)) == ["drugs", "hate"]
    with pytest.raises(record.AlreadyReceived):
        record.start(asked, now=LATER)


def test_starting_again_finds_what_was_said_and_a_draft_is_of_one_only() -> None:
    asked = guest()
    say(asked)
    record.start(asked, now=LATER)
    assert record.answers(asked) == SAID
    draft = Draft.objects.get()
    draft.pk, draft.guest = None, None
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save(force_insert=True)


def test_what_is_left_off_is_kept_when_the_link_expires() -> None:
    asked = guest()
    record.save(asked, "first", "drugs", now=LATER)
    assert record.close_expired(now=LATER, limit=10) == 0
    assert record.close_expired(now=NOW + timedelta(days=1), limit=10) == 1
    assert Response.objects.get().disposition == "break_off"
    asked.refresh_from_db()
    assert asked.spent_at == NOW + timedelta(days=1)


def test_danger_in_a_draft_raises_one_alert_that_stays_the_same_after_sending() -> None:
    asked = guest()
    say(asked, worry="He is outside and has a knife")
    assert alerts.read_comments(now=LATER, limit=10) == 1
    record.submit(asked, now=LATER, language="en", mode="web")
    assert Comment.objects.get().due_at == LATER
    assert alerts.read_comments(now=LATER, limit=10) == 1
    alert = Alert.objects.get()
    assert (alert.guest, alert.collector, alert.level) == (asked, asked.collector, "L0")
    found = alerts.find(alert.pk)
    assert found is not None
    assert alerts.about(found) is None
