"""What should come first, ranked: in one area of the force and in each of its impact areas."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heard.core.questionnaire.form import Kind
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share
from heard.eligibility.models import Programme
from heard.insight.apart import guarded
from heard.insight.cuts import Slice
from heard.insight.details import choices_of
from heard.insight.facts.read import Facts
from heard.insight.measures import ANSWERED
from heard.places.impact_areas import of_area
from heard.questionnaires.models import Question
from heard.questionnaires.scales import scales

if TYPE_CHECKING:
    from ibis.expr.types import Table

Place = tuple[str, str]  # `area` or `impact_area`, and which

PRIORITY = "priority"  # the dimension of a question about what should come first


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """One thing that may come first: its share of the answers, and its place among the others.

    Two with the same share have the same place; without a share there is none.
    """

    question: str
    value: str
    label: str
    place: int | None
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The priorities of an area, and those of its impact areas by slug, all in their order.

    Where they are hidden they stand in the form's own order, which tells nothing.
    """

    area: Sequence[Priority]
    impact_areas: Mapping[str, Sequence[Priority]]


def ranked(
    facts: Facts, pool: Sequence[Programme], area: str, *, minimum_base: int
) -> list[Ranked]:
    """Rank by the share of people who named each, question by question.

    Of a ranking it is the share who put it first. Don't know is outside the base. OutOfScope.
    """
    facts.require(Slice(area=area))
    programmes = tuple(p.slug for p in pool)
    found = []
    for asked in _asked(pool[0]):
        told = _told(facts, Slice(programmes=programmes), asked)
        kept, kept_parts = guarded(
            _bases(told, "area", [area], minimum_base),
            _bases(told, "impact_area", [one.slug for one in of_area(area)], minimum_base),
            minimum_base=minimum_base,
        )
        found.append(
            Ranked(
                area=_rank(asked, told.named["area", area], kept[area]),
                impact_areas={
                    one.slug: _rank(
                        asked, told.named["impact_area", one.slug], kept_parts[one.slug]
                    )
                    for one in of_area(area)
                },
            )
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The newest version of a question, and what may come first, by its value: the base."""

    question: str
    version: int
    kind: Kind
    offered: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """How many people there are, and how many of them named each, by place."""

    people: Mapping[Place, int]
    named: Mapping[Place, Counter[str]]


def _asked(programme: Programme) -> list[_Asked]:
    """Give the questions of a programme about what should come first."""
    rows = Question.objects.filter(
        version__questionnaire=programme.questionnaire_id, dimension=PRIORITY
    )
    newest = {row.question_id: row for row in rows.order_by("version__number", "position")}
    return [
        _Asked(
            question=name,
            version=row.question_version,
            kind=Kind(row.kind),
            offered=_offered(row),
        )
        for name, row in newest.items()
    ]


def _offered(row: Question) -> Mapping[str, str]:
    if row.kind != Kind.SCALE:
        return choices_of(row)
    scale = scales()[row.scale_id]
    return {str(value): label for value, label in scale.labels.items() if value in scale.base}


def _told(facts: Facts, where: Slice, asked: _Asked) -> _Told:
    about = {
        "where": where,
        "question": asked.question,
        "version": asked.version,
        "kind": asked.kind,
        "values": tuple(asked.offered),
    }
    people, named = Counter[Place](), defaultdict[Place, Counter[str]](Counter)
    for row in facts.ask(_people, **about):
        for place in _places(row):
            people[place] += row["n"]
    for row in facts.ask(_named, **about):
        for place in _places(row):
            named[place][str(row["value"])] += row["n"]
    return _Told(people=people, named=named)


def _places(row: Mapping[str, str]) -> Iterator[Place]:
    return ((name, row[name]) for name in ("area", "impact_area"))


def _people(facts: Facts, **about: Any) -> "Table":  # noqa: ANN401 - see _said
    """Count the people who named anything, by area and impact area."""
    said = _said(facts, **about)
    return said.group_by("area", "impact_area").aggregate(n=said.response.nunique())


def _named(facts: Facts, **about: Any) -> "Table":  # noqa: ANN401 - see _said
    """Count the people who named each value, in a ranking those who put it first."""
    said = _said(facts, **about)
    if about["kind"] is Kind.RANK:
        said = said.filter(said.position == 1)
    return said.group_by("area", "impact_area", "value").aggregate(n=said.response.nunique())


def _said(
    facts: Facts, *, where: Slice, question: str, version: int, kind: Kind, values: tuple[str, ...]
) -> "Table":
    """Give the answers to one version of a question that are in its base."""
    said = where.of(facts.responses if kind is Kind.SCALE else facts.details)
    return said.filter(
        said.disposition.isin([d.value for d in ANSWERED]),
        said.question == question,
        said.question_version == version,
        said.value.isin([int(v) for v in values] if kind is Kind.SCALE else list(values)),
    )


def _bases(told: _Told, kind: str, names: Sequence[str], minimum_base: int) -> dict[str, Estimate]:
    """Give a figure for each place that has its base, and is hidden where shares have to be."""
    there = {**dict.fromkeys(names, 0)}
    there |= {name: n for (of, name), n in told.people.items() if of == kind}
    return {name: share(0, n, minimum_base=minimum_base) for name, n in there.items()}


def _rank(asked: _Asked, counts: Counter[str], base: Estimate) -> list[Priority]:
    offered = list(asked.offered)
    if base.shown:
        offered.sort(key=lambda value: -counts[value])
    return [
        Priority(
            question=asked.question,
            value=value,
            label=asked.offered[value],
            place=1 + sum(counts[other] > counts[value] for other in offered)
            if base.shown
            else None,
            estimate=share(counts[value], base.n, minimum_base=1) if base.shown else base,
        )
        for value in offered
    ]
