"""Teams: pure noise makes no outliers beyond the limits, small ones merge, and nobody is ranked."""

from collections.abc import Hashable, Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.statistics.pooling import (
    ALARM,
    MINIMUM_REPLIES,
    WARNING,
    Count,
    Kind,
    NoRanking,
    Pooled,
    Position,
    Unit,
    alone,
    limits,
    merged,
    pooled,
    position,
    tiers,
)


def team(name: str, n: int, counted: int, *, area: str = "BE", people: int = 6) -> Unit:
    return Unit(name=name, area=area, people=people, mix={"": Count(n=n, counted=counted)})


def everybody(units: list[Unit]) -> Mapping[Hashable, Count]:
    found: dict[Hashable, Count] = {}
    for unit in units:
        for kind, count in unit.mix.items():
            one = found.get(kind, Count(n=0, counted=0))
            found[kind] = Count(n=one.n + count.n, counted=one.counted + count.counted)
    return found


def of(units: list[Unit]) -> list[Pooled]:
    return pooled(units, everybody=everybody(units))


def noise(seed: int, teams: int, *, spread: float = 0.0) -> list[Unit]:
    """Draw teams that deal with two kinds of things, one harder than the other."""
    draw = np.random.default_rng(seed)
    found = []
    for number in range(teams):
        effect = draw.normal(0, spread)
        mix: dict[Hashable, Count] = {}
        for kind, level, most in (("easy", 1.2, 200), ("hard", -0.4, 60)):
            n = int(draw.integers(8, most))
            happy = int(draw.binomial(n, 1 / (1 + np.exp(-level - effect))))
            mix[kind] = Count(n=n, counted=happy)
        found.append(Unit(name=f"T{number:03}", area="BE", people=6, mix=mix))
    return found


def test_pure_noise_lies_outside_the_limits_as_seldom_as_they_say() -> None:
    found = [one for seed in range(20) for one in of(noise(seed, 100))]
    outside = [one for one in found if one.position is not Position.WITHIN]
    far = [one for one in found if one.position in {Position.FAR_ABOVE, Position.FAR_BELOW}]
    assert 0.03 < len(outside) / len(found) < 0.06
    assert len(far) / len(found) < 0.005


def test_pure_noise_is_drawn_together_and_makes_one_group() -> None:
    found = of(noise(3, 40))
    own = [one.own.value or 0 for one in found]
    adjusted = [one.adjusted.value or 0 for one in found]
    assert np.std(adjusted) < 0.4 * np.std(own)
    assert len(tiers(found)) == 1
    assert [one.name for one in tiers(found)[0]] == sorted(one.name for one in found)


def test_true_differences_are_found_and_their_intervals_hold_them() -> None:
    spread, held, total = 0.5, 0, 0
    for seed in range(10):
        draw = np.random.default_rng(seed)
        effects = draw.normal(0, spread, 60)
        sizes = draw.integers(20, 300, 60)
        units = [
            team(f"T{at:02}", int(n), int(draw.binomial(n, 1 / (1 + np.exp(-0.5 - effect)))))
            for at, (n, effect) in enumerate(zip(sizes, effects, strict=True))
        ]
        for one, effect in zip(of(units), effects, strict=True):
            truth = 1 / (1 + np.exp(-0.5 - effect))
            held += (one.adjusted.low or 0) <= truth <= (one.adjusted.high or 1)
            total += 1
    assert 0.90 < held / total < 0.98


def test_a_team_is_held_against_its_own_mix() -> None:
    hard = Unit(name="H", area="", people=9, mix={"hard": Count(n=400, counted=160)})
    easy = Unit(name="E", area="", people=9, mix={"easy": Count(n=400, counted=320)})
    found = of([hard, easy])
    assert [round(one.own.value or 0, 2) for one in found] == [0.4, 0.8]
    assert [round(one.expected, 2) for one in found] == [0.4, 0.8]
    assert [round(one.adjusted.value or 0, 2) for one in found] == [0.6, 0.6]
    assert {one.position for one in found} == {Position.WITHIN}
    assert [round(one.plotted, 2) for one in found] == [0.6, 0.6]


def test_far_teams_lie_beyond_the_limits_on_both_sides_and_stand_in_order() -> None:
    good, bad = team("G", 500, 450), team("B", 500, 200)
    between = [team(f"M{at}", 500, 325 + at) for at in range(4)]
    found = of([bad, *between, good])
    assert [one.position for one in found] == [
        Position.FAR_BELOW,
        *4 * [Position.WITHIN],
        Position.FAR_ABOVE,
    ]
    assert [[one.name for one in group] for group in tiers(found)] == [
        ["G"],
        ["M0", "M1", "M2", "M3"],
        ["B"],
    ]
    near = of([team("A", 400, 221), team("C", 400, 179), team("R", 4_000, 2_000)])
    assert [one.position for one in near] == [Position.ABOVE, Position.BELOW, Position.WITHIN]


def test_one_alone_is_what_it_is_among_all() -> None:
    units = [team("A", 40, 30), team("B", 60, 20), team("C", 20, 12)]
    one, *others = units
    assert alone(one, others, everybody=everybody(units)) == of(units)[0]


def test_nobody_is_ranked() -> None:
    found = of([team("somebody", 20, 10), team("else", 30, 20)])
    with pytest.raises(NoRanking, match="people are not ranked"):
        tiers(found, kind=Kind.PERSON)


def test_limits_are_those_of_the_test_by_wilson() -> None:
    low, high = limits(0.5, 100, WARNING)
    assert (low, high) == pytest.approx((0.402002, 0.597998), abs=1e-6)
    assert limits(0.5, 100, ALARM) == pytest.approx((0.345488, 0.654512), abs=1e-5)
    assert limits(0.05, 15, ALARM)[0] == 0.0
    assert limits(0.95, 15, ALARM)[1] == 1.0


def test_a_place_in_the_funnel_is_that_of_its_limits() -> None:
    low, high = limits(0.7, 100, 0.95)
    places = [position(share, 0.7, 100) for share in (0.7, high + 0.01, low - 0.01, 0.99, 0.4)]
    assert places == [
        Position.WITHIN,
        Position.ABOVE,
        Position.BELOW,
        Position.FAR_ABOVE,
        Position.FAR_BELOW,
    ]
    assert position(1.0, 1.0, 20) is Position.WITHIN


def test_small_teams_join_the_others_of_their_area_and_then_of_the_force() -> None:
    units = [
        team("A", 100, 60),
        team("B", 8, 4),
        team("C", 40, 20, people=3),
        team("D", 5, 4, area="CV"),
        team("F", 12, 8, area="DY"),
    ]
    found = merged(units)
    assert [(one.name, one.n, one.people) for one in found] == [
        ("A", 100, 6),
        ("other teams BE", 48, 9),
        ("other teams", 17, 12),
    ]
    assert sum(one.n for one in found) == sum(one.n for one in units)


def test_one_that_is_left_is_never_alone() -> None:
    found = merged([team("A", 100, 60), team("B", 50, 30), team("C", 40, 20, people=2)])
    assert [(one.name, one.n) for one in found] == [("A", 100), ("other teams", 90)]
    assert merged([team("A", 9, 6)]) == []
    assert [one.name for one in merged([team("A", 9, 6), team("B", 9, 6)])] == ["other teams BE"]
    assert merged([]) == []


def test_a_person_on_too_few_replies_is_not_there() -> None:
    few, enough = team("P", MINIMUM_REPLIES - 1, 4, people=1), team("Q", 15, 4, people=1)
    assert merged([few, enough], kind=Kind.PERSON) == [enough]


def test_what_makes_no_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="no more replies can count"):
        Count(n=1, counted=2)
    with pytest.raises(ValueError, match="among those of everybody"):
        pooled([team("A", 20, 10)], everybody={"": Count(n=10, counted=5)})
    assert pooled([], everybody={}) == []


@given(
    counts=st.lists(
        st.integers(min_value=15, max_value=400).flatmap(
            lambda n: st.tuples(st.just(n), st.integers(min_value=0, max_value=n))
        ),
        min_size=1,
        max_size=12,
    )
)
def test_adjusted_shares_lie_in_their_intervals_and_within_0_and_1(
    counts: list[tuple[int, int]],
) -> None:
    found = of([team(f"T{at:02}", n, counted) for at, (n, counted) in enumerate(counts)])
    for one in found:
        low, value, high = one.adjusted.low, one.adjusted.value, one.adjusted.high
        assert low is not None
        assert value is not None
        assert high is not None
        assert 0 <= low <= value <= high <= 1
    assert sum(len(group) for group in tiers(found)) == len(found)
