"""Learns what dangerous sentences mean from those that are known; `make learn` keeps it.

Learnt from are `examples.csv` and the labelled comments in English but for the part `later`, which
stays apart so that there is something to look at.
"""

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from heard.core.text.meaning import DANGERS, STEPS, WIDTH, Learnt, kernel
from heard.core.text.measured import labelled
from heard.core.text.sentences import SHA256
from heard.core.text.triage import Family

KEPT_APART = "later"
SMOOTHING = 0.5  # what is added to the kernel's diagonal, over a sentence's weight


@dataclass(frozen=True, slots=True)
class Known:
    """A sentence and the dangers that it speaks of, none if it is harmless; `topic` for folds."""

    text: str
    dangers: frozenset[Family]
    topic: str


def known() -> Sequence[Known]:
    """Give all that is learnt from; what may speak of danger or not is left out."""
    path = files("heard.core.text").joinpath("examples.csv")
    rows = csv.DictReader(path.read_text("utf-8").splitlines())
    written = [
        Known(row["text"], frozenset(map(Family, row["family"].split())), row["topic"])
        for row in rows
    ]
    comments = [
        Known(one.text, one.must & set(DANGERS), f"{one.part} {one.how}")
        for one in labelled()
        if one.part != KEPT_APART and one.language == "en"
        if one.must & set(DANGERS)
        or not (one.may & set(DANGERS) or one.must & {Family.CRIME, Family.HATE})
    ]
    return [*written, *comments]


def source(sentences: Sequence[Known]) -> str:
    """Give the fingerprint of what is learnt from, and how."""
    told = [f"{one.text}\t{' '.join(sorted(one.dangers))}" for one in sentences]
    facts = [SHA256, str(STEPS), str(WIDTH), str(SMOOTHING), *told]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def targets(sentences: Sequence[Known]) -> NDArray[np.float64]:
    """Give what each should score: danger or not, then each family; 1 or -1 (n, 5)."""
    rows = [[bool(one.dangers), *(f in one.dangers for f in DANGERS)] for one in sentences]
    return np.where(np.array(rows), 1.0, -1.0)


def system(given: NDArray[np.float32], wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the matrix (n, n) that, times the shares, is what is wanted.

    Dangerous and harmless sentences weigh the same together, however many there are of each.
    """
    danger = wanted[:, 0] > 0
    weights = np.where(danger, 1 / danger.sum(), 1 / (~danger).sum()) * len(danger) / 2
    full = kernel(given, given).astype(np.float64)
    full[np.diag_indices_from(full)] += SMOOTHING / weights
    return full


def kept(given: NDArray[np.float32]) -> NDArray[np.int8]:
    """Give vectors as they are kept, in whole steps; no part of one is as long as a third."""
    return np.clip(np.rint(given * STEPS), -127, 127).astype(np.int8)


def learn(sentences: Sequence[Known], given: NDArray[np.float32]) -> Learnt:
    """Learn from sentences and their vectors (n, 384); both kinds have to be among them."""
    rounded = kept(given).astype(np.float32) / np.float32(STEPS)
    wanted = targets(sentences)
    shares = np.linalg.solve(system(rounded, wanted), wanted)
    return Learnt(rounded, shares.astype(np.float32), source(sentences))
