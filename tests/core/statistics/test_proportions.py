"""Wilson's interval against known values, another implementation and its own laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint  # type: ignore[import-untyped]

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import Method, clopper_pearson, share, wilson

COUNTS = st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
CONFIDENCES = st.sampled_from((0.5, 0.8, 0.9, 0.95, 0.99, 0.999))


@pytest.mark.parametrize(
    ("x", "n", "value", "low", "high"),
    [
        (6599, 16038, 0.411460, 0.403866, 0.419097),
        (69, 180, 0.383333, 0.315448, 0.456095),
        (3, 8, 0.375000, 0.136844, 0.694258),
        (1, 4, 0.250000, 0.045587, 0.699358),
        (0, 20, 0.000000, 0.000000, 0.161125),
        (20, 20, 1.000000, 0.838875, 1.000000),
        (50, 100, 0.500000, 0.403832, 0.596168),
    ],
)
def test_known_values(*, x: int, n: int, value: float, low: float, high: float) -> None:
    figure = share(x, n, minimum_base=1)
    assert (figure.value, figure.low, figure.high) == pytest.approx((value, low, high), abs=5e-7)


@given(COUNTS, CONFIDENCES)
def test_statsmodels_agrees(counts: tuple[int, int], confidence: float) -> None:
    expected = proportion_confint(*counts, alpha=1 - confidence, method="wilson")
    assert wilson(*counts, confidence) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(COUNTS, CONFIDENCES)
def test_statsmodels_agrees_on_the_exact_interval(
    counts: tuple[int, int], confidence: float
) -> None:
    expected = proportion_confint(*counts, alpha=1 - confidence, method="beta")
    assert clopper_pearson(*counts, confidence) == pytest.approx(expected, rel=1e-9, abs=1e-12)


# The ends for 0 of n, and their mirror, have a closed form: the root of order n of half of 5 %.
def test_the_exact_interval_of_nobody_and_of_everybody() -> None:
    end = 1 - 0.025 ** (1 / 20)
    assert clopper_pearson(0, 20) == pytest.approx((0, end), rel=1e-12)
    assert clopper_pearson(20, 20) == pytest.approx((1 - end, 1), rel=1e-12)


def test_the_exact_interval_is_asked_for_and_says_so() -> None:
    exact, usual = (
        share(3, 8, minimum_base=1, by=Method.CLOPPER_PEARSON),
        share(3, 8, minimum_base=1),
    )
    assert (exact.method, usual.method) == ("Clopper-Pearson 95%", "Wilson 95%")
    assert (exact.low, exact.high) == pytest.approx((0.085233, 0.755137), abs=1e-6)
    assert share(3, 8, minimum_base=9, by=Method.CLOPPER_PEARSON).method == "Clopper-Pearson 95%"


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5), (0, 0)])
def test_the_exact_interval_refuses_what_is_no_share(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="a proportion needs"):
        clopper_pearson(successes, n)
    with pytest.raises(ValueError, match="a confidence lies"):
        clopper_pearson(1, 5, 1.0)


@given(COUNTS, CONFIDENCES)
def test_the_interval_holds_the_share_and_mirrors(
    counts: tuple[int, int], confidence: float
) -> None:
    successes, n = counts
    low, high = wilson(successes, n, confidence)
    assert 0 <= low <= successes / n <= high <= 1
    mirrored = wilson(n - successes, n, confidence)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-15)


@given(COUNTS)
def test_more_confidence_is_wider(counts: tuple[int, int]) -> None:
    low, high = wilson(*counts, 0.9)
    wider_low, wider_high = wilson(*counts, 0.99)
    assert wider_low <= low
    assert high <= wider_high


def test_nobody_and_everybody_are_exact() -> None:
    assert (wilson(0, 7)[0], wilson(7, 7)[1]) == (0.0, 1.0)


def test_an_effective_size_need_not_be_whole() -> None:
    assert wilson(34.5, 90) == pytest.approx(
        proportion_confint(34.5, 90, method="wilson"), abs=1e-12
    )


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (-1, 5), (6, 5), (0, -1)])
def test_what_is_no_proportion_is_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="a proportion needs 0 <= successes <= n and n > 0"):
        wilson(successes, n)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_what_is_no_confidence_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="a confidence lies between 0 and 1"):
        wilson(1, 5, confidence)


def test_a_share_carries_its_base_and_method() -> None:
    low, high = wilson(6, 10, 0.9)
    assert share(6, 10, minimum_base=10, confidence=0.9) == Estimate(
        value=0.6, low=low, high=high, n=10, n_effective=10.0, method="Wilson 90%", hidden=None
    )


@pytest.mark.parametrize(
    ("successes", "n", "reason"),
    [(6, 9, "fewer than 10 answers"), (9, 9, "fewer than 10 answers"), (0, 0, "no answers")],
)
def test_a_share_of_too_few_is_hidden_with_its_reason(successes: int, n: int, reason: str) -> None:
    assert share(successes, n, minimum_base=10) == Estimate(
        value=None, low=None, high=None, n=n, n_effective=n, method="Wilson 95%", hidden=reason
    )


def test_a_minimum_base_is_at_least_one() -> None:
    with pytest.raises(ValueError, match="a minimum base is at least one answer"):
        share(0, 0, minimum_base=0)
