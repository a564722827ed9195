"""The demo's messages: one was sent and replied to, one waits for a second person, one is begun."""

import pytest

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.delivery.models import Letter
from heard.membership import needs
from heard.membership.models import Copy, Member, Message, Reply, Stage
from heard.membership.write import Who
from heard.simulation.messages import REPLIES, WARD, write_messages
from tests.membership.asked import DAY, NOW
from tests.membership.many import members
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db


def test_they_are_written_once_and_no_letter_of_them_leaves() -> None:
    members(40)
    Member.objects.update(ward=WARD)
    paused = Member.objects.earliest("pk")
    Member.objects.filter(pk=paused.pk).update(paused_until=NOW + DAY)
    team = a_person("team@example.org", role=User.Role.NEIGHBOURHOOD)
    lead = a_person("lead@example.org", role=User.Role.COMMUNICATIONS)
    for _ in range(2):
        write_messages(team=team, lead=lead, seed=1, now=NOW)
    assert sorted(Message.objects.values_list("stage", flat=True)) == [
        *(Stage.ASKED, Stage.DRAFT, Stage.SENT),
    ]
    assert (Copy.objects.count(), Letter.objects.count()) == (39, 0)
    assert Message.objects.get(stage=Stage.SENT).left_out == {"paused": 1}
    assert Copy.objects.filter(useful=True).exists()
    assert Reply.objects.filter(by_team="").count() == len(REPLIES)
    waits = needs.replies(["BE"])
    assert waits is not None
    assert waits.n == len(REPLIES) - 1
    assert needs.messages(Who(actor=actor(lead), leads=True)) is not None
