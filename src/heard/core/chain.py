"""The chain that shows whether a row of a log was changed, removed or put in later.

Each row is sealed by a hash of itself and of the seal before it, so that whoever changes one row
has to make every later seal anew, and whoever kept one of those elsewhere can see that.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

BEGINNING = bytes(32)  # what stands before the first seal
_FORM = b"heard.journal.1\n"  # the form of what is hashed; another form takes another number
Values = Sequence[str | int]


class Fault(StrEnum):
    """What is wrong with a row, or with its seal."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    UNLINKED = "unlinked"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The seal of the row with this number, and the hash of the seal before it; 32 bytes each."""

    row: int
    before: bytes
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How many rows are sealed and good, how many are not sealed yet, and the first fault."""

    sealed: int
    unsealed: int = 0
    last: Seal | None = None
    fault: tuple[int, Fault] | None = None


def canonical(values: Values) -> bytes:
    """Give the only spelling of these values: a JSON array (RFC 8259) in ASCII without spaces."""
    return json.dumps(list(values), ensure_ascii=True, separators=(",", ":")).encode("ascii")


def link(before: bytes, values: Values) -> bytes:
    """Give the 32 bytes that seal these values after `before`: SHA-256 (FIPS 180-4)."""
    return hashlib.sha256(_FORM + before + canonical(values)).digest()


def seal(rows: Iterable[tuple[int, Values]], *, before: bytes) -> Iterator[Seal]:
    """Seal rows, in the order of their numbers, after the seal whose hash is `before`."""
    for number, values in rows:
        made = Seal(row=number, before=before, hash=link(before, values))
        before = made.hash
        yield made


def check(
    rows: Iterable[tuple[int, Values]], seals: Iterable[Seal], *, kept: Mapping[int, bytes]
) -> Checked:
    """Hold rows against their seals, both by number, and give the first fault there is.

    `kept` are hashes that were kept elsewhere, by the number of their row. A row without a seal
    is not sealed yet if no seal follows; if one does, it was put in later.
    """
    left, before, good = iter(rows), BEGINNING, 0
    last: Seal | None = None
    waited = dict(kept)
    for one in seals:
        row = next(left, None)
        fault = _fault(row, one, before=before, kept=waited.pop(one.row, None))
        if fault:
            return Checked(sealed=good, last=last, fault=fault)
        before, last, good = one.hash, one, good + 1
    if waited:
        return Checked(sealed=good, last=last, fault=(min(waited), Fault.REMOVED))
    return Checked(sealed=good, unsealed=sum(1 for _ in left), last=last)


def _fault(
    row: tuple[int, Values] | None, one: Seal, *, before: bytes, kept: bytes | None
) -> tuple[int, Fault] | None:
    if row is not None and row[0] < one.row:
        return row[0], Fault.INSERTED
    if row is None or row[0] > one.row:
        return one.row, Fault.REMOVED
    if one.before != before:
        return one.row, Fault.UNLINKED
    if one.hash != link(before, row[1]):
        return one.row, Fault.CHANGED
    if kept is not None and kept != one.hash:
        return one.row, Fault.REWRITTEN
    return None
