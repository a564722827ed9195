"""The survey of victims: its months, and one of them in full, beside the month before it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from heard.core.statistics.control_charts import Stage
from heard.core.statistics.estimate import Estimate, unsaid
from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import Verdict, rest, together, verdict
from heard.eligibility.models import Programme
from heard.insight.cuts import Cut
from heard.insight.facts.read import Facts
from heard.insight.former import Asked, asked
from heard.insight.groups_by_month import METHOD
from heard.insight.measure import Figure, cut
from heard.insight.victim_months import (
    MEASURE,
    OVERALL,
    Month,
    day_of,
    months_of,
    said,
    stage_of,
    where,
)
from heard.insight.victim_people import People, is_over, people_of

FIRST_CONTACT = "initial_contact"
ASPECTS = (FIRST_CONTACT, "initial_action", "feedback", "treatment")
METHODS: Mapping[str, str] = MappingProxyType(
    {
        "999": "telephone",
        "101": "telephone",
        "webform": "online",
        "webchat": "online",
        "front_counter": "in_person",
    }
)
OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A question in the month and in the one before; `before` is None in the first month."""

    question: str
    now: Estimate
    before: Estimate | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some of those who answered, with what may be said of them against all others."""

    code: str
    figure: Estimate
    rest: Estimate | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Victims:
    """All months, and one of them in full.

    `stage` is the control chart of the months since the question was last put otherwise.
    """

    as_of: datetime
    months: Sequence[Month]
    stage: Stage | None
    chosen: Month
    before: Month | None
    changes: Sequence[Change]
    methods: Sequence[Part]
    crimes: Sequence[Part]
    people: Sequence[People]
    asked: Asked


def surveyed() -> Programme | None:
    """Give the survey of victims that asks by itself; None where there is none."""
    found = Programme.objects.filter(victims=True, route=Programme.Route.AUTOMATIC)
    return found.select_related("questionnaire").order_by("id").first()


def victims(
    facts: Facts, programme: Programme, *, first: date | None, minimum_base: int
) -> Victims | None:
    """Give the month that begins on this day, or the newest; None where nobody answered yet."""
    months = months_of(facts, programme, minimum_base=minimum_base)
    if not months:
        return None
    at = next((at for at, one in enumerate(months) if one.first == first), len(months) - 1)
    chosen, before = months[at], months[at - 1] if at else None
    letters = asked(
        facts,
        programme,
        from_=day_of(chosen.weeks.from_),
        to=day_of(chosen.weeks.to),
        minimum_base=minimum_base,
    )
    changes = _changes(facts, programme, chosen, before, minimum_base=minimum_base)
    methods = _parts(
        facts, programme, chosen, (Cut.CHANNEL, FIRST_CONTACT), _method, minimum_base=minimum_base
    )
    crimes = _parts(facts, programme, chosen, (Cut.CRIME, OVERALL), str, minimum_base=minimum_base)
    verdicts = [one.verdict for one in changes] + [one.verdict for one in (*methods, *crimes)]
    judged = iter(together(verdicts))
    may_tell = letters.is_former or is_over(programme, chosen, facts.as_of)
    return Victims(
        as_of=facts.as_of,
        months=months,
        stage=stage_of(months),
        chosen=chosen,
        before=before,
        changes=[replace(one, verdict=next(judged)) for one in changes],
        methods=[replace(one, verdict=next(judged)) for one in methods],
        crimes=[replace(one, verdict=next(judged)) for one in crimes],
        people=people_of(facts, programme, chosen, letters, minimum_base=minimum_base)
        if may_tell
        else [],
        asked=letters,
    )


def _changes(
    facts: Facts, programme: Programme, now: Month, before: Month | None, *, minimum_base: int
) -> list[Change]:
    here = said(facts, programme, now.weeks, minimum_base)
    there = said(facts, programme, before.weeks, minimum_base) if before else {}
    return [
        _change(here[question], there.get(question), minimum_base=minimum_base)
        for question in (OVERALL, *ASPECTS)
        if question in here
    ]


def _change(now: Figure, before: Figure | None, *, minimum_base: int) -> Change:
    against = before.estimate if before and before.version == now.version else None
    return Change(
        question=now.question,
        now=now.estimate,
        before=against,
        verdict=verdict(now.estimate, against, minimum_base=minimum_base) if against else None,
    )


def _method(channel: str) -> str:
    return METHODS.get(channel, OTHER)


def _parts(
    facts: Facts,
    programme: Programme,
    month: Month,
    asked_by: tuple[Cut, str],
    group: Callable[[str], str],
    *,
    minimum_base: int,
) -> list[Part]:
    """Give the groups of a month by what was recorded, the highest share first."""
    by, question = asked_by
    found: dict[str, list[Estimate]] = {}
    for one in cut(
        facts,
        [programme],
        minimum_base=minimum_base,
        by=[by],
        where=where(month.weeks),
        measure=MEASURE,
        question=question,
        exact=True,
    ):
        found.setdefault(group(str(one.segment[0])), []).append(one.estimate)
    figures = {code: _merged(those, minimum_base) for code, those in found.items()}
    whole = _merged(list(figures.values()), minimum_base)
    others = {
        code: rest(whole, figure, minimum_base=minimum_base) for code, figure in figures.items()
    }
    parts = [
        Part(
            code=code,
            figure=figure,
            rest=other,
            verdict=verdict(figure, other, minimum_base=minimum_base) if other else None,
        )
        for code, figure in figures.items()
        for other in [others[code]]
    ]
    return sorted(parts, key=lambda one: -1 if one.figure.value is None else -one.figure.value)


def _merged(those: Sequence[Estimate], minimum_base: int) -> Estimate:
    """Put groups together; where one of them is not shown, neither is the whole of them."""
    if len(those) == 1:
        return those[0]
    counted = [round(one.value * one.n) for one in those if one.value is not None]
    if len(counted) < len(those):
        return unsaid(METHOD)
    return share(sum(counted), sum(one.n for one in those), minimum_base=minimum_base)
