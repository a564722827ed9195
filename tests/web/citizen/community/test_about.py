"""What members say of themselves: offered to whoever joins, never asked, and kept apart."""

import pytest
from django.test import Client

from heard.equality.models import Draft, Profile
from heard.membership import change
from heard.membership.models import Access, Member
from tests.membership.asked import NOW
from tests.web.citizen.community.test_pages import joined, link, managed
from tests.web.citizen.every_page import EQUALITY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
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
    assert Profile.objects.count() == 1
    assert not Access.objects.exists()  # nor a print of where links were sent


def test_a_member_has_no_id_until_they_may_say_something(client: Client) -> None:
    one = joined(client, email="bina@people.example")
    one.refresh_from_db()
    assert change.about(one) == one.apart == change.about(one)
