"""How much is found of messages that another author wrote, who never saw the lists.

Odd rows of `second_set.csv` were seen when the lists were widened (`building`), even ones never.
What its first look gave, and what is reached now, stands in `docs/chat.md`.
"""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from heard.core.chat.intents import shipped
from heard.core.chat.reading import read
from heard.core.chat.topics import TOPICS

PERSON = {"L0", "L1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message; `kind` is hard if it is ordinary with words that sound dangerous, else plain."""

    text: str
    topic: str
    level: str
    language: str
    kind: str
    part: str


@cache
def written() -> Sequence[Written]:
    text = (Path(__file__).parent / "second_set.csv").read_text("utf-8")
    return [Written(**row) for row in csv.DictReader(text.splitlines())]


@pytest.fixture(scope="module")
def levels() -> dict[Written, str]:
    """Give the level that each message is read to have, none if it can wait for its topic."""
    understander = shipped()
    readings = {one: read(one.text, understander) for one in written()}
    return {
        one: reading.trigger.level if reading.trigger else "" for one, reading in readings.items()
    }


def share(levels: dict[Written, str], part: str, level: str, among: set[str], kind: str) -> float:
    """Give the share of the messages of a level and kind that are read to be among some levels."""
    told = [
        found
        for one, found in levels.items()
        if (one.part, one.level, one.kind) == (part, level, kind)
    ]
    return sum(found in among for found in told) / len(told)


def test_the_set_has_every_level_topic_and_half_of_it_was_never_seen() -> None:
    assert len(written()) == len({one.text for one in written()}) == 330
    assert {one.topic for one in written()} <= {*TOPICS, ""}
    assert Counter(one.part for one in written()) == {"building": 165, "unseen": 165}
    assert Counter(one.level for one in written()) == {"L0": 120, "L1": 50, "L2": 20, "": 140}


@pytest.mark.parametrize(
    ("part", "emergencies", "to_person", "urgent"),
    [("building", 0.95, 0.98, 0.9), ("unseen", 0.75, 0.9, 0.7)],
)
def test_most_dangers_are_found(
    levels: dict[Written, str], part: str, emergencies: float, to_person: float, urgent: float
) -> None:
    assert share(levels, part, "L0", {"L0"}, "plain") >= emergencies
    assert share(levels, part, "L0", PERSON, "plain") >= to_person
    assert share(levels, part, "L1", PERSON, "plain") >= urgent


@pytest.mark.parametrize(("part", "least"), [("building", 0.9), ("unseen", 0.8)])
def test_most_who_want_a_person_get_one(
    levels: dict[Written, str], part: str, least: float
) -> None:
    assert share(levels, part, "L2", {"L2", *PERSON}, "plain") >= least


@pytest.mark.parametrize(
    ("part", "plain", "hard"), [("building", 0.05, 0.1), ("unseen", 0.12, 0.48)]
)
def test_few_ordinary_messages_are_taken_for_an_emergency(
    levels: dict[Written, str], part: str, plain: float, hard: float
) -> None:
    assert share(levels, part, "", {"L0"}, "plain") <= plain
    assert share(levels, part, "", {"L0"}, "hard") <= hard
