"""A link is found while it works, and tells nothing once it does not."""

from datetime import timedelta

import pytest

from heard.consent.models import Person
from heard.invitations.answer import find, find_holder, opened, opt_out, spent
from heard.invitations.models import Invitation
from tests.asked import ASKED, TOKEN, ask

pytestmark = pytest.mark.django_db

LATER = ASKED + timedelta(minutes=5)


def test_a_link_that_works_is_found_with_its_version() -> None:
    invitation = ask()
    found = find(TOKEN, now=LATER)
    assert found == invitation
    assert found.version.number == 2


def test_a_link_works_until_the_instant_of_its_expiry() -> None:
    invitation = ask()
    last = invitation.expires_at - timedelta(microseconds=1)
    assert find(TOKEN, now=last) == invitation
    assert find(TOKEN, now=invitation.expires_at) is None


@pytest.mark.parametrize(
    "token", ["", "B" * 22, TOKEN[:-1], TOKEN + "A", TOKEN[:-1] + "\n", TOKEN + "\n", "é" * 22]
)
def test_anything_but_the_token_finds_nothing(token: str) -> None:
    ask()
    assert find(token, now=LATER) is None


def test_a_link_used_up_finds_nothing_and_its_first_time_stands() -> None:
    invitation = ask()
    spent(invitation, now=LATER)
    spent(invitation, now=LATER + timedelta(hours=1))
    assert find(TOKEN, now=LATER) is None
    assert Invitation.objects.get().spent_at == LATER


def test_the_first_opening_counts() -> None:
    invitation = ask()
    opened(invitation, now=LATER)
    opened(invitation, now=LATER + timedelta(hours=1))
    assert Invitation.objects.get().opened_at == LATER


def test_whoever_opts_out_is_not_asked_again_and_may_still_answer() -> None:
    invitation = ask()
    opt_out(invitation, now=LATER)
    person = Person.objects.get(print=invitation.person_print)
    assert (person.opted_out_at, person.opted_out_by) == (LATER, "link")
    assert find(TOKEN, now=LATER) == invitation


def test_a_link_used_up_or_expired_still_says_whose_it_is() -> None:
    invitation = ask()
    spent(invitation, now=LATER)
    assert find_holder(TOKEN) == invitation
    assert [find_holder(other) for other in ("", "B" * 22, TOKEN + "\n", "é" * 22)] == [None] * 4
