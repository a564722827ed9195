"""A figure of one person moves on by batches, so that no two of them tell what a few said."""

from itertools import accumulate, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.statistics.editions import BATCH, edition, whole


def test_a_figure_stands_on_whole_batches_of_which_not_all_say_the_same() -> None:
    mixed = [True] * 10 + [False] * 5
    assert [edition(mixed[:n]) for n in (0, 14, 15)] == [0, 0, 15]
    assert [edition(mixed + [True] * n) for n in (1, 14, 15, 30)] == [15, 15, 15, 15]
    assert edition([*mixed, *[True] * 29, False]) == 45
    assert edition([True] * 90) == 0


@given(st.lists(st.booleans(), max_size=80))
def test_whatever_two_pages_of_different_days_tell_is_of_a_batch_of_mixed_replies(
    replies: list[bool],
) -> None:
    """Keep the page of every day, and take any one from any other."""
    counts = [0, *accumulate(replies)]
    pages = {edition(replies[:day]) for day in range(len(replies) + 1)}
    for before, after in combinations(sorted(pages), 2):
        n, counted = after - before, counts[after] - counts[before]
        assert n >= BATCH
        assert 0 < counted < n


@given(st.lists(st.booleans(), max_size=80), st.booleans())
def test_an_edition_is_never_taken_back(replies: list[bool], another: bool) -> None:  # noqa: FBT001
    assert edition([*replies, another]) >= edition(replies)


def test_words_move_on_by_whole_batches_whatever_they_say() -> None:
    assert [whole(n) for n in (0, 14, 15, 29, 30)] == [0, 0, 15, 15, 30]


def test_what_makes_no_batch_is_refused() -> None:
    refused = "a batch has one reply at least"
    with pytest.raises(ValueError, match=refused):
        edition([True], batch=0)
    for number, batch in ((1, 0), (-1, 15)):
        with pytest.raises(ValueError, match=refused):
            whole(number, batch=batch)
