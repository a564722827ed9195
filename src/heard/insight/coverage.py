"""Whom the surveys ask, what about and when: and whom, and what about, none of them asks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from heard.core.timing import london_date
from heard.eligibility.journey import segments, stages
from heard.eligibility.models import Period, Programme
from heard.membership.models import Wave
from heard.membership.waves import PROGRAMME
from heard.questionnaires.models import Question

AT_ONCE = timedelta(hours=1)  # so soon after it ended, a service is judged where it was given


class Standing(StrEnum):
    """What a programme does on a day."""

    USUAL = "usual"
    PILOT = "pilot"
    SHADOW = "shadow"
    PLANNED = "planned"
    CLOSED = "closed"
    OFF = "off"


ASKING = (Standing.USUAL, Standing.PILOT)


class Category(StrEnum):
    """The satisfaction categories of the report (paragraph 14), and the whole."""

    EASE = "ease of contact"
    TREATMENT = "treatment"
    ACTIONS = "actions taken"
    INFORMED = "being kept informed"
    WHOLE = "the whole"


DIMENSIONS: Mapping[str, Category] = {
    "ease_of_contact": Category.EASE,
    "initial_contact": Category.EASE,
    "treatment": Category.TREATMENT,
    "respect": Category.TREATMENT,
    "listened": Category.TREATMENT,
    "felt_believed": Category.TREATMENT,
    "fairness": Category.TREATMENT,
    "actions": Category.ACTIONS,
    "outcome": Category.ACTIONS,
    "timeliness": Category.ACTIONS,
    "deal_with_concerns": Category.ACTIONS,
    "reliability": Category.ACTIONS,
    "kept_informed": Category.INFORMED,
    "next_steps": Category.INFORMED,
    "explanation": Category.INFORMED,
    "explained": Category.INFORMED,
    "whole_experience": Category.WHOLE,
    "good_job": Category.WHOLE,
    "overall_confidence": Category.WHOLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """One programme: what it asks about, whether it does so where the service is given."""

    slug: str
    name: str
    standing: Standing
    asked: str
    categories: frozenset[Category]
    at_once: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A group of people or a stage of the journey, its surveys, and what none of them covers now.

    `unheard` says that no survey asks there now; `missing` are the categories that none asks
    about, and `never_at_once` that none asks where the service is given.
    """

    words: str
    surveys: Sequence[Survey]
    unheard: bool
    missing: Sequence[Category]
    never_at_once: bool


def standing(periods: Sequence[Period], day: date) -> Standing:
    """Say what a programme with these periods does on a day."""
    running = [period for period in periods if period.holds(day)]
    if running:
        return Standing(running[0].mode)
    if any(period.opens_on > day for period in periods):
        return Standing.PLANNED
    return Standing.CLOSED if periods else Standing.OFF


def standing_of_waves(day: date) -> Standing:
    """Say what the survey of members does on a day: its waves are its periods."""
    found = Wave.objects.filter(stage=Wave.Stage.READY).values_list("opens_at", "ends_at")
    waves = [(london_date(opens_at), london_date(ends_at)) for opens_at, ends_at in found]
    if any(first <= day <= last for first, last in waves):
        return Standing.USUAL
    if any(first > day for first, _ in waves):
        return Standing.PLANNED
    return Standing.CLOSED if waves else Standing.OFF


def by_segment(*, today: date) -> list[Covered]:
    """Give every group of people; what a general view has no category of is not missing there."""
    surveys = _surveys(today)
    return [
        _covered(s.words, [found for p, found in surveys if p.segment == name], served=s.served)
        for name, s in segments().items()
    ]


def by_stage(*, today: date) -> list[Covered]:
    """Give every stage of the journey in its order."""
    surveys = _surveys(today)
    return [
        _covered(words, [found for p, found in surveys if name in p.journey], served=True)
        for name, words in stages().items()
    ]


def _covered(words: str, surveys: Sequence[Survey], *, served: bool) -> Covered:
    asking = [survey for survey in surveys if survey.standing in ASKING]
    told = frozenset[Category]().union(*(survey.categories for survey in asking))
    return Covered(
        words=words,
        surveys=surveys,
        unheard=not asking,
        missing=[c for c in Category if c not in told] if served and asking else [],
        never_at_once=served and bool(asking) and not any(s.at_once for s in asking),
    )


def _surveys(today: date) -> list[tuple[Programme, Survey]]:
    """Give every programme with what it is as a survey, in four queries however many there are."""
    asked: dict[int, set[Category]] = defaultdict(set)
    questions = Question.objects.values_list("version__questionnaire", "dimension").distinct()
    for questionnaire, dimension in questions:
        if dimension in DIMENSIONS:
            asked[questionnaire].add(DIMENSIONS[dimension])
    periods: dict[int, list[Period]] = defaultdict(list)
    for period in Period.objects.order_by("opens_on"):
        periods[period.programme_id].append(period)
    return [
        (
            programme,
            Survey(
                slug=programme.slug,
                name=programme.name,
                standing=standing_of_waves(today)
                if programme.slug == PROGRAMME
                else standing(periods[programme.pk], today),
                asked=programme.asked,
                categories=frozenset(asked[programme.questionnaire_id]),
                at_once=bool(programme.stage) and programme.delay <= AT_ONCE,
            ),
        )
        for programme in Programme.objects.order_by("id")
    ]
