"""Control charts: the reference's own labels, known limits, and the rules written a second time."""

from collections.abc import Sequence
from csv import DictReader
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.core.statistics.control_charts import (
    FEW,
    Assurance,
    Better,
    Limits,
    Signal,
    Stage,
    Variation,
    assurance,
    p_prime,
    variation,
    xmr,
)

REFERENCE = Path(__file__).with_name("plot_the_dots.csv")
CODES = {Signal.OUTSIDE: "O", Signal.TREND: "T", Signal.TWO_IN_THREE: "N", Signal.SHIFT: "S"}
XMR = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
SPC = [50, 52, 49, 51, 50, 48, 53, 55, 56, 57, 58, 59, 60, 61]
SERIES = st.lists(st.integers(0, 12), min_size=1, max_size=30)
WALKS = st.lists(st.integers(-2, 3), min_size=1, max_size=30).map(
    lambda steps: [sum(steps[: n + 1]) for n in range(len(steps))]
)


def reference() -> list[dict[str, str]]:
    """Give series with the limits and labels that NHSRplotthedots gives them."""
    return [*DictReader(REFERENCE.read_text(encoding="utf-8").splitlines())]


def codes(stage: Stage) -> list[str]:
    """Give the label of each point as the reference file has it: the rule, and up or down."""
    return [
        f"{CODES[point.signals[0]]}{'+' if point.rises else '-'}" if point.signals else "."
        for point in stage.points
    ]


def bits(stage: Stage, signal: Signal) -> str:
    return "".join(str(int(signal in point.signals)) for point in stage.points)


def of(stage: Stage) -> Limits:
    limits = stage.points[0].limits
    assert limits is not None
    return limits


@pytest.mark.parametrize("row", reference())
def test_limits_and_labels_are_those_of_nhsrplotthedots(row: dict[str, str]) -> None:
    values = [float(value) for value in row["values"].split()]
    found = xmr(values, screened=row["screened"] == "true")
    assert codes(found) == row["labels"].split()
    limits = of(found)
    assert (found.mean, limits.lower, limits.upper) == pytest.approx(
        (float(row["mean"]), float(row["lower"]), float(row["upper"])), rel=1e-9
    )


@pytest.mark.parametrize(
    ("screened", "moving", "lower", "upper"),
    [(True, 1.0, -0.7156, 4.6044), (False, 1.8824, -3.0626, 6.9515)],
)
def test_known_limits_with_and_without_the_outlier(
    *, screened: bool, moving: float, lower: float, upper: float
) -> None:
    found = xmr(XMR, screened=screened)
    told = (found.mean, found.mean_moving_range, of(found).lower, of(found).upper)
    assert told == pytest.approx((1.9444, moving, lower, upper), abs=5e-5)
    assert of(found).near_upper - found.mean == pytest.approx(1.7733 * moving, rel=1e-4)
    assert found.mean - of(found).near_lower == pytest.approx(1.7733 * moving, rel=1e-4)


def test_known_signals() -> None:
    found = xmr(SPC, screened=False)
    assert (found.mean, of(found).lower, of(found).upper) == pytest.approx(
        (54.2143, 49.5081, 58.9204), abs=5e-5
    )
    assert bits(found, Signal.SHIFT) == "11111111111111"
    assert bits(found, Signal.TREND) == "00000111111111"
    assert bits(found, Signal.OUTSIDE) == "00100100000111"


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(SERIES | WALKS, st.booleans())
def test_the_rules_written_a_second_time_slowly(values: list[int], screened: bool) -> None:  # noqa: FBT001
    found = xmr(values, screened=screened)
    if len(values) == 1:
        assert (found.points[0].limits, found.points[0].signals) == (None, ())
        return
    limits = of(found)
    expected = [_slowly(values, place, found.mean, limits) for place in range(len(values))]
    assert [set(point.signals) for point in found.points] == expected
    order = list(Signal)
    for point in found.points:
        assert [*point.signals] == sorted(point.signals, key=order.index)


def _slowly(values: Sequence[float], place: int, mean: float, limits: Limits) -> set[Signal]:
    """Give the signals of one point, by looking at every window that holds it."""

    def windows(size: int) -> list[Sequence[int]]:
        starts = range(max(0, place - size + 1), min(place, len(values) - size) + 1)
        return [range(start, start + size) for start in starts]

    def near(at: int) -> bool:
        below = limits.lower <= values[at] < limits.near_lower
        return below or limits.near_upper < values[at] <= limits.upper

    def beside(window: Sequence[int]) -> bool:
        return all(values[at] > mean for at in window) or all(values[at] < mean for at in window)

    def climbs(window: Sequence[int]) -> bool:
        said = [values[at] for at in window]
        return len(set(said)) == len(said) and said in (sorted(said), sorted(said)[::-1])

    told = {
        Signal.OUTSIDE: values[place] > limits.upper or values[place] < limits.lower,
        Signal.TREND: any(climbs(window) for window in windows(7)),
        Signal.TWO_IN_THREE: near(place)
        and any(beside(window) and sum(map(near, window)) >= 2 for window in windows(3)),
        Signal.SHIFT: any(beside(window) for window in windows(7)),
    }
    return {signal for signal, is_there in told.items() if is_there}


def test_a_point_between_two_trends_belongs_to_the_later_one() -> None:
    values = [0, 50, 0, *range(1, 8), *range(6, 0, -1), 0, 50, 0]  # wide limits; 7 at the tenth
    found = xmr(values, screened=False)
    assert bits(found, Signal.TREND) == "00" + "1" * 15 + "00"
    assert [point.rises for point in found.points[2:17]] == [True] * 7 + [False] * 8


def test_fewer_than_twelve_points_make_trial_limits() -> None:
    assert xmr(list(range(FEW - 1))).is_trial
    assert not xmr(list(range(FEW))).is_trial
    assert xmr(SPC, fixed_after=FEW - 1).is_trial


def test_limits_may_be_fixed_after_the_first_points() -> None:
    found = xmr([*XMR, 40.0, 41.0], fixed_after=len(XMR))
    assert (found.mean, of(found)) == (xmr(XMR).mean, of(xmr(XMR)))
    assert found.baseline == len(XMR)
    assert found.points[-1].signals[0] is Signal.OUTSIDE


@pytest.mark.parametrize("screened", [True, False])
def test_where_nothing_moves_limits_are_the_mean_and_nothing_is_a_signal(*, screened: bool) -> None:
    found = xmr([5.0] * 14, screened=screened)
    assert of(found) == Limits(lower=5, near_lower=5, near_upper=5, upper=5)
    assert {point.signals for point in found.points} == {()}


@pytest.mark.parametrize(("values", "fixed_after"), [([], None), ([1.0], 0)])
def test_a_stage_has_a_point(values: list[float], fixed_after: int | None) -> None:
    with pytest.raises(ValueError, match="at least one point"):
        xmr(values, fixed_after=fixed_after)


SHARES = st.lists(st.integers(0, 50), min_size=2, max_size=30).map(lambda xs: [x / 50 for x in xs])


@given(SHARES, st.booleans())
def test_on_equal_bases_shares_have_the_limits_of_single_values(
    shares: list[float],
    screened: bool,  # noqa: FBT001
) -> None:
    plain, ours = xmr(shares, screened=screened), p_prime(shares, [50] * len(shares))
    if screened:
        assert ours.mean == pytest.approx(plain.mean)
        for one, other in zip(ours.points, plain.points, strict=True):
            assert one.limits is not None
            assert other.limits is not None
            assert one.limits.upper == pytest.approx(min(other.limits.upper, 1), abs=1e-9)
            assert one.limits.lower == pytest.approx(max(other.limits.lower, 0), abs=1e-9)


def test_by_hand_the_limits_of_shares_on_bases_that_vary() -> None:
    # 0.5 of all; errors 0.05, 0.1, 0.05; on the common scale 2, -1, -1.5; moving ranges 3, 0.5.
    found = p_prime([0.6, 0.4, 0.425], [100, 25, 100])
    assert found.mean == pytest.approx(0.5, abs=1e-12)
    assert found.mean_moving_range == pytest.approx(1.75)
    first, second, _ = (point.limits for point in found.points)
    assert first is not None
    assert second is not None
    assert (first.lower, first.upper) == pytest.approx((0.5 - 0.23275, 0.5 + 0.23275))
    assert (second.near_lower, second.near_upper) == pytest.approx(
        (0.5 - 1.75 * 0.1 * 2.66 * 2 / 3, 0.5 + 1.75 * 0.1 * 2.66 * 2 / 3)
    )


def test_the_fewer_answered_the_further_chance_takes_a_share() -> None:
    shares = [0.5, 0.52, 0.48, 0.51, 0.49, 0.5, 0.52, 0.48, 0.51, 0.49, 0.5, 0.62, 0.62]
    many = p_prime(shares, [400] * 13)
    few = p_prime(shares, [400] * 11 + [20, 400], screened=True)
    assert many.points[11].signals[0] is Signal.OUTSIDE
    assert Signal.OUTSIDE not in few.points[11].signals
    assert few.points[12].signals[0] is Signal.OUTSIDE


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_where_nobody_or_everybody_counts_there_is_no_signal(share: float) -> None:
    found = p_prime([share] * 14, [10, 20] * 7)
    assert {point.signals for point in found.points} == {()}
    assert {point.limits for point in found.points} == {
        Limits(lower=share, near_lower=share, near_upper=share, upper=share)
    }


def test_one_share_has_no_limits_and_each_has_a_base() -> None:
    assert p_prime([0.4], [30]).points[0].limits is None
    for shares, bases in (([], []), ([0.4], []), ([0.4], [0])):
        with pytest.raises(ValueError, match="base above 0"):
            p_prime(shares, bases)


@given(SHARES, st.lists(st.integers(1, 500), min_size=30, max_size=30), st.integers(1, 12))
def test_limits_of_shares_hold_their_mean_and_are_shares(
    shares: list[float], bases: list[int], fixed_after: int
) -> None:
    found = p_prime(shares, bases[: len(shares)], fixed_after=fixed_after)
    for point in found.points:
        if point.limits:
            limits = point.limits
            order = [0, limits.lower, limits.near_lower, found.mean]
            assert order == sorted(order)
            order = [found.mean, limits.near_upper, limits.upper, 1]
            assert order == sorted(order)


UP = xmr([50, 52, 49, 51, 50, 48, 53, 55, 56, 57, 58, 59, 60, 61])
DOWN = xmr([-value for value in SPC])
STEADY = xmr([50, 52, 49, 51, 50, 52, 49, 51, 50, 52, 49, 51])


@pytest.mark.parametrize(
    ("stage", "better", "expected"),
    [
        (STEADY, Better.HIGHER, Variation.COMMON_CAUSE),
        (UP, Better.HIGHER, Variation.IMPROVEMENT_HIGH),
        (UP, Better.LOWER, Variation.CONCERN_HIGH),
        (UP, Better.NEITHER, Variation.NEUTRAL_HIGH),
        (DOWN, Better.HIGHER, Variation.CONCERN_LOW),
        (DOWN, Better.LOWER, Variation.IMPROVEMENT_LOW),
        (DOWN, Better.NEITHER, Variation.NEUTRAL_LOW),
    ],
)
def test_the_newest_point_says_what_the_series_does(
    stage: Stage, better: Better, expected: Variation
) -> None:
    assert variation(stage, better) is expected


@pytest.mark.parametrize(
    ("target", "better", "expected"),
    [
        (40, Better.HIGHER, Assurance.PASS),
        (60, Better.HIGHER, Assurance.FAIL),
        (50, Better.HIGHER, Assurance.INCONSISTENT),
        (of(STEADY).lower, Better.HIGHER, Assurance.INCONSISTENT),
        (40, Better.LOWER, Assurance.FAIL),
        (60, Better.LOWER, Assurance.PASS),
        (of(STEADY).upper, Better.LOWER, Assurance.INCONSISTENT),
        (40, Better.NEITHER, None),
    ],
)
def test_a_target_is_held_against_the_limits(
    target: float, better: Better, expected: Assurance | None
) -> None:
    assert assurance(STEADY, better, target) is expected
    assert assurance(xmr([50]), better, target) is None
