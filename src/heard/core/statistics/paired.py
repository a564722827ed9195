"""How two shares differ that the same people gave, or the same journeys: one pair for each.

Where answers go along with each other, a test of two groups of people would call too few changes
real. Here only those count who said one thing before and another after.
"""

from dataclasses import dataclass
from math import ceil, comb, sqrt
from statistics import NormalDist

from heard.core.statistics.differences import critical
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share, wilson
from heard.core.statistics.verdicts import LEVEL, POWER, TOO_SMALL, Finding, Needed, Verdict

METHOD = "Newcombe, pairs, 95%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """How many pairs count both times, only before, only after, and not at all."""

    both: int
    before_only: int
    after_only: int
    neither: int

    def __post_init__(self) -> None:
        if min(self.both, self.before_only, self.after_only, self.neither) < 0:
            raise ValueError("of no kind are there fewer pairs than none")

    @property
    def n(self) -> int:
        return self.both + self.before_only + self.after_only + self.neither

    def before(self, *, minimum_base: int) -> Estimate:
        """Give the share that counts before, hidden below the minimum base of pairs."""
        return share(self.both + self.before_only, self.n, minimum_base=minimum_base)

    def after(self, *, minimum_base: int) -> Estimate:
        """Give the share that counts after, hidden alike."""
        return share(self.both + self.after_only, self.n, minimum_base=minimum_base)


def p_of_pairs(before_only: int, after_only: int) -> float:
    """Return how seldom chance alone parts pairs that differ so unevenly, on either side.

    McNemar's exact test with the mid-p value: of those who changed each is as likely to have
    changed one way as the other. Where nobody changed it is 1.

    Source: M. W. Fagerland, S. Lydersen and P. Laake, "The McNemar test for binary matched-pairs
    data: mid-p and asymptotic are better than exact conditional", BMC Medical Research Methodology
    13 (2013).
    """
    changed, fewer = before_only + after_only, min(before_only, after_only)
    at = comb(changed, fewer)
    if before_only == after_only:
        return 1 - at / (2 << changed) if changed else 1.0
    tail = sum(comb(changed, k) for k in range(fewer + 1))
    return (2 * tail - at) / (1 << changed)


def newcombe_of_pairs(pairs: Pairs, confidence: float = 0.95) -> tuple[float, float]:
    """Return Newcombe's score interval for the share after less that before, from -1 to 1.

    Raises ValueError without pairs.

    Source: R. G. Newcombe, "Improved confidence intervals for the difference between binomial
    proportions based on paired data", Statistics in Medicine 17 (1998), method 10.
    """
    n = pairs.n
    before, after = pairs.both + pairs.before_only, pairs.both + pairs.after_only
    p_low, p_high = wilson(before, n, confidence)
    q_low, q_high = wilson(after, n, confidence)
    p, q, along = before / n, after / n, _along(pairs)

    def away(one: float, other: float) -> float:
        return sqrt(max(one**2 - 2 * along * one * other + other**2, 0.0))

    return q - p - away(q - q_low, p_high - p), q - p + away(q_high - q, p - p_low)


def pairs_needed(pairs: Pairs, *, power: float = 0.5, confidence: float = 0.95) -> float:
    """Return how many pairs a difference of this size needs, if as many change as did here.

    With a power of one half the difference, as it was observed, just reaches the level. ValueError
    where as many changed one way as the other.

    Source: R. J. Connor, "Sample size for testing differences in proportions for the paired-sample
    design", Biometrics 43 (1987).
    """
    if pairs.before_only == pairs.after_only:
        raise ValueError("no number of pairs tells shares apart that are alike")
    changed = (pairs.before_only + pairs.after_only) / pairs.n
    difference = (pairs.after_only - pairs.before_only) / pairs.n
    z, beyond = critical(confidence), NormalDist().inv_cdf(power)
    return ((z * sqrt(changed) + beyond * sqrt(changed - difference**2)) / difference) ** 2


def verdict_of_pairs(pairs: Pairs, *, minimum_base: int) -> Verdict:
    """Judge the share after less that before; too small to say on fewer pairs than the base.

    The pairs needed are rounded up to one figure that counts.
    """
    if pairs.n < minimum_base:
        return TOO_SMALL
    low, high = newcombe_of_pairs(pairs)
    p = p_of_pairs(pairs.before_only, pairs.after_only)
    return Verdict(
        finding=Finding.REAL if p <= LEVEL else Finding.CHANCE,
        difference=(pairs.after_only - pairs.before_only) / pairs.n,
        low=low,
        high=high,
        p=p,
        p_adjusted=p,
        needed=_needed(pairs, power=0.5),
        needed_for_power=_needed(pairs, power=POWER),
        method=METHOD,
    )


def _along(pairs: Pairs) -> float:
    """Give how far both answers go along with each other, with the correction of the source."""
    before, after = pairs.both + pairs.before_only, pairs.both + pairs.after_only
    product = before * (pairs.n - before) * after * (pairs.n - after)
    if not product:
        return 0.0
    cross = pairs.both * pairs.neither - pairs.before_only * pairs.after_only
    corrected = max(cross - pairs.n / 2, 0.0) if cross > 0 else cross
    return corrected / sqrt(product)


def _needed(pairs: Pairs, *, power: float) -> Needed | None:
    if pairs.before_only == pairs.after_only:
        return None
    n = ceil(pairs_needed(pairs, power=power))
    # To one figure that counts: more of them would tell how many changed.
    round_ = 10 ** (len(str(n)) - 1)
    n = -(-n // round_) * round_
    return Needed(figure=n, against=n)
