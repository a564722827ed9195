"""Reads a file of labelled cases: what a force tells, and what ought to come of it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

SHIPPED: Traversable = files("heard.eligibility").joinpath("corpus.jsonl")
_LENGTH = re.compile(r"(-?)(\d+)([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class Unreadable(ValueError):
    """A line of the file that is no case; says which one and why."""


class Label(StrEnum):
    """What ought to come of a case: never sent, held for a person, sent later, or sent now."""

    NEVER = "never"
    HOLD = "hold"
    WAIT = "wait"
    SEND = "send"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened at `at` and was told at `told`: an event, or something done here."""

    at: datetime
    told: datetime
    type: str
    act: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A story, what was told of it, and when the gate is asked about whom for which programme.

    `ends_in` is what ought to come of it once all waiting is over.
    """

    id: str
    rule: str
    label: Label
    ends_in: Label
    story: str
    programme: str
    about: str
    at: datetime
    codes: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A programme like a shipped one, but for some of its columns."""

    slug: str
    like: str
    change: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """What a file holds."""

    variants: Mapping[str, Variant]
    cases: tuple[Case, ...]


def read(source: Traversable) -> Labelled:
    """Read a file of JSON Lines: programmes first, then cases. Raises Unreadable."""
    variants: dict[str, Variant] = {}
    cases: list[Case] = []
    for number, line in enumerate(source.read_text("utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            if "like" in row:
                slug = row["programme"]
                variants[slug] = Variant(slug=slug, like=row["like"], change=row["change"])
            else:
                cases.append(_case(row))
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable(f"line {number} is no case: {error!r}") from None
    return Labelled(variants=variants, cases=tuple(cases))


def after(at: datetime, length: str) -> datetime:
    """Give the instant that lies so long after another, as in `-45m`, `2h` or `30d`."""
    found = _LENGTH.fullmatch(length)
    if found is None:
        raise ValueError(f"{length!r} is no length of time such as -45m, 2h or 30d")
    sign, number, unit = found.groups()
    span = timedelta(**{_UNITS[unit]: int(number)})
    return at - span if sign else at + span


def _case(row: Mapping[str, Any]) -> Case:
    at = datetime.fromisoformat(row["at"])
    label = Label(row["label"])
    ends_in = Label.SEND if label is Label.WAIT else label
    return Case(
        id=row["id"],
        rule=row["rule"],
        label=label,
        ends_in=Label(row.get("then", ends_in)),
        story=row["story"],
        programme=row["programme"],
        about=row["about"],
        at=at,
        codes=row.get("codes", {}),
        steps=tuple(_step(step, at) for step in row["events"]),
    )


def _step(row: Mapping[str, Any], at: datetime) -> Step:
    happened = after(at, row["at"])
    return Step(
        at=happened,
        told=after(at, row["told"]) if "told" in row else happened,
        type=row.get("type", ""),
        act=row.get("act", ""),
        data=row["data"],
    )
