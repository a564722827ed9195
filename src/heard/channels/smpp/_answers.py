"""What a peer's answers to the parts of a message mean: it has it, has it not, or nobody knows."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from heard.channels.protocol import GATEWAY_DOWN, Accepted, Refused
from heard.channels.smpp._settings import same_name


@dataclass(frozen=True, slots=True)
class Taken:
    """The peer has this part, under its own name."""

    name: str


@dataclass(frozen=True, slots=True)
class Denied:
    """The peer certainly does not have this part."""

    code: str
    retry: bool


@dataclass(frozen=True, slots=True)
class Unclear:
    """The peer may have this part or not."""


Answer = Taken | Denied | Unclear
NOT_WRITTEN = Denied(GATEWAY_DOWN, retry=True)
UNCLEAR = Unclear()


def _read_table() -> dict[int, Answer]:
    text = files("heard.channels.smpp").joinpath("statuses.csv").read_text("utf-8")
    return {
        int(row["status"]): Denied(row["code"], retry=row["outcome"] == "retry")
        for row in csv.DictReader(text.splitlines())
        if row["outcome"] != "unclear"
    }


# What is not in it (a status of the vendor's own, a reserved one) is unclear.
_DENIALS: Mapping[int, Answer] = _read_table()


def read_answer(status: int, body: bytes, *, base: int = 0) -> Answer:
    """Read the status of a submit_sm_resp, and the name that the peer gave the part, if it did.

    The name is a number to that base, or just a name for a base of 0.
    """
    if status:
        return _DENIALS.get(status, UNCLEAR)
    name = body.partition(b"\0")[0].decode("latin-1").strip()
    return Taken(same_name(name, base=base))


def outcome(reference: str, answers: Sequence[Answer]) -> Accepted | Refused | None:
    """Sum up the parts: accepted if all were, refused if none can have been, None otherwise."""
    names = [answer.name for answer in answers if isinstance(answer, Taken)]
    if len(names) == len(answers):
        return Accepted(reference=reference, gateway_id=",".join(names))
    denials = [answer for answer in answers if isinstance(answer, Denied)]
    if len(denials) < len(answers):
        return None
    worst = min(denials, key=lambda denied: denied.retry)
    return Refused(reference=reference, code=worst.code, retry=worst.retry)
