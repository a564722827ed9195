"""A note is kept sealed, replaced, erased, and in nobody's journal."""

import pytest
from django.db import connection

from heard.improvement.models import PrivateNote
from heard.improvement.note import LONGEST, NoNote, keep, read
from heard.journal.models import Entry
from tests.improvement.colleagues import somebody
from tests.insight.flow import CALLED

pytestmark = pytest.mark.django_db


def test_a_note_is_its_writers_alone_and_sealed() -> None:
    mo, ann = somebody("Mo"), somebody("Ann")
    entries = Entry.objects.count()
    keep("  Listen longer. ", of=mo, now=CALLED)
    keep("Ask again at the end.", of=mo, now=CALLED)
    found = read(mo)
    assert found is not None
    assert (found.words, read(ann)) == ("Ask again at the end.", None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM improvement_privatenote")
        assert "Ask" not in cursor.fetchone()[0]
    keep(" ", of=mo, now=CALLED)
    assert not PrivateNote.objects.exists()
    with pytest.raises(NoNote, match="at most 10,000 characters"):
        keep("x" * (LONGEST + 1), of=mo, now=CALLED)
    assert Entry.objects.count() == entries
