"""Margins are of one population, and levels of few answers are joined by the rule."""

import pytest

from heard.core.statistics.categories import Level, among, coded
from heard.core.statistics.margins import Margin, WrongMargin, collapsed

AGES: dict[Level, float] = {"16-24": 10.0, "25-44": 30.0, "45-64": 35.0, "65+": 25.0}


def _joined(
    counts: dict[str, int], *, is_ordered: bool, fewest: int
) -> tuple[dict[Level, float], list[str]]:
    margin = Margin(name="age", targets=AGES, is_ordered=is_ordered)
    answers = [level for level, n in counts.items() for _ in range(n)]
    of = among("age", coded("age", answers), tuple(AGES))
    found, new, log = collapsed(margin, of, fewest=fewest)
    assert [str(new.levels[code]) for code in new.codes] == [
        next(str(name) for name in found.targets if level in str(name).split(" + "))
        for level in answers
    ]
    return dict(found.targets), [step.words for step in log]


FEW = {"16-24": 2, "25-44": 9, "45-64": 20, "65+": 5}


def test_in_an_order_the_fewest_join_the_smaller_neighbour() -> None:
    assert _joined(FEW, is_ordered=True, fewest=10) == (
        {"16-24 + 25-44": 40.0, "45-64 + 65+": 60.0},
        [
            "age: 16-24 has 2 answers and joined 25-44",
            "age: 65+ has 5 answers and joined 45-64",
        ],
    )


def test_without_an_order_the_fewest_join_the_next_fewest() -> None:
    assert _joined(FEW, is_ordered=False, fewest=10) == (
        {"16-24 + 65+ + 25-44": 65.0, "45-64": 35.0},
        [
            "age: 16-24 has 2 answers and joined 65+",
            "age: 16-24 + 65+ has 7 answers and joined 25-44",
        ],
    )


def test_a_level_of_nobody_is_joined_too() -> None:
    targets, log = _joined({**FEW, "16-24": 0}, is_ordered=True, fewest=1)
    assert (len(targets), log) == (3, ["age: 16-24 has 0 answers and joined 25-44"])


def test_enough_answers_stay_as_they_are() -> None:
    assert _joined(FEW, is_ordered=True, fewest=2) == (AGES, [])


def test_where_all_are_few_one_level_is_left() -> None:
    targets, log = _joined(FEW, is_ordered=False, fewest=1_000)
    assert ([*targets.values()], len(log)) == ([100.0], 3)


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        ({}, "age: a margin needs a level"),
        ({"young": 40, "old": 0}, "age: the target of 'old' is 0, not above 0"),
        ({"young": 40, "old": -1}, "age: the target of 'old' is -1"),
        ({"young": 40, "old": float("nan")}, "age: the target of 'old' is nan"),
        ({"young": 0.4, "old": 0.5}, "age: the shares add up to 0.9, not to 1"),
    ],
)
def test_a_margin_that_is_none_is_named(*, targets: dict[Level, float], words: str) -> None:
    with pytest.raises(WrongMargin, match=words):
        Margin(name="age", targets=targets)
