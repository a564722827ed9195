"""What is asked of each stage of a journey, and the expressions that count the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from heard.eligibility.models import Programme
from heard.events.models import Touchpoint
from heard.insight.cuts import Slice, answered
from heard.insight.facts.read import Facts
from heard.insight.measures import MEASURES
from heard.insight.queries import programmes, running_at
from heard.questionnaires.models import Question

if TYPE_CHECKING:
    from ibis.expr.types import Table

SIX_WEEKS = "six_weeks"
STAGES = (
    Touchpoint.Kind.CONTACT.value,
    Touchpoint.Kind.ATTENDANCE.value,
    Touchpoint.Kind.INVESTIGATION.value,
    SIX_WEEKS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Of:
    """Whose answers to one version of a question: what an expression is asked for.

    `linked` leaves out what was said about no log, which is a part of no journey.
    """

    where: Slice
    measure: str
    question: str
    version: int
    from_: date | None
    to: date | None
    linked: bool = True


def pools() -> dict[str, list[Programme]]:
    """Give the surveys of each stage that ask what its newest one asks."""
    victims = [one for one in programmes() if one.victims]
    found = {stage: running_at(stage) for stage in STAGES[:-1]}
    found[SIX_WEEKS] = [p for p in victims if p.questionnaire_id == victims[-1].questionnaire_id]
    return found


def questions(pool: Sequence[Programme]) -> dict[str, tuple[str, str, int, str]]:
    """Give the newest question of each dimension: its id, measure, version and words."""
    if not pool:
        return {}
    measured = {one.scale: name for name, one in reversed([*MEASURES.items()])}
    rows = Question.objects.filter(
        kind=Question.Kind.SCALE,
        version__questionnaire=pool[0].questionnaire_id,
        scale_id__in=measured,
    ).exclude(dimension="")
    named = ("dimension", "question_id", "scale_id", "question_version", "label")
    return {
        dimension: (question, measured[scale], version, label)
        for dimension, question, scale, version, label in rows.order_by(
            "version__number", "position"
        ).values_list(*named)
    }


def _said(facts: Facts, of: Of, *, any_version: bool = False) -> "Table":
    """Give the answers about journeys that began in the months looked at."""
    said = answered(facts, where=of.where, measure=of.measure, question=of.question)
    if of.linked:
        said = said.filter(said.journey != "")
    if not any_version:
        said = said.filter(said.question_version == of.version)
    if of.from_ is not None:
        said = said.filter(said.began >= of.from_)
    if of.to is not None:
        said = said.filter(said.began <= of.to)
    return said


def by_cohort(facts: Facts, *, of: Of) -> "Table":
    """Count answers to each version of a question by cohort: the month and the kind of incident."""
    said = _said(facts, of, any_version=True)
    return said.group_by("question_version", "began", "incident").aggregate(
        n=said.count(), counted=said.counts.ifelse(1, 0).sum()
    )


def journeys(facts: Facts, *, first: Of, second: Of) -> "Table":
    """Count journeys with one answer to each of two questions, by whether these count.

    Those with several answers to one, which different people may have given, are left out.
    """

    def once(of: Of, name: str) -> "Table":
        said = _said(facts, of)
        each = said.group_by("journey").aggregate(
            answers=said.count(), **{name: said.counts.ifelse(1, 0).max()}
        )
        return each.filter(each.answers == 1).select("journey", name)

    both = once(first, "before").join(once(second, "after"), "journey")
    return both.group_by("before", "after").aggregate(n=both.count())


def people(facts: Facts, *, first: Of, second: Of) -> "Table":
    """Count people who answered two questions of one survey, by whether these count."""

    def told(of: Of, name: str) -> "Table":
        said = _said(facts, of)
        return said.select("response", **{name: said.counts.ifelse(1, 0)})

    both = told(first, "before").join(told(second, "after"), "response")
    return both.group_by("before", "after").aggregate(n=both.count())
