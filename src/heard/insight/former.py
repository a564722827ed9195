"""Response rates of a survey about some whole weeks, whoever sent its letters."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from heard.accounts.wall import whole
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.outcome_rates import (
    Disposition,
    Dispositions,
    Rate,
    outcome_rates,
)
from heard.eligibility.models import Programme
from heard.insight.cuts import Slice
from heard.insight.facts.read import Facts
from heard.insight.response_rates import response_rates
from heard.responses.models import FormerCount, Response

Groups = Mapping[tuple[str, str], int]  # by what was on record and its code: how many were asked
_DISPOSITIONS = {
    Response.Disposition.COMPLETE.value: Disposition.COMPLETE,
    Response.Disposition.PARTIAL.value: Disposition.PARTIAL,
    Response.Disposition.BREAK_OFF.value: Disposition.BREAK_OFF,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What became of those asked, and of what groups they were by what the force had on record.

    `is_former` says that another tool asked, and that no answer comes any more.
    """

    cases: Dispositions
    rates: Mapping[Rate, Estimate]
    invited: Groups
    is_former: bool


def asked(facts: Facts, programme: Programme, *, from_: date, to: date, minimum_base: int) -> Asked:
    """Give it for these days; a letter of which nothing was heard since may not have arrived."""
    rows = FormerCount.objects.filter(programme=programme, begins__gte=from_, ends__lte=to)
    mailings = [row for row in rows if not row.by]
    with whole():
        cases = _former(programme, mailings)
    where = Slice(programmes=(programme.slug,), from_=from_, to=to)
    for own in response_rates(facts, minimum_base=minimum_base, where=where):
        cases.update({part: getattr(own.cases, part) for part in Disposition})
    found = Dispositions(**{part.value: n for part, n in cases.items()})
    invited: Counter[tuple[str, str]] = Counter()
    for row in rows:
        invited[row.by, row.code] += row.invited
    return Asked(
        cases=found,
        rates=outcome_rates(found, minimum_base=minimum_base),
        invited=invited,
        is_former=bool(mailings),
    )


def _former(programme: Programme, mailings: list[FormerCount]) -> Counter[Disposition]:
    cases: Counter[Disposition] = Counter()
    for mailing in mailings:
        answered = (
            Response.objects.filter(
                programme=programme,
                invitation=None,
                collector=None,
                happened_at__date__range=(mailing.begins, mailing.ends),
            )
            .values(said=F("disposition"))
            .annotate(n=Count("pk"))
        )
        counts = {_DISPOSITIONS[row["said"]]: row["n"] for row in answered}
        cases.update(counts)
        cases[Disposition.INELIGIBLE] += mailing.undelivered
        cases[Disposition.UNKNOWN] += mailing.invited - mailing.undelivered - sum(counts.values())
    return cases
