"""Outcome rates of a survey, by the names and formulas of AAPOR, from its final dispositions.

Source: The American Association for Public Opinion Research, *Standard Definitions: Final
Dispositions of Case Codes and Outcome Rates for Surveys* (9th edition, 2016).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import wilson


class Disposition(StrEnum):
    """What finally became of one who could have been asked."""

    COMPLETE = "complete"  # I
    PARTIAL = "partial"  # P
    BREAK_OFF = "break_off"  # R, with refusals
    NON_CONTACT = "non_contact"  # NC
    OTHER = "other"  # O
    UNKNOWN = "unknown"  # UH and UO: nobody knows whether there was anybody to ask
    INELIGIBLE = "ineligible"  # found out by asking: there is no such address
    SCREENED_OUT = "screened_out"  # found out before: blocked, objected, not of the survey's kind
    NEVER_SENT = "never_sent"  # no case: nothing left for them


class Rate(StrEnum):
    """A rate by its name in the standard; the last is no rate of AAPOR's."""

    RR1 = "RR1"
    RR2 = "RR2"
    RR3 = "RR3"
    RR4 = "RR4"
    RR5 = "RR5"
    RR6 = "RR6"
    COOP1 = "COOP1"
    REF1 = "REF1"
    CON1 = "CON1"
    PER_MESSAGE = "replies per message sent"


WORDS: Mapping[Rate, str] = {
    Rate.RR1: "Response rate 1: complete, of all that may have been eligible",
    Rate.RR2: "Response rate 2: complete or partial, of all that may have been eligible",
    Rate.RR3: "Response rate 3: complete, with the unknown counted by the share thought eligible",
    Rate.RR4: "Response rate 4: complete or partial, with the unknown counted by that share",
    Rate.RR5: "Response rate 5: complete, without the unknown",
    Rate.RR6: "Response rate 6: complete or partial, without the unknown",
    Rate.COOP1: "Cooperation rate 1: complete, of all that were reached",
    Rate.REF1: "Refusal rate 1: broken off, of all that may have been eligible",
    Rate.CON1: "Contact rate 1: reached, of all that may have been eligible",
    Rate.PER_MESSAGE: "Replies per message sent: complete or partial, of all messages that left",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispositions:
    """How many cases came to each final disposition. ValueError for less than none."""

    complete: int = 0
    partial: int = 0
    break_off: int = 0
    non_contact: int = 0
    other: int = 0
    unknown: int = 0
    ineligible: int = 0
    screened_out: int = 0
    never_sent: int = 0

    def __post_init__(self) -> None:
        if min(getattr(self, disposition.value) for disposition in Disposition) < 0:
            raise ValueError("a disposition is counted from 0")

    @property
    def replied(self) -> int:
        return self.complete + self.partial

    @property
    def reached(self) -> int:
        return self.replied + self.break_off + self.other

    @property
    def eligible(self) -> int:
        """Those of whom it is known that they were there to be asked."""
        return self.reached + self.non_contact

    @property
    def maybe_eligible(self) -> int:
        return self.eligible + self.unknown

    @property
    def sent(self) -> int:
        """Messages that left, whoever they reached."""
        return self.maybe_eligible + self.ineligible


def eligible_share(cases: Dispositions) -> float:
    """Estimate e, the share of the unknown who were eligible, as the share among the known.

    The proportional method, called CASRO's. Only what sending found out counts as ineligible:
    who was screened out before is no measure of those who were not. 1 where nothing is known.
    """
    known = cases.eligible + cases.ineligible
    return cases.eligible / known if known else 1.0


def outcome_rates(
    cases: Dispositions, *, minimum_base: int, e: float | None = None
) -> dict[Rate, Estimate]:
    """Give every rate with Wilson's interval at 95 %, hidden on fewer cases than the base.

    `e` is the share of the unknown thought eligible; without it `eligible_share`. `n` counts the
    cases of the denominator, `n_effective` what they are worth with e. ValueError for an e
    outside 0 to 1, or a base below one.
    """
    e = eligible_share(cases) if e is None else e
    if not 0 <= e <= 1 or minimum_base < 1:
        raise ValueError("e lies from 0 to 1, and a minimum base is at least one case")
    most, known, weighed = cases.maybe_eligible, cases.eligible, cases.eligible + e * cases.unknown
    parts: Mapping[Rate, tuple[int, int, float]] = {
        Rate.RR1: (cases.complete, most, most),
        Rate.RR2: (cases.replied, most, most),
        Rate.RR3: (cases.complete, most, weighed),
        Rate.RR4: (cases.replied, most, weighed),
        Rate.RR5: (cases.complete, known, known),
        Rate.RR6: (cases.replied, known, known),
        Rate.COOP1: (cases.complete, cases.reached, cases.reached),
        Rate.REF1: (cases.break_off, most, most),
        Rate.CON1: (cases.reached, most, most),
        Rate.PER_MESSAGE: (cases.replied, cases.sent, cases.sent),
    }
    return {
        rate: _rate(counted, n, base, minimum_base=minimum_base)
        for rate, (counted, n, base) in parts.items()
    }


def _rate(counted: int, n: int, base: float, *, minimum_base: int) -> Estimate:
    method = "Wilson 95%"
    if n < minimum_base or not base:  # with an e of 0, cases that are all unknown are worth none
        hidden = f"fewer than {minimum_base} cases" if n else "no cases"
        return Estimate(
            value=None,
            low=None,
            high=None,
            n=n,
            n_effective=float(base),
            method=method,
            hidden=hidden,
        )
    low, high = wilson(counted, base)
    return Estimate(
        value=counted / base, low=low, high=high, n=n, n_effective=float(base), method=method
    )
