"""A letter that had left before a risk was known is an alert for somebody to look after."""

import pytest

from heard.channels.memory import Memory
from heard.delivery.cancel import cancel
from heard.delivery.deliver import deliver
from heard.delivery.models import Letter
from heard.dialogues import alerts
from heard.dialogues.models import Alert
from heard.eligibility import guard
from heard.invitations.models import Invitation
from heard.invitations.withdraw import withdraw
from heard.journal.models import Entry
from tests import make
from tests.browser import NewPage, faults
from tests.delivery.letters import way
from tests.make import NOON, minutes
from tests.web.staff.people import a_link, a_person, go_in

SENT, SOON = NOON + minutes(10), NOON + minutes(30)


def missed(news: make.Item, *, memory: Memory | None = None) -> Alert | None:
    """Ask a caller, let their letter leave, and tell what is learnt too late."""
    make.told(make.contact_ended("C1", "I1"), make.incident_created("I1"))
    make.passed(SENT)
    channels = {"sms": way(memory or Memory())}
    deliver(now=SENT, guards={"invitation": guard}, channels=channels, lease=minutes(2), limit=9)
    make.told(news, now=SOON)
    make.screened(SOON)
    assert withdraw(now=SOON, limit=9) == 1
    raised = alerts.raise_for_misses(now=SOON, limit=9)
    assert (raised, alerts.raise_for_misses(now=SOON, limit=9)) == (Alert.objects.count(), 0)
    return Alert.objects.first()


@pytest.mark.usefixtures("own_database")
def test_whoever_was_written_to_before_the_code_came_is_an_alert_once() -> None:
    alert = missed(make.incident_tagged("I1", "QU-01"))
    assert alert is not None
    assert (alert.level, alert.triggers, alert.body) == ("L1", ["sensitive"], None)
    assert (alert.raised_at, alert.due_at) == (SOON, SOON + minutes(60))
    assert alert.invitation == Invitation.objects.get()
    (entry,) = Entry.objects.filter(act="dialogues.raise_alert")
    assert (entry.subject, entry.reason) == (f"alert:{alert.pk}", alerts.NEAR_MISS.category)


@pytest.mark.usefixtures("own_database")
def test_a_risk_that_comes_after_their_own_no_is_an_alert_all_the_same() -> None:
    make.told(make.contact_ended("C1", "I1"), make.incident_created("I1"))
    make.passed(SENT)
    channels = {"sms": way(Memory())}
    deliver(now=SENT, guards={"invitation": guard}, channels=channels, lease=minutes(2), limit=9)
    subject = Letter.objects.get().subject
    for reason in ("opted_out", "sensitive"):
        cancel("invitation", [subject], reason=reason, now=SOON)
    assert alerts.raise_for_misses(now=SOON, limit=9) == 1
    assert Alert.objects.get().triggers == ["sensitive"]


@pytest.mark.usefixtures("own_database")
def test_what_puts_nobody_at_risk_is_listed_and_no_alert() -> None:
    assert missed(make.marked("complaint", phone=make.NUMBER)) is None


@pytest.mark.usefixtures("own_database")
def test_its_page_says_what_we_learned_and_everybody_can_read_it(
    new_page: NewPage, site: str
) -> None:
    alert = missed(make.marked("domestic_abuse", phone=make.NUMBER))
    assert alert is not None
    page = new_page(width=320)
    go_in(page, site + a_link(a_person()))
    page.goto(f"{site}/staff/alerts")
    found = {"list": faults(page, 320, 1280)}
    page.get_by_role("link", name="Somebody may have come to harm").click()
    found["alert"] = faults(page, 320, 1280)
    words = page.locator("main").inner_text()
    page.get_by_role("button", name="I have seen this").click()
    assert found == {"list": [], "alert": []}
    assert "written to before we knew of a risk" in words
    assert "The link is closed." in words
    assert Alert.objects.get().seen_by == "Ann Lee"
