"""The code frame: what comments are sorted by, as a person would, with sentences that name it.

`frame.csv` holds the themes, under the dimensions of the question bank; `theme_examples.csv`
sentences, what each names, and how it feels; `theme_weights.csv` what `building/themes.py` fitted
to them.
"""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Feeling(StrEnum):
    """How somebody feels about what they write of; neither is also for both."""

    PLEASED = "+"
    NEITHER = "0"
    DISPLEASED = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Something that people write about, under a dimension of the question bank."""

    code: str
    dimension: str
    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence or comment that a person coded: the codes of its themes, and its feeling."""

    text: str
    themes: frozenset[str]
    feeling: Feeling


@cache
def frame() -> tuple[Theme, ...]:
    """Read the themes in the order in which they are shown."""
    rows = csv.DictReader(_read("frame.csv").splitlines())
    return tuple(
        Theme(
            code=row["theme"],
            dimension=row["dimension"],
            name=row["name"],
            description=row["description"],
        )
        for row in rows
    )


@cache
def examples() -> tuple[Sentence, ...]:
    """Read the sentences that the weights are fitted to."""
    return sentences(_read("theme_examples.csv"))


@cache
def held_out() -> tuple[Sentence, ...]:
    """Read the comments that were written before anything was fitted, to measure it by."""
    return sentences(_read("labelled/themes.csv"))


def sentences(text: str) -> tuple[Sentence, ...]:
    """Read coded sentences from a CSV with the columns themes, feeling and text."""
    return tuple(
        Sentence(
            text=row["text"],
            themes=frozenset(row["themes"].split()),
            feeling=Feeling(row["feeling"]),
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def _shipped() -> str:
    return _read("frame.csv") + _read("theme_weights.csv")


def version(own: Iterable[str] = ()) -> str:
    """Name the frame with what was fitted to it, and a force's `own` themes: twelve hex digits.

    Whatever changes how a comment is coded changes it.
    """
    whole = "\n".join((_shipped(), *own))
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


def _read(name: str) -> str:
    return files("heard.core.text").joinpath(*name.split("/")).read_text("utf-8")
