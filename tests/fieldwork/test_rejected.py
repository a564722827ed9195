"""Forms that could not be taken go after their time, and nothing else goes with them."""

from datetime import datetime, timedelta

import pytest

from heard import worker
from heard.dialogues import alerts
from heard.dialogues.models import Alert
from heard.fieldwork import again, rejected, words
from heard.fieldwork.models import Rejected
from heard.fieldwork.receive import Unacceptable
from heard.fieldwork.submit import Sent, submit
from heard.invitations.models import Collector
from heard.journal.models import Entry
from heard.settings import REJECTED_KEPT
from tests.fieldwork.instances import instance
from tests.open_ways import ANN, NOW, every_kind, way_in
from tests.questionnaires.all_kinds import SAID

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def way() -> Collector:
    every_kind()
    return way_in("trial", channel="officer")


def refuse(way: Collector, uuid: str = "uuid:1", *, at: datetime = NOW, **changes: str) -> Rejected:
    xml = instance(way.code, {**SAID, "age": "12", **changes}, uuid=uuid)
    with pytest.raises(Unacceptable):
        submit(Sent(xml=xml, interviewer=None, device="tablet 7"), now=at)
    return Rejected.objects.get(instance=uuid)


def drop(at: datetime) -> int:
    return rejected.drop_old(now=at, kept=REJECTED_KEPT, limit=10)


def test_what_is_old_goes_and_the_journal_says_how_many(way: Collector) -> None:
    assert timedelta(days=90) == REJECTED_KEPT
    refuse(way)
    refuse(way, "uuid:2", at=NOW + timedelta(days=1))
    alerts.read_comments(now=NOW + timedelta(days=1), limit=10)
    over = NOW + REJECTED_KEPT
    assert (drop(over - SECOND), drop(over), drop(over)) == (0, 1, 0)
    assert Rejected.objects.get().instance == "uuid:2"
    entry = Entry.objects.get(act="fieldwork.drop_rejected")
    assert (entry.subject, entry.actor) == ("forms:1 not-taken:1", "Heard")


def test_what_nobody_looked_at_for_danger_stays_until_somebody_did(way: Collector) -> None:
    refuse(way)
    over = NOW + REJECTED_KEPT
    assert drop(over) == 0
    alerts.read_comments(now=over, limit=10)
    assert drop(over) == 1


def test_where_an_alert_was_raised_the_row_stays_without_what_was_said(way: Collector) -> None:
    row = refuse(way, why="He is outside and has a knife")
    alerts.read_comments(now=NOW, limit=10)
    over = NOW + REJECTED_KEPT
    assert (drop(over), drop(over)) == (1, 0)
    row.refresh_from_db()
    assert (row.brought, rejected.told(row), rejected.brought_by(row)) == (None, {}, "")
    found = alerts.find(Alert.objects.get().pk)
    assert found is not None
    assert (found.collector, found.body) == (way, "He is outside and has a knife")
    assert list(words.words([row])) == []
    with pytest.raises(Unacceptable, match="was erased"):
        again.take_again(row, by=ANN, now=over)


def test_a_week_before_it_is_counted_unless_it_was_taken_since(way: Collector) -> None:
    refuse(way)
    soon = NOW + REJECTED_KEPT - rejected.WARNED
    counts = [rejected.going_soon(now=at, kept=REJECTED_KEPT) for at in (soon - SECOND, soon)]
    assert counts == [0, 1]
    Rejected.objects.update(settled_at=NOW)
    assert rejected.going_soon(now=soon, kept=REJECTED_KEPT) == 0
    alerts.read_comments(now=NOW, limit=10)
    drop(NOW + REJECTED_KEPT)
    assert Entry.objects.get(act="fieldwork.drop_rejected").subject == "forms:1 not-taken:0"


def test_the_worker_drops_them(way: Collector) -> None:
    refuse(way)
    alerts.read_comments(now=NOW, limit=10)
    worker.LANES["purge"].run(NOW + REJECTED_KEPT)
    assert not Rejected.objects.exists()
