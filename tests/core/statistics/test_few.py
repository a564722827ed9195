"""Counts of few people are hidden, and cannot be found by adding up what is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.few import BESIDE_FEW, held_back, without_few
from heard.core.statistics.proportions import share


def with_sums(lines: list[list[int]]) -> list[list[int]]:
    return [*lines, [sum(column) for column in zip(*lines, strict=True)]]


def test_nothing_is_hidden_where_all_are_many_or_none() -> None:
    counts = with_sums([[40, 0, 5], [30, 0, 9]])
    assert without_few(counts) == counts


def test_a_few_are_hidden_with_a_second_in_their_line_and_column() -> None:
    shown = without_few(with_sums([[40, 3, 0], [30, 9, 6], [20, 8, 7]]))
    assert shown == [[None, None, 0], [30, 9, 6], [None, None, 7], [90, 20, 13]]


def test_a_none_is_hidden_where_nothing_else_is_left() -> None:
    shown = without_few(with_sums([[3, 0], [30, 9]]))
    assert shown[0] == [None, None]


def test_a_sum_of_few_is_hidden_too() -> None:
    shown = without_few(with_sums([[40, 2], [30, 1], [50, 0]]))
    assert [line[1] for line in shown] == [None, None, 0, None]


def test_a_last_line_that_is_no_sum_is_refused() -> None:
    with pytest.raises(ValueError, match="sums"):
        without_few([[1, 2], [1, 3]])


def test_one_column_alone_hides_without_end_in_sight() -> None:
    assert without_few([[3], [3]]) == [[None], [None]]


def parts(*bases: int) -> list[Estimate]:
    return [share(n // 2, n, minimum_base=10) for n in bases]


@pytest.mark.parametrize(
    ("bases", "shown"),
    [
        ((40, 30), [True, True]),
        ((40, 3, 30), [True, False, False]),
        ((40, 3, 8, 30), [True, False, False, True]),  # together they are many
        ((0, 40), [False, True]),  # nobody's answers need no guard
        ((12, 4, 40), [False, False, True]),
        ((4,), [False]),
    ],
)
def test_of_the_parts_of_a_whole_no_hidden_one_can_be_worked_out(
    bases: tuple[int, ...], shown: list[bool]
) -> None:
    found = held_back(parts(*bases), minimum_base=10)
    assert [one.shown for one in found] == shown
    assert [one.n for one in found] == list(bases)
    more = [one.hidden for one in found if not one.shown and one.n >= 10]
    assert set(more) <= {BESIDE_FEW}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        (((20, 40), (0, 6), (0, 8), (15, 30)), [True, False, False, False]),  # both were none
        (((20, 40), (6, 6), (8, 8), (15, 30)), [True, False, False, False]),  # both were all
        (((20, 40), (1, 6), (0, 8), (15, 30)), [True, False, False, True]),
        (((20, 40), (15, 30)), [True, True]),
        (((0, 6), (0, 8)), [False, False]),
    ],
)
def test_of_parts_that_all_said_alike_the_whole_tells_more_than_it_may(
    counts: tuple[tuple[int, int], ...], shown: list[bool]
) -> None:
    several = [share(counted, n, minimum_base=10) for counted, n in counts]
    counted, n = (sum(column) for column in zip(*counts, strict=True))
    whole = share(counted, n, minimum_base=10)
    found = held_back(several, whole=whole, minimum_base=10)
    assert [one.shown for one in found] == shown
    unknown = share(0, 0, minimum_base=10)  # a whole that is not shown tells nothing
    assert held_back(several, whole=unknown, minimum_base=10) == held_back(several, minimum_base=10)


@given(
    st.integers(1, 5).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=6
        )
    )
)
def test_no_few_is_shown_and_none_is_hidden_alone(lines: list[list[int]]) -> None:
    counts = with_sums(lines)
    shown = without_few(counts)
    for told, true in zip(shown, counts, strict=True):
        assert all(one is None or (one == n and not 0 < n < 5) for one, n in zip(told, true))  # noqa: B905
    groups = [*shown, *map(list, zip(*shown, strict=True))]
    assert all(group.count(None) != 1 or len(group) == 1 for group in groups)
