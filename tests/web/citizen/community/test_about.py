"""What members say of themselves: offered to whoever joins, never asked, and kept apart."""

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from heard.equality.models import Draft, Profile
from heard.membership import addresses, change, enrol
from heard.membership.models import Access, Channel, Member
from tests.membership.asked import NOW, SENDER
from tests.web.citizen.community.test_pages import joined, link, managed
from tests.web.citizen.every_page import EQUALITY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    reverse("citizen:community-join")  # all pages are there, and none keeps this clock as its own
    monkeypatch.setattr("heard.clock.read.now", lambda: NOW)
    for module in ("joining", "managing", "visits"):
        monkeypatch.setattr(f"heard.web.citizen.community.{module}.now", lambda: NOW)


def gate(client: Client) -> str:
    """Give the path of the equality questions of somebody who has just joined."""
    client.post("/community/join", {"email": "asha@people.example", "frequency": "weekly"})
    return str(client.post(link("confirm"))["Location"])


def answer(client: Client, root: str, **said: str) -> str:
    where = str(client.post(root, {"answer": "yes"})["Location"])
    for key, fields in EQUALITY.items():
        assert where == f"{root}/{key}"
        where = str(
            client.post(where, {name: said.get(name, fields[name]) for name in fields})["Location"]
        )
    return where


def test_whoever_joined_is_told_so_and_says_who_they_are_if_they_want(client: Client) -> None:
    root = gate(client)
    shown = client.get(root).text
    assert "You are a member. Thank you." in shown
    assert "We have received your answers" not in shown
    assert answer(client, root, sex="skip") == "/community/joined"
    one, kept = Member.objects.get(), Profile.objects.get()
    assert (kept.apart, kept.sex) == (one.apart, "skip")  # said, and so not missing
    assert client.get(root)["Location"] == "/community/joined"  # it is over
    given = client.get(f"{managed(client)}/kept").json()["about_you"]
    assert (given["sex"], given["birth_year"]) == ("skip", 1980)


def test_whoever_skips_them_leaves_nothing_and_may_answer_later(client: Client) -> None:
    root = gate(client)
    assert client.post(root, {"answer": "no"})["Location"] == "/community/joined"
    assert not Profile.objects.exists()
    assert not Draft.objects.exists()
    page = managed(client)
    assert "Go to the equality questions" in client.get(page).text
    assert client.get(f"{page}/about")["Location"] == page  # looking leads nowhere
    again = str(client.post(f"{page}/about")["Location"])
    assert answer(client, again) == "/community/joined"
    assert "Go to the equality questions" not in client.get(page).text
    assert Member.objects.get().apart == Profile.objects.get().apart


def test_nothing_leads_to_whoever_was_forgotten(client: Client) -> None:
    answer(client, gate(client))
    change.erase(Member.objects.get(), now=NOW)
    assert Member.objects.get().apart is None
    assert not Profile.objects.exists()
    assert not Access.objects.exists()  # nor a print of where links were sent


def test_whoever_left_says_nothing_more_and_it_goes_with_who_they_were(client: Client) -> None:
    root = gate(client)
    where = str(client.post(root, {"answer": "yes"})["Location"])
    first = next(iter(EQUALITY.values()))
    client.post(where, first)
    assert Draft.objects.count() == 1
    change.leave(Member.objects.get(), now=NOW)
    assert [client.get(root).status_code, client.post(where, first).status_code] == [404, 404]
    assert Draft.objects.count() == 1  # until they are forgotten, should it be a mistake
    change.erase_left(now=NOW + change.KEPT, limit=10)
    assert not Draft.objects.exists()
    assert not Profile.objects.exists()


def test_only_a_member_who_left_is_forgotten_and_by_no_other_way(client: Client) -> None:
    answer(client, gate(client))
    change.forget(Member.objects.get(), now=NOW)
    assert Profile.objects.count() == 1
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Profile.objects.all().delete()


def test_of_two_memberships_made_one_what_was_said_goes_on(client: Client) -> None:
    answer(client, gate(client))
    said = Member.objects.get()
    other = joined(client, email="bina@people.example")
    to = (Channel.EMAIL, "asha@people.example")
    access = enrol.send(other, Access.Purpose.CHANGE, to=to, sender=SENDER, now=NOW)
    addresses.use(access, merge=True, now=NOW)
    other.refresh_from_db()
    assert other.apart == said.apart == Profile.objects.get().apart
    third = joined(client, email="carl@people.example")
    access = enrol.send(
        other, Access.Purpose.CHANGE, to=(Channel.EMAIL, third.email or ""), sender=SENDER, now=NOW
    )
    addresses.use(access, merge=True, now=NOW)  # of whom nothing was said
    other.refresh_from_db()
    assert other.apart == said.apart == Profile.objects.get().apart
    last = joined(client, email="dora@people.example")
    month = NOW.date().replace(day=1)
    Profile.objects.create(apart=change.about(last), month=month, version=1, sex="male")
    to = (Channel.EMAIL, "dora@people.example")
    access = enrol.send(other, Access.Purpose.CHANGE, to=to, sender=SENDER, now=NOW)
    addresses.use(access, merge=True, now=NOW)  # of two that were said the one that stays
    other.refresh_from_db()
    assert other.apart == said.apart == Profile.objects.get().apart


def test_a_member_has_no_id_until_they_may_say_something(client: Client) -> None:
    one = joined(client, email="bina@people.example")
    one.refresh_from_db()
    assert change.about(one) == one.apart == change.about(one)
