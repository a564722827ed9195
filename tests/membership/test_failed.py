"""Who cannot be reached any more is noted by what became of their letters."""

import pytest
from django.db.models import Model

from heard.delivery.models import Letter
from heard.membership.failed import note_failed
from heard.membership.models import Member, Movement
from tests.membership.asked import HOUR, NOW, member
from tests.membership.surveyed import approved as a_wave
from tests.membership.surveyed import asked
from tests.membership.told import approved, sent

pytestmark = pytest.mark.django_db


def failed(kind: str = "message") -> Model:
    """Give a member whose letter failed for good."""
    one = member()
    Member.objects.filter(pk=one.pk).update(area="BE")
    if kind == "message":
        approved()
        sent()
    else:
        a_wave()
        asked()
    Letter.objects.filter(kind=kind).update(
        state="permanent-failure",
        settled_at=NOW + HOUR,
        due_at=None,
        address=None,
        body=None,
        html=None,
        unsubscribe=None,
    )
    return one


@pytest.mark.parametrize("kind", ["message", "wave"])
def test_whose_only_way_failed_for_good_is_noted_once(kind: str) -> None:
    one = failed(kind)
    assert note_failed(now=NOW + 2 * HOUR, limit=10) == 1
    assert note_failed(now=NOW + 2 * HOUR, limit=10) == 0
    assert Member.objects.get(pk=one.pk).bounced_at == NOW + 2 * HOUR
    assert Movement.objects.filter(kind="bounce").count() == 1


@pytest.mark.parametrize(
    "since",
    [
        {"seen_at": NOW + 2 * HOUR},
        {"email_print": "another"},
        {"channels": ["email", "sms"]},
    ],
)
def test_whoever_was_heard_of_since_or_has_another_way_is_not(since: dict[str, object]) -> None:
    Member.objects.filter(pk=failed().pk).update(**since)
    assert note_failed(now=NOW + 2 * HOUR, limit=10) == 0
