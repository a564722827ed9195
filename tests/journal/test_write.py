"""The journal: what is written stays, and stays as it was."""

from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from heard.journal.models import Entry
from heard.journal.write import CITIZEN, SYSTEM, write

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 10, 1, 12, tzinfo=UTC)


def test_an_act_is_written_with_who_when_and_why() -> None:
    write("consent.opt_out", subject="person:3f", actor=CITIZEN, now=NOW, reason="link")

    entry = Entry.objects.get(subject="person:3f")
    assert (entry.act, entry.subject, entry.reason) == ("consent.opt_out", "person:3f", "link")
    assert (entry.actor_id, entry.actor) == ("citizen", "the person asked")
    assert entry.at == NOW
    assert entry.recorded_at > NOW


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal_entry SET reason = 'another'",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
    ],
)
def test_the_role_that_runs_heard_cannot_change_what_was_written(change: str) -> None:
    write("trial", subject="x", actor=SYSTEM, now=NOW, reason="the first")

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE heard_app")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(change)
    assert [entry.reason for entry in Entry.objects.filter(act="trial")] == ["the first"]


def test_an_act_that_is_undone_leaves_no_entry() -> None:
    with transaction.atomic():
        write("trial", subject="x", actor=SYSTEM, now=NOW)
        transaction.set_rollback(True)

    assert Entry.objects.filter(act="trial").count() == 0
