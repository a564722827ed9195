"""What only takes time, and the kinds of incident that a condition or a person decides on."""

from datetime import datetime

from heard.core.reasons import Reason
from heard.core.screening.conditions import CONDITIONS
from heard.core.screening.known import (
    Facts,
    Finding,
    Found,
    Policy,
    Sensitivity,
    holds,
    sensitivities,
    waits,
)
from heard.core.timing import next_open


def sc_14(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A scene that may still be live. News of its end asks the gate again at once."""
    if facts.live:
        return waits(Reason.STILL_OPEN, facts.happened_at + policy.fresh_for)
    return None


def sc_15(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Codes and markers arrive late, and the caller may still be in danger."""
    ready = facts.happened_at + policy.delay
    return waits(Reason.TOO_SOON, ready) if now < ready else None


def sc_16(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """An hour at which nobody wants a message from us."""
    ready = max(now, facts.happened_at + policy.delay)
    opening = next_open(ready, policy.window)
    return waits(Reason.QUIET_HOURS, opening) if opening > ready else None


def sc_17(facts: Facts, policy: Policy, now: datetime) -> Found:
    """A kind of incident that its condition, and for some two hours and a closing code, decide on.

    Where nothing is known of the age, only what is always allowed goes by itself.
    """
    known = {c: policy.categories[c] for c in facts.codes if c in policy.categories}
    found = [
        finding
        for code, category in sorted(known.items())
        if category.conditional and (finding := CONDITIONS[code](facts, policy, now)) is not None
    ]
    if Sensitivity.REVIEW in sensitivities(facts, policy):
        found += _looked_at_later(facts, policy, now)
    return found


def _looked_at_later(facts: Facts, policy: Policy, now: datetime) -> list[Finding]:
    if not facts.closed:
        return [waits(Reason.STILL_OPEN, facts.happened_at + policy.fresh_for)]
    ready = facts.happened_at + policy.review_delay
    late = [waits(Reason.TOO_SOON, ready)] if now < ready else []
    return late + ([holds(Reason.AGE_UNKNOWN)] if facts.age is None else [])
