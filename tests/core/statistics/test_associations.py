"""Which of several things goes with another the most, and when nobody can say."""

from math import sqrt

import pytest

from heard.core.statistics.associations import apart, strongest
from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import TOO_SMALL, Verdict, verdict

BASE = 10


def of(content: int, others: int, n: int = 1_000) -> Verdict:
    """Judge `content` of `n` who were content against `others` of as many who were not."""
    found = verdict(
        share(content, n, minimum_base=BASE), share(others, n, minimum_base=BASE), minimum_base=BASE
    )
    assert found is not None
    return found


def test_the_interval_between_two_differences_is_made_of_their_own() -> None:
    one, other = of(900, 300), of(700, 400)
    found = apart(one, other)
    assert found is not None
    assert one.low is not None
    assert one.high is not None
    assert other.low is not None
    assert other.high is not None
    below = sqrt((0.6 - one.low) ** 2 + (other.high - 0.3) ** 2)
    above = sqrt((one.high - 0.6) ** 2 + (0.3 - other.low) ** 2)
    assert found == pytest.approx((0.3 - below, 0.3 + above))
    assert apart(TOO_SMALL, one) is None
    assert apart(one, TOO_SMALL) is None


def test_turned_round_the_interval_is_the_same_below_none() -> None:
    one, other = of(900, 300), of(700, 400)
    there, back = apart(one, other), apart(other, one)
    assert there is not None
    assert back == pytest.approx((-there[1], -there[0]))


def test_the_strongest_is_told_apart_from_every_other() -> None:
    assert strongest([of(700, 400), of(900, 300), of(500, 480)]) == 1
    assert strongest([of(890, 300), of(900, 300)]) is None  # as far as can be told, alike
    assert strongest([of(70, 60, 100), of(20, 60, 100)]) is None  # not real, whatever the other is


def test_what_goes_against_it_is_never_the_strongest() -> None:
    assert strongest([of(300, 700), of(100, 700)]) is None


def test_nothing_is_the_strongest_where_another_is_not_known() -> None:
    assert strongest([]) is None
    assert strongest([of(900, 300)]) is None
    assert strongest([of(900, 300), None]) is None
    assert strongest([of(900, 300), TOO_SMALL]) is None
