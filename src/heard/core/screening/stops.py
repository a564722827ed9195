"""The hard stops of safe contact: what no time mends."""

from datetime import datetime

from heard.core.addresses import PhoneKind
from heard.core.reasons import Reason
from heard.core.screening.conditions import SLIGHT_INJURY
from heard.core.screening.known import (
    Facts,
    Finding,
    Found,
    Outcome,
    Policy,
    Relationship,
    Sensitivity,
    blocks,
    holds,
    sensitivities,
    skips,
)

TEXT = "sms"
EMAIL = "email"


def sc_01(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A kind of incident, a marker, or those involved: a message could endanger or distress."""
    if Sensitivity.BLOCK in sensitivities(facts, policy) or facts.circumstances.vulnerable:
        return blocks(Reason.SENSITIVE)
    if facts.circumstances.relationship in {Relationship.FAMILY, Relationship.PARTNER}:
        return blocks(Reason.RELATED)
    return _marked("SC-01", facts, policy)


def sc_02(facts: Facts, policy: Policy, now: datetime) -> Found:
    """Words of risk in the log, or what else calls for a person: codes are often wrong.

    That somebody was hurt is no news where the code says so.
    """
    told = facts.circumstances
    hurt = told.casualties and SLIGHT_INJURY not in facts.codes
    found = (
        holds(Reason.RISK_WORDS) if facts.risks else None,
        holds(Reason.REVIEW) if told.repeat or hurt else None,
        _marked("SC-02", facts, policy),
    )
    return [finding for finding in found if finding is not None]


def sc_03(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A code or a marker that is unknown or missing must not open a hole."""
    qualifiers = {code for code, category in policy.categories.items() if category.qualifier}
    if facts.codes <= qualifiers or not facts.codes_complete:
        return holds(Reason.NO_CODE)
    if facts.codes - policy.categories.keys() or facts.markers - policy.markers.keys():
        return holds(Reason.UNMAPPED)
    return None


def sc_04(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A telephone, a person or an address that was part of an incident that blocks."""
    return blocks(Reason.HOUSEHOLD) if facts.endangered else None


def sc_05(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Somebody recorded that it is not safe to write or call."""
    return _marked("SC-05", facts, policy)


def sc_06(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A child, or somebody of unknown age in an incident with a child."""
    young = facts.age is not None and facts.age < policy.minimum_age
    maybe = facts.age is None and bool(facts.codes & policy.child_codes)
    if young or maybe:
        return blocks(Reason.UNDER_AGE)
    return _marked("SC-06", facts, policy) if facts.age is None else None


def sc_07(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A suspect, somebody detained or wanted, an offender under management."""
    if facts.role in policy.suspect_roles:
        return blocks(Reason.SUSPECT)
    return _marked("SC-07", facts, policy)


def sc_08(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Somebody who is dead."""
    return _marked("SC-08", facts, policy)


def sc_09(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Somebody who called in the course of their work, by the line or by their part in it."""
    if facts.channel in policy.professional_channels or facts.role in policy.professional_roles:
        return blocks(Reason.PROFESSIONAL)
    return _marked("SC-09", facts, policy)


def sc_10(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """An address that was withheld, is missing, or cannot be reached at the national price."""
    if policy.channel == EMAIL:
        return None if facts.has_email else skips(Reason.NO_EMAIL)
    if policy.channel != TEXT:
        return None
    if facts.phone is PhoneKind.WITHHELD:
        return skips(Reason.WITHHELD)
    return None if facts.phone is PhoneKind.UK_MOBILE else skips(Reason.NO_MOBILE)


def sc_11(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A telephone that was stolen or lost: whoever has it now would get the text."""
    if policy.channel != TEXT:
        return None
    if facts.circumstances.phone_stolen:
        return blocks(Reason.PHONE_GONE)
    return _marked("SC-11", facts, policy)


def sc_12(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Somebody who objected."""
    return blocks(Reason.OPTED_OUT) if facts.opted_out else None


def sc_13(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """An open complaint, claim or inquiry about the contact."""
    return _marked("SC-13", facts, policy)


def sc_27(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """An address that turned out not to exist is not tried again for a year."""
    bad = facts.bad_until is not None and now < facts.bad_until
    return skips(Reason.BAD_ADDRESS) if bad else None


def sc_32(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A kind of incident about which only a trained caller may ask."""
    if Sensitivity.SPECIALIST in sensitivities(facts, policy):
        return blocks(Reason.SPECIALIST)
    return _marked("SC-32", facts, policy)


def _marked(rule: str, facts: Facts, policy: Policy) -> Finding | None:
    """Give what the markers that belong to a rule say, a block first."""
    known = [policy.markers[m] for m in facts.markers if m in policy.markers]
    found = [m for m in known if m.rule == rule]
    found.sort(key=lambda m: (m.outcome is not Outcome.BLOCK, m.reason))
    return Finding(outcome=found[0].outcome, reason=found[0].reason) if found else None
