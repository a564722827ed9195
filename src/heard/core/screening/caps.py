"""Limits on how often people are asked, and what lots decide."""

from datetime import datetime

from heard.core.reasons import Reason
from heard.core.screening.known import Facts, Finding, Policy, skips


def sc_18(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Somebody who was asked not long ago, by whatever programme."""
    asked = facts.asked_until is not None and facts.asked_until > now
    return skips(Reason.ASKED_RECENTLY) if asked else None


def sc_19(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """The other stage of the incident was drawn: one stage of it is asked about."""
    return skips(Reason.OTHER_STAGE) if facts.stage_draw >= policy.stage_share else None


def sc_20(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A reminder more than the programme allows, which is none unless it says so, and never two."""
    return skips(Reason.REMINDED) if facts.reminders > policy.reminders else None


def sc_21(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A shop, a hospital or a home from which several were asked this month."""
    most = policy.premises_most
    full = most is not None and facts.premises_asks >= most
    return skips(Reason.PREMISES) if full else None


def sc_22(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Not in the sample, or beyond what the programme may ask in a day."""
    if facts.draw >= policy.sample:
        return skips(Reason.NOT_DRAWN)
    full = policy.daily_most is not None and facts.asked_today >= policy.daily_most
    return skips(Reason.OVER_QUOTA) if full else None
