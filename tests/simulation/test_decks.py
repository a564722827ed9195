"""Decks keep their shares, whatever the seed."""

# ruff: noqa: S311 - simulated people are no secrets

from collections import Counter
from random import Random

import pytest

from heard.simulation.decks import HAPPY, Deck, sheets, shuffled


def test_a_pack_is_dealt_whole_before_the_next() -> None:
    packs = iter([[1, 2], [3], [4]])
    deck = Deck(lambda: next(packs))
    assert [deck.deal() for _ in range(4)] == [1, 2, 3, 4]


def test_a_shuffled_pack_holds_what_it_should_in_an_order_of_its_own() -> None:
    deck = shuffled(Random(1), {"a": 2, "b": 98})
    first, second = ([deck.deal() for _ in range(100)] for _ in range(2))
    assert Counter(first) == Counter(second) == {"a": 2, "b": 98}
    assert first != second


@pytest.mark.parametrize("seed", range(5))
def test_a_hundred_sheets_have_exactly_the_shares_aimed_at(seed: int) -> None:
    deck = sheets(Random(seed))
    pack = [deck.deal() for _ in range(100)]
    assert {q: sum(sheet[q] >= 8 for sheet in pack) for q in HAPPY} == HAPPY
    assert {score for sheet in pack for score in sheet.values()} == set(range(11))


def test_the_answers_of_one_person_go_together() -> None:
    deck = sheets(Random(1))
    pack = [deck.deal() for _ in range(2_000)]
    content = [sheet for sheet in pack if sheet["outcome"] >= 8]
    rest = [sheet for sheet in pack if sheet["outcome"] < 8]
    after = [sum(s["next_steps"] >= 8 for s in some) / len(some) for some in (content, rest)]
    assert after[0] > after[1] + 0.2


def test_the_next_sheets_do_not_depend_on_the_last() -> None:
    deck = sheets(Random(1))
    halves = [[deck.deal()["treatment"] >= 8 for _ in range(50)] for _ in range(2)]
    assert 30 <= sum(halves[0]) <= 49
    assert sum(map(sum, halves)) == 83
