"""A marker on a number or an address keeps from it what could harm: whoever asked for it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from heard.delivery.models import Letter
from heard.events.models import Marking
from heard.membership import addresses, broadcast, change, enrol, letters, threads
from heard.membership.audience import preview
from heard.membership.change import Wants
from heard.membership.enrol import By, Wish
from heard.membership.marked import marked
from heard.membership.models import Access, Channel, Copy, Frequency, How, Member, Priority, State
from heard.membership.tend import KEPT, forget_pending
from heard.vault.ring import fingerprint_email, fingerprint_phone
from tests.membership.asked import DAY, EMAIL, HOUR, NOW, SENDER, links, member
from tests.membership.told import LEAD, SENDING, approved, sent
from tests.membership.told import letters as of_messages

pytestmark = pytest.mark.django_db
NUMBER = "+447700900982"
PHONE, MAIL = fingerprint_phone(NUMBER), fingerprint_email(EMAIL)
NIGHT = datetime.fromisoformat("2020-11-03T02:00:00+00:00")


def mark(print_: str, *, lifted: timedelta | None = None) -> None:
    """Let a marker stand on a print, or be lifted so long after it was put."""
    lifted_at = NOW - DAY + lifted if lifted is not None else None
    Marking.objects.create(print=print_, marker="DA", marked_at=NOW - DAY, lifted_at=lifted_at)


def both() -> Member:
    """Give a member in BE with an e-mail address and a number, who gets both."""
    one = member()
    addresses.prove(one, to=(Channel.SMS, NUMBER), sender=SENDER, now=NOW)
    found = enrol.find(links()[-1], now=NOW)
    assert found is not None
    addresses.use(found, merge=False, now=NOW)
    Member.objects.filter(pk=one.pk).update(area="BE")
    one.refresh_from_db()
    return one


def test_a_marker_stands_until_it_is_lifted() -> None:
    mark("a")
    mark("b", lifted=HOUR)
    mark("c", lifted=-HOUR)  # lifted, and put again
    Marking.objects.create(print="d", marker="DA", lifted_at=NOW)  # only its end was told
    assert marked(["a", "b", "c", "d", "e", ""]) == {"a", "c"}
    assert marked([""]) == frozenset()


@pytest.mark.parametrize(("wish", "print_"), [({"phone": NUMBER}, PHONE), ({"email": EMAIL}, MAIL)])
def test_nobody_can_have_a_link_sent_to_whom_it_could_harm(
    wish: dict[str, str], print_: str
) -> None:
    mark(print_)
    enrol.ask(Wish(**wish), sender=SENDER, now=NOW)  # type: ignore[arg-type]
    assert (Letter.objects.count(), Member.objects.count()) == (0, 0)


@pytest.mark.parametrize(("wish", "print_"), [({"phone": NUMBER}, PHONE), ({"email": EMAIL}, MAIL)])
def test_a_link_is_stopped_by_a_marker_that_came_after_it(
    wish: dict[str, str], print_: str
) -> None:
    enrol.ask(Wish(**wish), sender=SENDER, now=NOW)  # type: ignore[arg-type]
    subject = Letter.objects.get().subject
    mark(print_)
    for ask in (letters.recheck, letters.denied):
        assert ask([subject], now=NOW)[subject].reason == "marked"


def test_a_marked_member_may_still_manage_by_e_mail_and_not_by_text() -> None:
    both()
    mark(MAIL)
    mark(PHONE)
    Letter.objects.all().delete()
    enrol.ask(Wish(phone=NUMBER), sender=SENDER, now=NOW + HOUR)
    assert Letter.objects.count() == 0
    enrol.ask(Wish(email=EMAIL), sender=SENDER, now=NOW + 2 * HOUR)
    assert letters.recheck([Letter.objects.get().subject], now=NOW + 2 * HOUR) == {}


def test_no_link_proves_another_address_that_is_marked() -> None:
    one = member()
    mark(PHONE)
    before = Letter.objects.count()
    addresses.prove(one, to=(Channel.SMS, NUMBER), sender=SENDER, now=NOW)
    assert Letter.objects.count() == before


@pytest.mark.parametrize("priority", [Priority.ROUTINE, Priority.URGENT])
def test_a_message_goes_by_e_mail_where_the_number_is_marked(priority: Priority) -> None:
    one = both()
    mark(PHONE)
    message = approved(priority=priority)
    sent()
    assert of_messages() == [(f"message:{message.pk}:{one.pk}", "email")]


def test_who_has_a_marked_number_alone_gets_none_and_no_team_learns_why() -> None:
    one = both()
    wants = Wants(language="en", interests=[], channels=[Channel.SMS], frequency=Frequency.EACH)
    change.prefer(one, wants, now=NOW)
    mark(PHONE)
    message = approved()
    assert preview(message, leaves=NOW, now=NOW).left_out == {"unreachable": 1}
    sent()
    assert of_messages() == []


def test_a_text_is_stopped_by_a_marker_that_came_after_it_was_posted() -> None:
    one = both()
    wants = Wants(language="en", interests=[], channels=[Channel.SMS], frequency=Frequency.EACH)
    change.prefer(one, wants, now=NOW)
    message = approved()
    sent()
    name = f"message:{message.pk}:{one.pk}"
    assert broadcast.recheck([name], now=NOW) == {}
    change.prefer(one, replace(wants, channels=[*Channel]), now=NOW)
    mark(PHONE)
    for ask in (broadcast.recheck, broadcast.denied):
        assert ask([name], now=NOW)[name].reason == "message-marked"
    copy = Copy.objects.get()
    threads.answer(copy, "Lock it.", by=LEAD.actor, sending=SENDING, now=NOW)
    subject = Letter.objects.get(kind=threads.KIND).subject
    assert threads.recheck([subject], now=NOW)[subject].reason == "marked"


def test_what_a_partner_asked_for_does_not_come_by_night() -> None:
    by = By(how=How.PARTNER, proof="A box that they ticked.")
    enrol.ask(Wish(phone=NUMBER), by=by, sender=SENDER, now=NIGHT)
    enrol.ask(Wish(email=EMAIL), sender=SENDER, now=NIGHT)
    text, mail = Letter.objects.order_by("id")
    assert text.not_before == NIGHT.replace(hour=9)
    assert mail.not_before == NIGHT  # somebody waits for it


def test_a_link_goes_to_the_address_as_its_owner_spelt_it() -> None:
    member(email="Asha@people.example")
    enrol.ask(Wish(email="ASHA@people.example"), sender=SENDER, now=NOW + HOUR)
    assert Letter.objects.latest("id").address == "Asha@people.example"


def test_every_address_of_before_is_told_of_another_one() -> None:
    both()
    told = Letter.objects.get(subject__startswith="changed:")
    assert (told.channel, told.address) == ("email", EMAIL)
    assert letters.recheck([told.subject], now=NOW) == {}
    mark(MAIL)
    assert letters.recheck([told.subject], now=NOW) == {}  # a member's own


def test_an_address_that_was_never_proven_is_forgotten_with_its_link() -> None:
    one = member()
    addresses.prove(one, to=(Channel.EMAIL, "b@people.example"), sender=SENDER, now=NOW)
    assert forget_pending(now=NOW + enrol.LIVES + KEPT - HOUR, limit=10) == 0
    assert forget_pending(now=NOW + enrol.LIVES + KEPT, limit=10) == 2
    assert (Access.objects.count(), Member.objects.get().state) == (0, State.MEMBER)
