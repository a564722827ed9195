"""One reminder, where the programme says so, with a link of its own, and the gate asked again."""

import re
from datetime import timedelta

import pytest

from heard.consent import people
from heard.core.screening import Stop
from heard.delivery.models import Letter
from heard.eligibility.models import Programme
from heard.invitations import answer, remind
from heard.invitations.models import Invitation
from heard.invitations.withdraw import withdraw
from tests import make
from tests.make import NOON, minutes

pytestmark = pytest.mark.django_db
IN_TEN = NOON + minutes(10)
DAY = timedelta(days=1)
THIRD_DAY = IN_TEN + 3 * DAY


@pytest.fixture(autouse=True)
def _with_one_reminder() -> None:
    Programme.objects.filter(slug="sms_contact").update(reminders=1)


def asked(*, state: str = "delivered") -> Invitation:
    """Bring a caller as far as a text that arrived."""
    make.told(make.contact_ended())
    make.passed(IN_TEN)
    final = {"settled_at": IN_TEN, "address": None, "body": None, "unsubscribe": None}
    Letter.objects.update(state=state, due_at=None, **(final if state == "delivered" else {}))
    return Invitation.objects.get()


def reminded(now: object = THIRD_DAY) -> int:
    return remind.remind(now=now, limit=9, site=make.SITE, draw=make.draw)  # type: ignore[arg-type]


def test_who_did_not_begin_is_reminded_once_by_a_link_of_its_own() -> None:
    invitation = asked()
    assert (reminded(THIRD_DAY - minutes(1)), reminded(), reminded()) == (0, 1, 0)
    letter = Letter.objects.get(kind="reminder")
    assert invitation.letter
    assert (letter.address, letter.subject) == ("+447700900123", invitation.letter.subject)
    link = re.search(r"/s/(\S{22})", letter.body or "")
    assert link is not None
    found = answer.find(link[1], now=THIRD_DAY)
    assert found is not None
    assert found.pk == invitation.pk
    assert answer.find_holder(link[1]) == invitation
    assert remind.recheck([letter.subject], now=THIRD_DAY) == {}
    assert remind.denied([letter.subject], now=THIRD_DAY) == {}


def test_the_cap_goes_on_from_the_reminder() -> None:
    invitation = asked()
    reminded()
    person = people.standing({invitation.person_print})[invitation.person_print]
    assert person.free_from == THIRD_DAY + 90 * DAY


@pytest.mark.parametrize(
    "change",
    [
        {"opened_at": IN_TEN},
        {"spent_at": IN_TEN},
        {"expires_at": THIRD_DAY},
        {"by_turns": True},
    ],
)
def test_who_needs_none_gets_none(change: dict[str, object]) -> None:
    asked()
    Invitation.objects.update(**change)
    assert reminded() == 0


@pytest.mark.parametrize("state", ["created", "cancelled"])
def test_who_was_not_written_to_is_not_reminded(state: str) -> None:
    make.told(make.contact_ended())
    make.passed(IN_TEN)
    if state == "cancelled":
        Letter.objects.update(
            state=state, due_at=None, settled_at=IN_TEN, address=None, body=None, unsubscribe=None
        )
    assert reminded() == 0


def test_a_programme_that_reminds_nobody_reminds_nobody() -> None:
    asked()
    Programme.objects.update(reminders=0)
    assert reminded() == 0


def test_what_came_in_since_stops_the_reminder() -> None:
    asked()
    reminded()
    letter = Letter.objects.get(kind="reminder")
    make.told(make.marked("domestic_abuse", phone=make.NUMBER), now=THIRD_DAY)
    for ask in (remind.recheck, remind.denied):
        assert ask([letter.subject], now=THIRD_DAY) == {letter.subject: Stop(reason="sensitive")}
    make.screened(THIRD_DAY)
    withdraw(now=THIRD_DAY, limit=9)
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("cancelled", "sensitive")


def test_who_begins_in_the_meantime_is_not_reminded_any_more() -> None:
    invitation = asked()
    reminded()
    answer.opened(invitation, now=THIRD_DAY)
    assert invitation.letter
    subject = invitation.letter.subject
    assert remind.recheck([subject], now=THIRD_DAY) == {subject: Stop(reason="opened")}


def test_a_reminder_more_than_the_programme_allows_is_stopped_by_the_gate() -> None:
    invitation = asked()
    reminded()
    Programme.objects.update(reminders=0)
    assert invitation.letter
    subject = invitation.letter.subject
    assert remind.recheck([subject], now=THIRD_DAY) == {subject: Stop(reason="reminded")}
    assert remind.recheck(["sms_contact/contact/x/C9"], now=THIRD_DAY) == {
        "sms_contact/contact/x/C9": Stop(reason="opened")
    }
