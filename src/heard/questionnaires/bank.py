"""The question bank: what we know how to ask, each wording a version, from `bank.csv`."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

YES = "yes"
_LISTED = re.compile(r"(one|many): (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One version of a question: another wording, scale or dimension is another version.

    Where there is no scale `choices` are the labels in their order, and `many` says whether
    several may be chosen; where there is neither, `answers` says in words what is answered.
    """

    question_id: str
    version: int
    instrument: str
    dimension: str
    scale_id: str
    answers: str
    choices: tuple[str, ...]
    many: bool
    wording: str
    double_barrelled: bool
    required: str
    asked_when: str
    comparability: str
    note: str
    source: str

    @property
    def quote(self) -> str:
        """How a form quotes it, for example 'Q-VSS-01:2'."""
        return f"{self.question_id}:{self.version}"


@cache
def bank() -> Mapping[str, Wording]:
    """Return every version of every question by its quote, in the order of the instruments."""
    text = files("heard.questionnaires").joinpath("bank.csv").read_text(encoding="utf-8")
    rows = map(_wording, csv.DictReader(text.splitlines()))
    return MappingProxyType({wording.quote: wording for wording in rows})


def full(quote: str) -> str:
    """Give a quote with its version: without one it is the first."""
    return quote if ":" in quote or not quote else f"{quote}:1"


def alike(label: str, scale_id: str) -> tuple[Wording, ...]:
    """Give the versions that ask these very words on this scale."""
    return tuple(w for w in bank().values() if (w.wording, w.scale_id) == (label, scale_id))


def search(words: str) -> tuple[Wording, ...]:
    """Give the versions in which each of the words stands somewhere; all for no words."""
    wanted = words.casefold().split()
    return tuple(w for w in bank().values() if all(word in _all_of(w) for word in wanted))


def _all_of(wording: Wording) -> str:
    said = (wording.question_id, wording.instrument, wording.dimension, wording.scale_id)
    return " ".join((*said, wording.wording, wording.answers)).casefold()


def _wording(row: dict[str, str]) -> Wording:
    listed = _LISTED.fullmatch(row["answers"])
    return Wording(
        question_id=row["question_id"],
        version=int(row["version"]),
        instrument=row["instrument"],
        dimension=row["dimension"],
        scale_id=row["scale_id"],
        answers=row["answers"],
        choices=tuple(listed[2].split("|")) if listed else (),
        many=bool(listed) and row["answers"].startswith("many"),
        wording=row["wording"],
        double_barrelled=row["double_barrelled"] == YES,
        required=row["required"],
        asked_when=row["asked_when"],
        comparability=row["comparability"],
        note=row["note"],
        source=row["source"],
    )
