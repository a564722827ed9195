"""Did we text you? Only the telephone that got the text learns it, or staff who have its owner."""

from datetime import datetime, timedelta

import pytest

from heard import worker
from heard.consent.people import opt_out
from heard.delivery.models import Letter
from heard.dialogues import enquiries
from heard.dialogues._texts import worded
from heard.dialogues.models import Enquiry
from heard.vault.ring import fingerprint_phone
from tests.asked import ask
from tests.dialogues.phone import NOW, Phone
from tests.make import incident_regraded, told

pytestmark = pytest.mark.django_db
YES = worded("checked", force="Trial Police")
STRANGER = "+447700900777"


def asks(phone: Phone, *, at: datetime, address: str = "192.0.2.1", number: str = "") -> list[str]:
    """Type a number into the page; give what comes to the telephone."""
    enquiries.ask(number or phone.number, address=address, now=at)
    phone.now = at
    return phone.work()


def test_the_telephone_that_got_a_text_is_told(phone: Phone) -> None:
    phone.asked()
    assert asks(phone, at=NOW + timedelta(days=29)) == [YES]
    assert asks(phone, at=NOW + timedelta(days=30)) == []


def test_it_is_told_once_a_week_however_often_somebody_asks(phone: Phone) -> None:
    phone.asked()  # on a Monday
    days = [asks(phone, at=NOW + timedelta(days=d)) for d in (0, 0, 1, 6, 7, 8)]
    assert days == [[YES], [], [], [], [YES], []]


def test_a_number_that_we_never_wrote_to_gets_nothing(phone: Phone) -> None:
    phone.asked()
    assert asks(phone, at=NOW, number=STRANGER) == []
    assert Letter.objects.filter(kind="checked").count() == 0


def test_asking_leaves_the_same_behind_whether_we_wrote_or_not(phone: Phone) -> None:
    phone.asked()
    for number in (phone.number, STRANGER):
        enquiries.ask(number, address="192.0.2.1", now=NOW)
    rows = [
        {k: v for k, v in row.items() if k not in ("id", "number", "print")}
        for row in Enquiry.objects.values()
    ]
    assert rows[0] == rows[1]
    worker.LANES["enquiries"].run(NOW)
    assert list(Enquiry.objects.values_list("number", "due_at")) == 2 * [(None, None)]


def test_a_text_that_has_not_left_is_not_told_of(phone: Phone) -> None:
    ask(phone.person, at=NOW - timedelta(minutes=10))
    enquiries.ask(phone.number, address="192.0.2.1", now=NOW)
    worker.LANES["enquiries"].run(NOW)
    assert Letter.objects.filter(kind="checked").count() == 0


def test_who_objected_or_may_be_endangered_is_not_written_to(phone: Phone) -> None:
    phone.asked()
    other = Phone(phone.gateway, 1)
    other.asked()
    opt_out(fingerprint_phone(phone.number), by="link", now=NOW)
    told(incident_regraded("I1", "QU-01", at=NOW), now=NOW)
    assert asks(phone, at=NOW) == []
    assert asks(other, at=NOW) == []
    letters = Letter.objects.filter(kind="checked").order_by("id")
    assert list(letters.values_list("state", "reason")) == [
        *(("cancelled", "opted_out"), ("cancelled", "sensitive")),
    ]


def test_it_is_told_by_day_only(phone: Phone) -> None:
    phone.asked()
    night = NOW.replace(hour=21)
    assert asks(phone, at=night) == []
    phone.now = NOW.replace(hour=8) + timedelta(days=1)
    assert phone.work() == [YES]


def test_too_many_questions_are_dropped_without_a_word() -> None:
    for n in range(4):
        enquiries.ask(STRANGER, address=f"192.0.2.{n}", now=NOW)
    assert Enquiry.objects.count() == 3
    for n in range(30):
        enquiries.ask(f"+4477009008{n:02}", address="198.51.100.1", now=NOW)
    assert Enquiry.objects.count() == 23
    enquiries.ask("+447700900890", address="198.51.100.1", now=NOW + timedelta(hours=1))
    assert Enquiry.objects.count() == 24


def test_questions_are_forgotten_when_no_limit_counts_them_any_more() -> None:
    enquiries.ask(STRANGER, address="192.0.2.1", now=NOW)
    worker.LANES["enquiries"].run(NOW)
    assert [enquiries.forget(now=NOW + timedelta(hours=h)) for h in (23, 24)] == [0, 1]


def test_staff_learn_what_was_sent_and_what_its_owner_said(phone: Phone) -> None:
    invitation = phone.asked()
    found = enquiries.look_up(phone.number, now=NOW)
    assert (found.print, len(found.written)) == (fingerprint_phone(phone.number), 1)
    text = found.written[0]
    assert (text.programme, text.state, text.kind, text.key) == (
        *("Text after a call", "sending", "contact", invitation.touchpoint.key),
    )
    assert (text.posted_at, text.claimed_at) == (NOW, NOW)
    assert found.person is not None
    assert found.person.opted_out_at is None
    assert enquiries.look_up(phone.number, now=NOW + timedelta(days=30)).written == []
    nobody = enquiries.look_up(STRANGER, now=NOW)
    assert (nobody.written, nobody.person) == ([], None)
