"""Pages through lists of millions, the newest first, by key: the last page costs as the first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from heard.core.timing import LONDON

PAGE = 50
COUNTED = 10_000  # a count stops here: nobody waits for the exact size of a heap

_Row = TypeVar("_Row")
_Model = TypeVar("_Model", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[_Row]):
    """At most 50 rows; `older` is the key to hand over for the next ones, None at the end."""

    rows: list[_Row]
    older: int | None


def newest(
    rows: QuerySet[_Model, Mapping[str, Any]], *, by: str, before: int | None
) -> Page[Mapping[str, Any]]:
    """Give the newest of `rows` (with their `id`) by the time `by`, after the row `before`.

    A row that is gone by now is no place to go on from: the newest are given.
    """
    if before is not None:
        at = QuerySet(rows.model).filter(pk=before).values_list(by, flat=True).first()
        if at is not None:
            tied = Q(**{f"{by}__lt": at}) | Q(**{by: at, "pk__lt": before})
            rows = rows.filter(tied, **{f"{by}__lte": at})  # the latter is what an index bears
    found = list(rows.order_by(f"-{by}", "-pk")[: PAGE + 1])
    more = len(found) > PAGE
    return Page(rows=found[:PAGE], older=found[PAGE - 1]["id"] if more else None)


def on(day: date, *, by: str) -> Q:
    """Match what has its time `by` on a day in London."""
    begins = datetime.combine(day, time(), LONDON)
    ends = datetime.combine(day + timedelta(days=1), time(), LONDON)
    return Q(**{f"{by}__gte": begins, f"{by}__lt": ends})
