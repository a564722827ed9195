"""How far two who sorted the same things agree, beyond what chance would have made them agree on.

Source: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
Measurement 20 (1960); its standard error by J. L. Fleiss, J. Cohen and B. S. Everitt, "Large
sample standard errors of kappa and weighted kappa", Psychological Bulletin 72 (1969).
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from math import sqrt

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import wilson
from heard.core.statistics.quantiles import normal

METHOD = "Cohen's kappa 95%"
ALIKE = "both gave every one the same, so that there is nothing to tell from chance"


def kappa(pairs: Iterable[tuple[Hashable, Hashable]], *, minimum_base: int) -> Estimate:
    """Give Cohen's kappa of what one and the other said of each thing, from -1 to 1.

    0 is what chance makes, 1 is to agree on all. Hidden on fewer things than the minimum base, and
    where both said one and the same of all, for which there is no kappa. The interval is that of
    large samples, cut off at both ends; where both agree on all, which leaves it no width, its low
    end comes from Wilson's for the share that they agree on.
    """
    cells = Counter(pairs)
    n = cells.total()
    if n < minimum_base:
        return _hidden(n, f"fewer than {minimum_base} were sorted by both" if n else "none")
    first, second = Counter[Hashable](), Counter[Hashable]()
    for (one, other), times in cells.items():
        first[one] += times
        second[other] += times
    agreed = sum(times for (one, other), times in cells.items() if one == other) / n
    expected = sum(first[code] * second[code] for code in first) / n**2
    if expected == 1:
        return _hidden(n, ALIKE)
    value = (agreed - expected) / (1 - expected)
    diagonal = sum(
        cells[code, code] / n * (1 - (first[code] + second[code]) / n * (1 - value)) ** 2
        for code in first
    )
    beside = (1 - value) ** 2 * sum(
        times / n * ((second[one] + first[other]) / n) ** 2
        for (one, other), times in cells.items()
        if one != other
    )
    spread = diagonal + beside - (value - expected * (1 - value)) ** 2
    reach = normal(0.95) * sqrt(max(spread, 0.0) / n) / (1 - expected)
    low = value - reach if agreed < 1 else (wilson(n, n)[0] - expected) / (1 - expected)
    return Estimate(
        value=value,
        low=max(low, -1.0),
        high=min(value + reach, 1.0),
        n=n,
        n_effective=float(n),
        method=METHOD,
    )


def _hidden(n: int, why: str) -> Estimate:
    return Estimate(
        value=None, low=None, high=None, n=n, n_effective=float(n), method=METHOD, hidden=why
    )
