"""Whose account a code is: as the roles say that are held for a person's own results."""

from datetime import timedelta

import pytest

from heard.accounts import grants
from heard.accounts.models import Grant, User
from heard.accounts.people import change_person
from heard.improvement.who import account_of, people, person_of
from heard.journal.write import SYSTEM
from tests.improvement.colleagues import PERSON, a_handler, somebody
from tests.insight.flow import CALLED

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_code_leads_to_an_account_and_back_while_the_role_holds() -> None:
    mo, ann = a_handler(), somebody("Ann")
    assert (person_of(mo, now=CALLED), account_of(PERSON, now=CALLED)) == (PERSON, mo)
    assert (person_of(ann, now=CALLED), people(now=CALLED)) == ("", {mo: PERSON})
    grants.end(Grant.objects.get(user=mo), by=SYSTEM, now=CALLED + DAY)
    assert account_of(PERSON, now=CALLED) == mo
    assert account_of(PERSON, now=CALLED + DAY) is None
    assert (person_of(mo, now=CALLED + DAY), people(now=CALLED + DAY)) == ("", {})


def test_who_moves_has_the_code_of_their_newest_role_and_a_code_its_newest_holder() -> None:
    mo, lee = a_handler(), a_handler("FC-A-1", name="Lee")
    for user, unit in ((mo, "FC-B-1"), (lee, PERSON)):
        grants.give(user, role=User.Role.CONTACT_HANDLER, unit=unit, by=SYSTEM, now=CALLED)
    assert person_of(mo, now=CALLED) == "FC-B-1"
    assert account_of(PERSON, now=CALLED) == lee
    assert people(now=CALLED) == {lee: PERSON, mo: "FC-B-1"}


def test_who_is_shut_out_has_no_account_that_a_code_leads_to() -> None:
    mo = a_handler()
    change_person(mo, is_active=False, now=CALLED)
    assert account_of(PERSON, now=CALLED) is None
