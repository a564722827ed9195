"""What people come to the live chat with, and where each of it goes.

The topics stand in `topics.csv`, how people say them in `examples.csv`, each with its source.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

NOT_UNDERSTOOD = "CT-54"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic: `examples` are what people say of it, `key_words` patterns that name it surely.

    `police_matter` is yes, partly, no, historic or unknown; `route` is self_serve, redirect,
    human_or_form or human_now; `priority` is low, normal, urgent or emergency.
    """

    topic_id: str
    topic: str
    examples: tuple[str, ...] = ()
    key_words: tuple[str, ...] = ()
    police_matter: str = "unknown"
    route: str = "human_now"
    destination: str = ""
    contact: str = ""
    collect_before_handover: str = ""
    priority: str = "normal"
    note: str = ""
    source: str = ""


def _topics() -> Mapping[str, Topic]:
    examples, key_words = _said("examples.csv"), _said("key_words.csv")
    return MappingProxyType(
        {
            row["topic_id"]: Topic(
                topic_id=row["topic_id"],
                topic=row["topic"],
                examples=tuple(examples[row["topic_id"]]),
                key_words=tuple(key_words[row["topic_id"]]),
                police_matter=row["police_matter"],
                route=row["route"],
                destination=row["destination"],
                contact=row["contact"],
                collect_before_handover=row["collect_before_handover"],
                priority=row["priority"],
                note=row["note"],
                source=row["source"],
            )
            for row in _rows("topics.csv")
        }
    )


def _said(name: str) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows(name):
        found[row["topic_id"]].append(row["text"])
    return found


@cache
def _rows(name: str) -> Sequence[Mapping[str, str]]:
    text = files("heard.core.chat").joinpath(name).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


TOPICS: Mapping[str, Topic] = _topics()
