"""Finds what the assistant must not say: a promise, legal advice, or that a crime is recorded.

It finds common ways to say it and no others; a second person reads every answer.
"""

import re
from collections.abc import Sequence

_MUST_NOT = {
    "promises what will come of it": (
        r"\b(?:we|police|officers?|somebody|they)(?: will|'ll) (?:arrest|charge|find|catch|attend|"
        r"investigate|come|visit|solve|recover|prosecute|send (?:an? )?officers?)"
        r"|\bguarantee[sd]?\b|\bpromis(?:e|es|ed)\b|\bwill be (?:arrested|charged|found|caught|"
        r"investigated|prosecuted|recovered)\b"
    ),
    "says that a crime is recorded": (
        r"\b(?:has|have|is|are|was|were|been|be) (?:now |already )?"
        r"(?:recorded|logged|reported to the police)\b"
        r"|\bwe(?: have|'ve)? (?:recorded|logged)\b|\byour crime number is\b"
    ),
    "gives legal advice": (
        r"\byou (?:should|could|can|must) (?:sue|prosecute|press charges|plead|claim damages)\b"
        r"|\b(?:it|that|this) is (?:not )?(?:il)?legal\b|\bagainst the law\b"
        r"|\b(?:have|has) (?:a|no) case\b"
    ),
}
_PATTERNS = {why: re.compile(pattern, re.IGNORECASE) for why, pattern in _MUST_NOT.items()}


def objections(text: str) -> Sequence[str]:
    """Say what in an English answer the assistant must not say, a sentence each."""
    return [
        f"The answer {why}: “{found[0]}”."
        for why, pattern in _PATTERNS.items()
        if (found := pattern.search(text))
    ]
