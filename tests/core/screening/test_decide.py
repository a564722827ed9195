"""All rules together, and both nights of the clock change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.core.addresses import PhoneKind
from heard.core.reasons import Reason
from heard.core.screening import Facts, Outcome, Review, decide
from tests.core.screening.known import (
    FACTS,
    HOUR,
    MARKERS,
    NOON,
    POLICY,
    SEND,
    facts,
    policy,
    refused,
    waiting,
)


def test_the_strictest_outcome_wins_and_keeps_all_its_reasons() -> None:
    grave = facts(codes={"never", "trained", "new"}, age=9, opted_out=True, merged=True)
    assert decide(grave, POLICY, now=NOON) == refused(
        Outcome.BLOCK, Reason.SENSITIVE, Reason.SPECIALIST, Reason.UNDER_AGE, Reason.OPTED_OUT
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
    always = policy(periods=((date(2020, 1, 1), None),))
    asked = facts(happened_at=night - timedelta(minutes=10))
    assert decide(asked, always, now=night) == waiting(opening, Reason.QUIET_HOURS)
    assert decide(asked, always, now=opening) == SEND


def harmless(known: Facts) -> bool:
    """Say once more, in other words than the rules', who may be texted at noon."""
    nothing_against = (
        not known.markers
        and not known.risks
        and not (known.endangered or known.opted_out or known.merged or known.live)
        and known.circumstances.phone_stolen is not True
        and known.role in {"", "caller"}
        and known.channel in {"999", "101"}
        and (known.bad_until is None or known.bad_until <= NOON)
        and (known.asked_until is None or known.asked_until <= NOON)
        and not (known.review and known.review.refuses)
    )
    return (
        nothing_against
        and known.codes_complete
        and known.codes == {"fine"}
        and known.phone == "uk_mobile"
        and (known.age is None or known.age >= 16)
        and timedelta(minutes=10) <= NOON - known.happened_at < timedelta(days=1)
    )


SIMPLE = ["fine", "never", "trained", "child", "PW-11", "new"]
FACTS_OF_ANY_KIND = st.builds(
    replace,
    st.just(FACTS),
    happened_at=st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=26)).map(
        lambda ago: NOON - ago
    ),
    codes=st.frozensets(st.sampled_from(SIMPLE), max_size=2),
    codes_complete=st.booleans(),
    live=st.booleans(),
    merged=st.booleans(),
    markers=st.frozensets(st.sampled_from([*MARKERS, "new"]), max_size=1).filter(
        lambda found: found != {"SC-06"}
    ),
    risks=st.sampled_from([frozenset(), frozenset({"partner"})]),
    endangered=st.booleans(),
    channel=st.sampled_from(["101", "alarm", "webchat", ""]),
    role=st.sampled_from(["", "caller", "suspect", "alarm_centre"]),
    phone=st.sampled_from(PhoneKind),
    bad_until=st.none() | st.just(NOON) | st.just(NOON + HOUR),
    age=st.none() | st.sampled_from([0, 15, 16, 90]),
    opted_out=st.booleans(),
    asked_until=st.none() | st.just(NOON - HOUR) | st.just(NOON + HOUR),
    review=st.none() | st.just(Review(passes=frozenset(), refuses=True)),
)


@given(known=FACTS_OF_ANY_KIND)
@settings(max_examples=1_000)
def test_only_the_harmless_are_sent_and_every_other_is_told_why(known: Facts) -> None:
    decision = decide(known, POLICY, now=NOON)
    assert (decision.outcome is Outcome.SEND) == harmless(known)
    assert (decision.reasons == ()) == (decision.outcome is Outcome.SEND)
    assert (decision.until is not None) == (decision.outcome in {Outcome.WAIT, Outcome.HOLD})
    assert decision.until is None or decision.until > NOON


FLAGS: dict[str, tuple[Any, ...]] = {
    "codes_complete": (True, False),
    "opted_out": (False, True),
    "live": (False, True),
    "merged": (False, True),
    "endangered": (False, True),
    "risks": (frozenset(), frozenset({"domestic"})),
    "markers": (frozenset(), frozenset({"SC-01"}), frozenset({"new"})),
    "asked_until": (None, NOON + HOUR),
    "codes": (frozenset({"fine"}), frozenset({"fine", "new"}), frozenset({"never"}), frozenset()),
    "phone": (PhoneKind.UK_MOBILE, PhoneKind.BAD),
    "age": (None, 15, 16),
    "role": ("", "suspect"),
}


def test_of_all_flags_together_only_the_harmless_choice_is_sent() -> None:
    """The whole decision table: every flag with every other, present, absent and garbage."""
    sent = [
        chosen
        for chosen in product(*FLAGS.values())
        if decide(replace(FACTS, **dict(zip(FLAGS, chosen, strict=True))), POLICY, now=NOON) == SEND
    ]
    harmless_ = [values[0] for values in FLAGS.values()]
    assert sent == [
        tuple(harmless_),
        tuple(16 if v is None and k == "age" else v for k, v in zip(FLAGS, harmless_, strict=True)),
    ]


@given(
    known=FACTS_OF_ANY_KIND,
    happened_at=st.timedeltas(timedelta(0), timedelta(days=366)).map(
        lambda since: datetime(2020, 1, 1, tzinfo=UTC) + since
    ),
    passed=st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=26)),
)
@settings(max_examples=200)
def test_whoever_waits_comes_to_an_end_by_being_asked_again(
    known: Facts, happened_at: datetime, passed: timedelta
) -> None:
    """At any hour of the year; the wait is never for ever, and each one ends later."""
    known, now = replace(known, happened_at=happened_at), happened_at + passed
    always = policy(periods=((date(2019, 1, 1), None),))
    for _ in range(5):
        decision = decide(known, always, now=now)
        if decision.until is None:
            break
        assert decision.until > now
        known = replace(known, held_since=known.held_since or now)
        now = decision.until
    assert decision.outcome not in {Outcome.WAIT, Outcome.HOLD}


def test_what_is_held_keeps_the_probability_with_which_it_was_drawn() -> None:
    half = policy(sample=0.5)
    asked = facts(risks={"partner"}, draw=0.1)
    held = decide(asked, half, now=NOON)
    assert (held.outcome, held.probability) == (Outcome.HOLD, 0.5)
    since = replace(asked, held_since=NOON)
    late = decide(since, half, now=NOON + 7 * HOUR)
    assert (late.reasons, late.probability) == ((Reason.NOT_REVIEWED,), 0.5)
