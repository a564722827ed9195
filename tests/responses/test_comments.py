"""What people wrote is lent out once, and only its place in that queue may be changed."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from heard.responses import record
from heard.responses.comments import claim_due, settle
from heard.responses.models import Comment
from tests.asked import ASKED, SCORES, ask

pytestmark = pytest.mark.django_db


def wrote(words: str, *, mode: str) -> None:
    invitation = ask()
    record.start(invitation, now=ASKED)
    for question, value in SCORES.items():
        record.save(invitation, question, value, now=ASKED)
    record.save(invitation, "comment", words, now=ASKED)
    record.submit(invitation, now=ASKED, language="en", mode=mode)


def test_a_comment_of_a_page_is_claimed_until_it_is_settled() -> None:
    wrote("Kind", mode="web")
    before = ASKED - timedelta(seconds=1)
    assert claim_due(now=before, limit=10) == []
    claimed = claim_due(now=ASKED, limit=10)
    assert [comment.text for comment in claimed] == ["Kind"]
    settle(claimed)
    assert claim_due(now=ASKED, limit=10) == []


def test_what_came_by_text_was_looked_at_there() -> None:
    wrote("Kind", mode=record.BY_TEXT)
    assert claim_due(now=ASKED, limit=10) == []


def test_the_words_themselves_cannot_be_changed() -> None:
    wrote("Kind", mode="web")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Comment.objects.update(text="Rude")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE responses_comment SET due_at = NULL")
    assert Comment.objects.get().text == "Kind"
