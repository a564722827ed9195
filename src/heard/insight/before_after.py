"""How a team was rated before a day and after it, with the verdict; nothing while it is too early.

A change after training is no proof that training made it: other things changed as well.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from heard.core.statistics.bases import STAFF
from heard.core.statistics.whole_weeks import monday_of
from heard.core.timing import london_date
from heard.eligibility.models import Programme
from heard.insight.compared import Change, Period, changes
from heard.insight.cuts import Slice
from heard.insight.facts.read import Facts

SOONEST, LONGEST = 4, 12  # whole weeks on either side
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """The change of a team's figures around a day; None until four whole weeks have passed."""

    programme: Programme
    team: str
    on: date
    change: Change | None


def before_after(
    facts: Facts, programme: Programme, team: str, on: date, *, questions: Collection[str]
) -> BeforeAfter:
    """Hold the weeks after a day against as many right before them: four at least, twelve at most.

    The week of the day itself counts as before.
    """
    first = monday_of(on) + WEEK
    weeks = min((monday_of(london_date(facts.as_of)) - first) // WEEK, LONGEST)
    if weeks < SOONEST:
        return BeforeAfter(programme=programme, team=team, on=on, change=None)
    after = Period(from_=first, to=first + weeks * WEEK - timedelta(days=1))
    where = Slice(team=team)
    (found,) = changes(facts, [programme], [after], minimum_base=STAFF.answers, where=where)
    about = [one for one in found.figures if one.figure.question in questions]
    change = Change(now=found.now, before=found.before, figures=about)
    return BeforeAfter(programme=programme, team=team, on=on, change=change)
