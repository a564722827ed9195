"""Asks every rule and lets the strictest outcome win, with every reason that led to it.

One function a rule of `eligibility/rules/safe_contact_rules.csv`, in the order of that file. What
is not known counts against sending.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from heard.core.reasons import Reason
from heard.core.screening import caps, programme, stops, waits
from heard.core.screening.known import Decision, Facts, Finding, Outcome, Policy, Rule

RULES: Mapping[str, Rule] = {
    "SC-01": stops.sc_01,
    "SC-32": stops.sc_32,
    "SC-04": stops.sc_04,
    "SC-05": stops.sc_05,
    "SC-06": stops.sc_06,
    "SC-07": stops.sc_07,
    "SC-08": stops.sc_08,
    "SC-09": stops.sc_09,
    "SC-11": stops.sc_11,
    "SC-12": stops.sc_12,
    "SC-13": stops.sc_13,
    "RV-01": programme.rv_01,
    "PR-01": programme.pr_01,
    "PR-02": programme.pr_02,
    "PR-03": programme.pr_03,
    "PR-04": programme.pr_04,
    "PR-05": programme.pr_05,
    "PR-07": programme.pr_07,
    "SC-10": stops.sc_10,
    "SC-27": stops.sc_27,
    "SC-18": caps.sc_18,
    "SC-19": caps.sc_19,
    "SC-20": caps.sc_20,
    "SC-21": caps.sc_21,
    "SC-22": caps.sc_22,
    "SC-02": stops.sc_02,
    "SC-03": stops.sc_03,
    "PR-06": programme.pr_06,
    "SC-17": waits.sc_17,
    "SC-14": waits.sc_14,
    "SC-15": waits.sc_15,
    "SC-16": waits.sc_16,
}

# What can never be mended stands before what can, and both before what only takes time.
STRICTNESS = (Outcome.BLOCK, Outcome.SKIP, Outcome.HOLD, Outcome.WAIT)
# What is wrong with one way to a person, and says nothing against another.
UNREACHED = frozenset(
    {Reason.WITHHELD, Reason.NO_MOBILE, Reason.NO_EMAIL, Reason.BAD_ADDRESS, Reason.PHONE_GONE}
)
# What a person may let pass who has looked at the facts. A code that is missing has to be told.
REMEDY = frozenset(
    {Reason.RISK_WORDS, Reason.UNMAPPED, Reason.CONDITIONAL, Reason.REVIEW, Reason.AGE_UNKNOWN}
)


def decide(facts: Facts, policy: Policy, *, now: datetime) -> Decision:
    """Ask every rule and give the strictest outcome with all its reasons.

    A WAIT lasts until the latest of its reasons is over; then the gate is asked again. A HOLD
    that nobody decided on in time is a SKIP: the default is not to send.
    """
    found = [f for rule in RULES.values() for f in findings(rule, facts, policy, now)]
    left = [f for f in found if not _let_pass(f, facts)]
    probability = policy.sample * _stage_share(facts, policy)
    for outcome in STRICTNESS:
        if chosen := [f for f in left if f.outcome is outcome]:
            if outcome is Outcome.HOLD:
                return _hold(chosen, facts, policy, now=now, probability=probability)
            return Decision(
                outcome=outcome,
                reasons=_reasons(chosen),
                until=max((f.until for f in chosen if f.until is not None), default=None),
                probability=probability,
            )
    return Decision(outcome=Outcome.SEND, probability=probability)


def findings(rule: Rule, facts: Facts, policy: Policy, now: datetime) -> Sequence[Finding]:
    """Give all that one rule has against sending."""
    found = rule(facts, policy, now)
    if found is None:
        return ()
    return (found,) if isinstance(found, Finding) else found


def _hold(
    found: Iterable[Finding], facts: Facts, policy: Policy, *, now: datetime, probability: float
) -> Decision:
    since = facts.held_since or now
    until = min(since + policy.hold_for, facts.happened_at + policy.fresh_for)
    if now >= until:
        return Decision(
            outcome=Outcome.SKIP, reasons=(Reason.NOT_REVIEWED,), probability=probability
        )
    return Decision(
        outcome=Outcome.HOLD, reasons=_reasons(found), until=until, probability=probability
    )


def _stage_share(facts: Facts, policy: Policy) -> float:
    """Give the share of alike touchpoints on which the lot of their stage falls.

    A contact that names no log has no other stage: no lot is drawn for it.
    """
    alone = facts.stage == "contact" and not facts.parents
    return 1.0 if alone else policy.stage_share


def _let_pass(finding: Finding, facts: Facts) -> bool:
    return (
        finding.outcome is Outcome.HOLD
        and finding.reason in REMEDY
        and facts.review is not None
        and finding.reason in facts.review.passes
    )


def _reasons(found: Iterable[Finding]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(f.reason for f in found))
