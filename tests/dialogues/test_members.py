"""STOP by text is heeded by the membership, too."""

from collections.abc import Callable

import pytest

from heard.delivery.models import Letter
from heard.membership import addresses, enrol, ledger
from heard.membership.enrol import Wish
from heard.membership.models import Access, Channel, Member, Movement, State
from tests.dialogues.phone import NOW, STOPPED, Phone
from tests.membership.asked import DAY, EMAIL, SENDER, draw, links, member


def of(phone: Phone) -> Member:
    """Give a member who is written to at this telephone alone."""
    before = NOW - DAY
    enrol.ask(Wish(phone=phone.number), sender=SENDER, now=before)
    one = enrol.confirm(links()[-1], draw=draw, now=before)
    assert one is not None
    return one


def with_both(phone: Phone) -> Member:
    """Give a member who is written to at this telephone and by e-mail."""
    one = member(at=NOW - DAY)
    addresses.prove(one, to=(Channel.SMS, phone.number), sender=SENDER, now=NOW - DAY)
    addresses.use(Access.objects.get(purpose="change"), merge=False, now=NOW - DAY)
    one.refresh_from_db()
    return one


@pytest.mark.parametrize("known", [of, with_both])
def test_stop_ends_the_membership(phone: Phone, known: Callable[[Phone], Member]) -> None:
    one = known(phone)
    assert STOPPED in phone.says("STOP")
    one.refresh_from_db()
    left = Movement.objects.get(kind="leave")
    assert (one.state, left.person, left.reason) == (State.LEFT, one.key, "text")
    assert not ledger.unbalanced(now=phone.now)
    assert phone.says("Stop") == []
    assert Movement.objects.filter(kind="leave").count() == 1


def test_a_number_of_somebody_else_is_taken_from_its_member(phone: Phone) -> None:
    one = with_both(phone)
    assert one.channels == ["email", "sms"]
    phone.says("wrong number", "wrong number")
    one.refresh_from_db()
    assert (one.state, one.channels, one.phone, one.phone_print) == ("member", ["email"], None, "")
    assert one.email == EMAIL


def test_a_letter_that_waits_never_leaves_and_none_is_written_any_more(phone: Phone) -> None:
    of(phone)
    enrol.ask(Wish(phone=phone.number), sender=SENDER, now=phone.now)  # for a link to manage
    phone.send("STOP")
    phone.work()
    posted = Letter.objects.filter(kind="membership").count()
    phone.now += DAY
    enrol.ask(Wish(phone=phone.number), sender=SENDER, now=phone.now)
    assert Letter.objects.filter(kind="membership").count() == posted
    assert not [text for text in phone.work() if "/community/" in text]


def test_where_it_was_the_only_way_the_membership_ends(phone: Phone) -> None:
    one = of(phone)
    phone.says("wrong number")
    one.refresh_from_db()
    assert one.state == State.LEFT


def test_whoever_is_no_member_is_none_after_it(phone: Phone) -> None:
    phone.says("STOP")
    assert not Member.objects.exists()
