"""Tells what a message is about, by how near it is to what people are known to say.

Kernel ridge regression with a Gaussian kernel on the vectors of sentences, a column a topic, as in
`core/text/meaning.py` (Saunders, Gammerman and Vovk, 1998), and key words that name a topic. How
sure it is comes from how far the best topic is before the next (J. Platt, "Probabilistic outputs
for support vector machines", 1999). Examples and key words are data: a topic that a manager adds
is understood at once, without a new model.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from heard.core.chat import known
from heard.core.chat.asks import wants_person
from heard.core.chat.by_meaning import PLACED, danger
from heard.core.chat.topics import NOT_UNDERSTOOD, TOPICS, Topic
from heard.core.chat.triggers import Trigger
from heard.core.text.canonical import canonical
from heard.core.text.grammar import Shape, needs, shape
from heard.core.text.meaning import is_read, kernel
from heard.core.text.sentences import share_known, vectors

LEAST = 0.5  # confidence from which a topic is said to be understood
CLEAR = 0.8  # confidence from which a topic is hardly another one
SMOOTHING = 0.2  # what is added to the kernel's diagonal
FEWEST_KNOWN = 0.6  # share of the words that the model knows from which a message is English
NAMED, MOST_NAMED = 0.3, 2  # what a key word adds, several in one pattern twice, and how often
_AHEAD, _ALWAYS = 9.9, -0.4  # what makes the confidence, fitted to the building part
_OTHERS = 3

Row = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A topic, how sure that is (0 to 1), and the next likely ones with the same.

    `danger` is what a message tells by its meaning that no list of triggers knows: whoever has it
    goes to a person, whatever the topic.
    """

    topic: str
    confidence: float
    others: tuple[tuple[str, float], ...]
    danger: Trigger | None = None


class Understander:
    """Understands messages by the topics that it was given; made once, used for many."""

    def __init__(
        self,
        topics: Mapping[str, Topic] | Iterable[Topic] = TOPICS,
        *,
        vectors_of: Callable[[Sequence[str]], Row] = known.of,
    ) -> None:
        """Learn the topics' examples; ModelBroken if some are new and there is no model.

        ValueError if no topic has an example.
        """
        given = topics.values() if isinstance(topics, Mapping) else topics
        said = [topic for topic in given if topic.examples or topic.key_words]
        self._topics = [topic.topic_id for topic in said]
        self._named = [[_named(words) for words in topic.key_words] for topic in said]
        pairs = [(n, text) for n, topic in enumerate(said) for text in topic.examples]
        if not pairs:
            raise ValueError("no topic has an example")
        self._known = vectors_of([text for _, text in pairs])
        wanted = np.zeros((len(pairs), len(said)))
        wanted[range(len(pairs)), [n for n, _ in pairs]] = 1
        near = kernel(self._known, self._known) + SMOOTHING * np.eye(len(pairs))
        self._shares: Row = np.linalg.solve(near, wanted).astype(np.float32)

    def understand(self, text: str) -> Understood | None:
        """Give the topic of a message, or None if it is not clear; ModelBroken.

        The model knows English: what is in another language is understood by key words alone.
        """
        scores = self._of_words(text)
        is_english = share_known(text) >= FEWEST_KNOWN
        vector = vectors([text]) if is_english or (is_read(text) and not scores.any()) else None
        if vector is not None:
            scores = scores + (kernel(vector, self._known) @ self._shares)[0]
        likely = self._likely(scores)
        best = likely[0]
        found = None if _is_unclear(best) else _understood(likely)
        if vector is None or not is_english:
            return found
        is_clear = best[0] not in PLACED and best[1] >= CLEAR
        is_ordinary = is_clear or wants_person(text)
        told = danger(vector, is_ordinary=is_ordinary)
        if told is None:
            return found
        return _in_danger(told) if found is None else replace(found, danger=told)

    def _of_words(self, text: str) -> Row:
        words = canonical(text)
        each = frozenset(words.split())
        counts = (
            sum(weight for one, weight in named if one.stands_in(words, each))
            for named in self._named
        )
        return np.array([NAMED * min(count, MOST_NAMED) for count in counts], dtype=np.float32)

    def _likely(self, scores: Row) -> Sequence[tuple[str, float]]:
        """Give the likeliest topics and how likely each is."""
        order = [int(n) for n in np.argsort(-scores, kind="stable")[: _OTHERS + 1]]
        highest = [float(scores[n]) for n in order]
        before = [
            highest[0] - max([*highest[1:], 0.0]),
            *(score - highest[0] for score in highest[1:]),
        ]
        return [
            (self._topics[n], _confidence(ahead)) for n, ahead in zip(order, before, strict=True)
        ]


def _is_unclear(best: tuple[str, float]) -> bool:
    topic, sure = best
    return sure < LEAST or topic == NOT_UNDERSTOOD


def _understood(likely: Sequence[tuple[str, float]]) -> Understood:
    (topic, sure), *others = likely
    return Understood(topic=topic, confidence=sure, others=tuple(others))


def _in_danger(told: Trigger) -> Understood:
    """Give the topic of a danger in a message whose topic is not clear."""
    by_category = {category: topic for topic, category in PLACED.items()}
    topic = by_category.get(told.category, NOT_UNDERSTOOD)
    return Understood(topic=topic, confidence=LEAST, others=(), danger=told)


def _confidence(ahead: float) -> float:
    """Give the share of messages that are of the topic whose score is so far ahead."""
    return round(float(1 / (1 + np.exp(-(_AHEAD * ahead + _ALWAYS)))), 4)


def _named(words: str) -> tuple[Shape, int]:
    """Give what a key word looks for, and how much it tells: several words tell more than one."""
    return shape(words), min(len(needs(words)) or 1, MOST_NAMED)


@lru_cache(maxsize=1)
def shipped() -> Understander:
    """Give what understands the shipped topics, once a process."""
    return Understander()
