"""Keeps how people code comments, beside what the machine makes of them."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, Func, OuterRef, TextField
from django.db.models.functions import Cast

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.accounts.scope import EVERYTHING, Scope
from heard.journal.write import write
from heard.responses.models import Comment
from heard.themes.cells import all_comments, cell_of, cells, tells_nobody_apart
from heard.themes.models import Coding, Feeling, HumanCoding
from heard.themes.own import frame_version, themes

LOOKED = 500  # comments that a search for the next one looks at


class NotCoded(Exception):
    """A coding cannot be kept as it is; the message says why."""


@transaction.atomic
def keep(
    comment: Comment,
    *,
    named: Collection[str],
    feeling: str,
    is_blind: bool,
    by: User,
    now: datetime,
) -> HumanCoding:
    """Keep which themes a person finds in a comment, perhaps none, and the feeling. NotCoded."""
    order = [theme.code for theme in themes()]
    if not set(named) <= set(order):
        raise NotCoded("Choose themes from the list.")
    if feeling not in Feeling.values:
        raise NotCoded("Say how they feel about what they write of.")
    made = HumanCoding.objects.create(
        comment=comment,
        coder=by,
        themes=sorted(set(named), key=order.index),
        feeling=feeling,
        is_blind=is_blind,
        at=now,
    )
    write("themes.code", subject=f"comment:{comment.pk}", actor=actor(by), now=now)
    return made


def next_for(coder: User, *, minimum_base: int, within: Scope = EVERYTHING) -> Comment | None:
    """Give the next comment that somebody codes without seeing what the machine made of it.

    The order is one that chance made and is the same for everybody, so that what is coded stands
    for all comments, and two coders meet the same ones. None of what they coded or may not see.
    """
    shown = {
        cell
        for cell, n in cells(within=within).items()
        if tells_nobody_apart(cell, n, minimum_base=minimum_base)
    }
    theirs = HumanCoding.objects.filter(comment=OuterRef("pk"), coder=coder)
    read = Coding.objects.filter(comment=OuterRef("pk"), frame=frame_version()).exclude(feeling="")
    drawn = Func(Cast(F("pk"), TextField()), function="MD5", output_field=TextField())
    found = all_comments({cell.programme.pk for cell in shown}, within=within).filter(
        ~Exists(theirs), Exists(read)
    )
    way = ("response__invitation__programme", "response__programme")
    ordered: Iterable[Comment] = found.select_related(*way).order_by(drawn)[:LOOKED]
    return next((one for one in ordered if replace(cell_of(one), within=within) in shown), None)


def of_comment(comment: Comment) -> list[HumanCoding]:
    """Give how people coded a comment, the newest first."""
    found = HumanCoding.objects.filter(comment=comment).select_related("coder")
    return list(found.order_by("-at", "-id"))
