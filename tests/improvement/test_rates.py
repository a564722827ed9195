"""Commendations for a hundred replies: of teams that are large enough, and all others together."""

import pytest

from heard.improvement.commend import decide, nominate, nominate_for
from heard.improvement.rates import rates
from heard.responses.models import Response
from tests.improvement.colleagues import KIND, a_handler, somebody, wrote
from tests.insight.flow import CALLED, known
from tests.insight.teams import replies

pytestmark = pytest.mark.django_db


def test_what_citizens_wrote_counts_for_how_many_replied() -> None:
    replies("FC-A", 20, 20)
    replies("FC-B", 16, 16, people=2)
    ann, bea = somebody("Ann"), somebody("Bea")
    about = {team: list(Response.objects.filter(team=team)[:2]) for team in ("FC-A", "FC-B")}
    for response in (*about["FC-A"], about["FC-B"][0]):
        one = nominate_for(wrote(response, KIND, feeling="+"), by=ann, now=CALLED)
        decide(one.pk, approves=True, why="", by=bea, now=CALLED)
    nominate_for(wrote(about["FC-B"][1], KIND, feeling="+"), by=ann, now=CALLED)
    nominate(a_handler("FC-A-1"), "Stayed for an hour.", by=ann, now=CALLED)
    found = rates(known())
    assert {team: (one.cases, one.exposure) for team, one in found.teams.items()} == {
        "": (1, 16),
        "FC-A": (2, 20),
    }
    assert found.whole is not None
    assert (found.whole.cases, found.whole.exposure) == (3, 36)


def test_without_replies_there_is_no_rate() -> None:
    found = rates(known())
    assert (found.whole, found.teams) == (None, {})
