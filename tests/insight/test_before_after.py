"""A team before a day and after it: too early at first, then with a verdict."""

from datetime import date, timedelta

import pytest

from heard.core.statistics.verdicts import Finding
from heard.insight.before_after import before_after
from heard.insight.facts.read import Facts
from heard.responses.models import Answer, Response
from tests.insight.flow import CALLED, Disposition, invite, known, programme

pytestmark = pytest.mark.django_db
TRAINED = date(2020, 7, 15)
QUESTIONS = ("treatment",)


def _replied(team: str, day: date, number: int, happy: int) -> None:
    at = CALLED.replace(year=day.year, month=day.month, day=day.day)
    for n in range(number):
        response = Response.objects.create(
            invitation=invite(programme(), opened=True, area="BE"),
            disposition=Disposition.COMPLETE,
            language="en",
            mode="web",
            started_at=at,
            submitted_at=at,
            stage="contact",
            happened_at=at,
            area="BE",
            team=team,
            person=f"{team}-{n % 6}",
        )
        Answer.objects.create(
            response=response,
            question_id="treatment",
            version=2,
            scale_id="N10",
            value=9 if n < happy else 2,
        )


def _facts() -> Facts:
    return known()


def test_a_real_change_after_a_day_is_told() -> None:
    for team, after in (("FC-A", 36), ("FC-B", 12)):
        _replied(team, TRAINED - timedelta(weeks=3), 40, 12)
        _replied(team, TRAINED + timedelta(weeks=3), 40, after)
    found = before_after(_facts(), programme(), "FC-A", TRAINED, questions=QUESTIONS)
    assert found.change is not None
    (one,) = found.change.figures
    assert one.verdict is not None
    assert one.verdict.finding is Finding.REAL
    assert found.change.now.from_ == date(2020, 7, 20)
    assert found.change.now.days == found.change.before.days == 84
    found = before_after(_facts(), programme(), "FC-B", TRAINED, questions=QUESTIONS)
    assert found.change is not None
    assert [one.verdict and one.verdict.finding for one in found.change.figures] == [Finding.CHANCE]
    nothing = before_after(_facts(), programme(), "FC-A", TRAINED, questions=("outcome",))
    assert nothing.change is not None


def test_it_is_too_early_until_four_whole_weeks_have_passed() -> None:
    for day, is_early in ((date(2020, 9, 7), False), (date(2020, 9, 14), True)):
        found = before_after(_facts(), programme(), "FC-A", day, questions=QUESTIONS)
        assert (found.change is None) == is_early
