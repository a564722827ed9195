"""Asks in two ways side by side, by lot, so that what the way of asking does can be told."""

from dataclasses import replace
from datetime import date, datetime

from heard.core.screening import UNREACHED, Decision
from heard.core.timing import london_date
from heard.eligibility._lots import lot
from heard.eligibility._refused import RefusedChange
from heard.eligibility.models import Change, ParallelRun, Programme

NAMES = ("channel", "other", "share", "opens_on", "closes_on")


def run_of(programme: Programme, day: date) -> ParallelRun | None:
    """Give the run of what happened on a local day; none whose ways are not the programme's."""
    runs = (run for run in programme.parallel_runs if run.holds(day))
    return next((run for run in runs if programme.channels == (run.channel, run.other)), None)


def draw(run: ParallelRun, first: Decision, other: Decision, *, key: str) -> Decision | None:
    """Give the decision of the way that the lot falls on; None where no lot is drawn.

    That is where the gate does not say the same of both ways, or neither reaches the person: then
    they are outside of the run, and the order of the programme's channels decides, as ever. The
    lot of a touchpoint comes out the same whenever it is drawn.
    """
    if (first.outcome, first.reasons) != (other.outcome, other.reasons) or is_unreached(first):
        return None
    is_other = lot("parallel", str(run.pk), key) < run.share
    return replace(other if is_other else first, run=run.pk)


def is_unreached(decision: Decision) -> bool:
    """Tell whether all that speaks against it is wrong with the way alone."""
    return bool(decision.reasons) and UNREACHED.issuperset(decision.reasons)


def as_run(change: Change, programme: Programme) -> ParallelRun:
    """Give the run that a change would begin for its programme, which nobody has saved."""
    values = change.values
    return ParallelRun(
        programme=programme,
        channel=values["channel"],
        other=values["other"],
        share=values["share"],
        opens_on=date.fromisoformat(values["opens_on"]),
        closes_on=date.fromisoformat(values["closes_on"]),
        why=change.reason,
    )


def require_run(run: ParallelRun, *, now: datetime) -> None:
    """Refuse a run that nobody could draw lots in, or that meets another one. RefusedChange.

    It begins tomorrow at the earliest: of a day that is under way some were asked already.
    """
    programme = run.programme
    if programme.route != Programme.Route.AUTOMATIC or not programme.fallback_channel:
        raise RefusedChange("The programme asks in one way only: give it a second one first.")
    if programme.channels != (run.channel, run.other):
        raise RefusedChange("The programme asks in other ways by now: propose it again.")
    if not 0 < run.share < 1:
        raise RefusedChange("The share lies between 0 and 1.", about="share")
    if run.opens_on <= london_date(now):
        raise RefusedChange("A parallel run begins tomorrow at the earliest.", about="opens_on")
    if run.closes_on < run.opens_on:
        raise RefusedChange("It cannot end before it begins.", about="closes_on")
    others = ParallelRun.objects.filter(programme=programme, opens_on__lte=run.closes_on)
    if others.filter(closes_on__gte=run.opens_on).exists():
        raise RefusedChange("It would meet another parallel run.", about="opens_on")
