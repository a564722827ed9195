"""What people are known to say of topics and of dangers, and its vectors, kept as they ship.

Sentences of topics stand in `examples.csv`, those of danger and those that only sound like it in
`dangers.csv`; `vectors.npz` is written by `make learn`. Texts that are not among them, such as the
examples of a topic that a manager added, are worked out when they are needed.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from heard.core.chat.topics import TOPICS
from heard.core.text.meaning import STEPS
from heard.core.text.sentences import SHA256, vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A sentence and the category of the danger that it tells of, none if it is ordinary."""

    text: str
    category: str


def dangers() -> Iterator[Known]:
    """Give what tells of danger, and what only sounds like it."""
    text = files("heard.core.chat").joinpath("dangers.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield Known(text=row["text"], category=row["category"])


def shipped() -> Sequence[str]:
    """Give every text whose vector is kept, in the order in which it is."""
    said = [text for topic in TOPICS.values() for text in topic.examples]
    return list(dict.fromkeys([*said, *(one.text for one in dangers())]))


def fingerprint() -> str:
    """Give the fingerprint of what is kept."""
    return hashlib.sha256("\n".join([SHA256, str(STEPS), *shipped()]).encode()).hexdigest()


def of(texts: Sequence[str]) -> "NDArray[np.float32]":
    """Give a row of 384 numbers for each text; ModelBroken if one is new and there is no model."""
    import numpy as np  # noqa: PLC0415, only whoever asks for meaning pays for it

    kept = _kept()
    if new := [text for text in texts if text not in kept]:
        kept = {**kept, **dict(zip(new, vectors(new), strict=True))}
    return np.array([kept[text] for text in texts])


@cache
def _kept() -> Mapping[str, "NDArray[np.float32]"]:
    import numpy as np  # noqa: PLC0415

    path = files("heard.core.chat").joinpath("vectors.npz")
    with as_file(path) as place, np.load(place) as held:
        rows = held["vectors"].astype(np.float32) / np.float32(STEPS)
    return dict(zip(shipped(), rows, strict=True))
