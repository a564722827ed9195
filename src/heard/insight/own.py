"""What people said about one member of staff, for that person alone: never beside another's.

A figure stands on whole batches of replies (`core/statistics/editions`) and is held against what
is expected of everybody for what it was about, drawn towards that by how little it says.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import erfc, sqrt
from typing import TYPE_CHECKING, Any, TypeAlias

from heard.accounts.models import Grant
from heard.core.statistics.editions import edition
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.pooling import MINIMUM_REPLIES, Count, Kind, Pooled, Unit, alone, merged
from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import LEVEL, adjusted_together
from heard.eligibility.models import Programme
from heard.insight.cuts import Slice, answered
from heard.insight.facts.read import Facts
from heard.insight.measures import MEASURES
from heard.insight.queries import Item
from heard.insight.teams import MIX, mix_of, questions

if TYPE_CHECKING:
    from ibis.expr.types import Table


Row: TypeAlias = Mapping[str, Any]
_Key: TypeAlias = tuple[str, int]  # a question and its version


class Place(StrEnum):
    """What may be said of a person's figure, all of a survey judged together."""

    STRENGTH = "strength"
    AS_EXPECTED = "as expected"
    TO_LEARN = "to learn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One question about one person: their figure, that of everybody, and what may be said of it.

    Without enough replies `pooled` is None, and so is `place`: not even how many there are is told.
    """

    question: str
    words: str
    measure: str
    everybody: Estimate
    pooled: Pooled | None
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What was said about one person in one survey, as of an instant."""

    programme: Programme
    as_of: datetime
    found: Sequence[Own]

    @property
    def lowest(self) -> Own | None:
        """Give what is furthest below what is expected, of what is so by its verdict."""
        below = [one for one in self.found if one.place is Place.TO_LEARN and one.pooled]
        return min(below, key=lambda one: _z(one.pooled) if one.pooled else 0.0, default=None)


def own(facts: Facts, programme: Programme, person: str) -> Survey:
    """Give what was said about a person in a survey, by each question in its newest version.

    OutOfScope for anybody but that person: nobody's scope has the people of others.
    """
    facts.scope.require(Grant.Level.PERSON, person)
    asked = questions(programme)
    measures = {one.scale: name for name, one in reversed([*MEASURES.items()])}
    everybody: dict[_Key, _Everybody] = {}
    mine: dict[_Key, list[Row]] = defaultdict(list)
    for measure in sorted({measures[item.scale] for item in asked}):
        everybody |= _kept(facts, programme.slug, measure)
        for row in facts.ask(_of_one, programme=programme.slug, measure=measure, person=person):
            mine[_key(row)].append(row)
    found = []
    for item, words in asked.items():
        key = (item.question, item.version)
        standard = everybody.get(key, _Everybody(mix={}, people={}))
        found.append(_own(item, words, measures[item.scale], standard, mine[key]))
    return Survey(programme=programme, as_of=facts.as_of, found=_judged(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Everybody:
    """All replies to a question by what they were about, and those about each person."""

    mix: Mapping[Any, Count]
    people: Mapping[str, Unit]

    def beside(self, one: Unit) -> dict[Any, Count]:
        """Give all replies, of those about one person these alone."""
        found = dict(self.mix)
        whole = self.people[one.name].mix if one.name in self.people else {}
        for sign, mix in ((-1, whole), (1, one.mix)):
            for kind, count in mix.items():
                before = found[kind]
                found[kind] = Count(
                    n=before.n + sign * count.n, counted=before.counted + sign * count.counted
                )
        return found


def _kept(facts: Facts, programme: str, measure: str) -> Mapping[_Key, _Everybody]:
    """Count everybody once in each state of the facts: the page of each person needs the same."""
    key = (_by_person, programme, measure)
    if key not in facts.kept:
        rows: dict[_Key, list[Row]] = defaultdict(list)
        for row in facts.ask(_by_person, programme=programme, measure=measure):
            rows[_key(row)].append(row)
        facts.kept[key] = {of: _counted(alike) for of, alike in rows.items()}
    found: Mapping[_Key, _Everybody] = facts.kept[key]
    return found


def _counted(rows: Sequence[Row]) -> _Everybody:
    people: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        people[row["person"]].append(row)
    units = {name: _unit(name, theirs) for name, theirs in sorted(people.items()) if name}
    return _Everybody(mix=mix_of(rows), people=units)


def _own(item: Item, words: str, measure: str, everybody: _Everybody, mine: Sequence[Row]) -> Own:
    """Give one question. Of the newest replies about somebody not even what is expected tells."""
    stands = mine[: edition([row["counted"] > 0 for row in mine])]
    one = _unit(mine[0]["person"] if mine else "", stands)
    beside = everybody.beside(one)
    n, counted = (sum(getattr(c, part) for c in beside.values()) for part in ("n", "counted"))
    others = [unit for name, unit in everybody.people.items() if name != one.name]
    return Own(
        question=item.question,
        words=words,
        measure=MEASURES[measure].words,
        everybody=share(counted, n, minimum_base=MINIMUM_REPLIES),
        pooled=alone(one, merged(others, kind=Kind.PERSON), everybody=beside) if stands else None,
        place=None,
    )


def _unit(name: str, rows: Sequence[Row]) -> Unit:
    return Unit(name=name, area="", people=1, mix=mix_of(rows))


def _key(row: Row) -> _Key:
    return row["question"], row["question_version"]


def _judged(found: Sequence[Own]) -> list[Own]:
    """Say of each figure what may be said, judged together (Benjamini and Hochberg)."""
    held = [one.pooled for one in found if one.pooled]
    adjusted = iter(adjusted_together([erfc(abs(_z(one)) / sqrt(2)) for one in held]))
    return [
        replace(one, place=_place(one.pooled, next(adjusted))) if one.pooled else one
        for one in found
    ]


def _place(one: Pooled, p: float) -> Place:
    if p > LEVEL:
        return Place.AS_EXPECTED
    return Place.STRENGTH if _z(one) > 0 else Place.TO_LEARN


def _z(one: Pooled) -> float:
    """Give how many standard errors a share lies from what is expected."""
    value = one.own.value or 0.0
    return (value - one.expected) / sqrt(one.expected * (1 - one.expected) / one.own.n)


def _by_person(facts: Facts, *, programme: str, measure: str) -> "Table":
    """Count answers, and those of a measure, by question, person and what they were about."""
    said = answered(facts, where=Slice(programmes=(programme,)), measure=measure)
    return said.group_by("question", "question_version", "person", *MIX).aggregate(
        n=said.count(), counted=said.counts.ifelse(1, 0).sum()
    )


def _of_one(facts: Facts, *, programme: str, measure: str, person: str) -> "Table":
    """Give the answers about one person, in the order in which they came in."""
    said = answered(facts, where=Slice(programmes=(programme,)), measure=measure)
    said = said.filter(said.person == person).mutate(n=1, counted=said.counts.ifelse(1, 0))
    columns = ("question", "question_version", "person", *MIX, "response", "n", "counted")
    return said.select(*columns).order_by("question", "question_version", "response")
