"""Proposes what else people write about: groups of comments that are near in meaning.

A group is no theme: it is shown to a person, with the words that set it apart, who may make it one.

Sources: average linkage of R. R. Sokal and C. D. Michener, "A statistical method for evaluating
systematic relationships", University of Kansas Science Bulletin 38 (1958); class-based tf-idf of
M. Grootendorst, "BERTopic: neural topic modeling with a class-based TF-IDF procedure" (2022).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from math import log

import numpy as np
from numpy.typing import NDArray

FEWEST = 5  # comments that make a group, and hold a word that stands for it
APART = 0.6  # one less the mean cosine at which groups are not put together any more
WORDS = 4  # that stand for a group
_WORD = re.compile(r"[a-z][a-z']{2,}")
_LABEL = re.compile(r"\[[^\]]*\]")
# Words that stand in any comment.
_COMMON = frozenset(
    """about after again all also and any are because been before being but came can could did does
    doing don't down even ever every for from get getting give given going got had has have having
    her here him his how into its it's just know like made make many more most much must need
    needs never not now off one only other our out over people please police officer officers put
    really said same see she should some somebody someone still than that the their them then there
    these they thing things this those through told too two until very want was way well were what
    when where which while who why will with would you your""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Comments that are near in meaning, by their places, and the words that set them apart."""

    places: tuple[int, ...]
    words: tuple[str, ...]


def groups(texts: Sequence[str], points: NDArray[np.float32]) -> list[Group]:
    """Group redacted comments by their vectors, a row each, the largest group first.

    Of a group every word that stands for it was written in as many comments as make one, so that
    no word of one person does. It takes the square of the comments: a thousand are a second.
    """
    if len(texts) < FEWEST:
        return []
    hierarchy = import_module("scipy.cluster.hierarchy")
    tree = hierarchy.linkage(points, method="average", metric="cosine")
    by_group: dict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(hierarchy.fcluster(tree, APART, criterion="distance").tolist()):
        by_group[number].append(place)
    large = [places for places in by_group.values() if len(places) >= FEWEST]
    large.sort(key=lambda places: (-len(places), places))
    held = [_held([texts[place] for place in places]) for places in large]
    return [
        Group(places=tuple(places), words=_words(own, held))
        for places, own in zip(large, held, strict=True)
    ]


def _held(texts: Sequence[str]) -> Counter[str]:
    """Count in how many of these comments each word stands."""
    return Counter(
        word for text in texts for word in {*_WORD.findall(_LABEL.sub(" ", text.lower()))} - _COMMON
    )


def _words(own: Counter[str], everywhere: Sequence[Counter[str]]) -> tuple[str, ...]:
    """Give the words that a group has more than others have."""
    whole: Counter[str] = sum(everywhere, Counter())
    mean = whole.total() / len(everywhere)
    weight = {
        word: times * log(1 + mean / whole[word]) for word, times in own.items() if times >= FEWEST
    }
    return tuple(sorted(weight, key=lambda word: (-weight[word], word))[:WORDS])
