"""What a programme does not ask about."""

from datetime import datetime

from heard.core.reasons import Reason
from heard.core.screening.known import Facts, Finding, Policy, holds, skips
from heard.core.timing import within_dates


def pr_01(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A touchpoint that nobody remembers as it was."""
    return skips(Reason.STALE) if now >= facts.happened_at + policy.fresh_for else None


def pr_02(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A day on which the programme does not run: of the touchpoint or of the sending."""
    for instant in (facts.happened_at, now):
        if not any(within_dates(instant, first, last) for first, last in policy.periods):
            return skips(Reason.NOT_OPEN)
    return None


def pr_03(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """A log that was merged into a master: only the master is asked about."""
    return skips(Reason.MERGED) if facts.merged else None


def pr_04(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Somebody who reached the force otherwise than the programme asks about; empty asks all."""
    other = bool(policy.channels) and facts.channel not in policy.channels
    return skips(Reason.NOT_BY_TELEPHONE) if other else None


def pr_05(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """An offence that the programme does not ask about; empty asks about all."""
    other = bool(policy.offences) and not facts.codes & policy.offences
    return skips(Reason.OTHER_OFFENCE) if other else None


def pr_06(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Somebody whose age is not known, where the programme is for people above an age."""
    return holds(Reason.AGE_UNKNOWN) if policy.age_required and facts.age is None else None


def pr_07(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Somebody who may have been asked by what a restored backup has forgotten."""
    since = facts.restored_at
    forgotten = since is not None and facts.happened_at + policy.delay < since
    return skips(Reason.RESTORED) if forgotten else None


def rv_01(facts: Facts, policy: Policy, now: datetime) -> Finding | None:
    """Somebody looked at it and decided that it is better not to ask."""
    refused = facts.review is not None and facts.review.refuses
    return skips(Reason.REFUSED) if refused else None
