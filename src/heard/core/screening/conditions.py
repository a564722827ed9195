"""One function for each category that may be asked about under a condition only.

The conditions in words stand in `eligibility/rules/nsir_categories.csv`. What nobody recorded does
not meet a condition: the touchpoint is held for a person to look at.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from heard.core.reasons import Reason
from heard.core.screening.known import (
    Facts,
    Finding,
    Policy,
    Relationship,
    blocks,
    holds,
    skips,
    waits,
)

CALLERS = frozenset({"caller", "keyholder"})
SLIGHT_INJURY = "TR-03"
_TO_BE_SURE = timedelta(hours=72)
_SUSPICIOUS_AFTER = timedelta(hours=2)
_IN_PROGRESS_AFTER = timedelta(hours=24)


def held(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A person decides, whatever is known."""
    return holds(Reason.CONDITIONAL)


def slight_injury(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """After 72 hours, and only if it was closed as a slight injury."""
    ready = facts.happened_at + _TO_BE_SURE
    if now < ready:
        return waits(Reason.TOO_SOON, ready)
    return None if SLIGHT_INJURY in facts.closing_codes else holds(Reason.CONDITIONAL)


def closed(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Only once it is closed: until then it may hide a death."""
    return None if facts.closed and facts.closing_codes else holds(Reason.CONDITIONAL)


def personal_nuisance(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Only if it is neither a repeat nor hate, and nobody in it is vulnerable."""
    told = facts.circumstances
    fine = told.repeat is False and told.vulnerable is False
    return None if fine else holds(Reason.CONDITIONAL)


def alarm(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Only the keyholder or the caller: a monitoring centre is no citizen."""
    return None if facts.role in CALLERS else holds(Reason.CONDITIONAL)


def strangers(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Only where the parties are known to be nothing to each other; of family says SC-01."""
    apart = facts.circumstances.relationship is Relationship.NONE
    return None if apart else holds(Reason.CONDITIONAL)


def no_casualties(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Only once it is confirmed that nobody was hurt."""
    hurt = facts.circumstances.casualties
    if hurt:
        return blocks(Reason.CASUALTIES)
    return holds(Reason.CONDITIONAL) if hurt is None else None


def suspicious(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """After two hours, once it was closed: a blocked closing code is the matter of rule SC-01."""
    ready = facts.happened_at + _SUSPICIOUS_AFTER
    if now < ready:
        return waits(Reason.TOO_SOON, ready)
    return None if facts.closed and facts.closing_codes else holds(Reason.CONDITIONAL)


def caller_only(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Only whoever called about it, never whom it is about."""
    return None if facts.role == "caller" else holds(Reason.CONDITIONAL)


def contact_only(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Only about the contact itself: nothing else came of it."""
    return None if facts.stage == "contact" else skips(Reason.OTHER_SURVEY)


def as_its_parent(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """As sensitive as the log that it asks about, whose codes count like its own."""
    return None if facts.parents else holds(Reason.CONDITIONAL)


def victim_survey(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """By the victim survey only, weeks later."""
    return None if policy.victim_route else skips(Reason.OTHER_SURVEY)


def not_in_progress(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Not within 24 hours of a report of one in progress; what is not known to be over may be."""
    ready = facts.happened_at + _IN_PROGRESS_AFTER
    if facts.circumstances.in_progress is False or now >= ready:
        return None
    return waits(Reason.TOO_SOON, ready)


def phone_not_stolen(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """By text only if the telephone was not what was stolen."""
    if policy.channel != "sms" or facts.circumstances.phone_stolen is False:
        return None
    return holds(Reason.CONDITIONAL)


def not_by_text(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """By e-mail or post with a number to call back: a victim of fraud distrusts a link."""
    fits = policy.channel in {"email", "post"} and policy.call_back
    return None if fits else skips(Reason.OTHER_SURVEY)


Condition = Callable[[Facts, Policy, datetime], Finding | None]

CONDITIONS: Mapping[str, Condition] = {
    "TR-03": slight_injury,
    "TR-07": closed,
    "AS-01": personal_nuisance,
    "PW-03": alarm,
    "PW-07": strangers,
    "PW-11": held,
    "PW-12": no_casualties,
    "PW-16": held,
    "PW-20": held,
    "PW-21": held,
    "PW-25": suspicious,
    "PW-32": held,
    "PW-33": caller_only,
    "AD-01": contact_only,
    "AD-02": as_its_parent,
    "AD-14": as_its_parent,
    "CR-03": victim_survey,
    "CR-14": victim_survey,
    "CR-15": victim_survey,
    "CR-16": not_in_progress,
    "CR-18": phone_not_stolen,
    "CR-21": phone_not_stolen,
    "CR-22": strangers,
    "CR-25": not_by_text,
    "CR-26": held,
    "QU-17": held,
    "QU-23": held,
    "QU-25": held,
    "QU-30": held,
}
