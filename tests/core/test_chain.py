"""The chain over a log: what it is made of, and what it notices."""

import hashlib

import pytest

from heard.core.chain import BEGINNING, Checked, Fault, Seal, Values, canonical, check, link, seal

ROWS: list[tuple[int, Values]] = [(n, (n, f"word {n}")) for n in (2, 3, 7, 9)]
SEALS = list(seal(ROWS, before=BEGINNING))
Rows = list[tuple[int, Values]]


def test_a_seal_is_the_hash_of_the_seal_before_it_and_of_the_row_in_its_one_spelling() -> None:
    assert canonical((7, 'an "é"\n')) == rb'[7,"an \"\u00e9\"\n"]'
    hashed = b"heard.journal.1\n" + bytes(32) + b'[2,"word 2"]'
    assert SEALS[0] == Seal(row=2, before=bytes(32), hash=hashlib.sha256(hashed).digest())
    assert SEALS[1].before == SEALS[0].hash
    assert SEALS[1].hash == link(SEALS[0].hash, (3, "word 3"))


def test_fields_cannot_be_moved_into_one_another() -> None:
    assert link(BEGINNING, ("a", "bc")) != link(BEGINNING, ("ab", "c"))


def test_what_is_as_it_was_sealed_is_good_and_what_follows_is_not_sealed_yet() -> None:
    more = [*ROWS, (12, (12, "new"))]
    kept = {7: SEALS[2].hash}
    assert check(more, SEALS, kept=kept) == Checked(sealed=4, unsealed=1, last=SEALS[3])
    assert check([], [], kept={}) == Checked(sealed=0)


@pytest.mark.parametrize(
    ("rows", "seals", "fault"),
    [
        ([*ROWS[:2], (7, (7, "other")), ROWS[3]], SEALS, (7, Fault.CHANGED)),
        ([*ROWS[:2], ROWS[3]], SEALS, (7, Fault.REMOVED)),
        (ROWS[:3], SEALS, (9, Fault.REMOVED)),
        ([*ROWS[:2], (5, (5, "late")), *ROWS[2:]], SEALS, (5, Fault.INSERTED)),
        ([(2, ROWS[1][1]), (3, ROWS[0][1]), *ROWS[2:]], SEALS, (2, Fault.CHANGED)),
        ([*ROWS[:2], ROWS[3]], [*SEALS[:2], SEALS[3]], (9, Fault.UNLINKED)),
        (ROWS[1:], SEALS[1:], (3, Fault.UNLINKED)),
    ],
    ids=["changed", "removed", "the last", "inserted", "reordered", "with its seal", "the first"],
)
def test_the_first_that_is_wrong_is_named(
    rows: Rows, seals: list[Seal], fault: tuple[int, Fault]
) -> None:
    assert check(rows, seals, kept={}).fault == fault


def test_a_chain_made_anew_is_seen_only_by_who_kept_a_seal() -> None:
    changed: Rows = [(2, (2, "forged")), *ROWS[1:]]
    anew = list(seal(changed, before=BEGINNING))
    assert check(changed, anew, kept={}).fault is None
    assert check(changed, anew, kept={7: SEALS[2].hash}).fault == (7, Fault.REWRITTEN)


def test_a_tail_cut_off_is_seen_only_by_who_kept_a_seal_of_it() -> None:
    assert check(ROWS[:2], SEALS[:2], kept={}).fault is None
    assert check(ROWS[:2], SEALS[:2], kept={9: SEALS[3].hash}).fault == (9, Fault.REMOVED)
