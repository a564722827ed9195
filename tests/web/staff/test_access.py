"""Who is let in to which page, how soon not any more, and what the journal keeps of it."""

import re
from collections.abc import Sequence

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from heard.accounts.grants import give
from heard.accounts.models import Grant, User
from heard.accounts.people import change_person
from heard.journal.models import Entry
from heard.journal.write import SYSTEM
from heard.web.staff import access
from tests.web.staff.people import NOW, a_person, browser_of, inside

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_facts")]
Role = User.Role
PAGES = (
    *("figures", "contact", "response", "ledger", "history", "outbox", "alerts", "did-we-text"),
    *("dead-letters", "journal"),
)


@pytest.fixture(autouse=True)
def nobody_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what accounts of other tests looked at, whose numbers come again."""
    monkeypatch.setattr(access, "_LOOKED", {})


def entries() -> list[tuple[str, str, str]]:
    """Give who did what to which page, the oldest first."""
    rows = Entry.objects.filter(act__startswith="web.").order_by("id")
    return list(rows.values_list("act", "subject", "actor"))


def test_a_look_and_a_refusal_stand_in_the_journal_with_who_it_was() -> None:
    viewer = inside(Role.VIEWER)
    viewer.get("/staff/figures")
    refused = viewer.get("/staff/ledger")
    assert (refused.status_code, refused.headers["Content-Type"]) == (
        403,
        "text/html; charset=utf-8",
    )
    assert "your role does not include this page" in refused.content.decode()
    assert entries() == [
        ("web.look", "page:figures", "Ann Lee"),
        ("web.refused", "page:ledger", "Ann Lee"),
    ]
    ids = set(Entry.objects.filter(act__startswith="web.").values_list("actor_id", flat=True))
    assert ids == {f"user:{User.objects.get().pk}"}


def test_the_front_door_leads_to_what_needs_somebody() -> None:
    assert Client().get("/").headers["Location"] == "/staff/"


def test_what_somebody_typed_into_an_address_is_not_kept() -> None:
    inside(Role.VIEWER).get("/staff/figures?q=07700900123")
    assert entries() == [("web.look", "page:figures", "Ann Lee")]


def test_what_an_open_page_asks_for_by_itself_is_one_look() -> None:
    viewer, itself = inside(Role.VIEWER), {"X-Heard-By-Itself": "yes"}
    for path in ("figures", "figures", "evaluation", "figures"):
        viewer.get(f"/staff/{path}", headers=itself)
    viewer.get("/staff/figures")
    assert [subject for _, subject, _ in entries()] == [
        *("page:figures", "page:evaluation", "page:figures")
    ]


@pytest.mark.parametrize("method", ["post", "options"])
def test_what_is_no_look_leaves_no_entry(method: str) -> None:
    getattr(inside(Role.VIEWER), method)("/staff/figures")
    assert entries() == []


@pytest.mark.parametrize(
    "change", ["UPDATE journal_entry SET actor = 'Bob'", "DELETE FROM journal_entry"]
)
def test_a_look_can_be_neither_changed_nor_deleted(change: str) -> None:
    inside(Role.VIEWER).get("/staff/figures")
    cursor = connection.cursor()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        cursor.execute(change)
    assert entries() == [("web.look", "page:figures", "Ann Lee")]


@pytest.mark.parametrize(
    ("role", "named"),
    [
        (Role.VIEWER, ["figures", "contact", "response"]),
        (Role.ANALYST, PAGES[:-2]),
        (Role.ADMINISTRATOR, PAGES),
    ],
)
def test_the_menu_shows_the_pages_that_are_open_and_no_others(
    role: Role, named: Sequence[str]
) -> None:
    offered = offered_by(inside(role))
    assert [name for name in PAGES if f"/staff/{name}" in offered] == [*named]


def test_the_menu_says_where_one_is() -> None:
    page = inside(Role.ANALYST).get("/staff/outbox").content.decode()
    here = re.findall(r'<a href="(/staff/[^"]+)" aria-current="(\w+)"', page)
    assert here == [("/staff/outbox", "true"), ("/staff/outbox", "page")]


def offered_by(client: Client) -> set[str]:
    """Give the addresses that the menu leads to, by way of its sections."""

    def links(path: str) -> set[str]:
        page = client.get(path).content.decode()
        menus = re.findall(r"<nav (?:class|aria).*?</nav>", page, re.DOTALL)
        return {link for menu in menus for link in re.findall(r'<a href="(/staff/[^"]+)"', menu)}

    return {link for section in links("/staff/figures") for link in links(section)}


def test_a_role_that_nobody_defined_opens_nothing() -> None:
    person = a_person()
    Grant.objects.filter(user=person).update(role="chief")
    assert browser_of(User.objects.get()).get("/staff/figures").status_code == 403


@pytest.mark.parametrize("is_given", [True, False])
def test_a_change_of_roles_or_admission_ends_what_is_open_at_once_and_for_good(
    *, is_given: bool
) -> None:
    person = a_person()
    client = browser_of(person)
    assert client.get("/staff/ledger").status_code == 200
    if is_given:
        give(person, role=Role.CALLER, by=SYSTEM, now=NOW)
    else:
        change_person(person, is_active=False, now=NOW)
        change_person(person, is_active=True, now=NOW)
    assert client.get("/staff/ledger").headers["Location"] == "/staff/sign-in?next=/staff/ledger"


@pytest.mark.parametrize("rows", [Grant, User])
def test_a_row_that_is_changed_by_hand_ends_it_too(rows: type[Grant] | type[User]) -> None:
    person = a_person()
    client = browser_of(person)
    if rows is User:
        User.objects.filter(pk=person.pk).update(is_active=False)
    else:
        Grant.objects.filter(user=person).update(role=Role.ADMINISTRATOR)
    assert client.get("/staff/ledger").status_code == 302
