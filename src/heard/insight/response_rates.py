"""How many of those who could be asked answered: AAPOR's rates, by programme, month and segment.

Each touchpoint that was decided on comes to one final disposition. Of an open survey nobody
knows how many could have answered, so it has no response rate at all.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from heard.core.reasons import REASONS, Reason
from heard.core.screening import Outcome
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.outcome_rates import (
    Disposition,
    Dispositions,
    Rate,
    eligible_share,
    outcome_rates,
)
from heard.delivery.models import State
from heard.eligibility.models import Programme
from heard.insight.cuts import BLOCK_HOURS, COLUMNS, EVERYTHING, Cut, Segment, Slice, segment
from heard.insight.facts.read import Facts
from heard.insight.queries import programmes, surveyed
from heard.responses.models import Response

if TYPE_CHECKING:
    from ibis.expr.types import Table

Route = Programme.Route
CUTS = frozenset({Cut.WEEK, Cut.AREA, Cut.INCIDENT, Cut.WEEKDAY, Cut.HOUR, Cut.BLOCK})
WITHOUT_RATE: Mapping[str, str] = MappingProxyType(
    {
        Route.OPEN: "Anybody could answer, so nobody knows how many could have: there is no rate.",
        Route.MEMBERS: "Who is asked had signed up for it: an opt-in panel has no response rate.",
    }
)
_ANSWERED: Mapping[str, Disposition] = {
    Response.Disposition.COMPLETE: Disposition.COMPLETE,
    Response.Disposition.PARTIAL: Disposition.PARTIAL,
    Response.Disposition.BREAK_OFF: Disposition.BREAK_OFF,
}
# Of a letter that was not begun: what the last word of the network makes of whom it was for.
_UNOPENED: Mapping[str, Disposition] = {
    State.CREATED: Disposition.NEVER_SENT,
    State.CLAIMED: Disposition.NEVER_SENT,
    State.TECHNICAL_FAILURE: Disposition.NEVER_SENT,
    State.DELIVERED: Disposition.NON_CONTACT,
    State.PERMANENT_FAILURE: Disposition.INELIGIBLE,
    State.SENDING: Disposition.UNKNOWN,
    State.PENDING: Disposition.UNKNOWN,
    State.SENT: Disposition.UNKNOWN,
    State.TEMPORARY_FAILURE: Disposition.UNKNOWN,
    State.UNKNOWN: Disposition.UNKNOWN,
}
# These could have been asked, and were not drawn, not looked at, or not in time: they are no cases.
_NO_CASE = (
    Reason.NOT_DRAWN,
    Reason.OVER_QUOTA,
    Reason.STALE,
    Reason.NOT_REVIEWED,
    Reason.RESTORED,
)
FATE = ("outcome", "reason", "state", "stopped", "opened", "disposition")


class WrongCut(ValueError):
    """What happened is not known by what the rates are to be cut by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The rates of one programme, in a month if it was asked so, and in a segment.

    `cases` counts final dispositions; `e` is the share of the unknown thought eligible.
    """

    programme: str
    name: str
    month: date | None
    segment: Segment
    cases: Dispositions
    e: float
    rates: Mapping[Rate, Estimate]


def response_rates(
    facts: Facts,
    *,
    minimum_base: int,
    by: Sequence[Cut] = (),
    monthly: bool = False,
    where: Slice = EVERYTHING,
) -> list[Rates]:
    """Give the rates of every programme, in the order in which they were defined. WrongCut.

    With `by` or `monthly`, for each month and segment that has a touchpoint, in their order. A
    month is the local one in which it happened, so its rate moves while its surveys are open.
    """
    if wrong := [cut for cut in by if cut not in CUTS]:
        raise WrongCut(f"Response rates are not known by {wrong[0]}")
    counts: dict[str, dict[tuple[Any, ...], Counter[Disposition]]] = defaultdict(dict)
    for row in facts.ask(_fates, by=tuple(by), monthly=monthly, where=where):
        place = (row["month"] if monthly else None, *segment(row, by))
        counts[row["programme"]].setdefault(place, Counter())[disposition(row)] += row["n"]
    return [
        _rates(programme, place, cases, minimum_base=minimum_base)
        for programme in programmes(Route.POPUP)
        if not where.programmes or programme.slug in where.programmes
        for place, cases in sorted(counts[programme.slug].items()) or _nothing(by, monthly=monthly)
    ]


def without_rate() -> dict[str, str]:
    """Name the surveys that have no response rate, each with the reason in words."""
    found = [one for one in surveyed() if one.route in WITHOUT_RATE]
    return {one.name: WITHOUT_RATE[one.route] for one in found}


def disposition(fate: Mapping[str, Any]) -> Disposition:
    """Say what finally became of a touchpoint, by a row with the columns of FATE.

    Complete is sent with all that is required, partial with half of it; begun and left, or not
    finished so far, is a break-off; delivered and not begun is a non-contact. Of what got no
    receipt, or could not be delivered for a time, nobody knows. A number that does not exist is
    ineligible, as is whom the gate stopped before it was sent.
    """
    if fate["disposition"]:
        return _ANSWERED[fate["disposition"]]
    if fate["opened"]:
        return Disposition.BREAK_OFF
    if fate["state"] is None:
        is_out = fate["outcome"] in {Outcome.SKIP, Outcome.BLOCK}
        return _stopped(fate["reason"]) if is_out else Disposition.NEVER_SENT
    if fate["state"] == State.CANCELLED:
        return _stopped(fate["stopped"])
    return _UNOPENED[fate["state"]]


def joined(facts: Facts, where: Slice) -> "Table":
    """Give each standing decision beside the letter that came of it, if any did."""
    decided = where.of(facts.screenings)
    decided = decided.mutate(block=decided.hour - decided.hour % BLOCK_HOURS)
    return decided.left_join(facts.letters, ["programme", "touchpoint"])


def as_object(one: Rates) -> dict[str, object]:
    """Give the rates as JSON has them: from 0 to 1, and the month as its first day."""
    return {
        "programme": one.programme,
        "month": one.month and one.month.isoformat(),
        "segment": [part.isoformat() if isinstance(part, date) else part for part in one.segment],
        "cases": {part.value: getattr(one.cases, part.value) for part in Disposition},
        "e": one.e,
        "rates": {
            rate.value: {
                "value": estimate.value,
                "low": estimate.low,
                "high": estimate.high,
                "n": estimate.n,
                "n_effective": estimate.n_effective,
                "method": estimate.method,
                "hidden": estimate.hidden,
            }
            for rate, estimate in one.rates.items()
        },
    }


def _fates(facts: Facts, *, by: Sequence[Cut], monthly: bool, where: Slice) -> "Table":
    """Count touchpoints by all that decides their final disposition."""
    fates = joined(facts, where)
    keys = ["programme", *FATE, *(COLUMNS[cut] for cut in by)]
    if monthly:
        fates, keys = fates.mutate(month=fates.day.truncate("M")), [*keys, "month"]
    return fates.group_by(*keys).aggregate(n=fates.count())


def _stopped(reason: str) -> Disposition:
    """Tell whom the gate stopped from what was not sent for another reason."""
    is_out = reason in REASONS and reason not in _NO_CASE
    return Disposition.SCREENED_OUT if is_out else Disposition.NEVER_SENT


def _nothing(
    by: Sequence[Cut], *, monthly: bool
) -> list[tuple[tuple[Any, ...], Counter[Disposition]]]:
    """Give a programme without a touchpoint no months and segments, but itself."""
    return [] if by or monthly else [((None,), Counter())]


def _rates(
    programme: Programme,
    place: tuple[Any, ...],
    counts: Mapping[Disposition, int],
    *,
    minimum_base: int,
) -> Rates:
    cases = Dispositions(**{one.value: n for one, n in counts.items()})
    return Rates(
        programme=programme.slug,
        name=programme.name,
        month=place[0],
        segment=place[1:],
        cases=cases,
        e=eligible_share(cases),
        rates=outcome_rates(cases, minimum_base=minimum_base),
    )
