"""Each hard stop alone: what it stops, and the nearest thing that it lets through."""

from typing import Any

import pytest

from heard.core.addresses import PhoneKind
from heard.core.reasons import Reason
from heard.core.screening import MarkerRule, Outcome, Relationship, decide
from tests.core.screening.known import DAY, HOUR, NOON, SEND, facts, held, policy, refused

BLOCK, SKIP, HOLD, R = Outcome.BLOCK, Outcome.SKIP, Outcome.HOLD, Reason.REVIEW
STOLEN = {"phone_stolen": True}


@pytest.mark.parametrize(
    ("change", "decision"),
    [
        ({"codes": {"fine", "never"}}, refused(BLOCK, Reason.SENSITIVE)),
        ({"markers": {"SC-01"}}, refused(BLOCK, Reason.SENSITIVE)),
        ({"vulnerable": True}, refused(BLOCK, Reason.SENSITIVE)),
        ({"relationship": Relationship.PARTNER}, refused(BLOCK, Reason.RELATED)),
        ({"relationship": Relationship.FAMILY}, refused(BLOCK, Reason.RELATED)),
        ({"codes": {"fine", "trained"}}, refused(BLOCK, Reason.SPECIALIST)),
        ({"markers": {"SC-32"}}, refused(BLOCK, Reason.SPECIALIST)),
        ({"endangered": True}, refused(BLOCK, Reason.HOUSEHOLD)),
        ({"markers": {"SC-05"}}, refused(BLOCK, Reason.UNSAFE)),
        ({"age": 15}, refused(BLOCK, Reason.UNDER_AGE)),
        ({"age": 0}, refused(BLOCK, Reason.UNDER_AGE)),
        ({"codes": {"child"}}, refused(BLOCK, Reason.UNDER_AGE)),
        ({"markers": {"SC-06"}}, refused(BLOCK, Reason.UNDER_AGE)),
        ({"role": "suspect"}, refused(BLOCK, Reason.SUSPECT)),
        ({"markers": {"SC-07"}}, refused(BLOCK, Reason.SUSPECT)),
        ({"markers": {"SC-08"}}, refused(BLOCK, Reason.DECEASED)),
        ({"channel": "alarm"}, refused(BLOCK, Reason.PROFESSIONAL)),
        ({"role": "alarm_centre"}, refused(BLOCK, Reason.PROFESSIONAL)),
        ({"markers": {"SC-09"}}, refused(BLOCK, Reason.PROFESSIONAL)),
        (STOLEN, refused(BLOCK, Reason.PHONE_GONE)),
        ({"markers": {"SC-11"}}, refused(BLOCK, Reason.PHONE_GONE)),
        ({"opted_out": True}, refused(BLOCK, Reason.OPTED_OUT)),
        ({"markers": {"SC-13"}}, refused(BLOCK, Reason.COMPLAINT)),
        ({"phone": PhoneKind.WITHHELD}, refused(SKIP, Reason.WITHHELD)),
        *(
            ({"phone": kind}, refused(SKIP, Reason.NO_MOBILE))
            for kind in PhoneKind
            if kind not in {PhoneKind.UK_MOBILE, PhoneKind.WITHHELD}
        ),
        ({"bad_until": NOON + HOUR}, refused(SKIP, Reason.BAD_ADDRESS)),
        ({"risks": {"partner"}}, held(Reason.RISK_WORDS)),
        ({"markers": {"SC-02"}}, held(Reason.REVIEW)),
        ({"repeat": True}, held(Reason.REVIEW)),
        ({"casualties": True}, held(Reason.REVIEW)),
        ({"codes": set()}, held(Reason.NO_CODE)),
        ({"codes": {"aside"}}, held(Reason.NO_CODE)),
        ({"codes": {"aside", "new"}}, held(Reason.UNMAPPED)),
        ({"codes_complete": False}, held(Reason.NO_CODE)),
        ({"codes": {"fine", "new"}}, held(Reason.UNMAPPED)),
        ({"markers": {"new"}}, held(Reason.UNMAPPED)),
    ],
)
def test_one_fact_alone_stops_a_text(change: dict[str, Any], decision: object) -> None:
    assert decide(facts(**change), policy(), now=NOON) == decision


@pytest.mark.parametrize(
    "change",
    [
        {"age": 16},
        {"age": 90},
        {"age": 16, "codes": {"child"}},
        {"age": 16, "markers": {"SC-06"}},
        {"role": "caller"},
        {"phone_stolen": False},
        {"vulnerable": False, "repeat": False, "casualties": False},
        {"relationship": Relationship.KNOWN},
        {"codes": {"fine", "aside"}},
        {"bad_until": NOON},
        {"bad_until": NOON - DAY},
    ],
)
def test_the_last_step_before_a_stop_is_still_sent(change: dict[str, Any]) -> None:
    assert decide(facts(**change), policy(), now=NOON) == SEND


def test_an_e_mail_needs_an_address_and_no_telephone() -> None:
    mail = policy(channel="email")
    alone = {"phone": PhoneKind.BAD}
    assert decide(facts(**alone, has_email=True), mail, now=NOON) == SEND
    assert decide(facts(**alone), mail, now=NOON) == refused(SKIP, Reason.NO_EMAIL)
    assert decide(facts(has_email=True, **STOLEN), mail, now=NOON) == SEND
    assert decide(facts(has_email=True, markers={"SC-11"}), mail, now=NOON) == SEND


def test_a_form_on_a_page_needs_neither() -> None:
    assert decide(facts(phone=PhoneKind.WITHHELD), policy(channel="web"), now=NOON) == SEND


@pytest.mark.parametrize(("age", "outcome"), [(15, "BLOCK"), (16, "BLOCK"), (17, "SEND")])
def test_over_sixteen_is_seventeen(age: int, outcome: str) -> None:
    over = policy(minimum_age=17, age_required=True)
    assert decide(facts(age=age), over, now=NOON).outcome == outcome
    assert decide(facts(age=None), over, now=NOON) == held(Reason.AGE_UNKNOWN)


def test_of_many_markers_of_one_rule_the_one_that_blocks_decides() -> None:
    looks = {f"look {n}": MarkerRule(rule="SC-05", outcome=HOLD, reason=R) for n in range(20)}
    never = {"never": MarkerRule(rule="SC-05", outcome=BLOCK, reason=Reason.UNSAFE)}
    known = policy(markers=looks | never)
    assert decide(facts(markers=set(looks)), known, now=NOON) == held(R)
    assert decide(facts(markers={*looks, *never}), known, now=NOON) == refused(BLOCK, Reason.UNSAFE)
