"""How many replied about each team, small ones together."""

import pytest

from heard.insight.exposure import replies_by_team
from tests.insight.flow import known
from tests.insight.teams import replies

pytestmark = pytest.mark.django_db


def test_teams_of_too_few_replies_or_people_stand_together() -> None:
    replies("FC-A", 20, 3)
    replies("FC-B", 20, 3, people=4)
    replies("FC-C", 14, 3)
    replies("", 9, 3, people=0)
    assert replies_by_team(known()) == {"": 34, "FC-A": 20}
