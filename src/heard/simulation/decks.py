"""Decks: what the simulated people do and answer is dealt, a pack of a hundred at a time.

Dealing from a pack without putting back makes the shares of any long run the pack's own, to
within the last, unfinished pack. So seeds differ in who does what and hardly in how many: a
figure of any seed stays near the one that the simulation aims at. People of their own accord
would stray further, by the width of the interval that Heard shows beside each figure.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import Generic, TypeVar

from heard.simulation.force import Mix

Card = TypeVar("Card")

PACK = 100

# Of a hundred people, so many score each question 8 or more: the seed report's Figure 6.
HAPPY = {"treatment": 83, "timeliness": 69, "outcome": 64, "next_steps": 60, "knowledge": 77}

# How the scores lie on either side of that line is ours: many tens, and middling fives.
_HIGH = Mix({8: 25, 9: 22, 10: 53})
_LOW = Mix({0: 14, 1: 6, 2: 8, 3: 9, 4: 10, 5: 22, 6: 14, 7: 17})


class Deck(Generic[Card]):
    """Deals the cards of one pack after another."""

    def __init__(self, pack: Callable[[], Iterable[Card]]) -> None:
        self._pack = pack
        self._left: deque[Card] = deque()

    def deal(self) -> Card:
        if not self._left:
            self._left.extend(self._pack())
        return self._left.popleft()

    def deal_one_of(self, number: int, key: Callable[[Card], float]) -> Card:
        """Deal the one of the next cards of this pack that has the most of a thing, by its key."""
        first = self.deal()
        cards = [first, *(self._left.popleft() for _ in range(min(number - 1, len(self._left))))]
        dealt = cards.pop(max(range(len(cards)), key=lambda at: key(cards[at])))
        self._left.extendleft(reversed(cards))
        return dealt


def shuffled(rng: Random, counts: Mapping[Card, int]) -> Deck[Card]:
    """Give a deck whose every pack holds each card so many times."""
    cards = [card for card, count in counts.items() for _ in range(count)]
    return Deck(lambda: rng.sample(cards, len(cards)))


def sheets(rng: Random) -> Deck[dict[str, int]]:
    """Give a deck of answers to all scale questions, by question id.

    Each of a hundred people has a mood. To each question the happiest of them, by mood and
    something of its own, score 8 or more: the shares hold, and a person's answers go together.
    """
    return Deck(lambda: _sheets(rng))


def _sheets(rng: Random) -> list[dict[str, int]]:
    moods = [rng.gauss(0, 1) for _ in range(PACK)]
    pack: list[dict[str, int]] = [{} for _ in range(PACK)]
    for question, happy in HAPPY.items():
        liking = [mood + rng.gauss(0, 1) for mood in moods]
        ranked = sorted(range(PACK), key=liking.__getitem__, reverse=True)
        for rank, person in enumerate(ranked):
            pack[person][question] = (_HIGH if rank < happy else _LOW).draw(rng)
    return pack
