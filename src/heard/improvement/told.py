"""What people wrote about somebody, for them to read: redacted, of a quarter, and none too soon.

Only words that all point to praise are shown at once. Whatever else was written is shown after
another person looked at it and let it be shown.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.accounts.scope import EVERYTHING, Scope
from heard.core.statistics.editions import whole
from heard.core.text.frame import Feeling
from heard.core.text.redact import redact
from heard.core.text.triage import Family, triage
from heard.core.timing import LONDON
from heard.improvement.models import CommentReview
from heard.improvement.who import people, person_of
from heard.insight.measures import ANSWERED
from heard.insight.queries import surveyed
from heard.journal.write import write
from heard.responses.models import Comment, Response
from heard.themes.cells import readable
from heard.themes.feelings import feelings
from heard.themes.showcase import all_good

LISTED = 20  # comments that wait for a review, on one page
LOOKED = 50  # of the newest comments, to say whether any waits


class NotReviewed(Exception):
    """A comment cannot be reviewed by this person; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody wrote: without what leads to them, and the quarter of what it is about."""

    words: str
    quarter: tuple[int, int]
    is_praise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A comment that waits for a review: not about whom it is, nor when that was."""

    number: int
    words: str
    feeling: Feeling | None


def told(person: str) -> list[Told]:
    """Give what may be shown to the person that it is about, in an order that tells no time.

    Only of replies in whole batches of fifteen, so that nothing new comes from one of a few.
    """
    comments = _comments(_in_batches({person}))
    at_once = praise(comments)
    shown = _let_be_shown(comments)
    found = [one for one in comments if one.pk in at_once or one.pk in shown]
    return [
        Told(words=redact(one.text), quarter=_quarter(one), is_praise=one.pk in at_once)
        for one in sorted(found, key=lambda one: _print(f"order {one.pk}"))
    ]


def waiting(reviewer: User, *, now: datetime, within: Scope = EVERYTHING) -> list[Waiting]:
    """Give comments about people with an account that nobody decided on, and not the reviewer's.

    In an order that tells no time: the same for everybody. Of a part of the force, those in it.
    """
    others = {person for user, person in people(now=now).items() if user != reviewer}
    others -= {person_of(reviewer, now=now)}
    comments = _comments(_in_batches(others), within)
    at_once = praise(comments)
    decided = {one.comment_id for one in _newest(comments) if _still(one)}
    found = [one for one in comments if one.pk not in at_once and one.pk not in decided]
    found.sort(key=lambda one: _print(f"order {one.pk}"))
    felt = feelings([one.pk for one in found[:LISTED]])
    return [
        Waiting(number=one.pk, words=redact(one.text), feeling=felt.get(one.pk))
        for one in found[:LISTED]
    ]


def newest_waiting(reviewer: User, *, now: datetime, within: Scope = EVERYTHING) -> int:
    """Count what waits for a review among the newest comments that nobody decided on.

    It looks at few enough for a page that only says that there are some.
    """
    others = {person for user, person in people(now=now).items() if user != reviewer}
    others -= {person_of(reviewer, now=now)}
    decided = CommentReview.objects.filter(comment=OuterRef("pk"))
    undecided = Comment.objects.filter(readable(within, "response__"), ~Exists(decided))
    newest = list(
        undecided.filter(response__person__in=others)
        .select_related("response")
        .order_by("-pk")[:LOOKED]
    )
    told = set(_in_batches({one.response.person for one in newest}))
    found = [one for one in newest if one.response_id in told]
    return len(found) - len(praise(found))


@transaction.atomic
def review(
    number: int, *, shows: bool, by: User, now: datetime, within: Scope = EVERYTHING
) -> CommentReview:
    """Keep whether a comment may be shown to whom it is about. NotReviewed.

    Nobody reviews what is about themselves.
    """
    if number not in {one.number for one in waiting(by, now=now, within=within)}:
        raise NotReviewed("It does not wait for a review of yours.")
    found = Comment.objects.get(pk=number)
    made = CommentReview.objects.create(
        comment=found, shows=shows, print=_print(redact(found.text)), by=by, at=now
    )
    subject, reason = f"comment:{number}", "shown" if shows else "kept back"
    write("improvement.review", subject=subject, actor=actor(by), now=now, reason=reason)
    return made


def praise(comments: Collection[Comment]) -> set[int]:
    """Give the keys of comments of which all points to praise.

    They were coded as pleased, hold no sign of danger, crime or complaint, and who wrote them chose
    good answers on scales, and no other. What was not coded is none.
    """
    felt = feelings([one.pk for one in comments])
    good = all_good({one.response_id for one in comments})
    return {
        one.pk
        for one in comments
        if felt.get(one.pk) is Feeling.PLEASED and one.response_id in good
        if {sign.family for sign in triage(one.text)} <= {Family.PRAISE}
    }


def _in_batches(people: Collection[str]) -> list[int]:
    """Give the responses about each of these people as far as they came in whole batches."""
    asked = {programme.pk for programme in surveyed()}
    about = Response.objects.filter(person__in=people, disposition__in=ANSWERED).order_by("pk")
    found: dict[str, list[int]] = defaultdict(list)
    named = ("person", "pk", "programme", "invitation__programme")
    for person, number, own, invited in about.values_list(*named):
        if (own or invited) in asked:
            found[person].append(number)
    return [number for theirs in found.values() for number in theirs[: whole(len(theirs))]]


def _comments(responses: Iterable[int], within: Scope = EVERYTHING) -> list[Comment]:
    found = Comment.objects.filter(readable(within, "response__"), response__in=list(responses))
    return list(found.select_related("response").order_by("pk"))


def _newest(comments: Collection[Comment]) -> list[CommentReview]:
    """Give the newest review of each of these comments."""
    by_key = {one.pk: one for one in comments}
    rows = CommentReview.objects.filter(comment__in=by_key).order_by("at", "id")
    newest = {row.comment_id: row for row in rows}
    for number, row in newest.items():
        row.comment = by_key[number]
    return list(newest.values())


def _still(one: CommentReview) -> bool:
    """Tell whether a comment is redacted as it was when it was looked at."""
    return _print(redact(one.comment.text)) == one.print


def _let_be_shown(comments: Collection[Comment]) -> set[int]:
    return {one.comment_id for one in _newest(comments) if one.shows and _still(one)}


def _quarter(comment: Comment) -> tuple[int, int]:
    day = comment.response.happened_at.astimezone(LONDON).date()
    return day.year, (day.month + 2) // 3


def _print(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
