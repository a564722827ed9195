"""What a commander answers is kept with all that was answered before, and journalled."""

import pytest
from django.db import ProgrammingError, connection

from heard.improvement.models import Reply
from heard.improvement.reply import NoReply, To, replies, reply
from heard.journal.models import Entry
from tests.insight.flow import programme
from tests.open_ways import NOW
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db


def to(area: str = "BE") -> To:
    return To(programme=programme("neighbourhood"), area=area, question="first", value="5")


def test_the_newest_answer_stands_first_and_none_is_lost() -> None:
    ann = a_person()
    for words in ("Patrols.", "  More patrols. "):
        reply(to(), words, said_by=" Ch Supt Lee ", by=ann, now=NOW)
    reply(to("CV"), "Elsewhere.", said_by="Ch Supt Roe", by=ann, now=NOW)
    (found,) = replies(programme("neighbourhood"), "BE").items()
    assert found[0] == ("first", "5")
    assert [(one.words, one.said_by) for one in found[1]] == [
        ("More patrols.", "Ch Supt Lee"),
        ("Patrols.", "Ch Supt Lee"),
    ]
    entry = Entry.objects.filter(act="improvement.reply").earliest("pk")
    assert (entry.subject, entry.actor) == ("reply:neighbourhood BE first=5", "Ann Lee")


@pytest.mark.parametrize(
    ("area", "words", "said_by", "why"),
    [
        ("XX", "Patrols.", "Lee", "XX is no area of the force"),
        ("BE", " ", "Lee", "Write an answer of at most 2,000 characters"),
        ("BE", "x" * 2001, "Lee", "Write an answer of at most 2,000 characters"),
        ("BE", "Patrols.", "", "Say whose answer it is"),
        ("BE", "Patrols.", "x" * 101, "Say whose answer it is"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_refused_with_the_reason(
    area: str, words: str, said_by: str, why: str
) -> None:
    with pytest.raises(NoReply, match=why):
        reply(to(area), words, said_by=said_by, by=a_person(), now=NOW)
    assert not Reply.objects.exists()


@pytest.mark.parametrize("change", ["UPDATE {} SET words = ''", "DELETE FROM {}"])
def test_no_answer_can_be_changed(change: str) -> None:
    reply(to(), "Patrols.", said_by="Lee", by=a_person(), now=NOW)
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute(change.format("improvement_reply"))
