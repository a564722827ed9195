"""Pairs differ by more than chance, or they do not: by those who changed alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar  # type: ignore[import-untyped]

from heard.core.statistics.paired import (
    Pairs,
    newcombe_of_pairs,
    p_of_pairs,
    pairs_needed,
    verdict_of_pairs,
)
from heard.core.statistics.verdicts import TOO_SMALL, Finding, Needed

# Of 21 children, 1 before a transplant and 7 after it: Bentur and others, in Fagerland (2013).
CHILDREN = Pairs(both=1, before_only=1, after_only=7, neither=12)
FEW = st.integers(0, 40)


def pairs(before_only: int, after_only: int, both: int = 0, neither: int = 0) -> Pairs:
    return Pairs(both=both, before_only=before_only, after_only=after_only, neither=neither)


def test_the_mid_p_value_is_that_of_its_source() -> None:
    assert p_of_pairs(1, 7) == 0.0390625


@given(before=FEW, after=FEW)
def test_it_is_the_exact_p_value_less_the_half_of_what_was_seen(before: int, after: int) -> None:
    if before == after:
        assert p_of_pairs(before, after) >= 0.5
        return
    exact = mcnemar([[0, before], [after, 0]], exact=True)
    fewer = mcnemar([[0, min(before, after) - 1], [max(before, after) + 1, 0]], exact=True)
    low = fewer.pvalue if min(before, after) else 0.0
    assert p_of_pairs(before, after) == pytest.approx((exact.pvalue + low) / 2, abs=1e-12)


def test_where_nobody_changed_nothing_differs() -> None:
    assert p_of_pairs(0, 0) == 1.0


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (Pairs(both=36, before_only=2, after_only=12, neither=0), (0.0569, 0.3404)),
        (CHILDREN, (0.0256, 0.5069)),
    ],
)
def test_the_interval_is_that_of_its_sources(given_: Pairs, expected: tuple[float, float]) -> None:
    assert newcombe_of_pairs(given_) == pytest.approx(expected, abs=5e-5)


def test_answers_that_go_along_make_it_narrower_and_those_that_go_against_wider() -> None:
    def width(found: Pairs) -> float:
        low, high = newcombe_of_pairs(found)
        return high - low

    along, apart = pairs(5, 5, both=45, neither=45), pairs(45, 45, both=5, neither=5)
    assert width(along) < width(pairs(25, 25, both=25, neither=25)) < width(apart)


@given(both=FEW, before=FEW, after=FEW, neither=FEW)
def test_it_holds_the_difference_and_turns_with_time(
    both: int, before: int, after: int, neither: int
) -> None:
    found = pairs(before, after, both=both, neither=neither + 1)
    low, high = newcombe_of_pairs(found)
    difference = (after - before) / found.n
    assert -1 <= low <= difference + 1e-12
    assert difference - 1e-12 <= high <= 1
    turned = newcombe_of_pairs(pairs(after, before, both=both, neither=neither + 1))
    assert turned == pytest.approx((-high, -low), abs=1e-12)


def test_with_the_pairs_needed_the_level_is_just_reached() -> None:
    n = pairs_needed(pairs(10, 20, both=35, neither=35))
    # Three in ten changed, by 10 points: 1.96² x 0.3 / 0.1².
    assert n == pytest.approx(115.2, abs=0.1)
    assert pairs_needed(pairs(10, 20, both=35, neither=35), power=0.8) == pytest.approx(232.6, 0.01)
    with pytest.raises(ValueError, match="alike"):
        pairs_needed(pairs(3, 3))


def test_a_verdict_has_the_difference_its_interval_and_the_pairs_needed() -> None:
    found = verdict_of_pairs(CHILDREN, minimum_base=10)
    assert (found.finding, found.difference, found.p) == (Finding.REAL, 6 / 21, 0.0390625)
    assert found.needed == Needed(figure=20, against=20)
    assert found.method == "Newcombe, pairs, 95%"
    same = verdict_of_pairs(pairs(4, 4, both=10), minimum_base=10)
    assert (same.finding, same.needed) == (Finding.CHANCE, None)


def test_fewer_pairs_than_the_base_are_too_small_to_say() -> None:
    assert verdict_of_pairs(pairs(0, 9), minimum_base=10) == TOO_SMALL


def test_the_shares_are_those_of_all_pairs() -> None:
    assert CHILDREN.before(minimum_base=10).value == 2 / 21
    assert CHILDREN.after(minimum_base=10).value == 8 / 21
    assert not CHILDREN.after(minimum_base=22).shown
    with pytest.raises(ValueError, match="fewer pairs than none"):
        pairs(-1, 0)
