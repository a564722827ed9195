"""The ways in which figures are cut, and the one expression that counts answers by them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from heard.core.statistics.bases import STAFF
from heard.core.statistics.suppression import MOST_CUTS
from heard.insight.facts.read import Facts
from heard.insight.handling import bands
from heard.insight.measures import ANSWERED, HEADLINE, MEASURES
from heard.questionnaires.scales import scales

if TYPE_CHECKING:
    from ibis.expr.types import Table


class Cut(StrEnum):
    """What a figure may be cut by: a column of the facts, by the field's own word."""

    WEEK = "week"
    AREA = "area"
    INCIDENT = "incident"
    WEEKDAY = "weekday"
    HOUR = "hour"
    BLOCK = "block"
    TOUCHPOINT = "touchpoint"
    AGE = "age"
    ETHNIC_GROUP = "ethnic_group"
    DISABILITY = "disability"
    SEX = "sex"
    IMPACT_AREA = "impact_area"
    CAME_BY = "came_by"
    PROGRAMME = "programme"
    MODE = "mode"
    LANGUAGE = "language"
    CHANNEL = "channel"
    HANDLER_TYPE = "handler_type"
    TIME_TO_ANSWER = "time_to_answer"
    GRADE = "grade"
    RESPONSE_TIME = "response_time"
    OUTCOME = "outcome"
    UPDATES = "updates"
    DELAY = "delay"
    CRIME = "crime"
    WARD = "ward"
    TEAM = "team"


# Who answered: cut so, small cells are held back, and others with them (`core/statistics`).
PROTECTED = frozenset({Cut.AGE, Cut.ETHNIC_GROUP, Cut.DISABILITY, Cut.SEX})
BESIDE = frozenset({Cut.AREA, Cut.INCIDENT, Cut.TOUCHPOINT}) | PROTECTED  # what they may cross
# How it was answered, and what the force did: each is a filter too, by the name of its column.
HANDLING = (
    *(Cut.MODE, Cut.LANGUAGE, Cut.CHANNEL, Cut.HANDLER_TYPE, Cut.TIME_TO_ANSWER, Cut.GRADE),
    *(Cut.RESPONSE_TIME, Cut.OUTCOME, Cut.UPDATES, Cut.DELAY, Cut.CRIME),
)
MOST_AT_ONCE = 3
TIMES = frozenset({Cut.WEEK, Cut.WEEKDAY, Cut.HOUR, Cut.BLOCK})
COLUMNS: Mapping[Cut, str] = MappingProxyType(
    {cut: cut.value for cut in Cut}
    | {Cut.TOUCHPOINT: "stage", Cut.AGE: "age_band", Cut.DISABILITY: "disabled"}
    | {Cut.CHANNEL: "contact_channel"}
)
WITHIN: Mapping[str, str] = MappingProxyType(  # which column lies in which
    {"hour": "block", "impact_area": "area", "ward": "area", "programme": "stage"}
)
ACROSS: Mapping[str, str] = MappingProxyType({"team": "area"})  # in which most of a column lie
Segment = tuple[date | int | str, ...]  # a value for each cut, in the order of the cuts


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Which facts are looked at; what is None or empty is not narrowed down.

    `from_` and `to` are local days, both included; weeks are named by their Monday, weekdays
    run from 1, which is Monday, hours from 0 to 23; a block is three hours, named by the first.
    `undoubted` leaves out answers that may be somebody's second (`Guest.Doubt`).
    """

    programmes: tuple[str, ...] = ()
    from_: date | None = None
    to: date | None = None
    area: str | None = None
    incident: str | None = None
    weekday: int | None = None
    hour: int | None = None
    impact_area: str | None = None
    came_by: str | None = None
    undoubted: bool = False
    mode: str | None = None
    language: str | None = None
    contact_channel: str | None = None
    handler_type: str | None = None
    time_to_answer: str | None = None
    grade: str | None = None
    response_time: str | None = None
    outcome: str | None = None
    updates: str | None = None
    delay: str | None = None
    crime: str | None = None
    ward: str | None = None
    team: str | None = None

    def of(self, facts: "Table") -> "Table":
        """Narrow a table of facts down."""
        alike = {name: getattr(self, name) for name in FILTERS}
        conditions = [facts[name] == value for name, value in alike.items() if value is not None]
        if self.undoubted:
            conditions.append(facts.doubt == "")
        if self.programmes:
            conditions.append(facts.programme.isin(self.programmes))
        day = "day" if "day" in facts.columns else "month"
        if self.from_:
            conditions.append(facts[day] >= self.from_)
        if self.to:
            conditions.append(facts[day] <= self.to)
        return facts.filter(*conditions) if conditions else facts

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the answers that it takes to narrow them down.

        Whole months can be told by the `month` of sums.
        """
        named = {name for name in FILTERS if getattr(self, name) is not None}
        named |= {"doubt"} if self.undoubted else set()
        if self.from_ is None and self.to is None:
            return frozenset(named)
        begins = self.from_ is None or self.from_.day == 1
        ends = self.to is None or (self.to + timedelta(days=1)).day == 1
        return frozenset(named | {"month" if begins and ends else "day"})


FILTERS = (
    *("area", "incident", "weekday", "hour", "impact_area", "came_by"),
    *(COLUMNS[cut] for cut in HANDLING),
    *("ward", "team"),
)


class TooFine(ValueError):
    """Figures of who answered are asked for so finely that they could be told apart."""


def require_coarse(by: Sequence[Cut], where: Slice) -> None:
    """Refuse to cross who answered with times, or with more than one thing, or twice. TooFine.

    Times are left out since what two of them have between them is the answers of a day.
    """
    if len({*by}) < len(by):
        raise TooFine("Figures are cut by each thing once")
    if not PROTECTED & {*by}:
        return
    times = (where.from_, where.to, where.weekday, where.hour)
    if {*by} - BESIDE or any(value is not None for value in times):
        raise TooFine("Age, ethnic group, disability and sex cannot be looked at by time")
    if where.undoubted or where.impact_area is not None or where.came_by is not None:
        raise TooFine("Age, ethnic group, disability and sex cannot be looked at by way in")
    if any(getattr(where, COLUMNS[cut]) is not None for cut in HANDLING):
        raise TooFine(
            "Age, ethnic group, disability and sex cannot be looked at by what the force did"
        )
    if where.ward is not None or where.team is not None:
        raise TooFine("Age, ethnic group, disability and sex cannot be looked at by ward or team")
    narrowed = [value for value in (where.area, where.incident) if value is not None]
    if len(by) + len(narrowed) > MOST_CUTS:
        raise TooFine(
            "Age, ethnic group, disability and sex can be looked at with two other things at most"
        )


EVERYTHING = Slice()
ITEM = ("programme", "questionnaire", "question", "question_version")  # whose answers they are
BLOCK_HOURS = 3


def counted(
    facts: Facts,
    *,
    by: Sequence[Cut],
    where: Slice,
    measure: str = HEADLINE,
    question: str | None = None,
) -> "Table":
    """Count answers in the base, and those of a measure, by programme, question and cuts.

    Each version of a question is counted apart. Where there are sums by all that is asked for,
    these are added up instead of the rows. Gives `n`, `counted`, and the `first` and `last`
    local day that the answers are about. Who broke off is outside the base, and so are answers
    that the shipped scale takes out of it.
    """
    columns = [*dict.fromkeys((*ITEM, *(COLUMNS[cut] for cut in by)))]
    needed = {"hour" if name == Cut.BLOCK else name for name in columns}
    if (sums := facts.sums(needed | where.columns)) is not None:
        said = where.of(sums).filter(sums.scale == MEASURES[measure].scale)
        said = said if question is None else said.filter(said.question == question)
        return (
            with_blocks(said)
            .group_by(columns)
            .aggregate(
                n=said.n.sum(),
                counted=said[measure].sum(),
                first=said["first"].min(),
                last=said["last"].max(),
            )
        )
    said = answered(facts, where=where, measure=measure, question=question)
    return said.group_by(columns).aggregate(
        n=said.count(),
        counted=said.counts.ifelse(1, 0).sum(),
        first=said.day.min(),
        last=said.day.max(),
    )


def answered(
    facts: Facts,
    *,
    where: Slice,
    measure: str,
    question: str | None = None,
    both_ways: bool = False,
) -> "Table":
    """Give the answers in the base of a measure, each with whether it `counts`.

    What was said in the other way of a parallel run is of another measurement, and not among them
    unless both ways are wanted.
    """
    chosen = MEASURES[measure]
    scale = scales()[chosen.scale]
    said = where.of(facts.responses)
    said = said.filter(
        said.disposition.isin([d.value for d in ANSWERED]),
        said.scale == chosen.scale,
        said.value.isin(sorted(scale.base)),
    )
    if question is not None:
        said = said.filter(said.question == question)
    if not both_ways:
        said = said.filter(~said.other_way)
    return with_blocks(said).mutate(counts=said.value.isin(sorted(chosen.codes(scale))))


def whom(said: "Table", columns: Collection[str]) -> dict[str, Any]:
    """Say whom answers are about, the first five of them, where they are counted by team.

    Whether they are five at least can be told of several such lists as of all names.
    """
    if "team" not in columns:
        return {}
    names = said.person.nullif("").collect(distinct=True)
    of_some = names.coalesce([])  # of nobody engines say one thing or the other
    return {"people": of_some.sort()[: STAFF.people]}


def with_blocks(said: "Table") -> "Table":
    """Give the part of the day beside the hour, where there is one."""
    return (
        said.mutate(block=said.hour - said.hour % BLOCK_HOURS) if "hour" in said.columns else said
    )


def in_order(place: Segment, by: Sequence[Cut]) -> tuple[object, ...]:
    """Give by what segments are sorted: what the force did as it is listed, the unknown last."""
    return tuple((_rank(cut, value), value) for cut, value in zip(by, place, strict=True))


def _rank(cut: Cut, value: date | int | str) -> int:
    ranks = _ranks(cut)
    is_unknown = value == "" and cut in {Cut.WARD, Cut.TEAM}
    return ranks.get(str(value), len(ranks) + is_unknown)


@cache
def _ranks(cut: Cut) -> Mapping[str, int]:
    return {band.code: number for number, band in enumerate(bands().get(cut, ()))}


def segment(row: Mapping[str, Any], by: Sequence[Cut]) -> Segment:
    """Read the segment that a row of counts is about."""
    return tuple(row[COLUMNS[cut]] for cut in by)
