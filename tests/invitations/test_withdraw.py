"""What turns out later takes back what was asked: the letter and the link, for good."""

from datetime import timedelta

import pytest

from heard.channels.memory import Memory
from heard.consent import people
from heard.consent.people import standing
from heard.delivery.deliver import deliver
from heard.delivery.models import Letter, Overtaken
from heard.eligibility import guard
from heard.invitations import bad_addresses
from heard.invitations.models import Invitation
from heard.invitations.withdraw import withdraw
from tests import make
from tests.delivery.letters import way
from tests.make import NOON, minutes

IN_TEN = NOON + minutes(10)
SOON = NOON + minutes(30)


def grave() -> None:
    """Let news come in that blocks, and the gate look at it."""
    make.told(make.contact_ended(codes=["QU-01"]), now=SOON)
    make.screened(SOON)


def sent(gateway: Memory) -> None:
    done = deliver(
        now=IN_TEN,
        guards={"invitation": guard},
        channels={"sms": way(gateway)},
        lease=minutes(2),
        limit=9,
    )
    assert done == 1


@pytest.mark.django_db
def test_a_letter_that_waits_is_stopped_at_once_and_its_link_closed() -> None:
    make.told(make.contact_ended())
    make.passed(IN_TEN)
    grave()
    assert make.verdict() == ("BLOCK", "sensitive")
    assert withdraw(now=SOON, limit=9) == 1
    letter, invitation = Letter.objects.get(), Invitation.objects.get()
    assert (letter.state, letter.reason, letter.address) == ("cancelled", "sensitive", None)
    assert invitation.spent_at == SOON
    assert Overtaken.objects.count() == 0
    assert withdraw(now=SOON, limit=9) == 0


def test_a_letter_that_had_left_is_listed_and_its_link_closed(
    own_database: dict[str, str],
) -> None:
    make.told(make.contact_ended())
    make.passed(IN_TEN)
    sent(Memory())
    grave()
    assert withdraw(now=SOON, limit=9) == 1
    assert Letter.objects.get().state == "sending"
    assert Invitation.objects.get().spent_at == SOON
    assert list(Overtaken.objects.values_list("reason", "had_left")) == [("sensitive", True)]


def test_whoever_objects_to_a_text_that_came_is_no_near_miss(
    own_database: dict[str, str],
) -> None:
    make.told(make.contact_ended())
    make.passed(IN_TEN)
    sent(Memory())
    people.opt_out(Invitation.objects.get().person_print, by="link", now=SOON)
    make.told(make.contact_ended(codes=["AS-02", "TR-05"]), now=SOON)
    make.screened(SOON)
    assert make.verdict() == ("BLOCK", "opted_out")
    assert withdraw(now=SOON, limit=9) == 1
    assert not Overtaken.objects.exists()


def test_every_reason_beside_their_own_no_is_listed(own_database: dict[str, str]) -> None:
    make.told(make.contact_ended())
    make.passed(IN_TEN)
    sent(Memory())
    people.opt_out(Invitation.objects.get().person_print, by="link", now=SOON)
    make.told(make.marked("deceased", "complaint", phone=make.NUMBER), now=SOON)
    make.screened(SOON)
    reasons = set(make.verdict()[1:])
    assert len(reasons) == 3
    assert withdraw(now=SOON, limit=9) == 1
    assert set(Overtaken.objects.values_list("reason", flat=True)) == reasons - {"opted_out"}


@pytest.mark.django_db
def test_what_is_no_hard_stop_takes_nothing_back_before_the_claim() -> None:
    make.told(make.contact_ended())
    make.passed(IN_TEN)
    make.told(make.contact_ended(summary="her ex-partner came by"), now=SOON)
    make.screened(SOON)
    assert (make.verdict(), withdraw(now=SOON, limit=9)) == (("SEND",), 0)
    subject = Letter.objects.get().subject
    assert guard.recheck([subject], now=SOON)[subject].until is None  # the claim takes it back


@pytest.mark.django_db
def test_who_must_not_be_asked_after_all_is_never_asked_again() -> None:
    make.told(make.contact_ended())
    make.passed(IN_TEN)
    make.told(make.marked("complaint", phone=make.NUMBER), now=SOON)
    make.screened(SOON)
    withdraw(now=SOON, limit=9)
    lifted = make.marked("complaint", phone=make.NUMBER, lifted=True, at=NOON + minutes(1))
    make.told(lifted, now=SOON + minutes(1))
    assert make.passed(SOON + minutes(1)) == []


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_left_alone_for_a_year() -> None:
    make.told(make.contact_ended())
    make.passed(IN_TEN)
    Letter.objects.update(
        state="permanent-failure",
        settled_at=SOON,
        due_at=None,
        address=None,
        body=None,
        unsubscribe=None,
    )
    assert (bad_addresses.note(now=SOON, limit=9), bad_addresses.note(now=SOON, limit=9)) == (1, 0)
    print_ = Invitation.objects.get().person_print
    assert standing({print_})[print_].bad_until == SOON + timedelta(days=365)
    make.told(make.contact_ended("C2", at=SOON), now=SOON)
    make.screened(SOON + minutes(10))
    assert "bad_address" in make.verdict("C2")
