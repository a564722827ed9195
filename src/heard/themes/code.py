"""Codes comments by machine, each once by each version of the frame."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from heard import bulk
from heard.core.text.coding import NOT_READ, Coded, coded
from heard.core.text.redact import redact
from heard.insight.queries import surveyed
from heard.responses.models import Comment
from heard.themes.cells import all_comments
from heard.themes.models import Coding
from heard.themes.own import fitted, frame_version

ENGLISH = "en"


@transaction.atomic
def code(*, now: datetime, limit: int) -> int:
    """Code comments that this version of the frame has not coded; say how many.

    One worker at a time; a comment is redacted first. What was answered in another language than
    English is noted as not read.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('themes', 0))")
        (is_ours,) = cursor.fetchone()
    version = frame_version()
    found = list(_waiting(version)[:limit]) if is_ours else []
    made = zip(found, _coded(found), strict=True)
    bulk.put(
        (
            Coding(
                comment=comment,
                frame=version,
                themes=dict(one.themes),
                feeling=one.feeling or "",
                coded_at=now,
            )
            for comment, one in made
        ),
        key=("comment", "frame"),
    )
    return len(found)


def waiting() -> int:
    """Count the comments that this version of the frame has not coded."""
    return _waiting(frame_version()).count()


def _waiting(version: str) -> QuerySet[Comment]:
    by_machine = Coding.objects.filter(comment=OuterRef("pk"), frame=version)
    asked = all_comments(programme.pk for programme in surveyed())
    return asked.filter(~Exists(by_machine)).select_related("response").order_by("id")


def _coded(comments: Sequence[Comment]) -> list[Coded]:
    in_english = [one for one in comments if one.response.language == ENGLISH]
    made = iter(coded([redact(one.text) for one in in_english], fitted()))
    return [next(made) if one.response.language == ENGLISH else NOT_READ for one in comments]
