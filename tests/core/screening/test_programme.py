"""What a programme does not ask about, and what a person decided who looked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from heard.core.reasons import Reason
from heard.core.screening import (
    REMEDY,
    Category,
    Decision,
    Outcome,
    Review,
    Sensitivity,
    decide,
)
from tests.core.screening.known import (
    CATEGORIES,
    DAY,
    HOUR,
    NOON,
    SEND,
    facts,
    held,
    policy,
    refused,
)

SKIP = Outcome.SKIP


@pytest.mark.parametrize(
    ("change", "decision"),
    [
        ({"happened_at": NOON - DAY}, refused(SKIP, Reason.STALE)),
        ({"happened_at": NOON - DAY + timedelta(seconds=1)}, SEND),
        ({"merged": True}, refused(SKIP, Reason.MERGED)),
        ({"channel": "webchat"}, refused(SKIP, Reason.NOT_BY_TELEPHONE)),
        ({"channel": ""}, refused(SKIP, Reason.NOT_BY_TELEPHONE)),
    ],
)
def test_what_is_not_asked_about(change: dict[str, Any], decision: Decision) -> None:
    assert decide(facts(**change), policy(), now=NOON) == decision


@pytest.mark.parametrize(
    ("happened_at", "now", "outcome"),
    [
        # 28 September and 20 October, both included, by London's calendar (an hour ahead of UTC).
        (datetime(2020, 9, 27, 22, 59, tzinfo=UTC), datetime(2020, 9, 28, 9, tzinfo=UTC), "SKIP"),
        (datetime(2020, 9, 27, 23, 0, tzinfo=UTC), datetime(2020, 9, 28, 9, tzinfo=UTC), "SEND"),
        (
            datetime(2020, 10, 20, 18, 0, tzinfo=UTC),
            datetime(2020, 10, 20, 18, 59, tzinfo=UTC),
            "SEND",
        ),
        (datetime(2020, 10, 20, 18, 0, tzinfo=UTC), datetime(2020, 10, 21, 9, tzinfo=UTC), "SKIP"),
    ],
)
def test_touchpoint_and_sending_both_lie_within_the_programme(
    happened_at: datetime, now: datetime, outcome: str
) -> None:
    assert decide(facts(happened_at=happened_at), policy(), now=now).outcome == outcome


def test_a_programme_may_open_again_and_have_no_end() -> None:
    later = NOON + 100 * DAY
    pilot = policy().periods
    again = policy(periods=(*pilot, (date(2021, 1, 1), None)))
    asked = facts(happened_at=later - HOUR)
    assert decide(asked, again, now=later) == SEND
    assert decide(asked, policy(), now=later) == refused(SKIP, Reason.NOT_OPEN)
    assert decide(facts(), policy(periods=()), now=NOON) == refused(SKIP, Reason.NOT_OPEN)


def test_a_survey_of_some_offences_asks_of_no_other() -> None:
    burglary = policy(offences=frozenset({"well"}))
    assert decide(facts(codes={"fine", "well"}), burglary, now=NOON) == SEND
    assert decide(facts(), burglary, now=NOON) == refused(SKIP, Reason.OTHER_OFFENCE)


LOOKED_AT = facts(risks={"partner"}, codes={"fine", "new"})


def review(*passes: Reason) -> Review:
    return Review(passes=frozenset(passes), refuses=False)


def test_what_is_held_goes_once_somebody_let_every_reason_pass() -> None:
    assert decide(LOOKED_AT, policy(), now=NOON) == held(Reason.RISK_WORDS, Reason.UNMAPPED)
    some = replace(LOOKED_AT, review=review(Reason.RISK_WORDS))
    assert decide(some, policy(), now=NOON) == held(Reason.UNMAPPED)
    all_ = replace(LOOKED_AT, review=review(Reason.RISK_WORDS, Reason.UNMAPPED))
    assert decide(all_, policy(), now=NOON) == SEND


def test_nobody_lets_pass_what_is_not_told_or_what_blocks() -> None:
    everything = review(*Reason)
    assert decide(facts(codes=set(), review=everything), policy(), now=NOON) == held(Reason.NO_CODE)
    blocked = decide(facts(codes={"never"}, review=everything), policy(), now=NOON)
    assert blocked == refused(Outcome.BLOCK, Reason.SENSITIVE)
    assert Reason.NO_CODE not in REMEDY


def test_a_refusal_ends_it_even_where_nothing_is_held_any_more() -> None:
    no = Review(passes=frozenset(), refuses=True)
    assert decide(facts(review=no), policy(), now=NOON) == refused(SKIP, Reason.REFUSED)


def test_what_nobody_looks_at_in_time_is_not_sent() -> None:
    since = NOON - 5 * HOUR
    asked = replace(LOOKED_AT, held_since=since, happened_at=since)
    assert decide(asked, policy(), now=NOON) == held(
        Reason.RISK_WORDS, Reason.UNMAPPED, until=NOON + HOUR
    )
    late = decide(asked, policy(), now=NOON + HOUR)
    assert late == refused(SKIP, Reason.NOT_REVIEWED)


def test_who_lets_one_reason_of_a_rule_pass_has_not_let_the_others_pass() -> None:
    """Two reasons of SC-02, and two of SC-17: nothing hides behind what was looked at."""
    words = review(Reason.RISK_WORDS)
    asked = facts(risks={"partner"}, markers={"SC-02"}, review=words)
    assert decide(asked, policy(), now=NOON) == held(Reason.REVIEW)
    categories = {
        **CATEGORIES,
        "PW-11": Category(sensitivity=Sensitivity.REVIEW, conditional=True),
    }
    asked = facts(codes={"PW-11"}, happened_at=NOON - 3 * HOUR)
    both = decide(asked, policy(categories=categories), now=NOON)
    assert both.reasons == (Reason.CONDITIONAL, Reason.AGE_UNKNOWN)
    passed = replace(asked, review=review(Reason.CONDITIONAL))
    found = decide(passed, policy(categories=categories), now=NOON)
    assert found.reasons == (Reason.AGE_UNKNOWN,)


@pytest.mark.parametrize(
    ("ago", "decision"),
    [
        (timedelta(minutes=21), refused(Outcome.SKIP, Reason.RESTORED)),
        (timedelta(minutes=20), SEND),
        (timedelta(minutes=15), SEND),
    ],
)
def test_who_was_due_before_a_backup_was_restored_is_not_asked(
    ago: timedelta, decision: Decision
) -> None:
    """Ten minutes ago it was restored, and the programme asks ten minutes after a call."""
    known = facts(happened_at=NOON - ago, restored_at=NOON - timedelta(minutes=10))
    assert decide(known, policy(), now=NOON) == decision
    assert decide(replace(known, restored_at=None), policy(), now=NOON) == SEND
