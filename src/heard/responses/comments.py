"""Lends out what people wrote in their own words, once each, to be looked at for danger."""

from collections.abc import Sequence
from datetime import datetime

from heard.responses.models import Comment


def claim_due(*, now: datetime, limit: int) -> list[Comment]:
    """Lock comments that nobody has looked at, inside the caller's transaction."""
    due = Comment.objects.filter(due_at__lte=now).order_by("due_at", "id")
    return list(due.select_for_update(skip_locked=True)[:limit])


def settle(comments: Sequence[Comment]) -> None:
    """End the claim: they have been looked at."""
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(due_at=None)
