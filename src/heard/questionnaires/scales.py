"""The scales on which people answer, read from the shipped `scales.csv`."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

RANGE = re.compile(r"(\d+)\.\.(\d+) \((.+)\)")
LENGTH = re.compile(r"up to (\d+) characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What may be answered, and which of it counts as positive or negative.

    `labels` are the points a page offers, in order, and `base` those of them that figures count:
    don't know is outside it. `polarity` says whether the best point comes first or last; '' where
    none is better than another. Text has no points but a `longest`, in characters.
    """

    scale_id: str
    labels: Mapping[int, str]
    base: frozenset[int]
    positive: frozenset[int]
    negative: frozenset[int]
    polarity: str
    longest: int


@cache
def scales() -> Mapping[str, Scale]:
    """Return the scales in use by their id."""
    text = files("heard.questionnaires").joinpath("scales.csv").read_text(encoding="utf-8")
    return MappingProxyType(
        {row["scale_id"]: _scale(row) for row in csv.DictReader(text.splitlines())}
    )


def _scale(row: dict[str, str]) -> Scale:
    length = LENGTH.fullmatch(row["points"])
    kept_back = _codes(row["not_offered"])
    points = () if length else _points(row["points"])
    offered = [(value, label) for value, label in points if value not in kept_back]
    return Scale(
        scale_id=row["scale_id"],
        labels=MappingProxyType(dict(offered)),
        base=frozenset(value for value, _ in offered) - _codes(row["excluded_from_base"]),
        positive=_codes(row["positive_codes"]),
        negative=_codes(row["negative_codes"]),
        polarity=row["polarity"],
        longest=int(length[1]) if length else 0,
    )


def _codes(text: str) -> frozenset[int]:
    return frozenset(int(code) for code in text.split(",") if code)


def _points(text: str) -> Iterator[tuple[int, str]]:
    for part in text.split("|"):
        if found := RANGE.fullmatch(part):
            anchors = dict(anchor.split("=") for anchor in found[3].split(", "))
            for value in range(int(found[1]), int(found[2]) + 1):
                anchor = anchors.get(str(value))
                yield value, f"{value} \N{EN DASH} {anchor}" if anchor else str(value)
        else:
            value_of, label = part.split("=", 1)
            yield int(value_of), label
