"""Finds danger by what a text means, beside the lists: by how near it is to known sentences.

The sentences stand in `examples.csv`; what was learnt of them is `meaning.npz`, which `make learn`
writes. Kernel ridge regression with a Gaussian kernel on the vectors of sentences, by classes of
equal weight: Saunders, Gammerman and Vovk (1998); Hastie, Tibshirani and Friedman, The Elements of
Statistical Learning (2009), 5.8. How much it finds, and how often it is wrong: docs/words.md.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from heard.core.text.sentences import share_known, vectors
from heard.core.text.triage import CATEGORIES, Danger, Family

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DANGERS = (Family.LIFE, Family.SELF, Family.DOMESTIC, Family.CHILD)
MEANT: Mapping[Family, str] = {one: f"{CATEGORIES[one]}, by its meaning" for one in DANGERS}
LEVEL = "L1"  # a person looks within the hour: it is surer than a guess, less sure than the lists
STEPS = 400  # to 1, in which vectors are kept, as whole numbers of eight bits
WIDTH = 1.0  # of the kernel, exp(-WIDTH * distance²)
LEAST = -0.1  # what scores more is brought up; -1 is harmless and 1 is danger
_ENDS = re.compile(r"(?<=[.!?;\n])\s+")
_MOST = 100  # sentences, or windows, that are looked at
_WINDOW = 40  # words of a text without ends, or with very many
_FEWEST_KNOWN = 0.4  # share of words: one of 200 English comments has fewer, by its spelling


@dataclass(frozen=True, slots=True)
class Learnt:
    """Known sentences as vectors (n, 384), and what each adds to the five scores (n, 5).

    The first score tells danger from what is harmless, the others are of `DANGERS` in their order.
    `source` is the fingerprint of what it was learnt from.
    """

    vectors: "NDArray[np.float32]"
    shares: "NDArray[np.float32]"
    source: str


def meant(text: str) -> Danger | None:
    """Give the danger that a text speaks of by its meaning; ModelBroken if there is no model.

    The model knows English: of words that it does not know it would guess, so it is not asked.
    """
    if not is_read(text):
        return None
    scores = scored(parts(text))
    worst = scores[scores[:, 0].argmax()]
    if worst[0] <= LEAST:
        return None
    family = DANGERS[int(worst[1:].argmax())]
    name = f"MNG-{family.upper()}"
    return Danger(trigger_id=name, category=MEANT[family], level=LEVEL, family=family)


def is_read(text: str) -> bool:
    """Tell whether the model knows enough of a text's words; ModelBroken."""
    return share_known(text) >= _FEWEST_KNOWN


def parts(text: str) -> Sequence[str]:
    """Cut a text into what is looked at: all of it and each sentence, or windows of words.

    Of very long texts the beginning and the end are read; the lists read all of them.
    """
    sentences = [one for one in _ENDS.split(text.strip()) if one]
    whole = _windows(text)
    if len(sentences) > _MOST or len(whole) > _MOST:
        half = _MOST // 2
        return whole if len(whole) <= _MOST else [*whole[:half], *whole[-half:]]
    found = [piece for one in sentences for piece in _windows(one)]
    return found if len(found) == 1 else [text, *found]


def scored(texts: Sequence[str]) -> "NDArray[np.float32]":
    """Score texts: a row of five for each."""
    return of_vectors(vectors(texts), learnt())


def of_vectors(given: "NDArray[np.float32]", known: Learnt) -> "NDArray[np.float32]":
    """Score vectors of length 1 (m, 384): a row of five for each."""
    return kernel(given, known.vectors) @ known.shares


def kernel(ones: "NDArray[np.float32]", others: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Give how near each of the ones is to each of the others, 1 for the same (m, n)."""
    import numpy as np  # noqa: PLC0415, only whoever asks for meaning pays for it

    near: NDArray[np.float32] = np.exp(-2 * WIDTH * (1 - ones @ others.T))
    return near


@cache
def learnt() -> Learnt:
    """Read what was learnt, once a process."""
    import numpy as np  # noqa: PLC0415

    with as_file(files("heard.core.text").joinpath("meaning.npz")) as path, np.load(path) as kept:
        given = kept["vectors"].astype(np.float32) / np.float32(STEPS)
        return Learnt(given, kept["shares"], str(kept["source"]))


def _windows(text: str) -> Sequence[str]:
    words = text.split()
    if len(words) <= _WINDOW:
        return [text]
    return [" ".join(words[n : n + _WINDOW]) for n in range(0, len(words), _WINDOW)]
