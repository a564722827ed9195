"""Each kind of incident that has a condition: what meets it, what does not, and what is unknown."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from heard.core.reasons import Reason
from heard.core.screening import Decision, Outcome, Relationship, decide
from heard.core.screening.conditions import CONDITIONS, held
from tests.core.screening.known import (
    DAY,
    HOUR,
    NOON,
    SEND,
    facts,
    policy,
    refused,
    waiting,
)

BLOCK, SKIP = Outcome.BLOCK, Outcome.SKIP
LONG = {"fresh_for": 30 * DAY, "hold_for": 30 * DAY}
HELD = Decision(outcome=Outcome.HOLD, reasons=(Reason.CONDITIONAL,), until=NOON - HOUR + 30 * DAY)
HELD_TWICE = replace(HELD, reasons=(Reason.REVIEW, Reason.CONDITIONAL))
CLOSED = {"closed": True}
LATER = {"happened_at": NOON - 72 * HOUR}


def of(code: str, *, changed: dict[str, Any] | None = None, **change: Any) -> Decision:  # noqa: ANN401
    return decide(
        facts(codes={"fine", code}, **change), policy(**{**LONG, **(changed or {})}), now=NOON
    )


@pytest.mark.parametrize("code", [code for code, rule in CONDITIONS.items() if rule is held])
def test_some_are_always_for_a_person_to_decide(code: str) -> None:
    assert of(code, age=40) == HELD


@pytest.mark.parametrize(
    ("code", "change", "decision"),
    [
        ("TR-03", {}, waiting(NOON + 71 * HOUR, Reason.TOO_SOON)),
        ("TR-03", {"happened_at": NOON - 72 * HOUR, "closing_codes": {"TR-03"}}, SEND),
        ("TR-07", {"closed": False, "closing_codes": {"TR-07"}}, HELD),
        ("TR-07", {"closed": True}, HELD),
        ("TR-07", {"closed": True, "closing_codes": {"TR-07"}}, SEND),
        ("AS-01", {}, HELD),
        ("AS-01", {"repeat": False}, HELD),
        ("AS-01", {"vulnerable": False}, HELD),
        ("AS-01", {"repeat": True, "vulnerable": False}, HELD_TWICE),
        ("AS-01", {"repeat": False, "vulnerable": True}, refused(BLOCK, Reason.SENSITIVE)),
        ("AS-01", {"repeat": False, "vulnerable": False}, SEND),
        ("PW-03", {}, HELD),
        ("PW-03", {"role": "third_party"}, HELD),
        ("PW-03", {"role": "keyholder"}, SEND),
        ("PW-03", {"role": "caller"}, SEND),
        ("TR-03", {**LATER, "casualties": True, "closing_codes": {"TR-03"}}, SEND),
        ("PW-07", {}, HELD),
        ("PW-07", {"relationship": Relationship.KNOWN}, HELD),
        ("PW-07", {"relationship": Relationship.FAMILY}, refused(BLOCK, Reason.RELATED)),
        ("PW-07", {"relationship": Relationship.PARTNER}, refused(BLOCK, Reason.RELATED)),
        ("PW-07", {"relationship": Relationship.NONE}, SEND),
        ("PW-12", {}, HELD),
        ("PW-12", {"casualties": True}, refused(BLOCK, Reason.CASUALTIES)),
        ("PW-12", {"casualties": False}, SEND),
        ("PW-25", {"closing_codes": {"fine"}}, waiting(NOON + HOUR, Reason.TOO_SOON)),
        ("PW-25", {"happened_at": NOON - 2 * HOUR, "closing_codes": {"fine"}}, SEND),
        ("PW-33", {}, HELD),
        ("PW-33", {"role": "witness"}, HELD),
        ("PW-33", {"role": "caller"}, SEND),
        ("AD-01", {}, SEND),
        ("AD-01", {"stage": "attendance"}, refused(SKIP, Reason.OTHER_SURVEY)),
        ("AD-02", {}, HELD),
        ("AD-02", {"parents": 1}, SEND),
        ("AD-14", {}, HELD),
        ("AD-14", {"parents": 1}, SEND),
        ("CR-03", {}, refused(SKIP, Reason.OTHER_SURVEY)),
        ("CR-14", {}, refused(SKIP, Reason.OTHER_SURVEY)),
        ("CR-15", {}, refused(SKIP, Reason.OTHER_SURVEY)),
        ("CR-16", {}, waiting(NOON + 23 * HOUR, Reason.TOO_SOON)),
        ("CR-16", {"in_progress": True}, waiting(NOON + 23 * HOUR, Reason.TOO_SOON)),
        ("CR-16", {"in_progress": False}, SEND),
        ("CR-16", {"happened_at": NOON - 24 * HOUR}, SEND),
        ("CR-18", {}, HELD),
        ("CR-18", {"phone_stolen": False}, SEND),
        ("CR-18", {"phone_stolen": True}, refused(BLOCK, Reason.PHONE_GONE)),
        ("CR-21", {}, HELD),
        ("CR-21", {"phone_stolen": False}, SEND),
        ("CR-21", {"phone_stolen": True}, refused(BLOCK, Reason.PHONE_GONE)),
        ("CR-22", {}, HELD),
        ("CR-22", {"relationship": Relationship.NONE}, SEND),
        ("CR-25", {}, refused(SKIP, Reason.OTHER_SURVEY)),
    ],
)
def test_a_text_goes_only_where_the_condition_is_known_to_be_met(
    code: str, change: dict[str, Any], decision: Decision
) -> None:
    assert of(code, age=40, **change) == decision


@pytest.mark.parametrize(
    ("code", "change", "ago"),
    [
        ("TR-03", {"closing_codes": {"fine"}}, 72 * HOUR),
        ("PW-25", {}, 2 * HOUR),
        ("PW-25", {"closed": False, "closing_codes": {"fine"}}, 2 * HOUR),
    ],
)
def test_what_waited_and_was_closed_otherwise_is_held(
    code: str, change: dict[str, Any], ago: timedelta
) -> None:
    found = of(code, age=40, happened_at=NOON - ago, **change)
    assert (found.outcome, found.reasons) == (Outcome.HOLD, (Reason.CONDITIONAL,))


@pytest.mark.parametrize("code", ["CR-03", "CR-14", "CR-15"])
def test_some_are_for_the_survey_of_victims(code: str) -> None:
    assert of(code, changed={"victim_route": True}) == SEND


def test_a_stolen_telephone_is_no_bar_to_an_e_mail() -> None:
    mail = {"channel": "email"}
    found = of("CR-21", changed=mail, has_email=True, phone_stolen=True)
    assert (found, of("CR-18", changed=mail, has_email=True)) == (SEND, SEND)


@pytest.mark.parametrize(
    ("channel", "call_back", "decision"),
    [
        ("email", True, SEND),
        ("post", True, SEND),
        ("email", False, refused(SKIP, Reason.OTHER_SURVEY)),
        ("sms", True, refused(SKIP, Reason.OTHER_SURVEY)),
    ],
)
def test_a_victim_of_fraud_is_given_a_number_to_call_back(
    channel: str,
    call_back: bool,  # noqa: FBT001 - a case of the table
    decision: Decision,
) -> None:
    changed = {"channel": channel, "call_back": call_back}
    assert of("CR-25", changed=changed, has_email=True) == decision
