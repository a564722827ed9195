"""Every address of Heard, asked for by everybody in every way, gives what this table says."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import Settings

from heard.accounts.models import OF_A_PART, User
from heard.clock import simulate
from heard.responses import record
from tests.addresses import routes
from tests.asked import ASKED, ask
from tests.insight.flow import known
from tests.make import contact_ended, receive
from tests.unpictured import EXCUSED
from tests.web.parts import path_of
from tests.web.security.headers import WITHOUT, is_sheet, wrong
from tests.web.staff.people import a_person, browser_of, inside
from tests.web.statuses import ACT, ACT_DOOR, ACT_SHUT, DOOR, SHUT
from tests.web.table import EVERYBODY, INSIDE, METHODS, MINE, OPEN, PERSONAL, TABLE, WHO

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response


def gets(route: str, who: str) -> dict[str, int]:
    """Give the status of each method. Who is not in the row of a route is shut out of it."""
    row = TABLE[route]
    closed = {DOOR: SHUT, ACT_DOOR: ACT_SHUT, ACT[0]: ACT[1]}
    shut = closed.get(row[0], row[1]) if len({*row}) > 1 else row[0]
    like = OPEN.get(who, {}).get(route, who)
    if route in MINE and who not in WHO[:-1]:
        like = "viewer"
    column = WHO.index(like) if like in WHO else len(row)
    statuses = row[column] if column < len(row) else shut
    return dict(zip(METHODS, map(int, statuses.split()), strict=True))


ROUTES = routes()
STAFF = [route for route in ROUTES if TABLE.get(route, ("",))[0] in {DOOR, ACT_DOOR}]


@pytest.fixture(scope="module")
def filled(of_the_file: Path) -> Iterator[Path]:
    """Fill a simulation once for all tests of this file, each of which undoes what it does."""
    with override_settings(CLOCK="simulated"):
        simulate.begin(seed=1, now=ASKED)
        fill()
        for role in User.Role:
            KEYS[role.value] = inside(role).cookies["sessionid"].value
        for held, part in OF_A_PART.items():
            person = a_person(f"{part}@example.org", role=User.Role(held), unit="BE", password=None)
            KEYS[part] = browser_of(person).cookies["sessionid"].value
        yield of_the_file


@pytest.fixture(autouse=True)
def _its_facts(filled: Path, settings: Settings) -> None:
    """Look at the facts of all these tests, and not at a folder of each one's own."""
    settings.FACTS = filled


def fill() -> None:
    """Let somebody begin to answer, and a feed send what is wrong, with all that may leak."""
    record.start(ask(), now=ASKED)
    sent = contact_ended("C9", number=PERSONAL[1], channel=PERSONAL[2])
    assert len(receive(sent, now=ASKED).rejected) == 1
    known()


KEYS: dict[str, str] = {}  # of the session of somebody of each role


def text(answer: "Response") -> str:
    """Give the words of an answer without the token of its form: chance writes `I0` into it."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]*"', r"\1", answer.content.decode())


def asked(who: str, method: str, path: str) -> "Response":
    """Ask from a browser that was never used, and undo what that did to the database."""
    with transaction.atomic():
        client = Client()
        if who != "anonymous":
            client.cookies["sessionid"] = KEYS[who]
        answer: Response = client.generic(method, path)
        transaction.set_rollback(True)
    return answer


def ways(route: str) -> list[tuple[str, str]]:
    """Give who asks for a route in which way.

    What is no page of staff looks at nobody's role, and methods that a page does not take are
    refused before it: these are asked by one who has no way in and by one who has all.
    """
    both = ("anonymous", "administrator")
    found = [(who, method) for who in both for method in METHODS]
    if route.startswith("staff/"):
        others = [who for who in EVERYBODY if who not in both]
        found += [(who, method) for who in others for method in ("GET", "POST")]
    return found


def test_every_address_is_in_the_table() -> None:
    unlisted, gone = set(ROUTES) - TABLE.keys(), TABLE.keys() - set(ROUTES)
    assert not unlisted, f"List in TABLE who gets what, by every method: {sorted(unlisted)}"
    assert not gone, f"Take out of TABLE what nothing answers any more: {sorted(gone)}"


@pytest.mark.parametrize("route", sorted(TABLE))
def test_everybody_gets_what_the_table_says_and_nothing_that_is_personal(route: str) -> None:
    path = path_of(route)
    answers = {(who, method): asked(who, method, path) for who, method in ways(route)}
    found = {way: answer.status_code for way, answer in answers.items()}
    assert found == {(who, method): gets(route, who)[method] for who, method in found}
    words = {way: text(answer) for way, answer in answers.items()}
    assert [(word, way) for word in PERSONAL for way in words if word in words[way]] == []
    refused = [words[way] for way, status in found.items() if status in (302, 401, 403, 405)]
    assert [word for word in INSIDE for said in refused if word in said] == []
    assert [
        way for way, answer in answers.items() if is_sheet(answer)
    ] == []  # security/test_sheets
    tokens = not route.startswith(WITHOUT)
    faults = {way: wrong(answer, tokens=tokens) for way, answer in answers.items()}
    assert {way: found for way, found in faults.items() if found} == {}
    if route in STAFF:  # nothing of a page for staff stays in a browser
        kept = {a.headers.get("Cache-Control") for (_, how), a in answers.items() if how == "GET"}
        assert kept == {"no-store"}


def test_a_role_that_is_open_somewhere_is_one() -> None:
    assert OPEN.keys() | {*WHO} == {*EVERYBODY}
    assert {route for opened in OPEN.values() for route in opened} <= TABLE.keys()


@pytest.mark.parametrize("route", STAFF)
def test_without_signing_in_a_page_leads_to_the_door_and_back(route: str) -> None:
    answer = asked("anonymous", "GET", path_of(route))
    assert answer.headers["Location"] == f"/staff/sign-in?next={path_of(route)}"


def test_what_is_kept_from_others_is_there_for_those_whose_it_is() -> None:
    pages = [text(asked("administrator", "GET", path_of(route))) for route in STAFF if route]
    assert [word for word in INSIDE if not any(word in page for page in pages)] == []


def test_what_has_no_picture_is_no_page() -> None:
    assert EXCUSED.keys() <= TABLE.keys()
    answers = [asked("administrator", "GET", path_of(route)) for route in EXCUSED]
    kinds = {(a.status_code, a.headers["Content-Type"].partition(";")[0]) for a in answers}
    assert (200, "text/html") not in kinds
