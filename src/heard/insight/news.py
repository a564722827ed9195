"""What the figures of the text surveys tell anew: real changes, series that broke, low bases."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from heard.core.needs import Need, Urgency, What
from heard.core.statistics.verdicts import Finding
from heard.core.timing import london_date
from heard.eligibility.models import Programme
from heard.events.models import Touchpoint
from heard.insight.compared import Change, changes, judged, periods
from heard.insight.cuts import EVERYTHING, Slice
from heard.insight.facts.read import Facts
from heard.insight.measure import cut
from heard.insight.queries import running_at
from heard.insight.series_breaks import series_breaks

STAGES = (Touchpoint.Kind.CONTACT, Touchpoint.Kind.ATTENDANCE)
LATELY = timedelta(days=28)  # a break is news for as long as the newest four weeks are looked at
BETWEEN = "/"  # in what a need is about: the stage, the question, up or down, the area, the team
UP, DOWN = "up", "down"


def moved(facts: Facts, *, minimum_base: int) -> list[Need]:
    """Give each question of the text surveys that really changed in the newest four weeks.

    Against the four weeks before, all comparisons judged together: of the areas and the teams of
    whoever may see these apart and no others, and of the whole force for everybody else.
    """
    found = [
        (stage, where, one)
        for stage in STAGES
        for where in _theirs(facts)
        for change in _changes(facts, running_at(stage), where, minimum_base=minimum_base)
        for one in change.figures
    ]
    verdicts = judged([one for *_, one in found])
    return [
        Need(
            what=What.MOVED,
            urgency=Urgency.CHANGED,
            n=one.figure.estimate.n,
            about=BETWEEN.join(
                (
                    *(stage, one.figure.question, UP if one.verdict.difference > 0 else DOWN),
                    *(where.area or "", where.team or ""),
                )
            ),
        )
        for (stage, where, _), one in zip(found, verdicts, strict=True)
        if one.verdict and one.verdict.finding is Finding.REAL and one.verdict.difference
    ]


def broken(*, now: datetime) -> list[Need]:
    """Give the days of the last four weeks from which a survey is another measurement."""
    today = london_date(now)
    slugs = {programme.slug for stage in STAGES for programme in running_at(stage)}
    return [
        Need(what=What.BROKEN, urgency=Urgency.CHANGED, about=one.words)
        for one in series_breaks(slugs)
        if today - LATELY < one.at <= today
    ]


def few(facts: Facts, *, minimum_base: int, low_base: int) -> list[Need]:
    """Give each survey whose newest four weeks have fewer answers than a figure should stand on.

    How many they are is not told: it may be held back.
    """
    found = []
    for stage in STAGES:
        pool = running_at(stage)
        for change in _changes(facts, pool, EVERYTHING, minimum_base=minimum_base):
            bases = [one.figure.estimate for one in change.figures]
            most = max((one.n for one in bases if not one.is_held), default=0)
            if most < low_base:
                found.append(Need(what=What.FEW, urgency=Urgency.CHANGED, about=stage))
    return found


def _theirs(facts: Facts) -> list[Slice]:
    """Give the parts of the force that somebody is there for; the whole, where they are for all."""
    areas, teams = facts.scope.areas, facts.scope.teams
    parts = [Slice(area=area) for area in sorted(areas or ())]
    parts += [Slice(team=team) for team in sorted(teams or ()) if not areas]
    return parts or [EVERYTHING]


def _changes(
    facts: Facts, pool: Sequence[Programme], where: Slice, *, minimum_base: int
) -> Iterator[Change]:
    """Give the newest four weeks of a survey against those before, where anybody answered."""
    if not pool:
        return
    every = cut(facts, pool, minimum_base=minimum_base, where=where)
    last = max((figure.to for figure in every if figure.to), default=None)
    yield from changes(facts, pool, periods(where, last), minimum_base=minimum_base, where=where)
