"""The pages of the community, from joining to leaving; a GET changes nothing."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from heard.delivery.models import Letter
from heard.membership import change
from heard.membership.models import Access, Member, Movement, State
from tests.membership.asked import EMAIL, NOW, directory, gone_through

pytestmark = pytest.mark.django_db
WISH = {"email": EMAIL, "postcode": "zz1 1aa", "interests": ["fraud"], "frequency": "weekly"}


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    for module in ("joining", "managing", "stopping", "visits"):
        monkeypatch.setattr(f"heard.web.citizen.community.{module}.now", lambda: NOW)


def link(purpose: str) -> str:
    """Give the path of the newest link for a purpose."""
    gone_through()
    bodies = Letter.objects.order_by("-id").values_list("body", flat=True)
    found = (re.search(rf"/community/{purpose}/[^\s]+", str(body)) for body in bodies)
    return next(one[0] for one in found if one)


def joined(client: Client, **wish: object) -> Member:
    client.post("/community/join", {**WISH, **wish})
    client.post(link("confirm"))
    return Member.objects.filter(state=State.MEMBER).latest("id")


def managed(client: Client, email: str = EMAIL) -> str:
    client.post("/community/join", {**WISH, "email": email})
    return link("manage")


def test_from_joining_to_leaving(client: Client) -> None:
    directory({"ZZ1 1AA": "CV"})
    assert "Join" in client.get("/community").text
    sent = client.post("/community/join", WISH)
    assert (sent.status_code, sent["Location"]) == (302, "/community/sent")
    assert client.get(link("confirm")).status_code == 200
    assert Member.objects.get().state == State.PENDING  # looking confirms nothing
    assert client.post(link("confirm"))["Location"].startswith("/e/")
    one = Member.objects.get()
    assert (one.state, one.area, one.interests, one.frequency) == (
        State.MEMBER,
        "CV",
        ["fraud"],
        "weekly",
    )
    page = managed(client)
    shown = client.get(page).text
    assert [words for words in (EMAIL, "ZZ1 1AA", "Scams and fraud") if words not in shown] == []
    assert client.post(f"{page}/leave")["Location"] == "/community/left"
    assert Member.objects.get().state == State.LEFT
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"email": ""}, "Enter either an e-mail address or a mobile number"),
        ({"phone": "07700 900982"}, "Enter either an e-mail address or a mobile number"),
        ({"email": "nobody"}, "Enter an e-mail address of your own"),
        ({"email": "a" * 300}, "Enter an e-mail address of your own"),
        ({"email": "", "phone": "0121 496 0000"}, "Enter a UK mobile number"),
        ({"postcode": "Coventry"}, "Enter a full postcode"),
        ({"postcode": "B1\x001AA"}, "Enter a full postcode"),
        ({"interests": ["all"]}, "Choose from the list"),
        ({"frequency": "hourly"}, "Choose how often"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_sent(
    client: Client, wish: dict[str, object], words: str
) -> None:
    shown = client.post("/community/join", {**WISH, **wish})
    assert words in shown.text
    assert "Error: " in shown.text
    assert not Letter.objects.exists()


def test_the_page_is_the_same_for_every_address(client: Client) -> None:
    """Whoever is a member, asked already, had enough or wants nothing is answered alike."""
    joined(client)
    emails = (EMAIL, EMAIL, EMAIL, "new@people.example")
    answers = [client.post("/community/join", {**WISH, "email": email}) for email in emails]
    assert len({(one.status_code, one["Location"], one.content) for one in answers}) == 1


@pytest.mark.parametrize("source", ["market-stall", "<script>"])
def test_what_brought_somebody_is_kept_if_it_can_be_a_code(client: Client, source: str) -> None:
    client.get("/community/join", {"source": source})
    client.post("/community/join", {**WISH, "source": source})
    gone_through()
    assert Member.objects.get().source == (source if source == "market-stall" else "")


def test_a_member_changes_what_they_get(client: Client) -> None:
    directory({"ZZ1 1AA": "CV", "ZZ2 2BB": "DY"})
    one = joined(client)
    page = managed(client)
    assert "Change what you get" in client.get(f"{page}/wants").text
    wants = {"interests": [], "frequency": "urgent", "channels": ["email"], "language": "pl"}
    assert client.post(f"{page}/wants", wants)["Location"].endswith("?done=preferred")
    assert "We have kept what you chose" in client.get(f"{page}?done=preferred").text
    refused = client.post(f"{page}/wants", {**wants, "channels": ["sms"]})
    assert "Choose a way by which we can reach you" in refused.text
    client.post(f"{page}/home", {"postcode": "ZZ2 2BB"})
    assert "Enter a full postcode" in client.post(f"{page}/home", {"postcode": "x"}).text
    one.refresh_from_db()
    assert (one.frequency, one.language, one.area) == ("urgent", "pl", "DY")


def test_a_member_pauses_and_goes_on(client: Client) -> None:
    joined(client)
    page = managed(client)
    assert "Choose how long" in client.post(f"{page}/pause", {"days": "31"}).text
    client.post(f"{page}/pause", {"days": "30"})
    assert "You have paused until 2 December 2020" in client.get(page).text
    assert "Write to me again now" in client.get(f"{page}/pause").text
    client.post(f"{page}/pause", {"resume": "yes"})
    assert Member.objects.get().paused_until is None


def test_another_address_is_used_once_it_is_proven_and_the_old_one_is_told(client: Client) -> None:
    joined(client)
    page = managed(client)
    assert client.post(f"{page}/address", {"email": "new@people.example"})["Location"].endswith(
        "?done=sent"
    )
    assert Member.objects.get().email == EMAIL
    assert client.get(link("change")).status_code == 200
    assert Member.objects.get().email == EMAIL  # looking changes nothing
    assert client.post(link("change"))["Location"] == "/community/changed"
    assert Member.objects.get().email == "new@people.example"
    told = Letter.objects.latest("id")
    assert (told.address, "another address" in str(told.body)) == (EMAIL, True)
    assert client.get(link("change")).status_code == 404


def test_a_second_kind_of_address_is_added(client: Client) -> None:
    joined(client)
    page = managed(client)
    client.post(f"{page}/address", {"phone": "07700 900982"})
    client.post(link("change"))
    one = Member.objects.get()
    assert (one.email, one.phone, one.channels) == (EMAIL, "+447700900982", ["email", "sms"])
    told = Letter.objects.get(subject__startswith="changed:")
    assert told.address == EMAIL  # of before, whoever asked for it


def test_two_memberships_are_made_one_by_whoever_proves_both(client: Client) -> None:
    first = joined(client)
    second = joined(client, email="", phone="07700 900982")
    page = managed(client)
    client.post(f"{page}/address", {"phone": "07700 900982"})
    asked = client.post(link("change"))
    assert "You are a member twice" in asked.text
    assert Member.objects.filter(state=State.MEMBER).count() == 2  # never silently
    assert client.post(link("change"), {"merge": "yes"})["Location"] == "/community/changed"
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.phone, second.state, second.phone) == ("+447700900982", State.LEFT, None)
    left = Movement.objects.get(kind="leave")
    assert (left.person, left.reason) == (second.key, "merged")


def test_all_that_is_kept_is_given_to_whom_it_is_of(client: Client) -> None:
    directory({"ZZ1 1AA": "CV"})
    joined(client)
    answer = client.get(f"{managed(client)}/kept")
    assert answer["Content-Disposition"] == 'attachment; filename="what-we-keep.json"'
    found = answer.json()
    assert (found["email"], found["area"], found["history"][0]["what"]) == (EMAIL, "CV", "join")


def test_whoever_wants_it_is_forgotten_at_once(client: Client) -> None:
    joined(client)
    client.post(f"{managed(client)}/leave", {"erase": "yes"})
    kept = Member.objects.get()
    assert (kept.email, kept.erased_at) == (None, NOW)


def test_one_button_ends_it_from_every_message(client: Client) -> None:
    one = joined(client)
    path = f"/community/stop/{one.stop_token}"
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 400
    assert Member.objects.get().state == State.MEMBER
    pressed = {"List-Unsubscribe": "One-Click", "button": "yes"}
    assert client.post(path, pressed)["Location"] == "/community/left"
    assert client.post(path, pressed)["Location"] == "/community/left"
    assert Member.objects.get().state == State.LEFT


def test_one_click_of_a_mail_program_ends_it_without_a_cookie(client: Client) -> None:
    one = joined(client)
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/community/stop/{one.stop_token}", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Member.objects.get().state == State.LEFT


@pytest.mark.parametrize("path", ["confirm", "manage", "change", "stop"])
@pytest.mark.parametrize("token", ["x", "é", "A" * 500])
def test_links_that_are_none_of_ours_are_answered_alike(
    client: Client, path: str, token: str
) -> None:
    for answer in (
        client.get(f"/community/{path}/{token}"),
        client.post(f"/community/{path}/{token}"),
    ):
        assert answer.status_code == 404
        assert "This link does not work" in answer.text


def test_a_link_for_one_thing_does_nothing_else(client: Client) -> None:
    joined(client)
    manage = managed(client)
    token = manage.rpartition("/")[2]
    assert client.get(f"/community/change/{token}").status_code == 404
    assert client.get(f"/community/confirm/{token}").status_code == 404
    assert client.post(f"/community/stop/{token}").status_code == 404


def test_a_link_opens_nothing_once_its_member_left_in_another_window(client: Client) -> None:
    one = joined(client)
    page = managed(client)
    change.leave(one, now=NOW)
    assert client.post(f"{page}/pause", {"days": "30"}).status_code == 404
    assert Access.objects.filter(used_at=None).count() == 0
