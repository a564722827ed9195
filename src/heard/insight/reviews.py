"""Which programmes are due for a review: by their day, or because their response falls."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from heard.core.response_rates import Fall, Month, fall
from heard.core.timing import london_date
from heard.eligibility.models import Appraisal, Programme
from heard.insight.facts.read import Facts
from heard.insight.ledger import HANDED_OVER
from heard.insight.measures import ANSWERED

if TYPE_CHECKING:
    from ibis.expr.types import Table

LATE = timedelta(days=31)  # after its last day a month is whole: who was asked has answered by then


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Why a programme is to be reviewed: the day that was set, the fall of its response."""

    since: date | None
    fall: Fall | None


def due(facts: Facts, *, today: date) -> Mapping[str, Due]:
    """Give by their slug the programmes that are to be reviewed.

    A fall is answered by a decision that was made after the last of its months.
    """
    last = {
        slug: london_date(at)
        for slug, at in Appraisal.objects.order_by("decided_at").values_list(
            "programme__slug", "decided_at"
        )
    }
    found: dict[str, Due] = {}
    months = response_by_month(facts, today=today)
    for programme in Programme.objects.order_by("id"):
        since = programme.review_on
        fallen = fall(months.get(programme.slug, ()))
        if fallen and last.get(programme.slug, date.min) > fallen.months[-1].first + LATE:
            fallen = None
        if fallen or (since and since <= today):
            day = since if since and since <= today else None
            found[programme.slug] = Due(since=day, fall=fallen)
    return found


def response_by_month(facts: Facts, *, today: date) -> Mapping[str, list[Month]]:
    """Give by programme how many were written to and answered, by the month of what happened.

    Months that are not whole yet are left out.
    """
    found: dict[str, list[Month]] = defaultdict(list)
    for row in facts.ask(_by_month):
        first = date(row["year"], row["month"], 1)
        if first + LATE + LATE <= today:
            month = Month(first=first, asked=row["asked"], answered=row["answered"])
            found[row["programme"]].append(month)
    return found


def _by_month(facts: Facts) -> "Table":
    """Count invitations that the network had, and answers, by programme and month."""
    happened = facts.screenings.select("programme", "touchpoint", "day")
    left = facts.letters.filter(facts.letters.state.isin([state.value for state in HANDED_OVER]))
    both = left.inner_join(happened, ["programme", "touchpoint"])
    both = both.mutate(year=both.day.year(), month=both.day.month())
    return (
        both.group_by("programme", "year", "month")
        .aggregate(
            asked=both.count(),
            answered=both.disposition.isin([d.value for d in ANSWERED]).ifelse(1, 0).sum(),
        )
        .order_by("programme", "year", "month")
    )
