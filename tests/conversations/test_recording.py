"""Reports arrive at a real peer once, whatever fails, or are said to be dead."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha256
from http import HTTPStatus

import pytest

from heard.conversations import desk, recording
from heard.conversations.converse import NotSaid
from heard.conversations.desk import NotTaken
from heard.conversations.erase import erase_words
from heard.conversations.models import Conversation, Report, Stint
from tests.conversations.talks import MINUTE, NOW, as_kept, at_desk, talk
from tests.peers.recorder import SECRET, Recorder

pytestmark = pytest.mark.django_db
SOURCE = "https://heard.example.org"


@pytest.fixture
def peer() -> Iterator[Recorder]:
    with Recorder() as running:
        yield running


def a_report(summary: str = "A blue bicycle was stolen") -> Report:
    ann, mine = at_desk(), talk(with_bot=False)
    gathered = as_kept(("What was taken?", "A bicycle"))
    Conversation.objects.filter(pk=mine.pk).update(gathered=gathered, topic="CT-01")
    desk.take(mine.pk, by=ann, now=NOW)
    return recording.report(mine.pk, summary, by=ann, source=SOURCE, now=NOW)


def run(peer: Recorder, minutes: int = 0) -> int:
    to = recording.Recorder(url=peer.url, secret=SECRET)
    return recording.hand_over(to, now=NOW + minutes * MINUTE, limit=5)


def fresh(of: Report) -> Report:
    return Report.objects.get(pk=of.pk)


def test_a_report_arrives_once_as_a_cloud_event_that_is_signed(peer: Recorder) -> None:
    one = a_report()
    assert [run(peer), run(peer)] == [1, 0]
    found = fresh(one)
    assert (found.arrived_at, found.reference, found.is_dead) == (NOW, "20DN/1", False)
    event = peer.kept[str(one.pk)]
    assert {key: event[key] for key in ("specversion", "id", "source", "type", "subject")} == {
        "specversion": "1.0",
        "id": str(one.pk),
        "source": SOURCE,
        "type": "uk.police.report.made",
        "subject": f"conversation/{one.conversation_id}",
    }
    assert event["data"] == {
        "channel": "live_chat",
        "topic": "CT-01",
        "topic_name": "Theft report",
        "summary": "A blue bicycle was stolen",
        "gathered": [{"question": "What was taken?", "answer": "A bicycle"}],
        "begun_at": NOW.isoformat(),
    }
    told = event["headers"]
    assert told["content-type"] == "application/cloudevents+json; charset=utf-8"
    key = b64decode(SECRET.removeprefix("whsec_"))
    over = f"{one.pk}.{told['webhook-timestamp']}.{one.event}".encode()
    made = b64encode(hmac.digest(key, over, sha256)).decode()
    assert told["webhook-signature"] == f"v1,{made}"


def test_what_fails_is_tried_again_with_the_same_id_and_recorded_once(peer: Recorder) -> None:
    one = a_report()
    peer.answers = [503, "reset", 429]
    assert [run(peer), run(peer)] == [1, 0]
    assert (fresh(one).fault, fresh(one).tries) == ("answered 503", 1)
    assert run(peer, 1) == 1
    assert fresh(one).fault == "not reached"  # it was recorded there, and we cannot know
    assert [run(peer, 2), run(peer, 10)] == [1, 1]
    assert fresh(one).arrived_at == NOW + 10 * MINUTE
    assert peer.came == [str(one.pk)] * 4
    assert len(peer.kept) == 1


def test_a_silent_peer_is_not_waited_for(peer: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    one = a_report()
    monkeypatch.setattr(recording, "PATIENCE", (0.1, 0.1))
    peer.answers = ["silent"]
    run(peer)
    assert fresh(one).fault == "no answer in time"
    assert run(peer, 1) == 1
    assert fresh(one).arrived_at is not None


@pytest.mark.parametrize("status", [HTTPStatus.BAD_REQUEST, HTTPStatus.FOUND])
def test_what_is_refused_is_dead_at_once_and_no_redirect_is_followed(
    peer: Recorder, status: HTTPStatus
) -> None:
    one = a_report()
    peer.answers = [status]
    run(peer)
    assert (fresh(one).is_dead, fresh(one).fault) == (True, f"answered {status}")
    assert peer.kept == {}
    assert [*recording.dead()] == [one]
    recording.again(str(one.pk), by=one.made_by, now=NOW)
    assert [*recording.on_the_way()] == [one]
    assert run(peer) == 1
    assert fresh(one).arrived_at == NOW
    with pytest.raises(Report.DoesNotExist):
        recording.again(str(one.pk), by=one.made_by, now=NOW)


def test_a_peer_that_is_down_is_tried_so_often_and_no_more(peer: Recorder) -> None:
    one = a_report()
    peer.answers = [500] * recording.TRIES
    for hour in range(recording.TRIES + 2):
        run(peer, 61 * hour)
    assert (fresh(one).is_dead, fresh(one).tries) == (True, recording.TRIES)
    with Recorder() as gone:
        pass
    recording.again(str(one.pk), by=one.made_by, now=NOW)
    run(gone)
    assert fresh(one).fault == "not reached"


def test_a_kill_between_post_and_commit_posts_it_again_and_it_stands_once(peer: Recorder) -> None:
    one = a_report()
    to = recording.Recorder(url=peer.url, secret=SECRET)
    claimed = recording._claim(NOW)  # noqa: SLF001 - where a kill is worst
    assert claimed is not None
    recording.post(to, claimed, now=NOW)
    assert [run(peer), run(peer, 2)] == [0, 1]
    assert (fresh(one).arrived_at, fresh(one).reference) == (NOW + 2 * MINUTE, "20DN/1")
    assert len(peer.kept) == 1


def test_only_who_has_a_conversation_reports_and_not_without_words() -> None:
    one = a_report()
    for wrong in (" ", "x" * 4001):
        with pytest.raises(NotSaid, match="Write what is reported"):
            recording.report(one.conversation_id, wrong, by=one.made_by, source=SOURCE, now=NOW)
    with pytest.raises(NotTaken):
        recording.report(
            one.conversation_id, "x", by=at_desk("ben@example.org"), source=SOURCE, now=NOW
        )


def test_a_report_of_long_ago_is_erased_and_sent_no_more(peer: Recorder) -> None:
    one = a_report()
    desk.transfer(one.conversation_id, why="Shift ends", skills=[], by=one.made_by, now=NOW)
    desk.leave(one.conversation_id, now=NOW)
    erase_words(now=NOW + 10 * MINUTE, kept=MINUTE, limit=9)
    assert fresh(one).event  # it is still to arrive
    Conversation.objects.update(erased_at=None)
    peer.answers = [400]
    run(peer)
    erase_words(now=NOW + 10 * MINUTE, kept=MINUTE, limit=9)
    assert fresh(one).event == ""
    assert Stint.objects.get().why is None
    with pytest.raises(Report.DoesNotExist):
        recording.again(str(one.pk), by=one.made_by, now=NOW)
