"""What of the community waits for somebody: a message, a reply, a survey, a list."""

import pytest

from heard.journal.write import Actor
from heard.membership import needs, threads, waves, write
from heard.membership.models import Copy, PartnerList, Priority
from heard.membership.write import Who
from tests.membership.asked import DAY, NOW
from tests.membership.surveyed import ANN, BEN, OPENS, plan
from tests.membership.told import AUTHOR, LEAD, SECOND, SENDING, replied, written

pytestmark = pytest.mark.django_db
OTHER = Who(actor=Actor(id="user:4", label="Dan"), areas=("CV",))


def test_a_message_waits_for_whoever_may_approve_it_and_not_for_its_author() -> None:
    assert needs.messages(SECOND) is None
    write.ask(written(), who=AUTHOR, now=NOW)
    write.ask(written(priority=Priority.URGENT), who=AUTHOR, now=NOW + DAY)
    found = needs.messages(SECOND)
    assert found is not None
    assert (found.n, found.since) == (1, NOW)
    leads = needs.messages(LEAD)
    assert leads is not None
    assert leads.n == 2
    assert (needs.messages(AUTHOR), needs.messages(OTHER)) == (None, None)


def test_a_reply_waits_for_its_area_until_somebody_answers() -> None:
    copy = replied()
    found = needs.replies(["BE"])
    assert found is not None
    assert (found.n, found.since) == (1, NOW)
    assert needs.replies(None) == found
    assert needs.replies(["CV"]) is None
    threads.answer(
        Copy.objects.get(pk=copy.pk), "Elm Road.", by=SECOND.actor, sending=SENDING, now=NOW
    )
    assert needs.replies(None) is None


def test_a_survey_waits_for_somebody_else_until_it_was_to_open() -> None:
    waves.set_up(plan(), by=ANN, now=NOW - DAY)
    found = needs.waves(asker=BEN.id, now=NOW)
    assert found is not None
    assert (found.n, found.since) == (1, NOW - DAY)
    assert needs.waves(asker=ANN.id, now=NOW) is None
    assert needs.waves(asker=BEN.id, now=OPENS + DAY) is None


def test_a_list_waits_for_somebody_else_than_sent_it_in() -> None:
    PartnerList.objects.create(
        partner="Homes",
        proof="Forms",
        people="[]",
        total=0,
        left_out=0,
        faults=[],
        kept_at=NOW,
        kept_by=ANN.id,
        kept_by_label=ANN.label,
    )
    found = needs.lists(asker=BEN.id)
    assert found is not None
    assert (found.n, found.since) == (1, NOW)
    assert needs.lists(asker=ANN.id) is None
