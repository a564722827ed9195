"""How teams did by one question, against what is expected of them; of people there is no figure.

Teams that are too small are put together, and nobody's name is in what is given here.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.pooling import (
    MINIMUM_REPLIES,
    Count,
    Kind,
    Pooled,
    Unit,
    merged,
    pooled,
    tiers,
)
from heard.core.statistics.proportions import share
from heard.eligibility.models import Programme
from heard.insight.facts.read import Facts
from heard.insight.measures import ANSWERED, MEASURES
from heard.insight.queries import Item, labels
from heard.questionnaires.scales import scales

if TYPE_CHECKING:
    from ibis.expr.types import Table

MIX = ("incident", "stage", "contact_channel")
_ITEM = ("programme", "question", "question_version", "scale")
_KIND = itemgetter(*MIX)
OTHERS = "other teams"  # how those are named that were put together (`core/statistics/pooling`)


@dataclass(frozen=True, slots=True, kw_only=True)
class Teams:
    """The teams of one survey by the newest version of one question.

    `everybody` is the share of all replies, of which `unnamed` were about no team. `order` has
    the names of teams from the highest down, in groups within which no order is known.
    """

    as_of: datetime
    question: str
    measure: str
    everybody: Estimate
    unnamed: int
    found: Sequence[Pooled]
    order: Sequence[Sequence[str]]


def questions(programme: Programme) -> dict[Item, str]:
    """Give what a survey asks on a scale that has a measure, each in its newest version."""
    measured = {one.scale for one in MEASURES.values()}
    newest = {
        item.question: (item, words)
        for item, words in labels().items()
        if item.questionnaire == programme.questionnaire_id and item.scale in measured
    }
    return dict(newest.values())


def teams(facts: Facts, programme: Programme, item: Item) -> Teams:
    """Give the teams of a survey by one of its questions, in the order of their names."""
    measure = next(name for name, one in MEASURES.items() if one.scale == item.scale)
    asked = {
        "programme": programme.slug,
        "question": item.question,
        "version": item.version,
        "measure": measure,
    }
    rows = facts.ask(_counted, **asked)
    people = {row["team"]: row["people"] for row in facts.ask(_people, **asked)}
    named = [row for row in rows if row["team"]]
    everybody = mix_of(rows)
    units = merged(_units(named, people))
    found = pooled(units, everybody=everybody)
    mine = {one.name for one in units if _sees(facts, one)}
    n, counted = (sum(row[part] for row in rows) for part in ("n", "counted"))
    return Teams(
        as_of=facts.as_of,
        question=questions(programme)[item],
        measure=MEASURES[measure].words,
        everybody=share(counted, n, minimum_base=MINIMUM_REPLIES),
        unnamed=n - sum(row["n"] for row in named),
        found=sorted((one for one in found if one.name in mine), key=lambda one: one.name),
        order=[
            theirs
            for group in tiers(found, kind=Kind.TEAM)
            if (theirs := [one.name for one in group if one.name in mine])
        ],
    )


def named(facts: Facts, programmes: Sequence[Programme]) -> list[str]:
    """Give the teams that answers to these surveys are about, in the order of their names."""
    slugs = tuple(programme.slug for programme in programmes)
    if (_named, slugs) not in facts.kept:  # it takes a look at all answers, and each page asks
        found = facts.ask(_named, programmes=slugs)
        facts.kept[_named, slugs] = tuple(row["team"] for row in found)
    return [team for team in facts.kept[_named, slugs] if facts.sees(["team"], [team])]


def _sees(facts: Facts, unit: Unit) -> bool:
    """Tell whether a team may be seen; several that were put together are those of their area."""
    if not unit.name.startswith(OTHERS):
        return facts.sees(["team"], [unit.name])
    return facts.scope.teams is None or (bool(unit.area) and facts.sees(["area"], [unit.area]))


def _named(facts: Facts, *, programmes: tuple[str, ...]) -> "Table":
    sums = facts.sums({"programme", "team"})
    said = facts.responses if sums is None else sums
    said = said.filter(said.programme.isin(programmes), said.team != "")
    return said.select("team").distinct().order_by("team")


def _units(rows: Sequence[Mapping[str, Any]], people: Mapping[str, int]) -> list[Unit]:
    """Give each team with its replies by case-mix, in the area that most of them are about."""
    by_team: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_team[row["team"]].append(row)
    return [
        Unit(name=team, area=_area(alike), people=people[team], mix=mix_of(alike))
        for team, alike in sorted(by_team.items())
    ]


def _area(rows: Sequence[Mapping[str, Any]]) -> str:
    counts = Counter[str]()
    for row in rows:
        counts[row["area"]] += row["n"]
    return min(counts, key=lambda area: (-counts[area], area))


def mix_of(rows: Sequence[Mapping[str, Any]]) -> dict[Any, Count]:
    """Count replies by what they were about: the kind of incident, the stage and the channel."""
    found: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        of = found[_KIND(row)]
        of[0] += row["n"]
        of[1] += row["counted"]
    return {kind: Count(n=n, counted=counted) for kind, (n, counted) in found.items()}


def _said(facts: Facts, programme: str, question: str, version: int, measure: str) -> "Table":
    """Give the answers to one version of a question that are in its base, or sums of them.

    `n` says how many a row stands for, and `counted` how many of them the measure counts.
    """
    chosen = MEASURES[measure]
    scale = scales()[chosen.scale]
    sums = facts.sums({*_ITEM, "team", "area", "person", *MIX})
    said = facts.responses if sums is None else sums
    said = said.filter(
        said.programme == programme,
        said.question == question,
        said.question_version == version,
        said.scale == chosen.scale,
    )
    if sums is not None:
        return said.mutate(counted=said[measure])
    return said.filter(
        said.value.isin(sorted(scale.base)),
        said.disposition.isin([one.value for one in ANSWERED]),
        ~said.other_way,
    ).mutate(n=1, counted=said.value.isin(sorted(chosen.codes(scale))).ifelse(1, 0))


def _counted(facts: Facts, *, programme: str, question: str, version: int, measure: str) -> "Table":
    """Count answers, and those of a measure, by team and by what they were about."""
    said = _said(facts, programme, question, version, measure)
    return said.group_by("team", "area", *MIX).aggregate(n=said.n.sum(), counted=said.counted.sum())


def _people(facts: Facts, *, programme: str, question: str, version: int, measure: str) -> "Table":
    """Count how many people of each team there are answers about."""
    said = _said(facts, programme, question, version, measure)
    return said.group_by("team").aggregate(people=said.person.nunique(where=said.person != ""))
