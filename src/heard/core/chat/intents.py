"""Tells what a message is about, by how near it is to what people are known to say.

Kernel ridge regression with a Gaussian kernel on the vectors of sentences, a column a topic, as in
`core/text/meaning.py` (Saunders, Gammerman and Vovk, 1998), and key words that name a topic surely.
The examples are data: a topic that a manager adds is understood at once, without a new model.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from heard.core.chat.topics import TOPICS, Topic
from heard.core.chat.triggers import plain
from heard.core.text.grammar import Shape, shape
from heard.core.text.meaning import kernel
from heard.core.text.sentences import vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST = 0.5  # confidence from which a topic is said to be understood
SMOOTHING = 0.5  # what is added to the kernel's diagonal
NAMED = 0.5  # what a key word adds to a topic's score
_OTHERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A topic, how sure that is (0 to 1), and the next likely ones with the same."""

    topic: str
    confidence: float
    others: tuple[tuple[str, float], ...]


class Understander:
    """Understands messages by the topics that it was given; made once, used for many."""

    def __init__(
        self,
        topics: Mapping[str, Topic] | Iterable[Topic] = TOPICS,
        *,
        known: Callable[[Sequence[str]], "NDArray[np.float32]"] = vectors,
    ) -> None:
        """Learn the topics' examples, whose vectors may be `known`; ModelBroken without a model."""
        given = topics.values() if isinstance(topics, Mapping) else topics
        said = [topic for topic in given if topic.examples]
        self._topics = [topic.topic_id for topic in said]
        self._named = [[shape(words) for words in topic.key_words] for topic in said]
        pairs = [(n, text) for n, topic in enumerate(said) for text in topic.examples]
        self._known = known([text for _, text in pairs])
        wanted = -np.ones((len(pairs), len(said)))
        wanted[range(len(pairs)), [n for n, _ in pairs]] = 1
        near = kernel(self._known, self._known) + SMOOTHING * np.eye(len(pairs))
        self._shares: NDArray[np.float32] = np.linalg.solve(near, wanted).astype(np.float32)

    def understand(self, text: str) -> Understood | None:
        """Give the topic of a message, or None if it is not clear."""
        scores = (kernel(vectors([text]), self._known) @ self._shares)[0]
        words = plain(text)
        each = frozenset(words.split())
        scores += [NAMED * _is_named(words, each, shapes) for shapes in self._named]
        order = np.argsort(scores)[::-1]
        chances = 1 / (1 + np.exp(-4 * scores))
        first, *others = [(self._topics[n], round(float(chances[n]), 4)) for n in order]
        if first[1] < LEAST:
            return None
        return Understood(topic=first[0], confidence=first[1], others=tuple(others[:_OTHERS]))


def _is_named(words: str, each: frozenset[str], shapes: Iterable[Shape]) -> bool:
    return any(one.stands_in(words, each) for one in shapes)


@lru_cache(maxsize=1)
def shipped() -> Understander:
    """Give what understands the shipped topics, once a process."""
    return Understander()
