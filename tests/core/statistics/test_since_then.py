"""The effect since a month is that of a Poisson model, and its interval covers what is true."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]
from scipy.stats import t  # type: ignore[import-untyped]

from heard.core.statistics.since_then import effect, rank

CUT = 8
SIZES = (40, 55, 30, 70, 25, 90, 45, 60)


def played(seed: int, *, ratio: float = 1.0, shape: float = 6.0) -> dict[str, list[int]]:
    """Give counts of eight places in 14 months that spread more than Poisson's."""
    draw = np.random.default_rng(seed)
    months = draw.uniform(0.6, 1.5, 14)
    found = {}
    for number, size in enumerate(SIZES):
        mean = size * months
        if number == 0:
            mean = np.where(np.arange(14) >= CUT, mean * ratio, mean)
        found[f"A{number}"] = draw.poisson(draw.gamma(shape, mean / shape)).tolist()
    return found


def by_statsmodels(
    counts: Mapping[str, Sequence[int]], place: str, first: int
) -> tuple[float, float, float, float]:
    """Give ratio, its standard error on the log scale, dispersion and degrees of freedom."""
    places, months = [*counts], range(len(counts[place]))
    rows = [
        [float(one == p) for p in places]
        + [float(at == m) for m in months if m]
        + [float(one == place and at >= first)]
        for one in places
        for at in months
    ]
    y = [counts[one][at] for one in places for at in months]
    model = sm.GLM(np.array(y), np.array(rows), family=sm.families.Poisson()).fit(scale="X2")
    return model.params[-1], model.bse[-1], model.scale, model.df_resid


def test_it_is_what_a_quasi_poisson_model_with_both_effects_finds() -> None:
    counts = played(3, ratio=1.5)
    found = effect(counts, "A0", CUT)
    size, error, spread, freedom = by_statsmodels(counts, "A0", CUT)
    assert np.log(found.ratio) == pytest.approx(size, abs=1e-7)
    assert found.dispersion == pytest.approx(spread, rel=1e-6)
    assert found.freedom == freedom
    assert np.log(found.high / found.low) / 2 / error == pytest.approx(1.988, abs=0.002)
    assert found.p == pytest.approx(2 * t.sf(abs(size) / error, freedom))


def test_no_spread_is_taken_for_less_than_poissons() -> None:
    even = {"A": [100] * 6, "B": [100] * 6, "C": [100] * 6}
    found = effect(even, "A", 3)
    assert (found.ratio, found.dispersion, found.p) == (1.0, 1.0, 1.0)
    assert found.freedom == 2 * 5 - 1


def test_its_interval_covers_what_is_true_about_as_often_as_it_says() -> None:
    covered = 0
    for seed in range(200):
        found = effect(played(seed, ratio=1.3, shape=30.0), "A0", CUT)
        covered += found.low <= 1.3 <= found.high
    assert 0.91 <= covered / 200 <= 0.99


def test_one_among_eight_ranks_first_where_it_alone_changed() -> None:
    found = rank(played(5, ratio=3.0), "A0", CUT)
    assert (found.rank, found.among, found.p, found.smallest) == (1, 8, 1 / 8, 1 / 8)
    without = rank({"A": [5, 5, 50], "B": [9, 9, 9], "C": [0, 0, 0], "D": [8, 9, 8]}, "A", 2)
    assert without.among == 3  # nobody ever came to C


def test_months_and_places_of_nobody_do_not_count() -> None:
    counts = {"A": [4, 0, 9], "B": [5, 0, 6], "C": [7, 0, 5], "D": [0, 0, 0]}
    assert effect(counts, "A", 1).freedom == 1


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"A": [0, 5], "B": [4, 4], "C": [4, 4]}, "nobody came"),
        ({"A": [5, 5], "B": [4, 0], "C": [4, 0]}, "nobody came"),
        ({"A": [5, 5], "B": [4, 4]}, "two other places"),
    ],
)
def test_what_cannot_be_measured_is_refused(counts: dict[str, list[int]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        effect(counts, "A", 1)
