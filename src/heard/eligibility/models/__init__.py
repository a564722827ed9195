"""Programmes, and the decision for every touchpoint of each."""

from heard.eligibility.models.changes import Appraisal, Change, Ruling
from heard.eligibility.models.decisions import ForceCode, Quota, Review, Screening
from heard.eligibility.models.programmes import ParallelRun, Period, Programme

__all__ = [
    "Appraisal",
    "Change",
    "ForceCode",
    "ParallelRun",
    "Period",
    "Programme",
    "Quota",
    "Review",
    "Ruling",
    "Screening",
]
