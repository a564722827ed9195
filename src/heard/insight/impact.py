"""What the impact areas said: how many, by what way and in which language, and what comes first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.few import Count, held_back, without_few
from heard.core.statistics.proportions import share, wilson
from heard.eligibility.models import Programme
from heard.insight.cuts import ANSWERED, Cut, Slice
from heard.insight.facts.read import Facts
from heard.insight.measure import Figure, cut
from heard.insight.measures import MEASURES
from heard.insight.queries import labels
from heard.invitations.models import Collector
from heard.places.impact_areas import ImpactArea, impact_areas
from heard.questionnaires.models import Question
from heard.questionnaires.scales import scales

if TYPE_CHECKING:
    from ibis.expr.types import Table

PRIORITY = "priority"  # the dimension of a question about what should come first
WHOLE_FORCE = ""  # the impact area of what came in by a way for the whole force


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Who answered in one impact area; None for what came in by a way for the whole force.

    `languages` are in the order in which they were asked for; None is a count of few people.
    `per_thousand` is of the residents aged 16 and over, and `margin` by how much a share of one
    half may be off by chance; both None where nobody answered.
    """

    area: ImpactArea | None
    answers: int
    channels: Mapping[str, int]
    languages: Sequence[Count]
    per_thousand: float | None
    margin: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """The impact areas, one by one, and all that came in together."""

    areas: Sequence[Reach]
    answers: int
    channels: Mapping[str, int]
    languages: Sequence[Count]

    def of(self, area: str) -> list[Reach]:
        """Give the impact areas of one area of the force."""
        return [one for one in self.areas if one.area and one.area.area == area]


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


def reached(facts: Facts, pool: Sequence[Programme], languages: Sequence[str]) -> Reached:
    """Count who answered these programmes in each impact area, zeros included."""
    rows = facts.ask(_people, programmes=tuple(p.slug for p in pool))
    slugs = [*impact_areas(), WHOLE_FORCE]
    counts: dict[str, Counter[tuple[str, str]]] = {slug: Counter() for slug in slugs}
    for row in rows:
        where = row["impact_area"] if row["impact_area"] in counts else WHOLE_FORCE
        counts[where][row["came_by"], row["language"]] += row["n"]
    told = [[_sum(counts[slug], 1, code) for code in languages] for slug in slugs]
    told.append([sum(column) for column in zip(*told, strict=True)])
    shown = without_few(told)
    return Reached(
        areas=[
            _reach(impact_areas().get(slug), counts[slug], line)
            for slug, line in zip(slugs, shown[:-1], strict=True)
        ],
        answers=sum(found.total() for found in counts.values()),
        channels={
            name: sum(_sum(found, 0, name) for found in counts.values())
            for name in Collector.Channel.values
        },
        languages=shown[-1],
    )


def priorities(
    facts: Facts, pool: Sequence[Programme], *, where: Slice, minimum_base: int
) -> list[Priority]:
    """Rank what should come first, by the share that named it. Don't know is outside the base.

    On fewer answers than `minimum_base` nothing is ranked, and all stand in the form's own order.
    """
    asked = [
        item
        for item in labels()
        if item.questionnaire == pool[0].questionnaire_id and item.question in _asking(pool[0])
    ]
    return [
        priority
        for item in asked
        for priority in _ranked(
            item.question,
            item.scale,
            facts.ask(_chosen, where=_within(pool, where), question=item.question),
            minimum_base=minimum_base,
        )
    ]


def priorities_apart(
    facts: Facts, pool: Sequence[Programme], areas: Sequence[str], *, minimum_base: int
) -> list[tuple[str, str | None, list[Priority]]]:
    """Rank the same in each of these impact areas; where none is shown, say why instead.

    They are parts of a whole that is shown, so that others are held back with one of too few.
    """
    found = [
        (slug, priorities(facts, pool, where=Slice(impact_area=slug), minimum_base=minimum_base))
        for slug in areas
    ]
    asked = [(slug, told) for slug, told in found if told]
    kept = held_back([told[0].estimate for _, told in asked], minimum_base=minimum_base)
    return [
        (slug, one.hidden, told if one.shown else [])
        for (slug, told), one in zip(asked, kept, strict=True)
    ]


def perceptions(
    facts: Facts, pool: Sequence[Programme], *, where: Slice, minimum_base: int
) -> list[tuple[Figure, list[Figure]]]:
    """Give each measure of what these programmes ask, and the same in each impact area.

    Where too few answered in one of them, others are held back so that it cannot be worked out.
    """
    asked = {i.scale for i in labels() if i.questionnaire == pool[0].questionnaire_id}
    found = []
    for name, measure in MEASURES.items():
        if measure.scale not in asked:
            continue
        whole = cut(facts, pool, minimum_base=minimum_base, measure=name, where=where)
        by = (Cut.IMPACT_AREA,)
        apart = cut(facts, pool, minimum_base=minimum_base, measure=name, where=where, by=by)
        for figure in whole:
            parts = [one for one in apart if one.question == figure.question]
            kept = held_back([one.estimate for one in parts], minimum_base=minimum_base)
            guarded = [
                replace(one, estimate=estimate) for one, estimate in zip(parts, kept, strict=True)
            ]
            found.append((figure, guarded))
    return found


def _people(facts: Facts, *, programmes: Sequence[str]) -> "Table":
    """Count people, not answers, by impact area, way in and language."""
    said = Slice(programmes=tuple(programmes)).of(facts.responses)
    said = said.filter(said.disposition.isin([d.value for d in ANSWERED]), said.came_by != "")
    return said.group_by("impact_area", "came_by", "language").aggregate(n=said.response.nunique())


def _chosen(facts: Facts, *, where: Slice, question: str) -> "Table":
    """Count the answers to a question by their value."""
    said = where.of(facts.responses)
    said = said.filter(
        said.disposition.isin([d.value for d in ANSWERED]), said.question == question
    )
    return said.group_by("value").aggregate(n=said.count())


def _within(pool: Sequence[Programme], where: Slice) -> Slice:
    return replace(where, programmes=tuple(p.slug for p in pool))


def _asking(programme: Programme) -> set[str]:
    """Give the questions of a programme about what should come first."""
    asked = Question.objects.filter(
        version__questionnaire=programme.questionnaire_id, dimension=PRIORITY
    )
    return set(asked.values_list("question_id", flat=True))


def _ranked(
    question: str, scale_id: str, rows: Sequence[Mapping[str, Any]], *, minimum_base: int
) -> list[Priority]:
    scale = scales()[scale_id]
    counts = {row["value"]: row["n"] for row in rows}
    offered = [value for value in scale.labels if value in scale.base]
    base = sum(counts.get(value, 0) for value in offered)
    if base >= minimum_base:
        offered.sort(key=lambda value: -counts.get(value, 0))
    return [
        Priority(
            question=question,
            value=str(value),
            label=scale.labels[value],
            place=1 + sum(counts.get(other, 0) > counts.get(value, 0) for other in offered)
            if base >= minimum_base
            else None,
            estimate=share(counts.get(value, 0), base, minimum_base=minimum_base),
        )
        for value in offered
    ]


def _reach(
    area: ImpactArea | None, counts: Counter[tuple[str, str]], languages: Sequence[Count]
) -> Reach:
    answers = counts.total()
    low, high = wilson(answers / 2, answers) if answers else (None, None)
    return Reach(
        area=area,
        answers=answers,
        channels={name: _sum(counts, 0, name) for name in Collector.Channel.values},
        languages=languages,
        per_thousand=1_000 * answers / area.residents if area and answers else None,
        margin=(high - low) / 2 if low is not None and high is not None else None,
    )


def _sum(counts: Counter[tuple[str, str]], index: int, name: str) -> int:
    return sum(n for key, n in counts.items() if key[index] == name)
