"""Who answered against who was asked and against the population, and when it is too few to say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.statistics.gaps import (
    Gap,
    Verdict,
    from_asked,
    from_population,
    is_too_few,
    together,
)
from heard.core.statistics.proportions import wilson

# The victim survey of November 2020 (report of January 2021, paragraph 42): 73.3 % White of 180
# replies as they were most likely counted; nine did not say, or said another group.
WHITE, ASIAN, BLACK, MIXED, REPLIES, TOLD = 132, 27, 8, 4, 180, 171
CENSUS_2011 = 0.7013


def value(gap: Gap) -> float:
    assert gap.difference.value is not None
    return gap.difference.value


def test_the_report_found_white_people_over_represented_between_the_two_bases() -> None:
    of_all = from_population(replied=WHITE, replies=REPLIES, population=CENSUS_2011)
    of_told = from_population(replied=WHITE, replies=TOLD, population=CENSUS_2011)
    assert round(100 * value(of_all), 1) == 3.2
    assert round(100 * value(of_told), 1) == 7.1
    assert value(of_all) < 0.06 < value(of_told)
    assert (of_all.verdict, of_told.verdict) == (Verdict.CHANCE, Verdict.OVER)
    low, high = wilson(WHITE, TOLD)
    assert (of_told.difference.low, of_told.difference.high) == (low - 0.7013, high - 0.7013)


def test_its_sentence_was_earned_and_goes_with_ten_times_the_replies() -> None:
    assert is_too_few(REPLIES)
    assert not is_too_few(10 * REPLIES)
    few = [from_population(replied=n, replies=TOLD, population=0.1) for n in (ASIAN, BLACK, MIXED)]
    nobody = from_population(replied=0, replies=TOLD, population=0.1882)
    assert nobody.verdict is Verdict.UNDER
    assert {gap.verdict for gap in few} == {Verdict.TOO_FEW}
    many = from_population(replied=10 * MIXED, replies=10 * TOLD, population=0.0352)
    assert many.verdict is Verdict.UNDER


def test_the_border_of_too_few_is_five_points_and_thirty_replies() -> None:
    assert (is_too_few(380), is_too_few(381)) == (True, False)
    assert is_too_few(0)
    assert is_too_few(29)
    at = from_population(replied=29, replies=29, population=0.1)
    assert at.verdict is Verdict.TOO_FEW
    assert from_population(replied=30, replies=30, population=0.1).verdict is Verdict.OVER


def test_who_answered_is_a_part_of_who_was_asked() -> None:
    found = from_asked(replied=60, replies=100, of_group=500, asked=1_000)
    assert value(found) == pytest.approx(0.6 - 0.5)
    assert found.verdict is Verdict.OVER
    assert from_asked(replied=40, replies=100, of_group=500, asked=1_000).verdict is Verdict.UNDER
    everybody = from_asked(replied=50, replies=100, of_group=50, asked=100)
    assert (everybody.difference.low, value(everybody), everybody.difference.high) == (0, 0, 0)


@pytest.mark.parametrize(
    ("replied", "replies", "of_group", "asked"),
    [(0, 0, 5, 10), (5, 20, 5, 10), (6, 5, 6, 10), (5, 8, 4, 10), (1, 5, 9, 10)],
)
def test_what_is_no_part_is_refused(replied: int, replies: int, of_group: int, asked: int) -> None:
    with pytest.raises(ValueError, match="a part of those who were asked"):
        from_asked(replied=replied, replies=replies, of_group=of_group, asked=asked)


def test_a_share_of_the_population_is_a_share() -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        from_population(replied=1, replies=2, population=70.13)


def test_the_interval_to_those_asked_holds_the_truth_as_often_as_it_says() -> None:
    """Of 900 asked a third is of the group; the group answers at 20 %, the others at 10 %."""
    draw, held = np.random.default_rng(7), 0
    truth = (300 * 0.2) / (300 * 0.2 + 600 * 0.1) - 300 / 900
    for group, others in zip(
        draw.binomial(300, 0.2, 400).tolist(), draw.binomial(600, 0.1, 400).tolist(), strict=True
    ):
        gap = from_asked(replied=group, replies=group + others, of_group=300, asked=900)
        low, high = gap.difference.low, gap.difference.high
        held += low is not None and high is not None and low <= truth <= high
    assert 0.92 <= held / 400 <= 0.99


@given(
    group=st.integers(1, 400),
    others=st.integers(1, 400),
    first=st.floats(0, 1),
    second=st.floats(0, 1),
)
def test_groups_mirror_each_other(group: int, others: int, first: float, second: float) -> None:
    a, b = round(first * group), round(second * others)
    if a + b:
        one = from_asked(replied=a, replies=a + b, of_group=group, asked=group + others)
        two = from_asked(replied=b, replies=a + b, of_group=others, asked=group + others)
        assert value(one) == pytest.approx(-value(two))
        assert one.difference.low is not None
        assert one.difference.high is not None
        assert one.difference.low - 1e-12 <= value(one) <= one.difference.high + 1e-12
        assert value(one) == pytest.approx(a / (a + b) - group / (group + others))


def test_all_gaps_of_a_page_are_judged_together() -> None:
    one = from_population(replied=60, replies=100, population=0.5)
    others = [from_population(replied=50, replies=100, population=0.5) for _ in range(5)]
    few = from_population(replied=1, replies=2, population=0.1)
    assert (one.verdict, round(one.p, 4)) == (Verdict.OVER, 0.0455)
    found = together([one, None, few, *others])
    first = found[0]
    assert first is not None
    assert (first.verdict, round(first.p_adjusted, 4)) == (Verdict.CHANCE, 6 * 0.0455)
    assert (first.difference, first.p) == (one.difference, one.p)
    assert found[1:3] == [None, few]
    assert together([one]) == [one]
    assert together([None, few]) == [None, few]


@pytest.mark.parametrize(
    ("replied", "population", "p"), [(0, 0.0, 1.0), (40, 0.0, 0.0), (40, 1.0, 0.0)]
)
def test_of_a_population_that_is_all_alike_one_who_is_not_is_enough(
    replied: int, population: float, p: float
) -> None:
    found = from_population(replied=replied, replies=80, population=population)
    assert found.p == p


def test_the_test_against_the_population_is_that_of_its_interval() -> None:
    for replied in range(20, 80):
        found = from_population(replied=replied, replies=100, population=0.5)
        low, high = found.difference.low, found.difference.high
        assert low is not None
        assert high is not None
        assert (found.p <= 0.05) == (low > 0 or high < 0)
