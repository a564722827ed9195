"""Partners' lists: nobody is asked before a second person approves, and nobody twice."""

import pytest
from django.db import IntegrityError, transaction

from heard.delivery.models import Letter
from heard.journal.models import Entry
from heard.journal.write import Actor
from heard.membership import enrol, ledger, lists
from heard.membership.letters import print_of
from heard.membership.lists import Consent, NotApproved
from heard.membership.models import Channel, Member, PartnerList
from heard.membership.sheets import partner
from tests.membership.asked import DAY, EMAIL, NOW, SENDER, draw, links, member

pytestmark = pytest.mark.django_db
ONE, OTHER = Actor(id="staff:1", label="Uma"), Actor(id="staff:2", label="Wyn")
CONSENT = Consent(partner="Hilltop Homes", proof="A box that they ticked.", source="hilltop")
SITE = SENDER.site


def kept(*names: str) -> PartnerList:
    lines = [f"{name}@people.example,,,ur,2020-10-01" for name in names]
    text = "\n".join(["email,phone,postcode,language,agreed_on", *lines, "?,,,,"])
    sheet = partner(text, languages=("en", "ur"), now=NOW)
    return lists.keep(sheet, CONSENT, by=ONE, now=NOW)


def ask(*, limit: int = 10, days: int = 0) -> int:
    return lists.ask_next(site=SITE, draw=draw, now=NOW + days * DAY, limit=limit)


def test_nobody_is_asked_before_somebody_else_approves() -> None:
    one = kept("asha", "ben")
    assert (one.total, one.faults[0][0]) == (2, 4)
    assert ask() == 0
    with pytest.raises(NotApproved, match="Somebody else has to"):
        lists.approve(one.pk, by=ONE, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerList.objects.update(approved_at=NOW, approved_by=ONE.id)
    lists.approve(one.pk, by=OTHER, now=NOW)
    with pytest.raises(NotApproved, match="decided"):
        lists.approve(one.pk, by=OTHER, now=NOW)
    assert ask() == 2
    assert not Member.objects.filter(state="member").exists()
    acts = Entry.objects.filter(subject=f"members-list:{one.pk}").order_by("id")
    assert list(acts.values_list("act", "actor")) == [
        ("membership.keep_list", "Uma"),
        ("membership.approve_list", "Wyn"),
    ]


def test_whoever_confirms_is_a_member_with_the_proof_and_the_source() -> None:
    lists.approve(kept("asha").pk, by=OTHER, now=NOW)
    ask()
    found = enrol.confirm(links()[-1], draw=draw, now=NOW)
    assert found is not None
    assert (found.how, found.source, found.language) == ("partner", "hilltop", "ur")
    assert found.proof == "Hilltop Homes: A box that they ticked. Agreed on 2020-10-01."
    assert ledger.unbalanced(now=NOW) == {}


def test_a_list_is_gone_through_in_parts_and_forgotten_then() -> None:
    one = kept("asha", "ben", "cy")
    lists.approve(one.pk, by=OTHER, now=NOW)
    assert [ask(limit=2) for _ in range(3)] == [2, 1, 0]
    one.refresh_from_db()
    assert (one.done, one.people, one.ended_at) == (3, None, NOW)
    assert Letter.objects.count() == 3


def test_members_and_whoever_was_asked_already_get_no_letter_more() -> None:
    member()
    enrol.ask(enrol.Wish(email="ben@people.example"), sender=SENDER, now=NOW)
    before = Letter.objects.count()
    lists.approve(kept("asha", "ben", "cy").pk, by=OTHER, now=NOW)
    assert ask() == 3
    assert Letter.objects.count() == before + 1
    assert Member.objects.get(email_print=print_of(Channel.EMAIL, EMAIL)).how == "self"


def test_a_list_that_nobody_approves_is_forgotten_and_one_can_be_thrown_away() -> None:
    late, thrown = kept("asha"), kept("ben")
    lists.discard(thrown.pk, by=ONE, now=NOW)
    lists.discard(thrown.pk, by=ONE, now=NOW)
    assert ask(days=6) == 0
    late.refresh_from_db()
    assert late.people is not None
    assert ask(days=7) == 0
    assert list(PartnerList.objects.order_by("id").values_list("people", flat=True)) == [None] * 2
    with pytest.raises(NotApproved):
        lists.approve(late.pk, by=OTHER, now=NOW + 7 * DAY)
    assert Entry.objects.filter(act="membership.discard_list").count() == 1
