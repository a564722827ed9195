"""What people wrote in the surveys of a page: where it is counted, and what may be shown of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from heard.eligibility.models import Programme
from heard.insight.survey import Survey
from heard.themes.cells import Cell, is_enough
from heard.themes.own import themes
from heard.themes.showcase import examples
from heard.web.staff.themes.words import month_words

MOST = 3  # examples that a page of figures shows of a survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The themes of one survey and month: their address, and what good looks like, by theme."""

    title: str
    address: str
    examples: Sequence[tuple[str, str]]


def written(survey: Survey, pool: Sequence[Programme], *, minimum_base: int) -> list[Written]:
    """Give the newest month of each survey of a page in which enough people wrote something.

    Comments are counted by survey and month alone. The month is the last one that the figures are
    about, or the one before.
    """
    last = max((figure.to for figure in survey.questions if figure.to), default=None)
    if last is None:
        return []
    found = (_newest(programme, last, minimum_base=minimum_base) for programme in pool)
    names = {theme.code: theme.name for theme in themes()}
    return [
        Written(
            title=f"{cell.programme.name}, {month_words(cell.month)}",
            address=_address(cell),
            examples=[
                (names[one.theme], one.words) for one in examples(cell) if one.theme in names
            ][:MOST],
        )
        for cell in found
        if cell
    ]


def _newest(programme: Programme, last: date, *, minimum_base: int) -> Cell | None:
    enough = (
        cell for cell in _cells(programme, last) if is_enough(cell, minimum_base=minimum_base)
    )
    return next(enough, None)


def _cells(programme: Programme, last: date) -> Iterator[Cell]:
    newest = Cell(programme=programme, month=last.replace(day=1))
    yield from (newest, replace(newest, month=newest.before.month))


def _address(cell: Cell) -> str:
    asked = {"survey": cell.programme.slug, "month": f"{cell.month:%Y-%m}"}
    return f"{reverse('staff:themes')}?{urlencode(asked)}"
