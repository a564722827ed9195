"""A policy and the facts of somebody who may be asked: each test changes what it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from heard.core.addresses import PhoneKind
from heard.core.reasons import Reason
from heard.core.screening import (
    Category,
    Circumstances,
    Decision,
    Facts,
    MarkerRule,
    Outcome,
    Policy,
    Sensitivity,
)
from heard.core.screening.conditions import CONDITIONS
from heard.core.timing import Window

NOON = datetime(2020, 10, 1, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

CATEGORIES = {
    "fine": Category(sensitivity=Sensitivity.ALLOW, conditional=False),
    "well": Category(sensitivity=Sensitivity.ALLOW, conditional=False),
    "aside": Category(sensitivity=Sensitivity.ALLOW, conditional=False, qualifier=True),
    "trained": Category(sensitivity=Sensitivity.SPECIALIST, conditional=False),
    "never": Category(sensitivity=Sensitivity.BLOCK, conditional=False),
    "child": Category(sensitivity=Sensitivity.ALLOW, conditional=False),
    "look": Category(sensitivity=Sensitivity.REVIEW, conditional=False),
    **{c: Category(sensitivity=Sensitivity.ALLOW, conditional=True) for c in CONDITIONS},
}
MARKERS = {
    rule: MarkerRule(rule=rule, outcome=Outcome(outcome), reason=reason)
    for rule, outcome, reason in (
        ("SC-01", "BLOCK", Reason.SENSITIVE),
        ("SC-02", "HOLD", Reason.REVIEW),
        ("SC-05", "BLOCK", Reason.UNSAFE),
        ("SC-06", "BLOCK", Reason.UNDER_AGE),
        ("SC-07", "BLOCK", Reason.SUSPECT),
        ("SC-08", "BLOCK", Reason.DECEASED),
        ("SC-09", "BLOCK", Reason.PROFESSIONAL),
        ("SC-11", "BLOCK", Reason.PHONE_GONE),
        ("SC-13", "BLOCK", Reason.COMPLAINT),
        ("SC-32", "BLOCK", Reason.SPECIALIST),
    )
}
NOTHING_KNOWN = Circumstances(
    relationship=None,
    casualties=None,
    in_progress=None,
    phone_stolen=None,
    vulnerable=None,
    repeat=None,
)
POLICY = Policy(
    categories=CATEGORIES,
    markers=MARKERS,
    child_codes=frozenset({"child"}),
    professional_channels=frozenset({"alarm"}),
    professional_roles=frozenset({"alarm_centre"}),
    suspect_roles=frozenset({"suspect"}),
    channels=frozenset({"999", "101", "alarm"}),
    channel="sms",
    victim_route=False,
    call_back=False,
    offences=frozenset(),
    periods=((date(2020, 9, 28), date(2020, 10, 20)),),
    delay=timedelta(minutes=10),
    fresh_for=DAY,
    review_delay=2 * HOUR,
    hold_for=6 * HOUR,
    minimum_age=16,
    age_required=False,
    window=Window(),
    sample=1.0,
    stage_share=1.0,
    daily_most=None,
    premises_most=None,
    reminders=0,
)
FACTS = Facts(
    happened_at=NOON - HOUR,
    stage="contact",
    codes=frozenset({"fine"}),
    closing_codes=frozenset(),
    codes_complete=True,
    parents=0,
    closed=True,
    live=False,
    merged=False,
    circumstances=NOTHING_KNOWN,
    markers=frozenset(),
    risks=frozenset(),
    endangered=False,
    channel="101",
    role="",
    phone=PhoneKind.UK_MOBILE,
    has_email=False,
    bad_until=None,
    age=None,
    opted_out=False,
    asked_until=None,
    reminders=0,
    premises_asks=0,
    asked_today=0,
    draw=0.5,
    stage_draw=0.5,
    restored_at=None,
    held_since=None,
    review=None,
)
SEND = Decision(outcome=Outcome.SEND)
_CIRCUMSTANCES = set(Circumstances.__dataclass_fields__)


def facts(**change: Any) -> Facts:  # noqa: ANN401
    """Change the facts; a circumstance is named like any other, and a set may be given as one."""
    how = {k: change.pop(k) for k in list(change) if k in _CIRCUMSTANCES}
    sets: dict[str, Any] = {k: frozenset(v) if isinstance(v, set) else v for k, v in change.items()}
    return replace(FACTS, **sets, circumstances=replace(NOTHING_KNOWN, **how))


def policy(**change: Any) -> Policy:  # noqa: ANN401
    return replace(POLICY, **change)


def refused(outcome: Outcome, *reasons: Reason) -> Decision:
    return Decision(outcome=outcome, reasons=reasons)


def held(*reasons: Reason, until: datetime = NOON + 6 * HOUR) -> Decision:
    return Decision(outcome=Outcome.HOLD, reasons=reasons, until=until)


def waiting(until: datetime, *reasons: Reason) -> Decision:
    return Decision(outcome=Outcome.WAIT, reasons=reasons, until=until)
