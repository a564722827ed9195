"""Measures what redaction and triage find, by labelled comments that are shipped."""

import csv
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from heard.core.text.meaning import DANGERS, meant
from heard.core.text.redact import Span, spans
from heard.core.text.triage import Family, triage

_LABEL = re.compile(r"\{([^{}:]{1,40}):([^{}]{1,200})\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A comment in which a person marked what leads to somebody; `part` is build or held."""

    part: str
    language: str
    text: str
    spans: Sequence[Span]


@dataclass(slots=True, kw_only=True)
class Tally:
    """Of one kind: how many there are, how many were found, and what was missed or wrongly found.

    `labelled` counts those of the found ones that bear their own label and not another kind's.
    `otherwise` were found as another danger: the same person reads them as soon.
    """

    kind: str
    there: int = 0
    found: int = 0
    labelled: int = 0
    otherwise: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)


@cache
def marked() -> tuple[Marked, ...]:
    """Read the labelled comments of `labelled/redaction.txt`."""
    path = files("heard.core.text").joinpath("labelled", "redaction.txt")
    lines = path.read_text("utf-8").splitlines()
    return tuple(_marked(line) for line in lines if line and not line.startswith("#"))


def redaction(comments: Sequence[Marked]) -> Sequence[Tally]:
    """Tally by kind. A thing is found if every letter and digit of it is hidden."""
    tallies: dict[str, Tally] = {}
    for comment in comments:
        found = spans(comment.text)
        hidden = {n for span in found for n in range(span.start, span.end)}
        for wanted in comment.spans:
            tally = tallies.setdefault(wanted.kind, Tally(kind=wanted.kind))
            _count(tally, wanted, comment.text, hidden, found)
        for span in found:
            if not any(_meet(span, wanted) for wanted in comment.spans):
                tally = tallies.setdefault(span.kind, Tally(kind=span.kind))
                tally.false.append(f"{comment.text[span.start : span.end]} | {comment.text}")
    return sorted(tallies.values(), key=lambda tally: tally.kind)


def _count(tally: Tally, wanted: Span, text: str, hidden: set[int], found: Sequence[Span]) -> None:
    tally.there += 1
    letters = {n for n in range(wanted.start, wanted.end) if text[n].isalnum()}
    if letters <= hidden:
        tally.found += 1
        tally.labelled += any(span.kind == wanted.kind and _meet(span, wanted) for span in found)
    else:
        tally.missed.append(f"{text[wanted.start : wanted.end]} | {text}")


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _marked(line: str) -> Marked:
    part, language, words = line.split("\t")
    text, places = "", []
    last = 0
    for label in _LABEL.finditer(words):
        text += words[last : label.start()]
        places.append(Span(kind=label[1], start=len(text), end=len(text) + len(label[2])))
        text += label[2]
        last = label.end()
    return Marked(part=part, language=language, text=text + words[last:], spans=tuple(places))


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A comment and the families that `must` be found in it, and those that may.

    `how` it is written: plain, misspelt, negated, near (harmless, but with such words) and so on;
    of the parts people and later, by whom: a teenager, an elderly man, one who knows the police.
    """

    part: str
    language: str
    how: str
    text: str
    must: frozenset[Family]
    may: frozenset[Family]


@cache
def labelled() -> tuple[Labelled, ...]:
    """Read the labelled comments of `labelled/triage.csv` and `labelled/people.csv`."""
    return tuple(_labelled("triage.csv") + _labelled("people.csv"))


def _labelled(name: str) -> list[Labelled]:
    path = files("heard.core.text").joinpath("labelled", name)
    return [
        Labelled(
            part=row["part"],
            language=row["language"],
            how=row["how"],
            text=row["text"],
            must=frozenset(map(Family, row["must"].split())),
            may=frozenset(map(Family, row["may"].split())),
        )
        for row in csv.DictReader(path.read_text("utf-8").splitlines())
    ]


def by_lists(text: str) -> Collection[Family]:
    """Give the families that the lists find."""
    return {sign.family for sign in triage(text)}


def by_meaning(text: str) -> Collection[Family]:
    """Give the family that the second detector finds."""
    found = meant(text)
    return {found.family} if found else set()


def triaged(
    comments: Sequence[Labelled], find: Callable[[str], Collection[Family]] = by_lists
) -> Sequence[Tally]:
    """Tally by family. A false alarm is a family found in a comment that is not labelled so."""
    tallies = {family: Tally(kind=family) for family in Family}
    for comment in comments:
        found = set(find(comment.text))
        for family in comment.must:
            tally = tallies[family]
            tally.there += 1
            if family in found:
                tally.found += 1
            elif family in DANGERS and found.intersection(DANGERS):
                tally.otherwise += 1
            else:
                tally.missed.append(comment.text)
        for family in found - comment.must - comment.may:
            tallies[family].false.append(comment.text)
    return list(tallies.values())
