"""Decides whether a person may be asked about a touchpoint, and says why not.

One function a rule of `eligibility/rules/safe_contact_rules.csv`, in the order of that file. All
rules are asked; the strictest outcome wins and keeps every reason that led to it. What is not
known counts against sending.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from heard.core.addresses import PhoneKind
from heard.core.reasons import Reason
from heard.core.timing import Window, next_open, within_dates


class Outcome(StrEnum):
    """The five ends of a screening."""

    SEND = "SEND"
    HOLD = "HOLD"
    WAIT = "WAIT"
    SKIP = "SKIP"
    BLOCK = "BLOCK"


class Sensitivity(StrEnum):
    """How a category of incident bears a text message (`nsir_categories.csv`)."""

    ALLOW = "ALLOW"
    REVIEW = "REVIEW"
    SPECIALIST = "SPECIALIST"
    BLOCK = "BLOCK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A kind of incident. `automatic` is false where a text needs a condition or is forbidden."""

    sensitivity: Sensitivity
    automatic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one touchpoint and the person behind it.

    `codes` holds every opening and closing code, qualifier and wrap-up code of the contact, its
    incidents and the logs linked to them; `codes_complete` is false while one of those incidents
    has not told its own. `asked_until` is when the cap frees the person, None if it does now.
    """

    happened_at: datetime
    codes: frozenset[str]
    codes_complete: bool
    channel: str
    phone: PhoneKind
    age: int | None
    opted_out: bool
    asked_until: datetime | None
    incident_open: bool
    merged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The categories of the force and the numbers of one programme."""

    categories: Mapping[str, Category]
    child_codes: frozenset[str]
    professional_channels: frozenset[str]
    channels: frozenset[str]
    opens_on: date
    closes_on: date | None
    delay: timedelta
    fresh_for: timedelta
    minimum_age: int
    window: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule has against sending. `until` belongs to WAIT."""

    outcome: Outcome
    reason: Reason
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One outcome, the reasons for it (the first one decided) and, for WAIT, until when."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Why a letter may not leave now: for good, or `until` then."""

    reason: str
    until: datetime | None = None


def sc_01(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A kind of incident about which a text could endanger or distress somebody."""
    if Sensitivity.BLOCK in _sensitivities(facts, policy):
        return Finding(outcome=Outcome.BLOCK, reason=Reason.SENSITIVE)
    return None


def sc_03(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A code that is unknown or missing must not open a hole."""
    if not facts.codes or not facts.codes_complete:
        return Finding(outcome=Outcome.HOLD, reason=Reason.NO_CODE)
    if facts.codes - policy.categories.keys():
        return Finding(outcome=Outcome.HOLD, reason=Reason.UNMAPPED)
    return None


def sc_06(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A child, or somebody of unknown age in an incident with a child."""
    young = facts.age is not None and facts.age < policy.minimum_age
    maybe = facts.age is None and bool(facts.codes & policy.child_codes)
    if young or maybe:
        return Finding(outcome=Outcome.BLOCK, reason=Reason.UNDER_AGE)
    return None


def sc_09(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Somebody who called in the course of their work, by the line on which they did."""
    if facts.channel in policy.professional_channels:
        return Finding(outcome=Outcome.BLOCK, reason=Reason.PROFESSIONAL)
    return None


def sc_10(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A number that was withheld, or that cannot take a text at the national price."""
    if facts.phone is PhoneKind.WITHHELD:
        return Finding(outcome=Outcome.SKIP, reason=Reason.WITHHELD)
    if facts.phone is not PhoneKind.UK_MOBILE:
        return Finding(outcome=Outcome.SKIP, reason=Reason.NO_MOBILE)
    return None


def sc_12(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Somebody who objected."""
    if facts.opted_out:
        return Finding(outcome=Outcome.BLOCK, reason=Reason.OPTED_OUT)
    return None


def sc_14(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A scene that may still be live. News of its end asks the gate again at once."""
    if facts.incident_open:
        until = facts.happened_at + policy.fresh_for
        return Finding(outcome=Outcome.WAIT, reason=Reason.STILL_OPEN, until=until)
    return None


def sc_15(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Codes and markers arrive late, and the caller may still be in danger."""
    ready = facts.happened_at + policy.delay
    if now < ready:
        return Finding(outcome=Outcome.WAIT, reason=Reason.TOO_SOON, until=ready)
    return None


def sc_16(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """An hour at which nobody wants a text from us."""
    ready = max(now, facts.happened_at + policy.delay)
    opening = next_open(ready, policy.window)
    if opening > ready:
        return Finding(outcome=Outcome.WAIT, reason=Reason.QUIET_HOURS, until=opening)
    return None


def sc_17(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A kind of incident that a person, or a condition, must decide on."""
    if Sensitivity.REVIEW in _sensitivities(facts, policy):
        return Finding(outcome=Outcome.HOLD, reason=Reason.REVIEW)
    known = (policy.categories[c] for c in facts.codes if c in policy.categories)
    if any(c.sensitivity is Sensitivity.ALLOW and not c.automatic for c in known):
        return Finding(outcome=Outcome.HOLD, reason=Reason.CONDITIONAL)
    return None


def sc_18(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Somebody who was asked not long ago."""
    if facts.asked_until is not None and facts.asked_until > now:
        return Finding(outcome=Outcome.SKIP, reason=Reason.ASKED_RECENTLY)
    return None


def sc_32(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A kind of incident about which only a trained caller may ask."""
    if Sensitivity.SPECIALIST in _sensitivities(facts, policy):
        return Finding(outcome=Outcome.BLOCK, reason=Reason.SPECIALIST)
    return None


def pr_01(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A touchpoint that nobody remembers as it was."""
    if now >= facts.happened_at + policy.fresh_for:
        return Finding(outcome=Outcome.SKIP, reason=Reason.STALE)
    return None


def pr_02(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A day on which the programme does not run: of the touchpoint or of the sending."""
    for instant in (facts.happened_at, now):
        if not within_dates(instant, policy.opens_on, policy.closes_on):
            return Finding(outcome=Outcome.SKIP, reason=Reason.NOT_OPEN)
    return None


def pr_03(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A log that was merged into a master: only the master is asked about."""
    if facts.merged:
        return Finding(outcome=Outcome.SKIP, reason=Reason.MERGED)
    return None


def pr_04(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Somebody who reached the force otherwise than the programme asks about; empty asks all."""
    if policy.channels and facts.channel not in policy.channels:
        return Finding(outcome=Outcome.SKIP, reason=Reason.NOT_BY_TELEPHONE)
    return None


Rule = Callable[[Facts, Policy, datetime], Finding | None]

RULES: Mapping[str, Rule] = {
    "SC-01": sc_01,
    "SC-32": sc_32,
    "SC-06": sc_06,
    "SC-09": sc_09,
    "SC-12": sc_12,
    "PR-01": pr_01,
    "PR-02": pr_02,
    "PR-03": pr_03,
    "PR-04": pr_04,
    "SC-10": sc_10,
    "SC-18": sc_18,
    "SC-03": sc_03,
    "SC-17": sc_17,
    "SC-14": sc_14,
    "SC-15": sc_15,
    "SC-16": sc_16,
}

# What can never be mended stands before what can, and both before what only takes time.
STRICTNESS = (Outcome.BLOCK, Outcome.SKIP, Outcome.HOLD, Outcome.WAIT)


def decide(facts: Facts, policy: Policy, *, now: datetime) -> Decision:
    """Ask every rule and give the strictest outcome with all its reasons.

    A WAIT lasts until the latest of its reasons is over; then the gate is asked again.
    """
    found = [f for f in (rule(facts, policy, now) for rule in RULES.values()) if f is not None]
    for outcome in STRICTNESS:
        if chosen := [f for f in found if f.outcome is outcome]:
            return Decision(
                outcome=outcome,
                reasons=tuple(f.reason for f in chosen),
                until=max((f.until for f in chosen if f.until is not None), default=None),
            )
    return Decision(outcome=Outcome.SEND)


def _sensitivities(facts: Facts, policy: Policy) -> set[Sensitivity]:
    return {policy.categories[c].sensitivity for c in facts.codes if c in policy.categories}
