"""A review leaves a decision that stands, and the day of the next one."""

from datetime import date

import pytest

from heard.eligibility._policy import version
from heard.eligibility.appraise import Verdict, appraise
from heard.eligibility.change import RefusedChange
from heard.eligibility.models import Appraisal
from heard.journal.models import Entry
from tests.eligibility.staff import ANN, programme
from tests.make import NOON

pytestmark = pytest.mark.django_db

NEXT = date(2021, 1, 4)


def test_a_decision_is_kept_and_changes_no_policy() -> None:
    before = version(programme())
    appraise(programme(), Verdict.GOES_ON, why="Well", next_on=NEXT, by=ANN, now=NOON)
    assert (programme().review_on, version(programme())) == (NEXT, before)
    assert Entry.objects.latest("id").act == "eligibility.appraise"


def test_what_ends_is_not_reviewed_again() -> None:
    appraise(programme(), Verdict.ENDS, why="Done", next_on=NEXT, by=ANN, now=NOON)
    assert (programme().review_on, Appraisal.objects.get().next_on) == (None, None)


@pytest.mark.parametrize(
    ("why", "next_on", "about"),
    [(" ", NEXT, "why"), ("x", None, "next_on"), ("x", NOON.date(), "next_on")],
)
def test_a_decision_has_a_reason_and_a_next_day(why: str, next_on: date | None, about: str) -> None:
    with pytest.raises(RefusedChange) as refused:
        appraise(programme(), Verdict.CHANGES, why=why, next_on=next_on, by=ANN, now=NOON)
    assert refused.value.about == about
