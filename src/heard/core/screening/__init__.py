"""Decides whether a person may be asked about a touchpoint, and says why not."""

from heard.core.screening.decide import (
    REMEDY,
    RULES,
    STRICTNESS,
    UNREACHED,
    decide,
    findings,
)
from heard.core.screening.known import (
    Category,
    Circumstances,
    Decision,
    Facts,
    Finding,
    MarkerRule,
    Outcome,
    Policy,
    Relationship,
    Review,
    Rule,
    Sensitivity,
    Stop,
)

__all__ = [
    "REMEDY",
    "RULES",
    "STRICTNESS",
    "UNREACHED",
    "Category",
    "Circumstances",
    "Decision",
    "Facts",
    "Finding",
    "MarkerRule",
    "Outcome",
    "Policy",
    "Relationship",
    "Review",
    "Rule",
    "Sensitivity",
    "Stop",
    "decide",
    "findings",
]
