"""Which of several things goes with another the most, and whether that can be told at all.

How one answer goes with another is the difference of two shares: of those who were content with
the one, and of everybody else, how many were content with the other. It says that they go
together and nothing of why.
"""

from collections.abc import Sequence
from math import sqrt

from heard.core.statistics.verdicts import Finding, Verdict

Ends = tuple[float, float]


def apart(first: Verdict, second: Verdict) -> Ends | None:
    """Return the interval at 95 % for how much further apart the first's shares lie, in shares.

    From the ends of both intervals, taken as of different people. Where the same people stand
    behind both, and both go together, the interval is wider than it need be: careful. None where
    either has no difference.

    Source: G. Y. Zou and A. Donner, "Construction of confidence limits about effect measures: a
    general approach", Statistics in Medicine 27 (2008), the method of variance estimates recovery.
    """
    numbers = (first.difference, first.low, first.high)
    others = (second.difference, second.low, second.high)
    if None in numbers or None in others:
        return None
    one, low, high = (number or 0.0 for number in numbers)
    other, other_low, other_high = (number or 0.0 for number in others)
    below = sqrt((one - low) ** 2 + (other_high - other) ** 2)
    above = sqrt((high - one) ** 2 + (other - other_low) ** 2)
    return one - other - below, one - other + above


def strongest(found: Sequence[Verdict | None]) -> int | None:
    """Return the place of the one that goes with it more than all others do; None if none does.

    Its own difference is real and above none, and each other one, of all that were judged, is
    told apart from it. Where one of them has no verdict, or carries no number, it may be that
    one: nothing is called the strongest then.
    """
    if not found or any(one is None or one.difference is None for one in found):
        return None
    judged = [one for one in found if one is not None]
    sizes = [one.difference or 0.0 for one in judged]
    place = sizes.index(max(sizes))
    most = judged[place]
    if len(judged) == 1 or most.finding is not Finding.REAL or sizes[place] <= 0:
        return None
    gaps = [apart(most, other) for at, other in enumerate(judged) if at != place]
    return place if all(gap and gap[0] > 0 for gap in gaps) else None
