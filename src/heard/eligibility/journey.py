"""The citizen's journey and the groups of people, as the surveys are laid out along them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A group of people; `served` says that they used a service, and do not just have a view."""

    words: str
    served: bool


@cache
def stages() -> Mapping[str, str]:
    """Give every stage of the journey in its order: its words by its name."""
    return MappingProxyType({row["stage"]: row["words"] for row in _rows("journey.csv")})


@cache
def segments() -> Mapping[str, Segment]:
    """Give every group of people by its name."""
    return MappingProxyType(
        {
            row["segment"]: Segment(words=row["words"], served=row["view"] == "service")
            for row in _rows("segments.csv")
        }
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
