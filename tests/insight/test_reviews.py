"""A review is due by its day, or because the response of whole months fell."""

from datetime import UTC, date, datetime, timedelta

import pytest

from heard.core.response_rates import Month
from heard.delivery.models import State
from heard.eligibility.appraise import Verdict, appraise
from heard.eligibility.models import Programme
from heard.insight.reviews import Due, due, response_by_month
from heard.responses.models import Response
from tests.eligibility.staff import ANN
from tests.insight.flow import CALLED, invite, known, programme

pytestmark = pytest.mark.django_db

TODAY = date(2020, 12, 15)


def _month(month: int, *, asked: int, answered: int) -> None:
    """Let so many be asked about what happened in a month of 2020, of whom so many answer."""
    at = datetime(2020, month, 10, 12, tzinfo=UTC)
    for _ in range(answered):
        _answer(at)
    for _ in range(asked - answered):
        invite(programme(), at=at)


def _answer(at: datetime, disposition: str = Response.Disposition.COMPLETE) -> None:
    Response.objects.create(
        invitation=invite(programme(), opened=True, at=at),
        disposition=disposition,
        language="en",
        mode="web",
        started_at=at,
        submitted_at=at,
        stage="contact",
        happened_at=at,
    )


def test_whole_months_are_counted_by_what_the_network_had() -> None:
    _month(8, asked=3, answered=1)
    invite(programme(), state=State.TECHNICAL_FAILURE, at=datetime(2020, 8, 3, tzinfo=UTC))
    broken = Response.Disposition.BREAK_OFF
    _answer(datetime(2020, 8, 3, tzinfo=UTC), broken)
    _month(11, asked=1, answered=1)
    assert response_by_month(known(), today=TODAY) == {
        "sms_contact": [Month(first=date(2020, 8, 1), asked=4, answered=1)]
    }


def test_a_falling_response_raises_a_review_until_somebody_decides() -> None:
    for month, answered in ((6, 30), (7, 30), (8, 5), (9, 5)):
        _month(month, asked=60, answered=answered)
    found = due(known(), today=TODAY)["sms_contact"]
    assert (found.since, found.fall is not None) == (None, True)
    assert found.fall is not None
    assert [m.rate for m in found.fall.months] == [5 / 60, 5 / 60]
    appraise(
        programme(),
        Verdict.CHANGES,
        why="Shorter",
        next_on=date(2021, 6, 1),
        by=ANN,
        now=datetime(2020, 12, 10, tzinfo=UTC),
    )
    assert due(known(), today=TODAY) == {}


def test_a_decision_that_is_older_than_the_fall_answers_nothing() -> None:
    early = datetime(2020, 8, 1, tzinfo=UTC)
    later = early.date() + timedelta(days=400)
    appraise(programme(), Verdict.GOES_ON, why="x", next_on=later, by=ANN, now=early)
    for month, answered in ((6, 30), (7, 30), (8, 5), (9, 5)):
        _month(month, asked=60, answered=answered)
    assert list(due(known(), today=TODAY)) == ["sms_contact"]


def test_a_day_that_has_come_is_due() -> None:
    Programme.objects.filter(slug="custody").update(review_on=TODAY)
    Programme.objects.filter(slug="confidence").update(review_on=TODAY + timedelta(days=1))
    assert due(known(), today=TODAY) == {"custody": Due(since=TODAY, fall=None)}


def test_what_is_too_young_is_no_month_yet() -> None:
    _answer(CALLED)
    assert response_by_month(known(), today=date(2020, 12, 1)) == {}
