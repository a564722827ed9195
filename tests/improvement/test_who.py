"""Whose account a code is: one each, given by another, and what was before is kept."""

import pytest
from django.db import IntegrityError, transaction

from heard.accounts.models import User
from heard.improvement.models import StaffNumber
from heard.improvement.who import NotGiven, account_of, end, give, linked, person_of
from heard.journal.models import Entry
from tests.improvement.colleagues import PERSON, a_handler, somebody
from tests.insight.flow import CALLED

pytestmark = pytest.mark.django_db


def test_a_code_leads_to_an_account_and_back_until_it_ends() -> None:
    mo = a_handler()
    assert (person_of(mo), account_of(PERSON)) == (PERSON, mo)
    ann = somebody("Ann")
    give(mo, " FC-B-1 ", by=ann, now=CALLED)
    assert (person_of(mo), account_of(PERSON)) == ("FC-B-1", None)
    (one,) = linked()
    end(one.pk, by=ann, now=CALLED)
    end(one.pk, by=ann, now=CALLED)
    assert (person_of(mo), linked(), StaffNumber.objects.count()) == ("", [], 2)
    acts = Entry.objects.filter(act__startswith="improvement.").order_by("pk")
    assert [one.act.partition(".")[2] for one in acts] == 2 * ["give_number"] + ["end_number"]
    assert PERSON not in "".join(f"{one.subject}{one.reason}" for one in acts)


def test_nobody_gives_a_code_to_themselves_and_none_is_given_twice() -> None:
    mo, ann = a_handler(), somebody("Ann")
    for user, person, by, why in (
        (ann, PERSON, ann, "Another administrator has to give you"),
        (ann, PERSON, mo, "Another account has this code"),
        (ann, " ", mo, "Write the code"),
        (ann, "x" * 101, mo, "Write the code"),
    ):
        with pytest.raises(NotGiven, match=why):
            give(user, person, by=by, now=CALLED)
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffNumber.objects.create(user=ann, person="X", given_by=ann, at=CALLED)


def test_who_is_shut_out_has_no_account_that_a_code_leads_to() -> None:
    mo = a_handler()
    User.objects.filter(pk=mo.pk).update(is_active=False)
    assert account_of(PERSON) is None
