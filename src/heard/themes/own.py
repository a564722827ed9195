"""The themes of this force: the shipped ones, and those that its people made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import numpy as np
from django.db import IntegrityError, transaction
from numpy.typing import NDArray

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.core.text.coding import fitted as fit
from heard.core.text.frame import Theme, examples, frame, version
from heard.core.text.redact import spans
from heard.core.text.sentences import vectors
from heard.journal.write import write
from heard.themes.models import OwnTheme

FEWEST, MOST = 8, 40  # sentences that name a theme
LONGEST_NAME, LONGEST = 60, 300  # characters of its name, and of a description or a sentence


class NoTheme(Exception):
    """A theme cannot be made as it is; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What somebody says of a theme that they make: a sentence a line."""

    name: str
    dimension: str
    description: str
    sentences: str

    def lines(self) -> list[str]:
        return [line.strip() for line in self.sentences.splitlines() if line.strip()]


def themes() -> list[Theme]:
    """Give all themes in their order, the force's own last."""
    own = [
        Theme(code=one.code, dimension=one.dimension, name=one.name, description=one.description)
        for one in in_force()
    ]
    return [*frame(), *own]


def dimensions() -> list[str]:
    """Give what themes stand under."""
    return list(dict.fromkeys(theme.dimension for theme in frame()))


def in_force() -> list[OwnTheme]:
    """Give the force's own themes that were not ended."""
    return list(OwnTheme.objects.filter(ended_at=None).order_by("id"))


def fitted() -> Mapping[str, Sequence[float]]:
    """Give what was fitted to the force's own themes."""
    return {one.code: one.weights for one in in_force()}


def frame_version() -> str:
    """Name the themes as they are now; all comments are coded anew when they change."""
    return version(one.code for one in in_force())


@transaction.atomic
def make(proposed: Proposed, *, by: User, now: datetime) -> OwnTheme:
    """Make a theme from sentences that name it; it takes some seconds. NoTheme.

    Sentences of people are not to be copied here: what leads to somebody is refused.
    """
    lines = proposed.lines()
    _require(proposed, lines)
    points = np.concatenate((vectors(lines), _others())).astype(np.float64)
    weights = fit(points, [n < len(lines) for n in range(len(points))])
    try:
        with transaction.atomic():
            made = OwnTheme.objects.create(
                name=proposed.name.strip(),
                dimension=proposed.dimension,
                description=proposed.description.strip(),
                sentences=lines,
                weights=list(weights),
                made_by=by,
                made_at=now,
            )
    except IntegrityError:
        raise NoTheme("There is, or was, a theme of that name: give it another one.") from None
    write("themes.make", subject=f"theme:{made.code}", actor=actor(by), now=now)
    return made


@transaction.atomic
def end(number: int, *, by: User, now: datetime) -> None:
    """End one of the force's own themes; what it coded is kept."""
    found = OwnTheme.objects.filter(pk=number, ended_at=None)
    if found.update(ended_at=now, ended_by=by):
        write("themes.end", subject=f"theme:own-{number}", actor=actor(by), now=now)


def _require(proposed: Proposed, lines: Sequence[str]) -> None:
    name, description = proposed.name.strip(), proposed.description.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise NoTheme(f"Give the theme a name of at most {LONGEST_NAME} characters.")
    if name in {theme.name for theme in frame()}:
        raise NoTheme("There is a theme of that name: give it another one.")
    if proposed.dimension not in dimensions():
        raise NoTheme("Choose what the theme belongs to.")
    if not 1 <= len(description) <= LONGEST:
        raise NoTheme(f"Say what the theme is in at most {LONGEST} characters.")
    if not FEWEST <= len(set(lines)) <= MOST:
        raise NoTheme(f"Write {FEWEST} to {MOST} different sentences that name it, one a line.")
    if any(len(line) > LONGEST for line in lines):
        raise NoTheme(f"Write sentences of at most {LONGEST} characters.")
    if any(spans(text) for text in (name, description, *lines)):
        raise NoTheme("Write sentences of your own, without what leads to anybody.")


@cache
def _others() -> NDArray[np.float32]:
    """Work out the vectors of the shipped sentences, which a new theme is told apart from."""
    return vectors([one.text for one in examples()])
