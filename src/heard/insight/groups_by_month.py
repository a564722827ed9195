"""Who answered a survey by month: months that are over, each cell guarded beside all the others.

What is cut by who answered is looked at by no other time (`cuts.require_coarse`). These months are
fixed, none overlaps another, and the table of all of them is held back together: beside the groups
of all time and the months of everybody, which are shown elsewhere, no cell can be worked out.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from heard.core.statistics.bases import PEOPLE
from heard.core.statistics.cells import Cell
from heard.core.statistics.estimate import Estimate, unsaid
from heard.core.statistics.proportions import share
from heard.core.statistics.suppression import held_back
from heard.core.statistics.whole_weeks import Node, Unit, node_of
from heard.eligibility.models import Programme
from heard.insight.cuts import COLUMNS, Cut, Slice, answered
from heard.insight.facts.read import Facts
from heard.insight.guarded import guarded

if TYPE_CHECKING:
    from ibis.expr.types import Table

METHOD = "Wilson 95%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group in one month: its share of those who answered, and the share of a measure in it.

    `n` is how many of it answered; None where it is held back.
    """

    code: str
    answered: Estimate
    figure: Estimate
    n: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the groups are by, which codes are put together, and what is counted of them."""

    cut: Cut
    group: Callable[[str], str]
    measure: str
    question: str
    version: int


def groups_by_month(
    facts: Facts, programme: Programme, asked: Asked, *, month: Node, minimum_base: int
) -> list[Group]:
    """Give the groups of one month, in the order of their codes; of nobody there is no group.

    Months are of whole weeks. The caller asks for a month about which nobody answers any more.
    """
    cells = _cells(facts, programme, asked)
    held = held_back(
        [cells],
        base=PEOPLE.of(minimum_base),
        also=_held_always(facts, programme, asked, cells, minimum_base=minimum_base),
    )
    mine = {group: cell for (group, at), cell in cells.items() if at == month}
    total = sum(cell.n for cell in mine.values())
    return [
        _group(code, cell, total, is_held=(code, month) in held, minimum_base=minimum_base)
        for code, cell in sorted(mine.items())
    ]


def _group(code: str, cell: Cell, total: int, *, is_held: bool, minimum_base: int) -> Group:
    if is_held:
        return Group(code=code, answered=unsaid(METHOD), figure=unsaid(METHOD), n=None)
    return Group(
        code=code,
        answered=share(cell.n, total, minimum_base=minimum_base),
        figure=share(cell.counted, cell.n, minimum_base=minimum_base),
        n=cell.n,
    )


def _cells(facts: Facts, programme: Programme, asked: Asked) -> Mapping[tuple[str, Node], Cell]:
    rows = facts.ask(
        _counts,
        column=COLUMNS[asked.cut],
        programme=programme.slug,
        measure=asked.measure,
        question=asked.question,
        version=asked.version,
    )
    found: dict[tuple[str, Node], tuple[int, int]] = {}
    for row in rows:
        place = asked.group(row[COLUMNS[asked.cut]]), _month(row["week"])
        n, counted = found.get(place, (0, 0))
        found[place] = n + row["n"], counted + row["counted"]
    return {place: Cell(n=n, counted=counted) for place, (n, counted) in found.items()}


def _month(monday: date) -> Node:
    return node_of(monday, Unit.MONTH)


def _held_always(
    facts: Facts,
    programme: Programme,
    asked: Asked,
    places: Collection[tuple[str, Node]],
    *,
    minimum_base: int,
) -> frozenset[tuple[str, Node]]:
    """Give all months of the groups of which a part is held back over all time."""
    gone = {
        asked.group(str(one.segment[0]))
        for one in guarded(
            facts,
            [programme],
            by=(asked.cut,),
            measure=asked.measure,
            question=asked.question,
            minimum_base=minimum_base,
        )
        if one.held and one.version == asked.version
    }
    return frozenset(place for place in places if place[0] in gone)


def _counts(
    facts: Facts, *, column: str, programme: str, measure: str, question: str, version: int
) -> "Table":
    where = Slice(programmes=(programme,))
    said = answered(facts, where=where, measure=measure, question=question)
    said = said.filter(said.question_version == version)
    return said.group_by("week", column).aggregate(
        n=said.count(), counted=said.counts.ifelse(1, 0).sum()
    )
