"""Communications is told of what is urgent, and of an account that reached its limit."""

import pytest
from pytest_django import Settings

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.core.screening import Stop
from heard.delivery.models import Letter
from heard.membership import told, write
from heard.membership.models import Priority
from heard.membership.write import NoMessage, Who
from tests.membership.asked import NOW
from tests.membership.told import AUTHOR, approved, written
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _by_email(settings: Settings) -> None:
    settings.CHANNELS = {**settings.CHANNELS, "email": {"gateway": "x"}}


def told_to() -> list[tuple[str, str | None]]:
    found = Letter.objects.filter(kind=told.KIND).order_by("id")
    return list(found.values_list("subject", "address"))


def test_what_is_urgent_is_told_to_communications_alone_while_they_are_it() -> None:
    lead = a_person(role=User.Role.COMMUNICATIONS, password=None)
    a_person("other@example.org", role=User.Role.VIEWER, password=None)
    approved()
    assert told_to() == []
    message = approved(priority=Priority.URGENT)
    name = f"urgent:{message.pk}:{lead.pk}"
    assert told_to() == [(name, lead.email)]
    assert told.recheck([name], now=NOW) == {}
    User.objects.filter(pk=lead.pk).update(is_active=False)
    assert told.denied([name], now=NOW) == {name: Stop(reason="not-communications")}


def test_an_account_that_wants_more_than_one_may_is_told_of_once_a_day() -> None:
    lead = a_person(role=User.Role.COMMUNICATIONS, password=None)
    who = Who(actor=actor(lead), leads=True)
    for _ in range(write.ASKED_A_DAY):
        write.ask(written(), who=AUTHOR, now=NOW)
    for _ in range(2):
        with pytest.raises(NoMessage, match="at most"):
            write.ask(written(), who=AUTHOR, now=NOW)
        write.note_refused(AUTHOR, Priority.ROUTINE, now=NOW)
    assert [name for name, _ in told_to()] == [f"limit:2020-11-02-1:{lead.pk}"]
    write.note_refused(who, Priority.ROUTINE, now=NOW)
    assert len(told_to()) == 1


def test_where_no_email_leaves_nobody_is_told(settings: Settings) -> None:
    settings.CHANNELS = {}
    a_person(role=User.Role.COMMUNICATIONS, password=None)
    approved(priority=Priority.URGENT)
    assert told_to() == []
