"""What the specialist route asks of the gate: whom it is for, and what still speaks against it.

Nobody is ever written to by it. That the gate blocks a message is what it starts from; the stops
that are about the person, and not about messages, hold for a trained caller as well.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from heard.core.reasons import Reason
from heard.core.screening import stops
from heard.core.screening.decide import findings
from heard.core.screening.known import Facts, Policy, Rule

DOMESTIC_CODES = frozenset({"PW-10", "CR-07", "QU-01"})
DOMESTIC_MARKERS = frozenset({"domestic_abuse", "marac"})
MESSAGES = frozenset({"no_text", "no_email"})  # nothing is written here, so these say nothing
OF_THE_PERSON: Mapping[str, Rule] = {
    "SC-05": stops.sc_05,
    "SC-06": stops.sc_06,
    "SC-07": stops.sc_07,
    "SC-08": stops.sc_08,
    "SC-09": stops.sc_09,
    "SC-12": stops.sc_12,
    "SC-13": stops.sc_13,
}


def is_domestic(facts: Facts) -> bool:
    """Tell whether a code or a marker says domestic abuse."""
    return bool(facts.codes & DOMESTIC_CODES or facts.markers & DOMESTIC_MARKERS)


def against_calling(facts: Facts, policy: Policy, *, now: datetime) -> tuple[Reason, ...]:
    """Give what keeps even a trained caller from this person, each reason once."""
    told = replace(facts, markers=facts.markers - MESSAGES)
    found = [f for rule in OF_THE_PERSON.values() for f in findings(rule, told, policy, now)]
    return tuple(dict.fromkeys(f.reason for f in found))
