"""Who may be asked: every rule alone, all of them together, and both nights of the clock change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.core.addresses import PhoneKind
from heard.core.reasons import Reason
from heard.core.screening import (
    Category,
    Decision,
    Facts,
    Outcome,
    Policy,
    Sensitivity,
    decide,
)
from heard.core.timing import Window

NOON = datetime(2020, 10, 1, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)

CATEGORIES = {
    "fine": Category(sensitivity=Sensitivity.ALLOW, automatic=True),
    "well": Category(sensitivity=Sensitivity.ALLOW, automatic=True),
    "if": Category(sensitivity=Sensitivity.ALLOW, automatic=False),
    "look": Category(sensitivity=Sensitivity.REVIEW, automatic=True),
    "trained": Category(sensitivity=Sensitivity.SPECIALIST, automatic=False),
    "never": Category(sensitivity=Sensitivity.BLOCK, automatic=False),
    "child": Category(sensitivity=Sensitivity.ALLOW, automatic=True),
}
POLICY = Policy(
    categories=CATEGORIES,
    child_codes=frozenset({"child"}),
    professional_channels=frozenset({"alarm"}),
    channels=frozenset({"999", "101", "alarm"}),
    opens_on=date(2020, 9, 28),
    closes_on=date(2020, 10, 20),
    delay=timedelta(minutes=10),
    fresh_for=timedelta(hours=24),
    minimum_age=16,
    window=Window(),
)
FACTS = Facts(
    happened_at=NOON - HOUR,
    codes=frozenset({"fine"}),
    codes_complete=True,
    channel="101",
    phone=PhoneKind.UK_MOBILE,
    age=None,
    opted_out=False,
    asked_until=None,
    incident_open=False,
    merged=False,
)
SEND = Decision(outcome=Outcome.SEND)


def refused(outcome: Outcome, *reasons: Reason) -> Decision:
    return Decision(outcome=outcome, reasons=reasons)


def waiting(until: datetime, *reasons: Reason) -> Decision:
    return Decision(outcome=Outcome.WAIT, reasons=reasons, until=until)


def test_who_has_nothing_against_them_is_sent() -> None:
    assert decide(FACTS, POLICY, now=NOON) == SEND


@pytest.mark.parametrize(
    ("change", "decision"),
    [
        ({"codes": {"fine", "never"}}, refused(Outcome.BLOCK, Reason.SENSITIVE)),
        ({"codes": {"fine", "trained"}}, refused(Outcome.BLOCK, Reason.SPECIALIST)),
        ({"age": 15}, refused(Outcome.BLOCK, Reason.UNDER_AGE)),
        ({"age": 0}, refused(Outcome.BLOCK, Reason.UNDER_AGE)),
        ({"codes": {"child"}}, refused(Outcome.BLOCK, Reason.UNDER_AGE)),
        ({"channel": "alarm"}, refused(Outcome.BLOCK, Reason.PROFESSIONAL)),
        ({"channel": "webchat"}, refused(Outcome.SKIP, Reason.NOT_BY_TELEPHONE)),
        ({"channel": ""}, refused(Outcome.SKIP, Reason.NOT_BY_TELEPHONE)),
        ({"opted_out": True}, refused(Outcome.BLOCK, Reason.OPTED_OUT)),
        ({"merged": True}, refused(Outcome.SKIP, Reason.MERGED)),
        ({"phone": PhoneKind.WITHHELD}, refused(Outcome.SKIP, Reason.WITHHELD)),
        ({"phone": PhoneKind.BAD}, refused(Outcome.SKIP, Reason.NO_MOBILE)),
        ({"phone": PhoneKind.LANDLINE}, refused(Outcome.SKIP, Reason.NO_MOBILE)),
        ({"phone": PhoneKind.INTERNATIONAL}, refused(Outcome.SKIP, Reason.NO_MOBILE)),
        ({"phone": PhoneKind.PREMIUM}, refused(Outcome.SKIP, Reason.NO_MOBILE)),
        ({"phone": PhoneKind.OTHER}, refused(Outcome.SKIP, Reason.NO_MOBILE)),
        ({"asked_until": NOON + HOUR}, refused(Outcome.SKIP, Reason.ASKED_RECENTLY)),
        ({"codes": set()}, refused(Outcome.HOLD, Reason.NO_CODE)),
        ({"codes_complete": False}, refused(Outcome.HOLD, Reason.NO_CODE)),
        ({"codes": {"fine", "new"}}, refused(Outcome.HOLD, Reason.UNMAPPED)),
        ({"codes": {"fine", "look"}}, refused(Outcome.HOLD, Reason.REVIEW)),
        ({"codes": {"fine", "if"}}, refused(Outcome.HOLD, Reason.CONDITIONAL)),
        ({"incident_open": True}, waiting(NOON + 23 * HOUR, Reason.STILL_OPEN)),
        ({"happened_at": NOON}, waiting(NOON + timedelta(minutes=10), Reason.TOO_SOON)),
        ({"happened_at": NOON - 24 * HOUR}, refused(Outcome.SKIP, Reason.STALE)),
    ],
)
def test_one_fact_alone_stops_a_text(change: dict[str, object], decision: Decision) -> None:
    if "codes" in change:
        change = {**change, "codes": frozenset(change["codes"])}  # type: ignore[call-overload]
    assert decide(replace(FACTS, **change), POLICY, now=NOON) == decision  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"age": 16},
        {"age": 90},
        {"age": 16, "codes": frozenset({"child"})},
        {"asked_until": NOON},
        {"asked_until": NOON - HOUR},
        {"happened_at": NOON - timedelta(minutes=10)},
        {"happened_at": NOON - 24 * HOUR + timedelta(seconds=1)},
    ],
)
def test_the_last_step_before_a_limit_is_still_sent(change: dict[str, object]) -> None:
    assert decide(replace(FACTS, **change), POLICY, now=NOON) == SEND  # type: ignore[arg-type]


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
    assert decide(replace(FACTS, happened_at=happened_at), POLICY, now=now).outcome == outcome


def test_a_programme_without_an_end_runs_on() -> None:
    later = NOON + 400 * 24 * HOUR
    policy = replace(POLICY, closes_on=None)
    assert decide(replace(FACTS, happened_at=later - HOUR), policy, now=later) == SEND


def test_the_strictest_outcome_wins_and_keeps_all_its_reasons() -> None:
    facts = replace(FACTS, codes=frozenset({"never", "trained", "new"}), age=9, opted_out=True)
    assert decide(replace(facts, merged=True), POLICY, now=NOON) == refused(
        Outcome.BLOCK, Reason.SENSITIVE, Reason.SPECIALIST, Reason.UNDER_AGE, Reason.OPTED_OUT
    )


def test_a_wait_lasts_until_the_last_of_its_reasons_is_over() -> None:
    night = datetime(2020, 10, 1, 21, 55, tzinfo=UTC)
    assert decide(replace(FACTS, happened_at=night), POLICY, now=night) == waiting(
        datetime(2020, 10, 2, 8, tzinfo=UTC), Reason.TOO_SOON, Reason.QUIET_HOURS
    )


@pytest.mark.parametrize(
    ("night", "opening"),
    [
        # 2020: clocks go forward on Sunday 29 March and back on Sunday 25 October, at 01:00 UTC.
        (datetime(2020, 3, 28, 23, 30, tzinfo=UTC), datetime(2020, 3, 29, 9, tzinfo=UTC)),
        (datetime(2020, 3, 29, 0, 59, tzinfo=UTC), datetime(2020, 3, 29, 9, tzinfo=UTC)),
        (datetime(2020, 3, 29, 1, 0, tzinfo=UTC), datetime(2020, 3, 29, 9, tzinfo=UTC)),
        (datetime(2020, 10, 24, 23, 30, tzinfo=UTC), datetime(2020, 10, 25, 10, tzinfo=UTC)),
        (datetime(2020, 10, 25, 0, 30, tzinfo=UTC), datetime(2020, 10, 25, 10, tzinfo=UTC)),
        (datetime(2020, 10, 25, 1, 30, tzinfo=UTC), datetime(2020, 10, 25, 10, tzinfo=UTC)),
    ],
)
def test_a_call_in_a_night_of_the_clock_change_waits_for_ten_on_sunday(
    night: datetime, opening: datetime
) -> None:
    policy = replace(POLICY, opens_on=date(2020, 1, 1), closes_on=None)
    facts = replace(FACTS, happened_at=night - timedelta(minutes=10))
    assert decide(facts, policy, now=night) == waiting(opening, Reason.QUIET_HOURS)
    assert decide(facts, policy, now=opening) == SEND


def harmless(facts: Facts, now: datetime) -> bool:
    """Say once more, in other words than the rules', who may be texted at noon."""
    codes = [CATEGORIES.get(code) for code in facts.codes]
    return (
        facts.codes_complete
        and codes != []
        and all(c == CATEGORIES["fine"] for c in codes)
        and facts.phone == "uk_mobile"
        and not (facts.opted_out or facts.merged or facts.incident_open)
        and (facts.age >= 16 if facts.age is not None else "child" not in facts.codes)
        and (facts.asked_until is None or facts.asked_until <= now)
        and timedelta(minutes=10) <= now - facts.happened_at < timedelta(days=1)
    )


FACTS_OF_ANY_KIND = st.builds(
    Facts,
    happened_at=st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=26)).map(
        lambda ago: NOON - ago
    ),
    codes=st.frozensets(st.sampled_from([*CATEGORIES, "new"]), max_size=3),
    codes_complete=st.booleans(),
    phone=st.sampled_from(PhoneKind),
    age=st.none() | st.integers(0, 100),
    opted_out=st.booleans(),
    asked_until=st.none() | st.just(NOON - HOUR) | st.just(NOON + HOUR),
    incident_open=st.booleans(),
    merged=st.booleans(),
)


@given(facts=FACTS_OF_ANY_KIND)
def test_only_the_harmless_are_sent_and_every_other_is_told_why(facts: Facts) -> None:
    decision = decide(facts, POLICY, now=NOON)
    assert (decision.outcome is Outcome.SEND) == harmless(facts, NOON)
    assert (decision.reasons == ()) == (decision.outcome is Outcome.SEND)
    assert (decision.until is not None) == (decision.outcome is Outcome.WAIT)
    assert decision.until is None or decision.until > NOON


def test_of_all_flags_together_one_choice_in_a_thousand_is_sent() -> None:
    flags = product((True, False), repeat=5)
    choices = product(
        flags, [{"fine"}, {"fine", "new"}, {"never"}, set()], ["uk_mobile", "bad"], [None, 15, 16]
    )
    sent = []
    for (told, out, open_, merged, capped), codes, phone, age in choices:
        facts = replace(
            FACTS,
            codes=frozenset(codes),
            codes_complete=told,
            phone=PhoneKind(phone),
            age=age,
            opted_out=out,
            asked_until=NOON + HOUR if capped else None,
            incident_open=open_,
            merged=merged,
        )
        if decide(facts, POLICY, now=NOON) == SEND:
            sent.append((told, out, open_, merged, capped, *codes, phone, age))
    harmless_ = (True, False, False, False, False, "fine", "uk_mobile")
    assert sent == [(*harmless_, None), (*harmless_, 16)]


@given(
    facts=FACTS_OF_ANY_KIND,
    happened_at=st.timedeltas(timedelta(0), timedelta(days=366)).map(
        lambda since: datetime(2020, 1, 1, tzinfo=UTC) + since
    ),
    passed=st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=26)),
)
@settings(max_examples=200)
def test_whoever_waits_comes_to_an_end_by_being_asked_again(
    facts: Facts, happened_at: datetime, passed: timedelta
) -> None:
    """At any hour of the year; the wait is never for ever, and each one ends later."""
    facts, now = replace(facts, happened_at=happened_at), happened_at + passed
    policy = replace(POLICY, opens_on=date(2019, 1, 1), closes_on=None)
    for _ in range(4):
        decision = decide(facts, policy, now=now)
        if decision.until is None:
            break
        assert decision.until > now
        now = decision.until
    assert decision.outcome is not Outcome.WAIT
