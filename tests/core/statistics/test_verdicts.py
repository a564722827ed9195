"""A change or a gap is real, may be chance, or is too small to say."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.core.statistics.estimate import Estimate, unsaid
from heard.core.statistics.proportions import share, wilson
from heard.core.statistics.verdicts import (
    TOO_SMALL,
    Finding,
    Needed,
    Verdict,
    rest,
    together,
    verdict,
)

BASE = 10
OCTOBER, NOVEMBER = 0.421, 0.383  # of the report, whose bases are not known


def of(value: float, n: int, effective: float | None = None) -> Estimate:
    """Give a share as it was printed, with a base that may be its own."""
    worth = n if effective is None else effective
    low, high = wilson(value * worth, worth)
    return Estimate(value=value, low=low, high=high, n=n, n_effective=worth, method="Wilson 95%")


def judged(figure: Estimate, against: Estimate, *, minimum_base: int = BASE) -> Verdict:
    found = verdict(figure, against, minimum_base=minimum_base)
    assert found is not None
    return found


@pytest.mark.parametrize("n", [180, 360])
def test_the_fall_of_the_report_cannot_be_told_from_chance(n: int) -> None:
    found = judged(of(NOVEMBER, n), of(OCTOBER, n))
    assert found.finding is Finding.CHANCE
    assert found.difference == pytest.approx(-0.038)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high
    assert found.needed == Needed(figure=1280, against=1280)  # a month
    assert found.needed_for_power == Needed(figure=2613, against=2613)


@pytest.mark.parametrize(("n", "finding"), [(1279, Finding.CHANCE), (1280, Finding.REAL)])
def test_it_is_real_from_the_needed_number_on(n: int, finding: Finding) -> None:
    assert judged(of(NOVEMBER, n), of(OCTOBER, n)).finding is finding


def test_a_side_with_more_answers_keeps_its_proportion_in_what_is_needed() -> None:
    found = judged(of(NOVEMBER, 100), of(OCTOBER, 900))
    assert found.needed is not None
    assert found.needed.against == pytest.approx(9 * found.needed.figure, abs=9)
    enough = judged(of(NOVEMBER, found.needed.figure), of(OCTOBER, found.needed.against))
    assert enough.finding is Finding.REAL


def test_with_weights_the_effective_base_is_judged_and_answers_are_asked_for() -> None:
    plain = judged(of(NOVEMBER, 180), of(OCTOBER, 180))
    weighted = judged(of(NOVEMBER, 360, 180.0), of(OCTOBER, 360, 180.0))
    assert (weighted.p, weighted.low, weighted.high) == (plain.p, plain.low, plain.high)
    assert weighted.needed == Needed(figure=2559, against=2559)


def test_below_the_minimum_base_nothing_is_said_of_either_side() -> None:
    enough = share(9, BASE, minimum_base=BASE)
    few = share(0, BASE - 1, minimum_base=BASE)
    nobody = share(0, 0, minimum_base=BASE)
    assert judged(enough, few) == judged(few, enough) == judged(enough, nobody) == TOO_SMALL
    assert judged(of(0.1, 40, BASE - 0.1), of(0.9, 40)) == TOO_SMALL
    assert judged(of(0.1, 40, BASE), of(0.9, 40)).finding is Finding.REAL
    assert judged(enough, enough, minimum_base=BASE + 1) == TOO_SMALL


def test_what_is_held_back_enters_no_comparison() -> None:
    shown, held = share(9, 20, minimum_base=BASE), unsaid("Wilson 95%")
    assert verdict(held, shown, minimum_base=BASE) is None
    assert verdict(shown, held, minimum_base=BASE) is None


def test_shares_that_are_alike_need_no_number() -> None:
    found = judged(of(0.5, 40), of(0.5, 60))
    assert (found.difference, found.p, found.needed, found.needed_for_power) == (0, 1, None, None)


def test_a_verdict_carries_all_its_numbers_or_none() -> None:
    with pytest.raises(ValueError, match="carries no number"):
        Verdict(finding=Finding.TOO_SMALL, difference=0.1)
    with pytest.raises(ValueError, match="carries its difference"):
        Verdict(finding=Finding.REAL, difference=0.1)


def test_by_hand_the_verdicts_of_a_page() -> None:
    # Of four p-values: 4/1 * 0.01, 4/2 * 0.02 (both held to those above), 4/3 * 0.03, 0.5.
    one = judged(of(0.5, 100), of(0.6, 100))
    ps = [0.03, 0.5, 0.01, 0.02]
    page = [None, TOO_SMALL, *(replace(one, p=p, p_adjusted=p) for p in ps)]
    found = together(page)
    assert found[:2] == page[:2]
    told = [(round(v.p_adjusted, 6), v.finding, v.among) for v in found[2:] if v and v.p_adjusted]
    assert told == [
        (0.04, Finding.REAL, 4),
        (0.5, Finding.CHANCE, 4),
        (0.04, Finding.REAL, 4),
        (0.04, Finding.REAL, 4),
    ]


def test_one_that_is_real_alone_may_be_chance_among_many() -> None:
    alone = judged(of(0.5, 100), of(0.645, 100))
    assert alone.finding is Finding.REAL
    many = together([alone, *([judged(of(0.5, 100), of(0.5, 100))] * 9)])
    assert many[0] is not None
    assert (many[0].finding, many[0].among) == (Finding.CHANCE, 10)


def test_a_page_without_comparisons_stays_as_it_is() -> None:
    assert together([]) == []
    assert together([None, TOO_SMALL]) == [None, TOO_SMALL]


@settings(deadline=None)  # the first one loads scipy
@given(ps=st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_together_nothing_becomes_more_certain_and_the_order_stays(ps: list[float]) -> None:
    one = judged(of(0.5, 100), of(0.6, 100))
    found = together([replace(one, p=p, p_adjusted=p) for p in ps])
    adjusted = [v.p_adjusted for v in found if v is not None and v.p_adjusted is not None]
    assert all(after >= before for before, after in zip(ps, adjusted, strict=True))
    ranked = sorted(zip(ps, adjusted, strict=True))
    assert [a for _, a in ranked] == sorted(adjusted)


@given(
    part=st.tuples(st.integers(10, 60), st.integers(0, 60)),
    others=st.tuples(st.integers(0, 60), st.integers(0, 60)),
)
def test_the_rest_is_who_is_not_in_the_part(part: tuple[int, int], others: tuple[int, int]) -> None:
    n, counted = part[0], min(part[1], part[0])
    m, more = others[0], min(others[1], others[0])
    whole = share(counted + more, n + m, minimum_base=BASE)
    found = rest(whole, share(counted, n, minimum_base=BASE), minimum_base=BASE)
    assert found == share(more, m, minimum_base=BASE)


def test_nothing_is_left_over_from_what_is_not_shown() -> None:
    shown, held = share(9, 20, minimum_base=BASE), unsaid("Wilson 95%")
    few = share(1, 3, minimum_base=BASE)
    for part, whole in ((held, shown), (few, shown), (shown, held)):
        assert rest(whole, part, minimum_base=BASE) is None


def test_a_part_lies_within_its_whole() -> None:
    with pytest.raises(ValueError, match="no more answers than the whole"):
        rest(of(0.5, 20), of(0.5, 30), minimum_base=BASE)
    with pytest.raises(ValueError, match="no more answers than the whole"):
        rest(of(0.5, 20), of(0.9, 18), minimum_base=BASE)  # 16 of 18, but 10 of 20
    with pytest.raises(ValueError, match="no more answers than the whole"):
        rest(of(0.9, 20), of(0.1, 10), minimum_base=BASE)  # 17 of the other 10


def test_a_weighted_rest_has_the_design_effect_of_the_whole() -> None:
    found = rest(of(0.5, 200, 100.0), of(0.8, 50, 20.0), minimum_base=BASE)
    assert found is not None
    assert (found.value, found.n, found.n_effective) == (0.4, 150, 75.0)
    assert (found.low, found.high) == wilson(0.4 * 75, 75)
    few = rest(of(0.5, 55, 50.0), of(0.5, 50, 45.0), minimum_base=BASE)
    assert few is not None
    assert few.hidden == "fewer than 10 answers"
