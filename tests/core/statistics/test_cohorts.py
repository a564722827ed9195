"""What differs between cohorts is not taken for a difference of two groups."""

from math import erfc, sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable  # type: ignore[import-untyped]

from heard.core.statistics.cohorts import Cohort, difference, p_of_cohorts, verdict_of_cohorts
from heard.core.statistics.verdicts import TOO_SMALL, Finding

SHARE = st.integers(1, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
COHORTS = st.lists(st.tuples(SHARE, SHARE), min_size=1, max_size=4)


def cohort(before: tuple[int, int], after: tuple[int, int]) -> Cohort:
    return Cohort(before=before[0], n_before=before[1], after=after[0], n_after=after[1])


def test_one_cohort_is_the_difference_of_two_shares() -> None:
    value, error = difference([cohort((50, 100), (40, 80))])
    assert value == 0.0
    assert error == pytest.approx(sqrt(0.25 / 100 + 0.25 / 80))
    assert difference([cohort((50, 100), (20, 80))])[0] == -0.25


def test_cohorts_that_answer_otherwise_make_no_difference_of_their_own() -> None:
    # In each cohort nothing differs; all of them together fall from 74 % to 26 %.
    alike = [cohort((72, 90), (8, 10)), cohort((2, 10), (18, 90))]
    assert difference(alike)[0] == pytest.approx(0.0)
    assert verdict_of_cohorts(alike, minimum_base=10).finding is Finding.CHANCE


@given(found=COHORTS)
def test_the_test_is_that_of_statsmodels(
    found: list[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    tables = [np.array([[y, m - y], [x, n - x]]) for (x, n), (y, m) in found]
    assume(any(0 < x + y < n + m for (x, n), (y, m) in found))
    expected = StratifiedTable(tables).test_null_odds(correction=False).pvalue
    assert p_of_cohorts([cohort(*one) for one in found]) == pytest.approx(expected, abs=1e-9)


def test_where_everybody_counts_nothing_differs() -> None:
    assert p_of_cohorts([cohort((5, 5), (3, 3))]) == 1.0
    assert p_of_cohorts([cohort((1, 1), (0, 1))]) == pytest.approx(erfc(1 / sqrt(2)))


@pytest.mark.parametrize("each", [(40, 30), (2, 1)])
def test_the_error_is_that_of_many_draws_whether_cohorts_are_few_or_many(
    each: tuple[int, int],
) -> None:
    random, (n, m) = np.random.default_rng(5), each
    strata = 200 // n
    drawn = [
        difference(
            cohort((int(x), n), (int(y), m))
            for x, y in zip(
                random.binomial(n, 0.6, strata), random.binomial(m, 0.5, strata), strict=True
            )
        )
        for _ in range(800)
    ]
    values, errors = zip(*drawn, strict=True)
    assert np.mean(values) == pytest.approx(-0.1, abs=0.01)
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.1)


def test_a_cohort_with_nobody_on_one_side_says_nothing() -> None:
    held = cohort((50, 100), (20, 80))
    assert difference([held, cohort((7, 9), (0, 0))]) == difference([held])
    with pytest.raises(ValueError, match="in no cohort"):
        difference([cohort((0, 0), (3, 9))])
    with pytest.raises(ValueError, match="count <= base"):
        cohort((2, 1), (0, 1))


def test_a_verdict_stands_on_those_alone_who_have_somebody_across() -> None:
    held, alone = cohort((50, 100), (20, 80)), cohort((0, 0), (60, 60))
    found = verdict_of_cohorts([held, alone], minimum_base=80)
    assert (found.finding, found.difference) == (Finding.REAL, -0.25)
    assert found.low is not None
    assert found.high is not None
    assert found.low < -0.25 < found.high < 0
    assert verdict_of_cohorts([held, alone], minimum_base=81) == TOO_SMALL
    assert verdict_of_cohorts([alone], minimum_base=10) == TOO_SMALL
