"""How large a group is among some people, as a multiple of its size in the population.

1 is parity: as many as the population would have. The population is taken for exact, so the
interval is that of the share, divided by the share of the population.
"""

from math import ceil

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import wilson

METHOD = "Wilson 95%, population exact"


def index(part: int, whole: int, population: float, *, minimum_base: int) -> Estimate:
    """Give the share of a group divided by its share of the population, with its interval.

    It is hidden where the whole is smaller than the minimum base. ValueError for a share of the
    population outside 0 to 1, 0 excluded, a base below one, or a part that is none.
    """
    if not 0 < population <= 1 or minimum_base < 1 or not 0 <= part <= whole:
        raise ValueError("a part of a whole, against a share above 0, on a base of at least one")
    if whole < minimum_base:
        return Estimate(
            value=None,
            low=None,
            high=None,
            n=whole,
            n_effective=float(whole),
            method=METHOD,
            hidden=f"fewer than {minimum_base} people",
        )
    low, high = wilson(part, whole)
    return Estimate(
        value=part / whole / population,
        low=low / population,
        high=high / population,
        n=whole,
        n_effective=float(whole),
        method=METHOD,
    )


def missing(part: int, whole: int, population: float) -> int:
    """Give how many more a group would need to be as large a share of a whole as of the population.

    Of the whole as it is; 0 where there are enough.
    """
    return max(ceil(population * whole) - part, 0)
