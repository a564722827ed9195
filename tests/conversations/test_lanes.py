"""The worker's lanes of the desk, by the settings of a force."""

import pytest
from pytest_django import Settings

from heard.conversations import desk, recording
from heard.conversations.models import Conversation, Report
from heard.worker import LANES
from tests.conversations.talks import MINUTE, NOW, at_desk, talk
from tests.peers.recorder import SECRET, Recorder

pytestmark = pytest.mark.django_db


def test_a_force_sets_how_long_things_take(settings: Settings) -> None:
    mine = talk()
    settings.CHAT_SECONDS = {"ask": 30, "end": 60}
    assert [LANES["chat"].run(NOW + MINUTE / 2), LANES["chat"].run(NOW + MINUTE)] == [1, 1]
    assert Conversation.objects.get(pk=mine.pk).ending == "silent"


def test_reports_leave_for_the_address_that_is_set_and_wait_without_one(
    settings: Settings,
) -> None:
    ann, mine = at_desk(), talk(with_bot=False)
    desk.take(mine.pk, by=ann, now=NOW)
    recording.report(mine.pk, "A bicycle", by=ann, source="https://heard.example", now=NOW)
    assert LANES["recorder"].run(NOW) == 0
    with Recorder() as peer:
        settings.RECORDING_URL, settings.RECORDING_SECRET = peer.url, SECRET
        assert LANES["recorder"].run(NOW) == 1
    assert Report.objects.get().arrived_at == NOW
