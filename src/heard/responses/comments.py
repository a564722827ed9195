"""Lends out what people wrote in their own words, to be looked at for danger."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Model

from heard.invitations.models import Asked, Guest, Invitation
from heard.questionnaires.models import Question
from heard.questionnaires.publish import published, questions
from heard.responses.models import Comment, Draft

Door = Mapping[str, Model]  # the one row by which they came: invitation, guest or response
Words = tuple[Door, str, str]  # by what door, the id of the question, the words


def claim_due(*, now: datetime, limit: int) -> list[Comment]:
    """Lock comments that nobody has looked at, inside the caller's transaction."""
    due = Comment.objects.filter(due_at__lte=now).select_related(
        "response__invitation", "response__guest"
    )
    locked = due.select_for_update(skip_locked=True, of=("self",))
    return list(locked.order_by("due_at", "id")[:limit])


def claim_drafts(*, now: datetime, limit: int) -> list[Draft]:
    """Lock drafts in which something was written since somebody looked, in the same way."""
    due = Draft.objects.filter(words_due_at__lte=now).select_related("invitation", "guest")
    locked = due.select_for_update(skip_locked=True, of=("self",))
    return list(locked.order_by("words_due_at", "id")[:limit])


def words_sent(comments: Sequence[Comment]) -> Iterator[Words]:
    """Give what these comments say."""
    for comment in comments:
        response = comment.response
        held = _door(response.invitation, response.guest)
        yield held or {"response": response}, comment.question_id, comment.text


def words(drafts: Sequence[Draft]) -> Iterator[Words]:
    """Give what these drafts say in own words; the names of choices are not theirs."""
    for draft in drafts:
        door = _door(draft.invitation, draft.guest)
        version_id = next(iter(door.values())).version_id
        asked = questions(published(version_id))
        open_ones = {q.question_id for q in asked if q.kind == Question.Kind.TEXT}
        for key, value in json.loads(draft.answers).items():
            if value and key.rpartition("/")[2] in open_ones:
                yield door, key, value


def settle(comments: Sequence[Comment]) -> None:
    """End the claim: they have been looked at."""
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(due_at=None)


def settle_drafts(drafts: Sequence[Draft]) -> None:
    """End the claim, until something more is written."""
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).update(words_due_at=None)


def _door(invitation: Invitation | None, guest: Guest | None) -> dict[str, Asked]:
    both = {"invitation": invitation, "guest": guest}
    return {name: asked for name, asked in both.items() if asked is not None}
