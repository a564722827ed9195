"""The ways in which figures are cut, and the one expression that counts answers by them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import Any

import ibis
from ibis import _
from ibis.expr.types import BooleanValue, Table

from heard.insight.facts.read import Facts
from heard.questionnaires.scales import Scale, scales
from heard.responses.models import Response

# AAPOR counts a survey as answered from half of its required items on.
ANSWERED = (Response.Disposition.COMPLETE, Response.Disposition.PARTIAL)


class Cut(StrEnum):
    """What a figure may be cut by: a column of the facts, by the field's own word."""

    WEEK = "week"
    AREA = "area"
    INCIDENT = "incident"
    WEEKDAY = "weekday"
    HOUR = "hour"
    BLOCK = "block"
    TOUCHPOINT = "touchpoint"


COLUMNS: Mapping[Cut, str] = MappingProxyType(
    {cut: cut.value for cut in Cut} | {Cut.TOUCHPOINT: "stage"}
)
Segment = tuple[date | int | str, ...]  # a value for each cut, in the order of the cuts


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Which facts are looked at; what is None or empty is not narrowed down.

    `from_` and `to` are local days, both included; weeks are named by their Monday, weekdays
    run from 1, which is Monday, hours from 0 to 23; a block is three hours, named by the first.
    """

    programmes: tuple[str, ...] = ()
    from_: date | None = None
    to: date | None = None
    area: str | None = None
    incident: str | None = None
    weekday: int | None = None
    hour: int | None = None

    def of(self, facts: Table) -> Table:
        """Narrow a table of facts down."""
        alike = {name: getattr(self, name) for name in ("area", "incident", "weekday", "hour")}
        conditions = [_[name] == value for name, value in alike.items() if value is not None]
        if self.programmes:
            conditions.append(_.programme.isin(self.programmes))
        if self.from_:
            conditions.append(_.day >= ibis.literal(self.from_))
        if self.to:
            conditions.append(_.day <= ibis.literal(self.to))
        return facts.filter(*conditions) if conditions else facts


EVERYTHING = Slice()
BLOCK_HOURS = 3
BLOCK = _.hour - _.hour % BLOCK_HOURS  # the first hour of its block of three


def counted(facts: Facts, *, by: Sequence[Cut], where: Slice, question: str | None = None) -> Table:
    """Count answers in the base and positive ones: programme, questionnaire, question, scale, cuts.

    Gives `n`, `positive`, and the `first` and `last` local day that the answers are about. Who
    broke off is not counted; positive and in the base is what the shipped scale says.
    """
    asked = where.of(facts.responses).filter(_.disposition.isin([d.value for d in ANSWERED]))
    if question is not None:
        asked = asked.filter(_.question == question)
    in_base = asked.filter(_among(lambda scale: scale.labels)).mutate(block=BLOCK)
    return in_base.group_by(
        "programme", "questionnaire", "question", "scale", *(COLUMNS[cut] for cut in by)
    ).aggregate(
        n=_.count(),
        positive=ibis.ifelse(_among(lambda scale: scale.positive), 1, 0).sum(),
        first=_.day.min(),
        last=_.day.max(),
    )


def segment(row: Mapping[str, Any], by: Sequence[Cut]) -> Segment:
    """Read the segment that a row of counts is about."""
    return tuple(row[COLUMNS[cut]] for cut in by)


def _among(codes: Callable[[Scale], Collection[int]]) -> BooleanValue:
    """Match answers that are among these codes of their own scale."""
    chosen: list[tuple[str, Collection[int]]] = [
        (scale_id, sorted(found)) for scale_id, scale in scales().items() if (found := codes(scale))
    ]
    alike = ((_.scale == scale_id) & _.value.isin(found) for scale_id, found in chosen)
    return reduce(or_, alike)
