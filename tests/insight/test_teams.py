"""Teams from the facts: held against everybody, too small ones together, and nobody by name."""

import pytest

from heard.core.statistics.pooling import Position
from heard.insight.teams import Teams, named, questions, teams
from tests.insight.flow import known, programme
from tests.insight.teams import replies

pytestmark = pytest.mark.django_db


def found() -> Teams:
    item = next(one for one in questions(programme()) if one.question == "treatment")
    return teams(known(), programme(), item)


def test_teams_are_held_against_everybody_and_too_small_ones_are_put_together() -> None:
    replies("T1", 40, 36)
    replies("T2", 40, 8)
    replies("T3", 20, 10, people=3)
    replies("T4", 9, 5, people=9)
    replies("", 11, 6, people=0)
    result = found()
    assert [(one.name, one.own.n, one.people) for one in result.found] == [
        ("T1", 40, 6),
        ("T2", 40, 6),
        ("other teams BE", 29, 12),
    ]
    assert (result.everybody.value, result.everybody.n, result.unnamed) == (65 / 120, 120, 11)
    assert [one.position for one in result.found] == [
        Position.FAR_ABOVE,
        Position.FAR_BELOW,
        Position.WITHIN,
    ]
    assert result.measure == "8 or above"
    assert result.order[0] == ["T1"]
    assert {name for group in result.order for name in group} == {"T1", "T2", "other teams BE"}
    assert "T1-0" not in str(result)
    assert "T3" not in str(result)


def test_a_team_belongs_to_the_area_that_most_of_it_is_about() -> None:
    for area, number in (("BE", 4), ("CV", 6)):
        replies("T1", number, 3, area=area)
        replies("T2", number, 3, area=area)
    assert [one.name for one in found().found] == ["other teams CV"]


def test_without_replies_about_teams_there_are_none() -> None:
    assert found().everybody.hidden == "no answers"
    replies("T1", 9, 4)
    result = found()
    assert (list(result.found), list(result.order), result.unnamed) == ([], [], 0)


def test_teams_are_named_in_the_order_of_their_names_and_of_their_survey_alone() -> None:
    for team in ("T2", "T1", ""):
        replies(team, 2, 1)
    facts = known()
    assert named(facts, [programme()]) == ["T1", "T2"]
    assert named(facts, [programme("sms_attendance")]) == []
