"""Which comments may be looked at: those of a survey and a month in which enough people wrote."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncMonth

from heard.accounts.scope import EVERYTHING, Scope
from heard.accounts.wall import whole
from heard.core.statistics.pooling import MINIMUM_PEOPLE, MINIMUM_REPLIES
from heard.core.timing import LONDON
from heard.eligibility.models import Programme
from heard.insight.measures import ANSWERED
from heard.insight.queries import surveyed
from heard.responses.models import Comment, Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A survey and a month, by its first day, of what people were asked about.

    For whoever reads a part of the force alone it holds what is `within` their areas and teams, but
    nothing that is about themselves: that they read on a page of their own, after a review.
    """

    programme: Programme
    month: date
    within: Scope = EVERYTHING

    @property
    def before(self) -> "Cell":
        """The same survey a month earlier."""
        last = self.month - timedelta(days=1)
        return replace(self, month=last.replace(day=1))

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Give when the month begins in London, and when the next one does."""
        following = (self.month + timedelta(days=31)).replace(day=1)
        first, last = (
            datetime(day.year, day.month, 1, tzinfo=LONDON).astimezone(UTC)
            for day in (self.month, following)
        )
        return first, last


def responses(cell: Cell) -> QuerySet[Response]:
    """Give who answered, half of it at least."""
    return Response.objects.filter(_of(cell, ""), disposition__in=ANSWERED)


def comments(cell: Cell) -> QuerySet[Comment]:
    """Give what those who answered wrote."""
    return Comment.objects.filter(
        _of(cell, "response__"), response__disposition__in=ANSWERED
    ).order_by("-response__submitted_at", "-id")


def by_response(cell: Cell, way: str) -> Q:
    """Narrow rows down to a cell, that lead to a response by `way`."""
    return _of(cell, way) & Q(**{f"{way}disposition__in": ANSWERED})


@whole()
def cells(
    programmes: Iterable[Programme] | None = None, *, within: Scope = EVERYTHING
) -> dict[Cell, int]:
    """Count who wrote something, by survey and month, the newest month of each survey first.

    What is said to a trained caller, or in custody, is in none. Counted within a part of the force
    there are the same surveys and months, so that what is missing tells nothing.
    """
    of = {one.pk: one for one in (surveyed() if programmes is None else programmes)}
    every = _counted(of, EVERYTHING)
    if within.cases:
        return every
    found = _counted(of, within)
    return {mine: found.get(mine, 0) for one in every for mine in [replace(one, within=within)]}


def _counted(of: Mapping[int, Programme], within: Scope) -> dict[Cell, int]:
    # People who wrote, and not comments by people: nobody has to be told apart from another.
    rows = (
        Response.objects.filter(
            _in_any(list(of), "") & readable(within, ""),
            Exists(Comment.objects.filter(response=OuterRef("pk"))),
        )
        .annotate(
            month=TruncMonth("happened_at", tzinfo=LONDON),
            of=Coalesce("programme", "invitation__programme"),
        )
        .values_list("of", "month")
        .annotate(n=Count("pk"))
        .order_by("of", "-month")
    )
    return {Cell(programme=of[pk], month=month.date(), within=within): n for pk, month, n in rows}


def all_comments(programmes: Iterable[int], *, within: Scope = EVERYTHING) -> QuerySet[Comment]:
    """Give what was written in these surveys, in no order."""
    return Comment.objects.filter(
        _in_any(list(programmes), "response__") & readable(within, "response__")
    )


def find(number: int, *, minimum_base: int) -> tuple[Comment, Cell] | None:
    """Give a comment with its cell, if so many wrote in it that words are shown."""
    way = ("response__invitation__programme", "response__programme")
    found = Comment.objects.filter(pk=number).select_related(*way).first()
    if found is None:
        return None
    cell = cell_of(found)
    shown = cell.programme in surveyed() and comments(cell).filter(pk=number).exists()
    return (found, cell) if shown and is_enough(cell, minimum_base=minimum_base) else None


def is_enough(cell: Cell, *, minimum_base: int) -> bool:
    """Tell whether as many people wrote as words of theirs are shown for."""
    return tells_nobody_apart(cell, wrote(cell), minimum_base=minimum_base)


def tells_nobody_apart(cell: Cell, n: int, *, minimum_base: int) -> bool:
    """Tell whether words of `n` people are enough: of a team alone, as its figures need.

    These are fifteen who wrote, about five colleagues, at least.
    """
    if cell.within.cases or cell.within.areas:
        return n >= minimum_base
    if n < max(minimum_base, MINIMUM_REPLIES):
        return False
    about = comments(cell).exclude(response__person="").order_by()
    return about.values("response__person").distinct().count() >= MINIMUM_PEOPLE


def wrote(cell: Cell) -> int:
    """Count who wrote something."""
    return comments(cell).order_by().values("response").distinct().count()


def cell_of(comment: Comment) -> Cell:
    """Give the survey and month of a comment."""
    response = comment.response
    asked: Any = response.programme or response.invitation
    programme = asked if isinstance(asked, Programme) else asked.programme
    day = response.happened_at.astimezone(LONDON).date()
    return Cell(programme=programme, month=day.replace(day=1))


def _in_any(programmes: Collection[int], way: str) -> Q:
    """Narrow rows down to answers to these surveys, that lead to a response by `way`."""
    own, invited = (f"{way}{one}__in" for one in ("programme", "invitation__programme"))
    is_in = Q(**{own: programmes}) | Q(**{invited: programmes})
    return is_in & Q(**{f"{way}disposition__in": ANSWERED})


def _of(cell: Cell, way: str) -> Q:
    first, following = cell.span
    own, invited = f"{way}programme", f"{way}invitation__programme"
    within = {f"{way}happened_at__gte": first, f"{way}happened_at__lt": following}
    asked = Q(**{own: cell.programme}) | Q(**{invited: cell.programme})
    return asked & Q(**within) & readable(cell.within, way)


def readable(within: Scope, way: str) -> Q:
    """Narrow rows down to those that somebody may read, that lead to a response by `way`."""
    if within.cases:
        return Q()
    areas, teams = within.areas or (), within.teams or ()
    found = Q(**{f"{way}area__in": areas}) | Q(**{f"{way}team__in": teams})
    return found & ~Q(**{f"{way}person__in": within.people})
