"""Simulated members answer in three quarters, once, and nothing is left that leads to them."""

import pytest

from heard.insight.members_confidence import findings
from heard.membership.models import Asked, Member, Wave
from heard.responses.models import Response
from heard.simulation.confidence import EACH, OPENED, ask_members
from tests.insight.flow import known
from tests.membership.many import members

pytestmark = pytest.mark.django_db


def test_they_answer_in_three_quarters_once_and_what_they_say_hangs_together() -> None:
    members(2 * EACH)
    half = Member.objects.order_by("pk").values("pk")[:EACH]
    Member.objects.filter(pk__in=half).update(area="CV")
    done: list[int] = []
    ask_members(seed=1, progress=done.append)
    ask_members(seed=1, progress=done.append)
    assert done == [1] * len(OPENED)
    assert Wave.objects.filter(closed_at__isnull=False).count() == len(OPENED)
    asked = Asked.objects.all()
    assert asked.count() == 2 * EACH * len(OPENED)
    assert not asked.exclude(token__isnull=True, token_hash=None, due_at=None).exists()
    assert asked.filter(answered=True).count() == Response.objects.count() > EACH
    found = findings(known(), minimum_base=10)
    assert found is not None
    assert [len(one.figures) > 10 for one in found.rounds] == [True] * len(OPENED)
    sizes = {one.question.question: one.verdict for one in found.drivers}
    assert sizes["concerns"] is not None
    assert (sizes["concerns"].difference or 0) > 0
