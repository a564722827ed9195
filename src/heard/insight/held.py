"""Which figures of who answered are held back, alike on every page that shows a part of them.

By age in one area is a line of the table of ages and areas, and each line and column of that table
adds up to what is shown by age alone. So the whole table decides, whatever part of it is asked for.
"""

from collections.abc import Sequence
from dataclasses import replace

from heard.core.statistics.suppression import Cell, held_back
from heard.insight.cuts import PROTECTED, Cut, Segment, Slice, counted, segment
from heard.insight.facts.read import Facts
from heard.insight.measures import MEASURES

Table = dict[Segment, Cell]


def held_of(
    facts: Facts, by: Sequence[Cut], where: Slice, measure: str, *, minimum_base: int
) -> frozenset[Segment]:
    """Give the segments that are held back of figures cut by who answered."""
    narrowed = {Cut.AREA: where.area, Cut.INCIDENT: where.incident}
    beside = {cut: value for cut, value in narrowed.items() if value is not None}
    whole = replace(where, area=None, incident=None)
    held = _held(facts, (*by, *beside), whole, measure, minimum_base=minimum_base)
    within = tuple(beside.values())
    return frozenset(place[: len(by)] for place in held if place[len(by) :] == within)


def alike(measure: str) -> list[str]:
    """Give all measures of the answers that this one is a measure of."""
    return [name for name, one in MEASURES.items() if one.scale == MEASURES[measure].scale]


def _held(
    facts: Facts, cuts: Sequence[Cut], where: Slice, measure: str, *, minimum_base: int
) -> frozenset[Segment]:
    """Give what is held back of a whole table; of what is held back by one cut, no part is shown.

    The parts of a group would add up to it, and so give away the one that it is held back beside.
    """
    tables = [table for name in alike(measure) for table in _tables(facts, cuts, where, name)]
    places = frozenset(place for table in tables for place in table)
    also = frozenset[Segment]()
    for at, one in enumerate(cuts) if len(cuts) > 1 else ():
        if one in PROTECTED:
            gone = _held(facts, (one,), where, measure, minimum_base=minimum_base)
            also |= {place for place in places if (place[at],) in gone}
    return held_back(tables, minimum_base=minimum_base, also=also)


def _tables(facts: Facts, by: Sequence[Cut], where: Slice, measure: str) -> list[Table]:
    """Give a table of counts for each version of a question: the same people may stand behind."""
    found: dict[tuple[str, int], Table] = {}
    for row in facts.ask(counted, by=tuple(by), where=where, measure=measure):
        of, place = (row["question"], row["question_version"]), segment(row, by)
        table = found.setdefault(of, {})
        one = table.get(place, Cell(n=0, counted=0))
        table[place] = Cell(n=one.n + row["n"], counted=one.counted + row["counted"])
    return [*found.values()]
