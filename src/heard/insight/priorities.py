"""What should come first, ranked: in one area of the force and in each of its impact areas."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share
from heard.eligibility.models import Programme
from heard.insight.apart import guarded
from heard.insight.cuts import ANSWERED, Slice
from heard.insight.facts.read import Facts
from heard.insight.queries import Item, labels
from heard.places.impact_areas import of_area
from heard.questionnaires.models import Question
from heard.questionnaires.scales import Scale, scales

if TYPE_CHECKING:
    from ibis.expr.types import Table

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
    """Rank by the share that named each, question by question. Don't know is outside the base."""
    programmes = tuple(p.slug for p in pool)
    found = []
    for item in _asked(pool[0]):
        rows = facts.ask(_chosen, where=Slice(programmes=programmes), question=item.question)
        scale = scales()[item.scale]
        areas: dict[str, Counter[int]] = {area: Counter()}
        parts: dict[str, Counter[int]] = {one.slug: Counter() for one in of_area(area)}
        for row in rows:
            if row["value"] in scale.base:
                areas.setdefault(row["area"], Counter())[row["value"]] += row["n"]
                parts.setdefault(row["impact_area"], Counter())[row["value"]] += row["n"]
        kept, kept_parts = guarded(
            _bases(areas, minimum_base), _bases(parts, minimum_base), minimum_base=minimum_base
        )
        found.append(
            Ranked(
                area=_rank(item.question, scale, areas[area], kept[area]),
                impact_areas={
                    one.slug: _rank(item.question, scale, parts[one.slug], kept_parts[one.slug])
                    for one in of_area(area)
                },
            )
        )
    return found


def _asked(programme: Programme) -> list[Item]:
    """Give the questions of a programme, on a scale, about what should come first."""
    asked = Question.objects.filter(
        version__questionnaire=programme.questionnaire_id, dimension=PRIORITY
    )
    names = set(asked.values_list("question_id", flat=True))
    return [
        item
        for item in labels()
        if item.questionnaire == programme.questionnaire_id and item.question in names
    ]


def _chosen(facts: Facts, *, where: Slice, question: str) -> "Table":
    """Count the answers to a question by area, impact area and value."""
    said = where.of(facts.responses)
    said = said.filter(
        said.disposition.isin([d.value for d in ANSWERED]), said.question == question
    )
    return said.group_by("area", "impact_area", "value").aggregate(n=said.count())


def _bases(counts: Mapping[str, Counter[int]], minimum_base: int) -> dict[str, Estimate]:
    """Give a figure for each that has its base, and is hidden where its shares have to be."""
    return {
        name: share(0, found.total(), minimum_base=minimum_base) for name, found in counts.items()
    }


def _rank(question: str, scale: Scale, counts: Counter[int], base: Estimate) -> list[Priority]:
    offered = [value for value in scale.labels if value in scale.base]
    if base.shown:
        offered.sort(key=lambda value: -counts[value])
    return [
        Priority(
            question=question,
            value=str(value),
            label=scale.labels[value],
            place=1 + sum(counts[other] > counts[value] for other in offered)
            if base.shown
            else None,
            estimate=share(counts[value], base.n, minimum_base=1) if base.shown else base,
        )
        for value in offered
    ]
