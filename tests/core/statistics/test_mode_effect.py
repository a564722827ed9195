"""A step between two ways of asking explains a part of a change, and never all by itself."""

from math import sqrt

import numpy as np
import pytest

from heard.core.statistics.mode_effect import Drawn, arm, explained, step, turned
from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import TOO_SMALL, Finding

BASE = 10


def of(counted: int, n: int, chance: float = 1.0) -> Drawn:
    return Drawn(n=n, counted=counted, probability=chance)


def test_an_arm_whose_people_had_one_chance_is_a_plain_share() -> None:
    assert arm([of(30, 60, 0.5)], minimum_base=BASE) == share(30, 60, minimum_base=BASE)
    assert arm([], minimum_base=BASE) == share(0, 0, minimum_base=BASE)
    assert not arm([of(3, 5), of(2, 4, 0.5)], minimum_base=BASE).shown


def test_who_was_seldom_drawn_counts_for_those_who_were_not() -> None:
    found = arm([of(40, 50), of(10, 50, 0.25), of(0, 0, 0.1)], minimum_base=BASE)
    # 50 + 4 x 50 people, 40 + 4 x 10 of them: worth 250² / (50 + 16 x 50) answers.
    assert found.value == pytest.approx(80 / 250)
    assert found.n == 100
    assert found.n_effective == pytest.approx(250**2 / 850)
    assert found.method == "Wilson 95%, weighted"
    with pytest.raises(ValueError, match="a chance above 0"):
        of(1, 2, 0.0)


def test_of_a_fall_a_part_is_the_mode_and_the_rest_is_judged() -> None:
    old, new = share(421, 1_000, minimum_base=BASE), share(383, 1_000, minimum_base=BASE)
    mode = step(share(390, 1_000, minimum_base=BASE), old, minimum_base=BASE)
    found = explained(new, old, mode, minimum_base=BASE)
    assert found.step is mode
    assert found.change.difference == pytest.approx(-0.038)
    assert found.left.difference == pytest.approx(-0.007)
    assert found.left.finding is Finding.CHANCE
    assert found.left.method == "MOVER 95%"
    assert found.left.low is not None
    assert found.left.high is not None
    assert found.left.low < -0.007 < found.left.high


def test_what_the_mode_does_not_explain_is_real_if_it_is_large() -> None:
    old, new = share(420, 1_000, minimum_base=BASE), share(620, 1_000, minimum_base=BASE)
    mode = step(share(400, 1_000, minimum_base=BASE), old, minimum_base=BASE)
    found = explained(new, old, mode, minimum_base=BASE)
    assert found.left.finding is Finding.REAL
    assert found.left.difference == pytest.approx(0.22)
    back = explained(old, new, turned(mode), minimum_base=BASE)
    assert back.left.difference == pytest.approx(-0.22)
    assert back.left.p == pytest.approx(found.left.p, abs=1e-9)


def test_a_step_can_be_taken_the_other_way() -> None:
    one, other = share(40, 100, minimum_base=BASE), share(30, 50, minimum_base=BASE)
    found = turned(step(one, other, minimum_base=BASE))
    assert found.difference == pytest.approx(0.2)
    assert found.needed is not None
    assert found.needed == step(other, one, minimum_base=BASE).needed
    assert found.needed.figure < found.needed.against
    assert turned(TOO_SMALL) == TOO_SMALL
    alike = step(one, one, minimum_base=BASE)
    assert turned(alike).needed is None


def test_where_a_part_is_too_small_to_say_so_is_what_is_left() -> None:
    big, few = share(50, 100, minimum_base=BASE), share(4, 9, minimum_base=BASE)
    assert step(few, big, minimum_base=BASE) == TOO_SMALL
    assert explained(big, big, TOO_SMALL, minimum_base=BASE).left == TOO_SMALL
    mode = step(big, big, minimum_base=BASE)
    assert explained(big, few, mode, minimum_base=BASE).left == TOO_SMALL


def test_the_interval_of_what_is_left_covers_as_often_as_it_says() -> None:
    random = np.random.default_rng(11)
    truth, n, m = (0.60, 0.45, 0.58, 0.50), 400, 150
    held = 0
    for _ in range(400):
        old, new = (share(int(random.binomial(n, p)), n, minimum_base=1) for p in truth[:2])
        one, other = (share(int(random.binomial(m, p)), m, minimum_base=1) for p in truth[2:])
        left = explained(new, old, step(other, one, minimum_base=1), minimum_base=1).left
        assert left.low is not None
        assert left.high is not None
        held += left.low <= (0.45 - 0.60) - (0.50 - 0.58) <= left.high
    assert held / 400 == pytest.approx(0.95, abs=2.5 * sqrt(0.95 * 0.05 / 400))
