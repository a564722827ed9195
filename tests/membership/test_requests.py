"""What is asked for on a page is gone through later: no page takes longer for one address."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from heard.accounts.models import User
from heard.consent import people
from heard.consent.models import Scope
from heard.delivery.models import Letter
from heard.events.models import Marking
from heard.membership import change, enrol, requests, street, told
from heard.membership.enrol import BadWish, Wish
from heard.membership.models import Channel, Member, Request
from heard.vault.ring import fingerprint_email
from tests.membership.asked import DAY, EMAIL, HOUR, NOW, SENDER, draw, gone_through, member
from tests.membership.test_enrol import OFFICER
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db
MET = street.Met(how="typed", where="Market Square", officer="Ann")


def _statements(client: Client, email: str) -> list[str]:
    """Ask for messages on the page, and give what it asked of the database, without values."""
    with CaptureQueriesContext(connection) as found:
        answer = client.post("/community/join", {"email": email, "frequency": "weekly"})
    assert (answer.status_code, answer["Location"]) == (302, "/community/sent")
    return [re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in found]


def test_a_page_does_the_same_for_every_address_and_only_the_letters_differ(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heard.web.citizen.community.joining.now", lambda: NOW)
    member(email="member@people.example")
    enrol.ask(Wish(email="asked@people.example"), sender=SENDER, now=NOW)
    people.opt_out(
        fingerprint_email("objects@people.example"), by="link", scope=Scope.EVERYTHING, now=NOW
    )
    marked = fingerprint_email("marked@people.example")
    Marking.objects.create(print=marked, marker="DA", marked_at=NOW)
    for _ in range(enrol.AN_HOUR):
        enrol.ask(Wish(email="enough@people.example"), sender=SENDER, now=NOW)
    names = ("new", "member", "asked", "objects", "marked", "enough")
    before = Letter.objects.count()
    did = [_statements(client, f"{name}@people.example") for name in names]
    assert did.count(did[0]) == len(names)
    assert Letter.objects.count() == before
    gone_through()
    letters = Letter.objects.order_by("id").values_list("address", flat=True)[before:]
    assert list(letters) == [f"{name}@people.example" for name in names[:3]]


def test_it_is_gone_through_once_and_nothing_of_it_is_kept() -> None:
    requests.keep(Wish(email=EMAIL, interests=["fraud"]), sender=SENDER, now=NOW)  # type: ignore[list-item]
    with connection.cursor() as cursor:
        cursor.execute("SELECT told FROM membership_request")
        assert EMAIL not in str(cursor.fetchone())
    assert [requests.go_through(NOW, draw=draw) for _ in range(2)] == [1, 0]
    assert not Request.objects.exists()
    assert Member.objects.get().interests == ["fraud"]
    with pytest.raises(BadWish):
        requests.keep(Wish(email="nobody"), sender=SENDER, now=NOW)


def test_another_address_of_a_member_is_kept_in_the_same_way() -> None:
    one = member()
    to = (Channel.SMS, "+447700900123")
    requests.keep_address(one, to=to, sender=SENDER, now=NOW)
    gone_through()
    assert Letter.objects.latest("id").address == to[1]
    requests.keep_address(one, to=(Channel.SMS, "+447700900124"), sender=SENDER, now=NOW)
    change.leave(one, now=NOW)
    before = Letter.objects.count()
    gone_through()
    assert (Letter.objects.count(), Request.objects.exists()) == (before, False)


def test_one_network_asks_for_so_much_by_the_page_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrol, "NETWORK_AN_HOUR", 2)
    bomb = replace(SENDER, network="203.0.113.9")
    for number in range(4):
        requests.keep(Wish(email=f"a{number}@people.example"), sender=bomb, now=NOW)
    assert all("203.0.113.9" not in one.told for one in Request.objects.all())
    gone_through()
    assert Letter.objects.count() == 2


def test_one_that_fails_holds_up_no_other_and_is_dropped_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    requests.keep(Wish(email=EMAIL), sender=SENDER, now=NOW)
    requests.keep(Wish(email="bo@people.example"), sender=SENDER, now=NOW + timedelta(seconds=1))
    first = Request.objects.order_by("id")[0]
    Request.objects.filter(pk=first.pk).update(told="{}")
    with pytest.raises(KeyError):
        requests.go_through(NOW + HOUR, draw=draw)
    assert requests.set_aside(now=NOW + HOUR, fault="KeyError")
    assert requests.go_through(NOW + HOUR, draw=draw) == 1
    for days in (1, 2):
        assert requests.set_aside(now=NOW + days * DAY, fault="KeyError")
    assert not requests.set_aside(now=NOW + 3 * DAY, fault="KeyError")
    assert [one.email for one in Member.objects.all()] == ["bo@people.example"]


def test_communications_is_told_once_a_day_of_a_surge_and_of_an_account_at_its_limit(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CHANNELS = {**settings.CHANNELS, "email": {"gateway": "x"}}
    lead = a_person(role=User.Role.COMMUNICATIONS, password=None)
    monkeypatch.setattr(requests, "SURGE", 2)
    for number in range(3):
        requests.keep(Wish(email=f"a{number}@people.example"), sender=SENDER, now=NOW)
        requests.go_through(NOW, draw=draw)
    for _ in range(2):
        street.note_refused(OFFICER, now=NOW)
    found = Letter.objects.filter(kind=told.KIND).order_by("id").values_list("subject", flat=True)
    day, account = f"{NOW:%Y-%m-%d}", OFFICER.id.partition(":")[2]
    assert list(found) == [f"surge:{day}:{lead.pk}", f"registering:{day}-{account}:{lead.pk}"]
    bodies = Letter.objects.filter(kind=told.KIND).values_list("body", flat=True)
    assert all("people.example" not in str(body) for body in bodies)


def test_one_account_registers_so_many_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(street, "A_DAY", 2)
    for hours in range(2):
        wish = Wish(email=f"a{hours}@people.example")
        street.meet(wish, MET, by=OFFICER, sender=SENDER, now=NOW + hours * 2 * HOUR)
    with pytest.raises(street.TooMany, match="2 people within a day"):
        street.meet(Wish(email=EMAIL), MET, by=OFFICER, sender=SENDER, now=NOW + 5 * HOUR)
    street.meet(Wish(email=EMAIL), MET, by=OFFICER, sender=SENDER, now=NOW + DAY + HOUR)
    assert Request.objects.count() == 3
