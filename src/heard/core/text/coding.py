"""Codes what people wrote by machine: which themes each comment names, and how it feels.

A logistic regression a theme, on the vectors of sentences (`sentences.py`): a comment names what
any of its sentences names with a probability of `THRESHOLD` or more, and may name nothing. English
only. How well it does is measured (`measured_themes.py`) and told in `docs/words.md`.

Source: D. W. Hosmer, S. Lemeshow and R. X. Sturdivant, Applied Logistic Regression (3rd edition,
2013), chapter 1; the ridge penalty of S. le Cessie and J. C. van Houwelingen, "Ridge estimators
in logistic regression", Applied Statistics 41 (1992).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from itertools import chain
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from heard.core.text.frame import Feeling, Sentence, frame
from heard.core.text.sentences import vectors

THRESHOLD = 0.55  # chosen on `theme_examples.csv` by cross-validation in five parts
STRENGTH = 10.0  # of what is to be fitted, against the ridge; chosen there too
_END = re.compile(r"(?<=[.!?;])\s+|\n+")

Numbers: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What the machine makes of a comment: each theme with its probability, and the feeling.

    Where it cannot be read, for it is not in the letters of English, there is neither.
    """

    themes: Mapping[str, float]
    feeling: Feeling | None

    @property
    def is_read(self) -> bool:
        return self.feeling is not None


NOT_READ = Coded(themes={}, feeling=None)


def coded(texts: Sequence[str], own: Mapping[str, Sequence[float]]) -> list[Coded]:
    """Code comments, by the shipped themes and a force's `own`: code and fitted weights of each.

    A sentence that comes again is worked out once.
    """
    parts = [parted(text) if reads(text) else [] for text in texts]
    place = {sentence: n for n, sentence in enumerate(dict.fromkeys(chain.from_iterable(parts)))}
    if not place:
        return [NOT_READ] * len(texts)
    lines = {**weights(), **own}
    chances = _chances(vectors(list(place)), np.array([*lines.values()]))
    rows = ([place[sentence] for sentence in part] for part in parts)
    return [_coded(list(lines), chances[row]) if row else NOT_READ for row in rows]


def parted(text: str) -> list[str]:
    """Cut a text into its sentences."""
    return [sentence for part in _END.split(text) if (sentence := part.strip())]


def reads(text: str) -> bool:
    """Tell whether a text has letters, and most of them are Latin ones."""
    letters = [c for c in text if c.isalpha()]
    latin = sum(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    return bool(letters) and 2 * latin > len(letters)


def fitted(points: Numbers, is_so: Sequence[bool]) -> tuple[float, ...]:
    """Fit what tells the points that are so from the others: the constant, then a weight each.

    Both sides weigh alike, however many there are. ValueError where one of them is empty.
    """
    so = np.array(is_so, dtype=bool)
    if so.all() or not so.any():
        raise ValueError("there is nothing to be told apart")
    sign = np.where(so, 1.0, -1.0)
    weigh = STRENGTH * len(so) / 2 / np.where(so, so.sum(), (~so).sum())
    given = np.column_stack((np.ones(len(so)), points))

    def loss(at: Numbers) -> tuple[float, Numbers]:
        margin = sign * (given @ at)
        slope = -weigh * sign / (1 + np.exp(np.clip(margin, -500, 500)))
        ridge = np.concatenate(([0.0], at[1:]))
        value = weigh @ np.logaddexp(0, -margin) + ridge @ ridge / 2
        return float(value), given.T @ slope + ridge

    # Only here: its import takes a while, and only whoever fits needs it.
    start = np.zeros(given.shape[1])
    found = import_module("scipy.optimize").minimize(loss, start, jac=True, method="L-BFGS-B")
    return tuple(float(f"{one:.4g}") for one in found.x)


def fit_all(coded_by_hand: Sequence[Sentence]) -> dict[str, tuple[float, ...]]:
    """Fit each theme and each feeling to sentences that a person coded."""
    points = vectors([one.text for one in coded_by_hand]).astype(np.float64)
    found = {
        theme.code: fitted(points, [theme.code in one.themes for one in coded_by_hand])
        for theme in frame()
    }
    for feeling in Feeling:
        found[feeling] = fitted(points, [one.feeling is feeling for one in coded_by_hand])
    return found


@cache
def weights() -> Mapping[str, tuple[float, ...]]:
    """Read what was fitted: of each theme and each feeling, the constant and 384 weights."""
    return parse(files("heard.core.text").joinpath("theme_weights.csv").read_text("utf-8"))


def parse(text: str) -> dict[str, tuple[float, ...]]:
    """Read weights: a line of code, constant and weights each."""
    rows = (line.split(",") for line in text.splitlines())
    return {code: tuple(map(float, numbers)) for code, *numbers in rows}


def written(lines: Mapping[str, Sequence[float]]) -> str:
    """Write weights as `parse` reads them."""
    return "".join(
        f"{code},{','.join(f'{number:.4g}' for number in numbers)}\n"
        for code, numbers in lines.items()
    )


def _chances(points: NDArray[np.float32], lines: Numbers) -> Numbers:
    """Give the probability of each line (columns) for each point (rows)."""
    found: Numbers = 1 / (1 + np.exp(-(points @ lines[:, 1:].T + lines[:, 0])))
    return found


def _coded(codes: Sequence[str], chances: Numbers) -> Coded:
    """Read the probabilities of the sentences of one comment."""
    most = dict(zip(codes, chances.max(axis=0).tolist(), strict=True))
    mean = dict(zip(codes, chances.mean(axis=0).tolist(), strict=True))
    return Coded(
        themes={
            code: round(p, 4)
            for code, p in most.items()
            if code not in set(Feeling) and p >= THRESHOLD
        },
        feeling=max(Feeling, key=lambda feeling: mean[feeling]),
    )
