"""Hides counts of few people in a table whose lines and columns add up to what is shown.

A count from one to four is hidden (the first step), and where only one count of a line or a
column is hidden, so that it could be found by subtraction, a second one beside it is hidden too
(the complementary step). None stays visible as none: that nobody answered in a language is told.

`suppression` guards what people said by what they are: there even how many there were is hidden,
and what all of them said alike. Here how many there were is what is told, of a table of counts or
beside the share of an area: five are enough, none is shown as none, and what is hidden need not be
such that nobody could say which way it went. So one rule for both would hide counts and areas that
are shown now, or show shares that are hidden.

Source: A. Hundepool et al., *Statistical Disclosure Control* (2012), chapter 4. What it does not
do: it bounds no count by linear programming, and knows nothing of tables of another day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from heard.core.statistics.estimate import Estimate

BESIDE_FEW = "so that another one with too few answers cannot be worked out from it"
FEW = 5  # from here on a count is shown

Count = int | None  # None is a hidden one
Table = list[list[Count]]


def without_few(counts: Sequence[Sequence[int]], *, few: int = FEW) -> Table:
    """Give a table with its few hidden. Its last line must be the sums of those above it.

    Sums of lines may be shown beside it. Raises ValueError where the last line is no sum.
    """
    if [sum(column) for column in zip(*counts[:-1], strict=True)] != list(counts[-1]):
        raise ValueError("the last line must be the sums of those above it")
    shown: Table = [[None if 0 < n < few else n for n in line] for line in counts]
    while found := next(_alone(shown, counts), None):
        line, column = found
        shown[line][column] = None
    return shown


def _alone(shown: Table, counts: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Give for each count that is hidden alone the place of the one to be hidden with it."""
    lines, columns = range(len(counts)), range(len(counts[0]))
    groups = [[(at, column) for column in columns] for at in lines]
    groups += [[(at, column) for at in lines] for column in columns]

    def rank(place: tuple[int, int]) -> tuple[bool, bool, int]:
        """Rank the smallest first, one that stands across from a hidden one before it, none last.

        Where one is hidden across already, no third has to be hidden because of it.
        """
        line, column = place
        across = [shown[line][c] for c in columns] + [shown[at][column] for at in lines]
        is_none = counts[line][column] == 0
        return (is_none, across.count(None) < len(("here", "across")), counts[line][column])

    for group in groups:
        seen = [place for place in group if shown[place[0]][place[1]] is not None]
        if len(seen) == len(group) - 1 and seen:
            yield min(seen, key=rank)


def held_back(
    estimates: Sequence[Estimate], *, minimum_base: int, whole: Estimate | None = None
) -> list[Estimate]:
    """Hide more of the parts of a whole that is shown, until no hidden one can be worked out.

    What is hidden must hold at least `minimum_base` answers together, for the whole less the parts
    that are shown is theirs; and with the `whole`, not all of them may be alike, or each of the
    hidden parts would be so. The smallest that are shown go first.
    """
    found = list(estimates)
    while _is_found_out(found, whole, minimum_base=minimum_base):
        shown = [one for one in found if one.shown]
        if not shown:
            break
        smallest = min(shown, key=lambda one: one.n)
        found[found.index(smallest)] = replace(
            smallest, value=None, low=None, high=None, hidden=BESIDE_FEW
        )
    return found


def _is_found_out(found: Sequence[Estimate], whole: Estimate | None, *, minimum_base: int) -> bool:
    """Tell whether the whole less what is shown says what few, or all of the hidden, answered."""
    n = sum(one.n for one in found if not one.shown)
    if not 0 < n < minimum_base and whole is not None and whole.shown:
        counted = _counted(whole) - sum(_counted(one) for one in found if one.shown)
        return n > 0 and counted in {0, n}
    return 0 < n < minimum_base


def _counted(estimate: Estimate) -> int:
    """Give how many answers a share that is shown counts."""
    return round((estimate.value or 0) * estimate.n)
