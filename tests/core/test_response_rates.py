"""When a falling response raises a review, with the 101 survey as an example.

The figures of 101 are ours, made up to show the rule: the report says no more than that fewer and
fewer had answered since March 2019, and that the survey ceased in January 2020.
"""

from collections.abc import Sequence
from datetime import date

import pytest

from heard.core.response_rates import RULE, Fall, Month, fall

# Simulated: a thousand asked a month, and how many of them answered, from October 2018 on.
SIMULATED_101 = (101, 98, 104, 99, 102, 84, 71, 60, 55, 49, 43, 38, 33, 30, 27)


def months(answered: Sequence[int], *, asked: int = 1_000) -> list[Month]:
    first = 2018 * 12 + 9
    return [
        Month(first=date((first + n) // 12, (first + n) % 12 + 1, 1), asked=asked, answered=a)
        for n, a in enumerate(answered)
    ]


def until(year: int, month: int) -> Fall | None:
    """Give what the rule says of 101 with the months up to this one."""
    known = [m for m in months(SIMULATED_101) if m.first <= date(year, month, 1)]
    return fall(known)


@pytest.mark.parametrize(("year", "month"), [(2019, 2), (2019, 3), (2019, 4)])
def test_one_bad_month_raises_nothing(year: int, month: int) -> None:
    assert until(year, month) is None


def test_the_second_month_in_a_row_raises_the_review_of_101() -> None:
    found = until(2019, 5)
    assert found is not None
    assert [m.first for m in found.months] == [date(2019, 4, 1), date(2019, 5, 1)]
    assert (found.before.asked, found.before.answered) == (6_000, 588)
    assert (round(found.before.rate, 3), [m.rate for m in found.months]) == (0.098, [0.071, 0.06])


def test_the_latest_months_are_told_while_it_goes_on() -> None:
    found = until(2019, 12)
    assert found is not None
    assert found.months[-1].first == date(2019, 12, 1)


def test_what_went_back_to_what_it_was_is_told_as_long_as_nobody_decided_on_it() -> None:
    found = fall(months([100, 100, 100, 60, 60, 100, 100]))
    assert found is not None
    assert [m.first for m in found.months] == [date(2019, 1, 1), date(2019, 2, 1)]


@pytest.mark.parametrize(
    ("answered", "asked"),
    [
        ((), 1_000),
        ((100, 60, 60), 1_000),  # one month before them
        ((100, 100, 60, 100, 60), 1_000),  # not in a row
        ((100, 100, 140, 150), 1_000),  # a rise is no fall
        ((4, 4, 0, 0), 40),  # too few asked before
        ((10, 10, 9, 9), 100),  # within chance
    ],
)
def test_what_raises_nothing(answered: Sequence[int], asked: int) -> None:
    assert fall(months(answered, asked=asked)) is None


def test_a_month_without_anybody_asked_is_no_fall() -> None:
    quiet = months([100, 100, 60, 0])
    quiet[-1] = Month(first=quiet[-1].first, asked=0, answered=0)
    assert fall(quiet) is None


def test_the_rule_says_what_it_counts() -> None:
    assert "two months" in RULE.lower()
    assert "100 invitations" in RULE
