"""Administrators see who may sign in, give roles and end them, and never their own."""

import pytest
from django.test import Client

from heard.accounts.models import Grant, User
from heard.journal.models import Entry
from tests.web.staff.people import a_person, browser_of, inside, read

pytestmark = pytest.mark.django_db
Role = User.Role
PAGE = "/staff/people"


@pytest.fixture
def client() -> Client:
    return inside(Role.ADMINISTRATOR)


def held(user: User) -> list[tuple[str, str]]:
    return list(
        Grant.objects.filter(user=user, ends_at=None).order_by("id").values_list("role", "unit")
    )


def test_everybody_is_listed_with_what_they_hold(client: Client) -> None:
    a_person(role=Role.COMMANDER)
    page = read(client, PAGE)
    assert "ann@example.org Commander of an area: Birmingham East May sign in" in page
    assert "administrator@example.org Administrator: The whole force May sign in" in page


def test_somebody_is_added_and_holds_nothing_yet(client: Client) -> None:
    answer = client.post(PAGE, {"email": "Ben@example.org", "name": "Ben Ash"})
    ben = User.objects.get(email="ben@example.org")
    assert answer.headers["Location"] == f"{PAGE}/{ben.pk}"
    assert "Nothing: no page is open to them" in read(client, f"{PAGE}/{ben.pk}")
    again = client.post(PAGE, {"email": "ben@example.org", "name": "Ben"})
    assert (again.status_code, User.objects.count()) == (400, 2)
    assert "already exists" in again.content.decode()


@pytest.mark.parametrize(
    ("said", "now"),
    [
        ({"role": "adviser"}, ("adviser", "")),
        ({"role": "commander", "area": "CV", "unit": "what is typed beside"}, ("commander", "CV")),
        ({"role": "team_supervisor", "unit": "T1"}, ("team_supervisor", "T1")),
        ({"role": "contact_handler", "unit": "H1", "area": "BE"}, ("contact_handler", "H1")),
    ],
)
def test_a_role_is_given_for_its_part_of_the_force(
    client: Client, said: dict[str, str], now: tuple[str, str]
) -> None:
    ann = a_person()
    answer = client.post(f"{PAGE}/{ann.pk}", {"does": "give", **said})
    assert answer.headers["Location"] == f"{PAGE}/{ann.pk}"
    assert held(ann) == [("analyst", ""), now]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"role": ""}, "Choose a role"),
        ({"role": "chief"}, "Choose a role from the list"),
        ({"role": "commander", "area": "XX"}, "Choose an area from the list"),
        ({"role": "analyst", "area": "BE", "unit": "T1"}, "not both"),
        ({"role": "commander"}, "for one area: say which"),
        ({"role": "analyst"}, "They hold this already"),
        ({"role": "team_supervisor", "unit": "x" * 201}, "No team is longer"),
    ],
)
def test_what_is_no_role_is_said_to_be_none(client: Client, said: dict[str, str], why: str) -> None:
    ann = a_person()
    answer = client.post(f"{PAGE}/{ann.pk}", {"does": "give", **said})
    assert (answer.status_code, held(ann)) == (400, [("analyst", "")])
    assert why in answer.content.decode()


def test_a_role_is_ended_and_stays_in_the_list_of_what_was(client: Client) -> None:
    ann = a_person()
    theirs = browser_of(ann)
    (grant,) = Grant.objects.filter(user=ann)
    client.post(f"{PAGE}/{ann.pk}", {"does": "end", "grant": str(grant.pk)})
    assert held(ann) == []
    assert theirs.get("/staff/figures").status_code == 302
    assert "What they held Role For From To Analyst The whole force" in read(
        client, f"{PAGE}/{ann.pk}"
    )
    gone = client.post(f"{PAGE}/{ann.pk}", {"does": "end", "grant": str(grant.pk)})
    assert gone.status_code == 400


def test_somebody_is_signed_out_everywhere_shut_out_and_let_in_again(client: Client) -> None:
    ann = a_person()
    path, theirs = f"{PAGE}/{ann.pk}", browser_of(ann)
    client.post(path, {"does": "sign-out"})
    assert theirs.get("/staff/figures").status_code == 302
    client.post(path, {"does": "out"})
    assert "They are shut out." in read(client, path)
    client.post(path, {"does": "in"})
    assert "They may sign in." in read(client, path)
    acts = Entry.objects.filter(subject=f"user:{ann.pk}", actor_id__startswith="user:")
    assert list(acts.order_by("id").values_list("act", "reason")) == [
        ("accounts.sign_out", ""),
        ("accounts.change_person", "shut out"),
        ("accounts.change_person", "let in"),
    ]


@pytest.mark.parametrize("said", [{"does": "give", "role": "caller"}, {"does": "out"}])
def test_nobody_changes_what_they_may_do_themselves(client: Client, said: dict[str, str]) -> None:
    me = User.objects.get()
    path = f"{PAGE}/{me.pk}"
    assert "Give another role" not in read(client, path)
    answer = client.post(path, said)
    assert (answer.status_code, held(me)) == (400, [("administrator", "")])
    assert "Nobody changes what they may do themselves." in answer.content.decode()


def test_nobody_is_where_there_is_nobody(client: Client) -> None:
    assert client.get(f"{PAGE}/0").status_code == 404
