"""What good looks like: comments that somebody found fit to be shown, of themes that went well."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.accounts.wall import whole
from heard.core.text.frame import Feeling
from heard.core.text.redact import redact
from heard.journal.write import write
from heard.questionnaires.scales import scales
from heard.responses.models import Answer, Comment
from heard.themes.cells import Cell, comments
from heard.themes.count import Coded
from heard.themes.models import Choice

PROPOSED = 5  # comments a theme that somebody may choose from
SHOWN = 3  # that are shown of a theme, the last ones that were chosen


class Example(NamedTuple):
    """A comment that may be shown, by its theme, as it was redacted when it was chosen."""

    theme: str
    words: str


@transaction.atomic
def choose(comment: Comment, theme: str, *, may_show: bool, by: User, now: datetime) -> Choice:
    """Keep that a comment may be shown under a theme to all of staff, or may not any more."""
    made = Choice.objects.create(
        comment=comment,
        theme=theme,
        may_show=may_show,
        print=_print(redact(comment.text)),
        by=by,
        at=now,
    )
    subject = f"comment:{comment.pk} {theme}"
    if may_show:
        write("themes.show", subject=subject, actor=actor(by), now=now)
    else:
        write("themes.hide", subject=subject, actor=actor(by), now=now)
    return made


@whole()
def examples(cell: Cell) -> list[Example]:
    """Give what may be shown of a survey and month, by theme, the last that was chosen first.

    What is redacted otherwise today than when it was chosen has to be chosen anew.
    """
    found = [
        Example(theme=one.theme, words=words)
        for one in _standing(cell)
        if one.may_show and _print(words := redact(one.comment.text)) == one.print
    ]
    by_theme: dict[str, list[Example]] = {}
    for one in found:
        by_theme.setdefault(one.theme, []).append(one)
    return [one for alike in by_theme.values() for one in alike[:SHOWN]]


def chosen(cell: Cell, theme: str) -> set[int]:
    """Give the keys of the comments that may be shown under a theme."""
    return {one.comment_id for one in _standing(cell) if one.theme == theme and one.may_show}


def proposed(found: Iterable[Coded], theme: str) -> list[int]:
    """Give the keys of comments that may be what good looks like in a theme, the nearest first.

    They are pleased with it, and all that they chose on scales is on the good side.
    """
    pleased = [one for one in found if theme in one.themes and one.feeling is Feeling.PLEASED]
    good = all_good({one.response for one in pleased})
    near = sorted(
        (one for one in pleased if one.response in good),
        key=lambda one: (-one.scores.get(theme, 0), -one.number),
    )
    return [one.number for one in near[:PROPOSED]]


def _standing(cell: Cell) -> list[Choice]:
    """Give the newest choice of each comment and theme, the newest first."""
    inside = comments(cell).order_by().values("pk")
    rows = Choice.objects.filter(comment__in=inside).select_related("comment")
    newest: dict[tuple[int, str], Choice] = {}
    for one in rows.order_by("-at", "-id"):
        newest.setdefault((one.comment_id, one.theme), one)
    return list(newest.values())


@whole()
def all_good(responses: set[int]) -> set[int]:
    """Give those of these responses that have an answer on a scale, and no other than good ones.

    They are of comments that may be seen; the answers beside them decide alone, and are not shown.
    """
    rows = Answer.objects.filter(response__in=responses)
    good: set[int] = set()
    other: set[int] = set()
    for response, scale, value in rows.values_list("response", "scale_id", "value"):
        (good if value in scales()[scale].positive else other).add(response)
    return good - other


def _print(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
