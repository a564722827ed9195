"""What has changed in a series is what the charts and the verdicts say of weeks that have ended."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from heard.eligibility.models import Programme
from heard.insight.facts.read import Facts
from heard.subscriptions.letter import Told, address, sentence
from heard.subscriptions.topics import Change, Followed, changed
from tests.insight.attack import facts_of

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 10, 12, 10, tzinfo=UTC)
STEADY = (32, 30, 33, 31, 32, 30, 31, 32)  # of 40 answers a week


def weekly(happy: Sequence[int], folder: Path, **more: Any) -> Facts:  # noqa: ANN401
    """Give the facts of so many weeks, the last of which has just ended."""
    rows = []
    for number, count in enumerate(happy):
        week = date(2020, 10, 12) - (len(happy) - number) * timedelta(days=7)
        rows += [
            {
                "questionnaire": "pilot",
                "programme": "sms_contact",
                "question": "treatment",
                "question_version": 1,
                "stage": "contact",
                "disposition": "complete",
                "scale": "N10",
                "value": 9 if nth < count else 2,
                "area": "WV",
                "day": week,
                "week": week,
            }
            | more
            for nth in range(40)
        ]
    return facts_of(rows, folder)


def codes(
    facts: Facts, topic: str = "contact", area: str = "", now: datetime = NOW, team: str = ""
) -> list[str]:
    wanted = Followed(topic=topic, area=area, team=team)
    return [one.code.partition(":")[2] for one in changed(facts, wanted, now=now)]


def test_nothing_is_told_of_what_chance_makes(tmp_path: Path) -> None:
    assert codes(weekly(STEADY, tmp_path)) == []


def test_a_week_beyond_its_limits_is_told_of_in_its_area_too(tmp_path: Path) -> None:
    facts = weekly((*STEADY, 20), tmp_path)
    assert codes(facts) == [":treatment:chart:concern_low"]
    assert codes(facts, area="WV") == ["WV:treatment:chart:concern_low"]
    assert codes(facts, area="BE") == []
    assert codes(facts, "response") == []


def test_four_weeks_against_four_are_told_of_by_their_verdict(tmp_path: Path) -> None:
    facts = weekly((20, 21, 19, 20, 35, 34, 36, 35), tmp_path)
    assert ":treatment:change:up" in codes(facts)


def test_a_week_that_has_not_ended_is_not_looked_at(tmp_path: Path) -> None:
    facts = weekly((*STEADY, 16), tmp_path)
    assert codes(facts, now=NOW - timedelta(days=1)) == []


def of_victims(happy: Sequence[int], folder: Path) -> Facts:
    more = {
        "questionnaire": "victim",
        "programme": "victim_email",
        "question": "overall",
        "stage": "recorded",
        "scale": "SAT7",
    }
    rows: list[dict[str, Any]] = []
    for month, count in enumerate(happy, start=1):
        day = date(2020, month, 13 + (7 - date(2020, month, 13).weekday()) % 7)
        rows += [
            {
                **more,
                "question_version": 1,
                "disposition": "complete",
                "value": 2 if nth < count else 6,
                "day": day,
                "week": day,
            }
            for nth in range(100)
        ]
    return facts_of(rows, folder)


def test_months_of_victims_are_told_of_once_they_have_ended(tmp_path: Path) -> None:
    facts = of_victims((43, 44, 42, 43, 44, 43, 42, 43, 15), tmp_path)
    told = [":overall:chart:concern_low 2020-09", ":overall:change:down 2020-09"]
    assert codes(facts, "victims") == told
    assert codes(facts, "victims", now=NOW - timedelta(days=20)) == []
    assert codes(facts, "victims", now=datetime(2020, 1, 20, tzinfo=UTC)) == []
    assert codes(facts, "victims", now=datetime(2020, 2, 10, tzinfo=UTC)) == []


def test_without_a_survey_nothing_is_told_of(tmp_path: Path) -> None:
    facts = weekly(STEADY, tmp_path)
    Programme.objects.filter(victims=True).update(victims=False)
    assert codes(facts, "victims") == []


@pytest.mark.parametrize(
    ("topic", "kind", "says", "words"),
    [
        ("response", "change", "up", "a real change upwards against the four weeks before."),
        ("victims", "change", "down 2020-09", "a real change downwards against the month before."),
        ("victims", "chart", "improvement_high 2020-09", "the newest month stands out for the bet"),
    ],
)
def test_a_change_is_said_in_words(topic: str, kind: str, says: str, words: str) -> None:
    one = Change(topic=topic, area="", question="next_steps", kind=kind, says=says)
    assert words in sentence(one)
    assert "next steps" in sentence(one)


def test_the_address_leads_to_the_figures_of_the_area() -> None:
    one = Change(topic="contact", area="WV", question="outcome", kind="chart", says="concern_low")
    assert address(one, site="https://x/") == "https://x/staff/contact?question=outcome&area=WV"
    assert sentence(one).startswith("Force Contact, Wolverhampton, outcome: ")
    assert [*Told(news=[one], site="https://x", force="F", stop="https://x/s").parts][-1][1]
