"""The page "Your account": sessions, proofs and a password, of whoever is signed in alone."""

import re
from base64 import b32decode
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from heard.accounts.models import User
from heard.admission.models import Authenticator, RecoveryCode, Session
from heard.admission.sessions import handle
from heard.clock.read import machine
from heard.core.one_time_codes import code, step_at
from heard.journal.models import Entry
from tests.web.staff.people import PASSWORD, a_person, browser_of, read, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_facts")]
NEW = "three words apart"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def shown(secret: bytes, *, later: int = 0) -> str:
    """Give what an app shows now, or so many steps later."""
    return code(secret, step_at(machine()) + later)


def with_app(client: Client) -> bytes:
    """Set up an app, by its page."""
    found = re.search(
        r"heard-code\">([A-Z2-7 ]+)<", client.get("/staff/account/app").content.decode()
    )
    assert found is not None
    secret = b32decode(found[1].replace(" ", ""))
    answer = client.post("/staff/account/app", {"code": shown(secret)})
    assert answer.headers["Location"] == "/staff/account"
    return secret


def is_inside(client: Client) -> bool:
    return client.get("/staff/account").status_code == 200


def test_it_says_where_one_is_signed_in_and_ends_what_is_elsewhere() -> None:
    ann = a_person()
    here, there = Client(), Client(headers={"User-Agent": FIREFOX})
    sign_in(here)
    sign_in(there)
    words = read(here, "/staff/account")
    assert "A browser (this one)" in words
    assert "Firefox on Windows" in words
    page = here.get("/staff/account").content.decode()
    handles = re.findall(r"/staff/account/end/(\w+)", page)
    (other,) = [one for one in handles if one != handle(here.cookies["sessionid"].value)]
    keys = set(Session.objects.filter(user=ann).values_list("session_key", flat=True))
    assert len(keys) == 2
    assert not any(key in page for key in keys)
    here.post(f"/staff/account/end/{other}")
    assert (is_inside(here), is_inside(there)) == (True, False)


def test_signing_out_everywhere_ends_all_and_nobody_elses() -> None:
    a_person()
    bob = browser_of(a_person("bob@example.org"))
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    assert here.post("/staff/account/end-everywhere").headers["Location"] == "/staff/account"
    assert [is_inside(one) for one in (here, there, bob)] == [False, False, True]


def test_nobody_ends_a_session_of_somebody_else() -> None:
    a_person()
    ann = Client()
    sign_in(ann)
    theirs = handle(ann.cookies["sessionid"].value)
    browser_of(a_person("bob@example.org")).post(f"/staff/account/end/{theirs}")
    assert is_inside(ann)


@pytest.mark.parametrize(
    ("limit", "value"), [("SESSION_IDLE", timedelta(0)), ("SESSION_LONGEST", timedelta(0))]
)
def test_a_session_ends_by_itself(limit: str, value: timedelta, settings: Settings) -> None:
    a_person()
    client = Client()
    sign_in(client)
    assert is_inside(client)
    setattr(settings, limit, value)
    answer = client.get("/staff/account")
    assert answer.headers["Location"] == "/staff/sign-in?next=/staff/account"
    assert Session.objects.filter(user__isnull=False).count() == 0
    assert Entry.objects.filter(act="admission.end_session").get().reason == "too long"


def test_no_more_than_some_are_open_at_once(settings: Settings) -> None:
    settings.SESSIONS_AT_ONCE = 2
    a_person()
    clients = [Client() for _ in range(3)]
    for client in clients:
        sign_in(client)
    assert [is_inside(client) for client in clients] == [False, True, True]


def test_a_password_is_changed_by_the_old_one_and_ends_what_is_elsewhere() -> None:
    a_person()
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    form = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert here.post("/staff/account/password", form).headers["Location"] == "/staff/account"
    assert (is_inside(here), is_inside(there)) == (True, False)
    assert sign_in(Client(), password=NEW).status_code == 302
    assert sign_in(Client(), password=PASSWORD).status_code == 200


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"old": "wrong"}, "This is not your password"),
        ({"again": "another one"}, "The two new passwords are not the same"),
        ({"new": "short", "again": "short"}, "This password is too short"),
        ({"new": "1q2w3e4r5t6y", "again": "1q2w3e4r5t6y"}, "too common"),
        ({"old": ""}, "Enter your password"),
    ],
)
def test_what_will_not_do_as_a_password_is_said(form: dict[str, str], said: str) -> None:
    a_person()
    client = Client()
    sign_in(client)
    page = client.post(
        "/staff/account/password", {"old": PASSWORD, "new": NEW, "again": NEW} | form
    )
    assert (page.status_code, said in page.content.decode()) == (200, True)
    assert User.objects.get().check_password(PASSWORD)


def test_the_old_password_cannot_be_guessed_here_either() -> None:
    a_person()
    client = Client()
    sign_in(client)
    form = {"old": "wrong", "new": NEW, "again": NEW}
    statuses = [client.post("/staff/account/password", form).status_code for _ in range(11)]
    assert statuses == [*9 * [200], 429, 429]


def test_an_app_is_set_up_and_asked_for_from_then_on() -> None:
    ann = a_person()
    here, there = Client(), Client()
    sign_in(there)
    sign_in(here)
    secret = with_app(here)
    assert (is_inside(here), is_inside(there)) == (True, False)
    client = Client()
    answer = sign_in(client, next="/staff/contact")
    assert answer.headers["Location"] == "/staff/sign-in/code"
    assert not is_inside(client)
    page = client.post("/staff/sign-in/code", {"code": "000000"})
    assert "This code is not right" in page.content.decode()
    done = client.post("/staff/sign-in/code", {"code": shown(secret, later=1)})
    assert done.headers["Location"] == "/staff/contact"
    assert is_inside(client)
    told = Entry.objects.filter(act="admission.prove_twice").get()
    assert (told.actor_id, told.reason) == (f"user:{ann.pk}", "app")
    assert here.post("/staff/account/app/remove").status_code == 303
    assert Authenticator.objects.count() == 0


def test_a_code_on_paper_stands_in_once_also_after_a_link() -> None:
    a_person()
    client = Client()
    sign_in(client)
    with_app(client)
    page = client.post("/staff/account/codes").content.decode()
    codes = re.findall(r"heard-code\">([a-z2-7-]+)<", page)
    assert (len(codes), RecoveryCode.objects.count()) == (10, 10)
    assert codes[0] not in client.get("/staff/account/codes").content.decode()
    other = Client()
    sign_in(other)
    other.post("/staff/sign-in/code", {"code": codes[0]})
    assert is_inside(other)
    again = Client()
    sign_in(again)
    again.post("/staff/sign-in/code", {"code": codes[0]})
    assert not is_inside(again)


def test_guesses_at_a_code_are_limited() -> None:
    a_person()
    client = Client()
    sign_in(client)
    with_app(client)
    guessing = Client()
    sign_in(guessing)
    answers = [guessing.post("/staff/sign-in/code", {"code": "1"}).status_code for _ in range(11)]
    assert answers == [*10 * [200], 429]


def test_the_second_step_needs_the_first_and_ends_with_what_ended_it(settings: Settings) -> None:
    ann = a_person()
    assert Client().get("/staff/sign-in/code").headers["Location"] == "/staff/sign-in"
    client = Client()
    sign_in(client)
    secret = with_app(client)
    halfway = Client()
    sign_in(halfway)
    assert halfway.get("/staff/sign-in/code").status_code == 200
    User.objects.filter(pk=ann.pk).update(is_active=False)
    answer = halfway.post("/staff/sign-in/code", {"code": shown(secret, later=1)})
    assert answer.headers["Location"] == "/staff/sign-in"
    User.objects.filter(pk=ann.pk).update(is_active=True, changes=9)
    answer = halfway.post("/staff/sign-in/code", {"code": shown(secret, later=1)})
    assert answer.headers["Location"] == "/staff/sign-in"


def test_what_proves_is_changed_only_soon_after_signing_in() -> None:
    a_person()
    client = Client()
    sign_in(client)
    with_app(client)
    session = client.session
    session["began"] = (machine() - timedelta(minutes=16)).isoformat()
    session.save()
    for path in ("app/remove", "passkeys/1/remove", "codes", "app", "passkeys/new"):
        answer = client.post(f"/staff/account/{path}", {"name": "x"})
        assert (path, answer.status_code) == (path, 409)
    assert Authenticator.objects.count() == 1
    assert "sign out and in again first" in read(client, "/staff/account")


def test_without_a_second_proof_nothing_is_open_to_those_who_need_one(settings: Settings) -> None:
    settings.SECOND_FACTOR = True
    a_person()
    client = Client()
    sign_in(client)
    assert client.get("/staff/figures").headers["Location"] == "/staff/account"
    refused = client.post("/staff/did-we-text", {"number": "07700900000"})
    assert (refused.status_code, "A second proof is needed" in refused.content.decode()) == (
        *(403, True),
    )
    assert client.get("/staff/field/me.json").status_code == 302
    with_app(client)
    assert client.get("/staff/figures").status_code == 200
    viewer = browser_of(a_person("vera@example.org", role=User.Role.VIEWER))
    assert viewer.get("/staff/figures").status_code == 200


def test_a_passkey_is_not_taken_without_a_challenge_or_from_rubbish() -> None:
    a_person()
    client = Client()
    sign_in(client)
    for answer in ("", "{}", "[]", "null", '{"id": "x", "rawId": "x", "response": {}}'):
        form = {"name": "Laptop", "answer": answer}
        page = client.post("/staff/account/passkeys/new", form)
        assert "The passkey could not be made" in page.content.decode()
        page = Client().post("/staff/sign-in/passkey", {"answer": answer})
        assert "This passkey is not known here" in page.content.decode()
