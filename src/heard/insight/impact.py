"""Who answered in the impact areas: how many, by what way and in which language."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heard.core.statistics.few import Count, without_few
from heard.core.statistics.proportions import wilson
from heard.eligibility.models import Programme
from heard.insight.cuts import Slice
from heard.insight.facts.read import Facts
from heard.insight.measures import ANSWERED
from heard.invitations.models import Collector
from heard.places.impact_areas import ImpactArea, impact_areas

if TYPE_CHECKING:
    from ibis.expr.types import Table

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


def reached(facts: Facts, pool: Sequence[Programme], languages: Sequence[str]) -> Reached:
    """Count who answered these programmes in each impact area that one may see, with zeros."""
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
            if facts.sees(["impact_area"], [slug])
        ],
        answers=sum(found.total() for found in counts.values()),
        channels={
            name: sum(_sum(found, 0, name) for found in counts.values())
            for name in Collector.Channel.values
        },
        languages=shown[-1],
    )


def _people(facts: Facts, *, programmes: Sequence[str]) -> "Table":
    """Count people, not answers, by impact area, way in and language."""
    said = Slice(programmes=tuple(programmes)).of(facts.responses)
    said = said.filter(said.disposition.isin([d.value for d in ANSWERED]), said.came_by != "")
    return said.group_by("impact_area", "came_by", "language").aggregate(n=said.response.nunique())


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
