"""What the assistant answers to the shipped topics, and the helplines that stand beside some."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said to a topic in English, with links (words and address), and what comes before.

    `gathers` is the slug of the questionnaire that is asked first; `by_council`, whether a postcode
    leads to the right council; `needs_exit`, whether the page offers to be left at once.
    """

    text: str
    links: tuple[tuple[str, str], ...]
    gathers: str
    helplines: tuple[str, ...]
    by_council: bool
    needs_exit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline:
    """A helpline, and the categories of triggers beside which it is named."""

    name: str
    number: str
    categories: frozenset[str]


def named(keys: Iterable[str]) -> str:
    """Give helplines as they are named beside an answer: the name, then the number."""
    known = (HELPLINES[key] for key in keys if key in HELPLINES)
    return "; ".join(f"{one.name}: {one.number}" for one in known)


def beside(category: str) -> str:
    """Give the helplines to name beside a category of triggers; empty where there are none."""
    return named(key for key, one in HELPLINES.items() if category in one.categories)


def _rows(name: str) -> Iterable[Mapping[str, str]]:
    text = files("heard.core.chat").joinpath(name).read_text("utf-8")
    return csv.DictReader(text.splitlines())


def _answer(row: Mapping[str, str]) -> Answer:
    links = (one.split("=", 1) for one in row["links"].split("|") if one)
    return Answer(
        text=row["answer"],
        links=tuple((words, address) for words, address in links),
        gathers=row["gathers"],
        helplines=tuple(row["helplines"].split()),
        by_council=bool(row["by_council"]),
        needs_exit=bool(row["needs_exit"]),
    )


def _helpline(row: Mapping[str, str]) -> Helpline:
    categories = frozenset(row["categories"].split("|"))
    return Helpline(name=row["name"], number=row["number"], categories=categories)


ANSWERS: Mapping[str, Answer] = MappingProxyType(
    {row["topic_id"]: _answer(row) for row in _rows("flows.csv")}
)
HELPLINES: Mapping[str, Helpline] = MappingProxyType(
    {row["key"]: _helpline(row) for row in _rows("helplines.csv")}
)
