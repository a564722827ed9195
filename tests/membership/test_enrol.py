"""Joining: nobody is a member who did not confirm it, and nobody learns who is one."""

from dataclasses import replace

import pytest
from django.db import connection

from heard.consent import people
from heard.consent.models import Scope
from heard.delivery.models import Letter
from heard.journal.models import Entry
from heard.journal.write import Actor
from heard.membership import change, enrol, ledger, letters
from heard.membership.enrol import BadWish, By, Wish
from heard.membership.models import Access, How, Member, Movement, State
from heard.membership.tend import forget_pending
from heard.vault.ring import fingerprint_email
from tests.membership.asked import DAY, EMAIL, HOUR, NOW, SENDER, directory, draw, links, member

pytestmark = pytest.mark.django_db
OFFICER = Actor(id="user:1", label="Ola Officer")


def test_whoever_asks_is_a_member_once_they_confirmed_it() -> None:
    directory({"ZZ1 1AA": "CV"})
    enrol.ask(Wish(email="Asha@People.example", postcode="zz11aa"), sender=SENDER, now=NOW)
    asked = Member.objects.get()
    assert (asked.state, asked.joined_at, ledger.as_at(NOW)) == (State.PENDING, None, {})
    confirmed = enrol.confirm(links()[0], draw=draw, now=NOW + HOUR)
    assert confirmed is not None
    kept = Member.objects.get()
    assert (kept.state, kept.joined_at, kept.area, kept.ward, kept.postcode) == (
        State.MEMBER,
        NOW + HOUR,
        "CV",
        "ward of CV",
        "ZZ1 1AA",
    )
    assert ledger.as_at(NOW + HOUR) == {"CV": 1}
    assert Entry.objects.filter(act="membership.join").count() == 1


def test_what_is_known_of_a_member_is_sealed() -> None:
    member(postcode="ZZ1 1AA")
    with connection.cursor() as cursor:
        cursor.execute("SELECT membership_member::text FROM membership_member")
        (row,) = cursor.fetchone()
    assert [words for words in ("asha", "ZZ1", "1AA", "people.example") if words in row] == []


def test_the_button_may_be_pressed_twice() -> None:
    first = member()
    again = enrol.confirm(links()[0], draw=draw, now=NOW + HOUR)
    assert again == first
    assert Movement.objects.count() == 1


@pytest.mark.parametrize("later", [enrol.LIVES, 10 * enrol.LIVES])
def test_a_link_that_is_too_old_confirms_nothing(later: object) -> None:
    enrol.ask(Wish(email=EMAIL), sender=SENDER, now=NOW)
    assert enrol.confirm(links()[0], draw=draw, now=NOW + later) is None  # type: ignore[operator]
    assert enrol.find(links()[0], now=NOW + later) is None  # type: ignore[operator]
    assert not Member.objects.filter(state=State.MEMBER).exists()


def test_a_link_to_manage_confirms_nothing() -> None:
    member()
    enrol.ask(Wish(email=EMAIL), sender=SENDER, now=NOW + HOUR)
    assert enrol.confirm(links()[1], draw=draw, now=NOW + HOUR) is None


def test_whoever_is_a_member_gets_a_link_to_change_what_they_get() -> None:
    known = member(interests=["fraud"])
    enrol.ask(Wish(email=EMAIL.upper(), interests=["rural"]), sender=SENDER, now=NOW + HOUR)  # type: ignore[list-item]
    found = enrol.find(links()[1], now=NOW + HOUR)
    assert found is not None
    assert (found.member, found.purpose) == (known, Access.Purpose.MANAGE)
    assert Member.objects.get().interests == ["fraud"]  # whoever asked may be anybody


def test_asking_again_before_confirming_leaves_one_wish() -> None:
    enrol.ask(Wish(email=EMAIL, language="pl"), sender=SENDER, now=NOW)
    enrol.ask(Wish(email=EMAIL, language="ur"), sender=SENDER, now=NOW + HOUR)
    assert Member.objects.get().language == "ur"
    assert enrol.confirm(links()[0], draw=draw, now=NOW + HOUR) == Member.objects.get()
    assert enrol.confirm(links()[1], draw=draw, now=NOW + HOUR) == Member.objects.get()
    assert Movement.objects.count() == 1


def test_an_address_gets_two_letters_an_hour_and_four_a_day() -> None:
    for _ in range(5):
        enrol.ask(Wish(email=EMAIL), sender=SENDER, now=NOW)
    assert Letter.objects.count() == 2
    for hours in (1, 2, 3, 4, 5):
        enrol.ask(Wish(email=EMAIL), sender=SENDER, now=NOW + hours * HOUR)
    assert Letter.objects.count() == 4
    enrol.ask(Wish(email=EMAIL), sender=SENDER, now=NOW + DAY + 2 * HOUR)
    assert Letter.objects.count() == 5


def test_one_network_causes_so_many_letters_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrol, "NETWORK_AN_HOUR", 3)
    bomb = replace(SENDER, network="203.0.113.9")
    for number in range(5):
        enrol.ask(Wish(email=f"a{number}@people.example"), sender=bomb, now=NOW)
    assert Letter.objects.count() == 3
    enrol.ask(Wish(email=EMAIL), sender=SENDER, now=NOW)
    assert Letter.objects.count() == 4
    assert "203.0.113.9" not in str(list(Access.objects.values("network")))


@pytest.mark.parametrize("scope", [Scope.EVERYTHING, Scope.SURVEYS])
def test_whoever_wants_nothing_from_us_gets_no_letter(scope: Scope) -> None:
    people.opt_out(fingerprint_email(EMAIL), by="link", scope=scope, now=NOW)
    enrol.ask(Wish(email=EMAIL), sender=SENDER, now=NOW)
    assert Letter.objects.count() == (scope == Scope.SURVEYS)


def test_a_letter_is_stopped_by_an_objection_that_came_after_it() -> None:
    enrol.ask(Wish(email=EMAIL), sender=SENDER, now=NOW)
    subject = Letter.objects.get().subject
    assert letters.recheck([subject], now=NOW) == letters.denied([subject], now=NOW) == {}
    people.opt_out(fingerprint_email(EMAIL), by="link", scope=Scope.EVERYTHING, now=NOW)
    assert list(letters.recheck([subject], now=NOW)) == [subject]
    assert list(letters.denied([subject], now=NOW)) == [subject]


def test_a_letter_is_stopped_once_its_link_is_of_no_use() -> None:
    one = member()
    enrol.ask(Wish(email=EMAIL), sender=SENDER, now=NOW + HOUR)
    first, second = Letter.objects.order_by("id").values_list("subject", flat=True)
    assert list(letters.recheck([first, second], now=NOW + HOUR)) == [first]  # used
    change.leave(one, now=NOW + HOUR)
    assert list(letters.recheck([second, "access:0"], now=NOW + HOUR)) == [second, "access:0"]


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        (Wish(), "email"),
        (Wish(email="nobody"), "email"),
        (Wish(email="info@people.example"), "email"),
        (Wish(email=EMAIL, phone="07700 900123"), "email"),
        (Wish(phone="0121 496 0000"), "phone"),
        (Wish(phone="+1 212 555 0100"), "phone"),
        (Wish(email=EMAIL, postcode="Coventry"), "postcode"),
    ],
)
def test_a_wish_that_cannot_be_names_the_field(wish: Wish, name: str) -> None:
    with pytest.raises(BadWish) as caught:
        enrol.ask(wish, sender=SENDER, now=NOW)
    assert caught.value.name == name
    assert not Member.objects.exists()


def test_a_mobile_number_is_an_address_too() -> None:
    enrol.ask(Wish(phone="07700 900 123"), sender=SENDER, now=NOW)
    assert Letter.objects.get().channel == "sms"
    confirmed = enrol.confirm(links()[0], draw=draw, now=NOW)
    assert confirmed is not None
    assert (confirmed.phone, confirmed.channels) == ("+447700900123", ["sms"])


def test_whoever_registers_somebody_else_says_how_they_agreed() -> None:
    by = By(how=How.OFFICER, proof=" ")
    with pytest.raises(BadWish) as caught:
        enrol.register(Wish(email=EMAIL), by=by, who=OFFICER, sender=SENDER, now=NOW)
    assert caught.value.name == "proof"
    said = By(how=How.OFFICER, proof="At the Saturday market, to PC Ola")
    enrol.register(Wish(email=EMAIL), by=said, who=OFFICER, sender=SENDER, now=NOW)
    asked = Member.objects.get()
    assert (asked.state, asked.how, asked.proof) == (
        State.PENDING,
        How.OFFICER,
        "At the Saturday market, to PC Ola",
    )
    assert Entry.objects.get(act="membership.register").actor == "Ola Officer"


def test_an_unknown_postcode_is_kept_and_its_area_is_not_known() -> None:
    directory({"ZZ1 1AA": "CV"})
    kept = member(postcode="ZZ9 9ZZ")
    assert (kept.postcode, kept.area) == ("ZZ9 9ZZ", "")
    assert ledger.as_at(NOW) == {"": 1}


def test_who_never_confirms_is_forgotten() -> None:
    enrol.ask(Wish(email=EMAIL), sender=replace(SENDER, network="203.0.113.9"), now=NOW)
    member(email="bo@people.example")
    assert forget_pending(now=NOW + enrol.LIVES - HOUR, limit=10) == 0
    assert Access.objects.exclude(network="").count() == 0
    assert forget_pending(now=NOW + enrol.LIVES, limit=10) > 0
    assert [one.email for one in Member.objects.all()] == ["bo@people.example"]
