"""What is asked of each stage of a journey, and the expressions that count the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from heard.core.statistics.bases import ORDINARY
from heard.core.statistics.cells import NOBODY, Cell, Cells, Place
from heard.core.statistics.guard import Guard
from heard.core.statistics.whole_weeks import WEEK, Weeks, monday_of
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

_NONE = date.min  # a Monday before all others


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


def _said(facts: Facts, of: Of) -> "Table":
    """Give the answers about journeys that began in the months looked at."""
    said = answered(facts, where=of.where, measure=of.measure, question=of.question)
    if of.linked:
        said = said.filter(said.journey != "")
    said = said.filter(said.question_version == of.version)
    if of.from_ is not None:
        said = said.filter(said.began >= of.from_)
    if of.to is not None:
        said = said.filter(said.began <= of.to)
    return said


def by_place(facts: Facts, *, of: Of) -> "Table":
    """Count answers to each version of a question by area, kind of incident and first month.

    All of them, whatever is looked at: the others decide what may be shown beside them.
    """
    everybody = Slice(programmes=of.where.programmes)
    said = answered(facts, where=everybody, measure=of.measure, question=of.question)
    return said.group_by("question_version", "area", "incident", "began").aggregate(
        n=said.count(), counted=said.counts.ifelse(1, 0).sum()
    )


def is_in(row: Mapping[str, Any], of: Of) -> bool:
    """Tell whether a row of these counts is looked at."""
    began: date | None = row["began"]
    if any(row[name] != value for name, value in _narrowed(of).items()):
        return False
    if began is None:
        return not (of.linked or of.from_ or of.to)
    return (of.from_ is None or began >= of.from_) and (of.to is None or began <= of.to)


def is_shown(rows: Sequence[Mapping[str, Any]], of: Of, *, minimum_base: int) -> bool:
    """Tell whether what is looked at may be shown, of all answers to a version of a question.

    To the guard a month is the first of its weeks, and what belongs to no journey is before them.
    """
    place = _narrowed(of)
    table: dict[Place, Cell] = {}
    for row in rows:
        at = _week_of(row["began"]), *(row[name] for name in place)
        table[at] = table.get(at, NOBODY) + Cell(n=row["n"], counted=row["counted"])
    is_journey = of.linked or of.from_ or of.to
    first = _week_of(of.from_) if of.from_ else (_NONE + WEEK if is_journey else None)
    weeks = Weeks(first, _week_of(of.to) if of.to else None)
    base = ORDINARY.of(minimum_base)
    guard = Guard(Cells.of([table]), tuple(place), base=lambda _: base)
    return not table or guard.shows(place, weeks)


def _narrowed(of: Of) -> dict[str, str]:
    given = {"area": of.where.area, "incident": of.where.incident}
    return {name: value for name, value in given.items() if value is not None}


def _week_of(began: date | None) -> date:
    return _NONE if began is None else monday_of(began + timedelta(days=3))


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
