"""The decision table: twelve facts, each as it should be, against, missing or garbage."""

from collections.abc import Mapping
from datetime import datetime
from itertools import combinations, product
from typing import Any, NamedTuple

from heard.core.addresses import PhoneKind
from heard.core.screening import Outcome, Relationship, decide
from tests.core.screening.known import DAY, FACTS, HOUR, NOON, facts, policy

BLOCK, SKIP, HOLD, WAIT, SEND = (Outcome[n] for n in ("BLOCK", "SKIP", "HOLD", "WAIT", "SEND"))
# Each of these codes may be asked about if a fact was recorded as it should be.
CODES = frozenset({"AS-01", "PW-07", "PW-12", "PW-33", "CR-16", "CR-18", "look"})
LONG_ENOUGH: datetime = NOON - 3 * HOUR


class Fact(NamedTuple):
    """A fact in four states, and what a careful person would do in the last three."""

    states: tuple[Any, Any, Any, Any]
    done: tuple[Outcome, Outcome, Outcome]


TABLE: Mapping[str, Fact] = {
    "relationship": Fact((Relationship.NONE, Relationship.PARTNER, None, "?"), (BLOCK, HOLD, HOLD)),
    "casualties": Fact((False, True, None, "?"), (BLOCK, HOLD, BLOCK)),
    "in_progress": Fact((False, True, None, "?"), (WAIT, WAIT, WAIT)),
    "phone_stolen": Fact((False, True, None, "?"), (BLOCK, HOLD, BLOCK)),
    "vulnerable": Fact((False, True, None, "?"), (BLOCK, HOLD, BLOCK)),
    "repeat": Fact((False, True, None, "?"), (HOLD, HOLD, HOLD)),
    "role": Fact(("caller", "suspect", "", "?"), (BLOCK, HOLD, HOLD)),
    "age": Fact((40, 9, None, -1), (BLOCK, HOLD, BLOCK)),
    "channel": Fact(("101", "alarm", "", "?"), (BLOCK, SKIP, SKIP)),
    "phone": Fact(
        (PhoneKind.UK_MOBILE, PhoneKind.LANDLINE, PhoneKind.WITHHELD, PhoneKind.BAD),
        (SKIP, SKIP, SKIP),
    ),
    "codes": Fact((CODES, CODES | {"never"}, frozenset(), CODES | {"?"}), (BLOCK, HOLD, HOLD)),
    "markers": Fact(
        (frozenset(), frozenset({"SC-05"}), frozenset({"SC-02"}), frozenset({"?"})),
        (BLOCK, HOLD, HOLD),
    ),
}
STRICTEST = (BLOCK, SKIP, HOLD, WAIT, SEND)
MISSING = 2
FINE = dict.fromkeys(TABLE, 0)


# Without codes these are nobody's condition.
UNASKED = {("in_progress", n) for n in (1, 2, 3)} | {("casualties", 1), ("casualties", 3)}


def expected(chosen: Mapping[str, int]) -> Outcome:
    """Give the strictest of what each fact alone would have done."""
    unasked = UNASKED if chosen["codes"] == MISSING else set()
    done = {
        TABLE[name].done[state - 1]
        for name, state in chosen.items()
        if state and (name, state) not in unasked
    }
    return min(done or {SEND}, key=STRICTEST.index)


def decided(chosen: Mapping[str, int]) -> Outcome:
    values = {name: TABLE[name].states[state] for name, state in chosen.items()}
    asked = facts(happened_at=LONG_ENOUGH, closing_codes={"fine"}, **values)
    return decide(asked, policy(fresh_for=30 * DAY), now=NOON).outcome


def test_all_twelve_for_or_against_come_out_as_a_careful_person_would() -> None:
    rows = [dict(zip(TABLE, states, strict=True)) for states in product((0, 1), repeat=12)]
    assert len(rows) == 2**12
    assert [row for row in rows if decided(row) is not expected(row)] == []
    assert [row for row in rows if decided(row) is SEND] == [FINE]


def test_every_two_in_every_state_come_out_as_a_careful_person_would() -> None:
    rows = [
        FINE | {one: a, other: b}
        for one, other in combinations(TABLE, 2)
        for a, b in product(range(4), repeat=2)
    ]
    assert len(rows) == 66 * 16
    assert [row for row in rows if decided(row) is not expected(row)] == []
    assert {tuple(row.values()) for row in rows if decided(row) is SEND} == {(0,) * 12}


def test_with_nothing_known_at_all_nobody_is_asked() -> None:
    nothing = dict.fromkeys(TABLE, MISSING)
    assert (decided(nothing), expected(nothing)) == (SKIP, SKIP)
    assert FACTS.codes == {"fine"}
