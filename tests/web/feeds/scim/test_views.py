"""The directory of a force tells by SCIM who works there and in which team."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from heard.accounts.keys import issue_key, revoke_keys
from heard.accounts.models import FeedKey, Grant, User
from heard.accounts.people import add_person
from heard.clock.read import now
from heard.journal.models import Entry
from heard.organisation.chart import team_of
from heard.organisation.models import Post, Unit

pytestmark = pytest.mark.django_db
HERE = "http://127.0.0.1:8000/scim/v2"
PATCH = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}
ANN = {"userName": "Ann@Force.example", "displayName": "Ann Lee", "externalId": "H1"}


@pytest.fixture
def directory() -> "Directory":
    return Directory()


class Directory:
    """What speaks SCIM, with a key of its own."""

    def __init__(self) -> None:
        self.key = issue_key(
            "urn:force:entra", kind=FeedKey.Kind.SCIM, now=now(), draw=lambda n: bytes(range(n))
        )

    def ask(self, method: str, path: str, body: object = None, **query: str) -> tuple[int, Any]:
        answer = Client(enforce_csrf_checks=True).generic(
            method,
            f"/scim/v2/{path}",
            data=b"" if body is None else json.dumps(body).encode(),
            content_type="application/scim+json",
            headers={"Authorization": f"Bearer {self.key}"},
            query_params=query,
        )
        return answer.status_code, json.loads(answer.content or b"null")

    def add(self, kind: str, **said: object) -> str:
        status, made = self.ask("POST", kind, said)
        assert status == 201, made
        return str(made["id"])

    def patch(self, path: str, *operations: dict[str, object]) -> tuple[int, Any]:
        return self.ask("PATCH", path, {**PATCH, "Operations": list(operations)})


def team(person: str) -> str:
    return team_of(person, on=now().date() + timedelta(days=1))


def test_somebody_is_added_and_may_do_nothing_yet(directory: Directory) -> None:
    status, made = directory.ask("POST", "Users", ANN)
    ann = User.objects.get()
    assert (status, made) == (
        201,
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "id": str(ann.pk),
            "userName": "ann@force.example",
            "displayName": "Ann Lee",
            "active": True,
            "externalId": "H1",
            "meta": {"resourceType": "User", "location": f"{HERE}/Users/{ann.pk}"},
        },
    )
    assert (list(ann.grants), ann.has_usable_password()) == ([], False)
    assert directory.ask("GET", f"Users/{ann.pk}") == (200, made)
    entry = Entry.objects.get(act="accounts.add_person")
    assert (entry.actor_id, entry.subject) == ("feed:scim:urn:force:entra", f"user:{ann.pk}")


def test_no_power_comes_from_a_directory(directory: Directory) -> None:
    """Neither with a user nor with a change of one, whatever it calls it."""
    powers = {"roles": [{"value": "administrator"}], "groups": [{"value": "1"}]}
    number = directory.add("Users", **ANN, **powers, entitlements=[{"value": "all"}])
    for name, value in powers.items():
        for op in ("add", "replace"):
            operation: dict[str, object] = {"op": op, "path": name, "value": value}
            assert directory.patch(f"Users/{number}", operation)[0] == 200
    assert directory.ask("PUT", f"Users/{number}", {**ANN, **powers})[0] == 200
    assert not Grant.objects.exists()


def test_somebody_who_comes_shut_out_is_not_let_in(directory: Directory) -> None:
    directory.add("Users", userName="b@force.example", name={"formatted": "Ben"}, active="False")
    found = User.objects.get()
    assert (found.name, found.is_active, found.staff_id) == ("Ben", False, "")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"userName": "ANN@force.example"}, "uniqueness"),
        ({"userName": "ben@force.example", "externalId": "H1"}, "uniqueness"),
        ({"userName": "nobody"}, "invalidValue"),
        ({"displayName": "Ben"}, "invalidValue"),
        ({"userName": 7}, "invalidValue"),
        ({"userName": "ben@force.example", "active": "perhaps"}, "invalidValue"),
        ([], "invalidSyntax"),
    ],
)
def test_who_cannot_be_taken_is_refused_in_the_words_of_scim(
    directory: Directory, said: object, kind: str
) -> None:
    directory.add("Users", **ANN)
    status, told = directory.ask("POST", "Users", said)
    refused = 409 if kind == "uniqueness" else 400
    assert (status, told["scimType"], told["status"]) == (refused, kind, str(refused))
    assert User.objects.count() == 1


def test_people_are_listed_page_by_page_and_found_by_what_they_are_called(
    directory: Directory,
) -> None:
    ids = [
        directory.add("Users", userName=f"{n}@force.example", externalId=f"H{n}") for n in range(3)
    ]

    def found(**query: str) -> tuple[int, list[str]]:
        status, told = directory.ask("GET", "Users", **query)
        assert status == 200
        return told["totalResults"], [one["id"] for one in told["Resources"]]

    assert found() == (3, ids)
    assert found(startIndex="2", count="1") == (3, ids[1:2])
    assert found(startIndex="-4", count="-1") == (3, [])
    assert found(filter='userName eq "1@FORCE.example"') == (1, ids[1:2])
    assert found(filter='EXTERNALID EQ "H2"') == (1, ids[2:])
    assert found(filter='userName sw "1@" or not (externalId ne "H0")') == (2, ids[:2])
    assert found(filter='displayName eq "x"') == (0, [])
    assert found(filter="externalId eq null") == (0, [])
    assert found(attributes="userName", filter="active eq true") == (3, ids)
    for wrong in ('password eq "x"', 'userName is "x"', "userName eq x", "userName eq"):
        assert directory.ask("GET", "Users", filter=wrong)[1]["scimType"] == "invalidFilter"
    assert directory.ask("GET", "Users", count="x")[0] == 400


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "replace", "value": {"active": False}},
    ],
)
def test_somebody_is_shut_out_and_their_sessions_end(
    directory: Directory, operation: dict[str, object]
) -> None:
    number = directory.add("Users", **ANN)
    status, told = directory.patch(f"Users/{number}", operation)
    ann = User.objects.get()
    assert (status, told["active"], ann.is_active, ann.changes) == (200, False, False, 1)
    assert directory.ask("PUT", f"Users/{number}", {**ANN, "active": True})[1]["active"] is True
    assert directory.ask("DELETE", f"Users/{number}") == (204, None)
    assert directory.ask("GET", f"Users/{number}")[1]["active"] is False


def test_somebody_is_described_anew(directory: Directory) -> None:
    number = directory.add("Users", **ANN)
    directory.add("Users", userName="ben@force.example")
    path = f"Users/{number}"
    _, told = directory.patch(
        path,
        {"op": "replace", "path": "displayName", "value": "Ann Ash"},
        {"op": "remove", "path": "externalId"},
    )
    assert (told["displayName"], "externalId" in told) == ("Ann Ash", False)
    _, told = directory.ask("PUT", path, {"userName": "ash@force.example", "externalId": "H9"})
    assert (told["userName"], told["externalId"], "displayName" in told) == (
        *("ash@force.example", "H9", False),
    )
    assert User.objects.get(pk=number).name == "ash@force.example"
    _, told = directory.patch(path, {"op": "remove", "path": "userName"})
    assert told["scimType"] == "mutability"
    _, told = directory.ask("PUT", path, {"userName": "ben@force.example"})
    assert told["scimType"] == "uniqueness"


def test_the_last_administrator_is_not_shut_out(directory: Directory) -> None:
    chief = add_person(
        email="chief@force.example",
        name="Chief",
        role=User.Role.ADMINISTRATOR,
        password=None,
        now=now() - timedelta(hours=1),
    )
    status, told = directory.ask("DELETE", f"Users/{chief.pk}")
    assert (status, told["scimType"]) == (400, "mutability")
    assert User.objects.get().is_active is True


def test_a_team_has_its_people_from_the_day_on_which_it_is_told(directory: Directory) -> None:
    ann, ben = (
        directory.add("Users", userName=f"{who}@force.example", externalId=who)
        for who in ("H1", "H2")
    )
    one = directory.add(
        "Groups", displayName="Response A", externalId="RA", members=[{"value": ann}]
    )
    two = directory.add("Groups", displayName="RB")
    assert [team(who) for who in ("H1", "H2")] == ["RA", ""]
    directory.patch(f"Groups/{two}", {"op": "add", "path": "members", "value": [{"value": ben}]})
    directory.patch(f"Groups/{two}", {"op": "add", "value": {"members": [{"value": ann}]}})
    assert [team(who) for who in ("H1", "H2")] == ["RB", "RB"]
    assert directory.ask("GET", f"Groups/{one}")[1].get("members") is None
    _, told = directory.patch(
        f"Groups/{two}", {"op": "remove", "path": f'members[value eq "{ben}"]'}
    )
    assert [member["value"] for member in told["members"]] == [ann]
    directory.ask(
        "PUT", f"Groups/{two}", {"displayName": "Response B", "members": [{"value": ben}]}
    )
    assert [team(who) for who in ("H1", "H2")] == ["", "RB"]
    directory.patch(f"Groups/{two}", {"op": "remove", "path": "members"})
    assert team("H2") == ""
    assert list(Post.objects.order_by("id").values_list("person", "team__code")) == [
        *(("H1", "RA"), ("H2", "RB"), ("H1", "RB"), ("H2", None), ("H1", None)),
        *(("H2", "RB"), ("H2", None)),
    ]


def test_a_team_is_found_renamed_and_ended(directory: Directory) -> None:
    ann = directory.add("Users", **ANN)
    number = directory.add("Groups", displayName="RA", members=[{"value": ann}])
    path = f"Groups/{number}"
    _, told = directory.patch(path, {"op": "replace", "path": "displayName", "value": "Response A"})
    assert (told["displayName"], told["externalId"]) == ("Response A", "RA")
    _, told = directory.ask("GET", "Groups", filter='displayName eq "Response A"')
    assert [one["id"] for one in told["Resources"]] == [number]
    assert directory.ask("DELETE", path)[0] == 204
    assert team("H1") == ""


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        ({"op": "add", "path": "members", "value": [{"value": "99"}]}, "invalidValue"),
        ({"op": "add", "path": "members", "value": [{"value": "x"}]}, "invalidValue"),
        ({"op": "add", "path": "members", "value": ["1"]}, "invalidValue"),
        ({"op": "replace", "path": "externalId", "value": "RB"}, "mutability"),
        ({"op": "move", "path": "members"}, "invalidValue"),
        ({"op": "add", "value": "x"}, "invalidValue"),
        ("add", "invalidValue"),
    ],
)
def test_what_is_no_change_of_a_team_is_refused_whole(
    directory: Directory, operation: dict[str, object], kind: str
) -> None:
    number = directory.add("Groups", displayName="RA")
    rename: dict[str, object] = {"op": "replace", "path": "displayName", "value": "Other"}
    _, told = directory.patch(f"Groups/{number}", rename, operation)
    assert told["scimType"] == kind
    assert Unit.objects.get().name == "RA"


def test_what_there_is_no_room_for_is_refused(directory: Directory) -> None:
    number = directory.add("Groups", displayName="RA")
    assert directory.patch(f"Groups/{number}")[1]["scimType"] == "invalidValue"
    rename: dict[str, object] = {"op": "replace", "path": "displayName", "value": "Other"}
    assert directory.patch(f"Groups/{number}", *101 * [rename])[1]["scimType"] == "tooMany"
    _, told = directory.patch(f"Groups/{number}", {**rename, "value": 201 * "x"})
    assert told["scimType"] == "invalidValue"
    assert directory.ask("POST", "Groups", {"displayName": "RA"})[1]["scimType"] == "uniqueness"
    assert directory.ask("GET", "Groups/0")[0] == 404
    assert directory.ask("GET", "Users/0")[0] == 404


def test_the_door_opens_to_a_key_of_its_kind_and_says_what_it_takes(directory: Directory) -> None:
    status, told = directory.ask("GET", "ServiceProviderConfig")
    assert (status, told["patch"], told["bulk"]["supported"]) == (200, {"supported": True}, False)
    answer = Client().get("/scim/v2/Users", headers={"Authorization": f"Basic {directory.key}"})
    assert answer.status_code == 401
    revoke_keys("urn:force:entra", kind=FeedKey.Kind.SCIM, now=now())
    assert directory.ask("GET", "Users")[0] == 401


def test_what_of_the_standard_there_is_is_told(directory: Directory) -> None:
    kinds = ["urn:ietf:params:scim:schemas:core:2.0:User", "User"]
    for kind, path in zip(kinds, ("Schemas", "ResourceTypes"), strict=True):
        _, told = directory.ask("GET", path)
        assert told["totalResults"] == 2
        assert directory.ask("GET", f"{path}/{kind}") == (200, told["Resources"][0])
        assert directory.ask("GET", f"{path}/other")[0] == 404
        assert directory.ask("GET", path, filter='name eq "User"')[0] == 403


def test_both_kinds_are_searched_at_once(directory: Directory) -> None:
    user, group = directory.add("Users", **ANN), directory.add("Groups", displayName="Ann's")
    schema = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
    asked = {"schemas": [schema], "filter": 'displayName sw "Ann"'}
    _, told = directory.ask("POST", ".search", asked)
    assert [one["id"] for one in told["Resources"]] == [user, group]
    _, told = directory.ask("POST", ".search", {"schemas": [schema], "count": 1})
    assert (told["totalResults"], told["itemsPerPage"]) == (2, 1)


def test_what_is_no_json_is_refused(directory: Directory) -> None:
    answer = Client().post(
        "/scim/v2/Users",
        data="{",
        content_type="application/scim+json",
        headers={"Authorization": f"Bearer {directory.key}"},
    )
    assert (answer.status_code, json.loads(answer.content)["scimType"]) == (400, "invalidSyntax")
