"""How staff come in and go out, and what does not let them in."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client

from heard.accounts.models import User
from heard.admission.models import Session
from heard.journal.models import Entry
from tests.web.staff.people import EMAIL, a_link, a_person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_facts")]
WRONG = "Your email address or your password is not right"


def is_inside(client: Client) -> bool:
    return client.get("/staff/figures").status_code == 200


def test_a_password_lets_its_owner_in_and_the_journal_knows() -> None:
    person, client = a_person(), Client()
    answer = sign_in(client, email="ANN@Example.org")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/staff/")
    assert is_inside(client)
    entry = Entry.objects.get(act="accounts.sign_in")
    assert (entry.actor_id, entry.reason) == (f"user:{person.pk}", "password")


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_it_is_never_said_which_of_the_two_was_wrong(email: str) -> None:
    a_person()
    client = Client()
    page = sign_in(client, email=email, password="a wrong password")  # noqa: S106
    words = page.content.decode().replace(email, "…")
    assert page.status_code == 200
    assert words.count(WRONG) == 2  # in the summary and beside the field
    assert "Error: Sign in" in words
    assert not is_inside(client)


def test_somebody_shut_out_does_not_come_in_and_one_inside_is_out_at_once() -> None:
    person, client = a_person(), Client()
    sign_in(client)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert not is_inside(client)
    assert WRONG in sign_in(client).content.decode()


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("", "", ["Enter your email address", "Enter your password"]),
        ("ann", "x", ["Enter an email address in the correct format, like name@example.com"]),
        ("a\0@example.org", "x", ["Enter an email address in the correct format"]),
        (EMAIL, "x\0", ["Null characters are not allowed."]),
    ],
)
def test_what_is_missing_or_malformed_is_said(email: str, password: str, said: list[str]) -> None:
    page = sign_in(Client(), email=email, password=password)
    assert page.status_code == 200
    assert [word in page.content.decode() for word in said] == [True] * len(said)
    assert AccessAttempt.objects.count() == 0


def test_ten_wrong_passwords_lock_the_account_in_any_capitals_and_no_other() -> None:
    a_person()
    a_person("bob@example.org")
    spellings = (EMAIL, EMAIL.upper(), "Ann@Example.org")
    wrong = "a wrong password"
    answers = [sign_in(Client(), email=spellings[n % 3], password=wrong) for n in range(10)]
    assert [a.status_code for a in answers] == [200] * 9 + [429]
    client, other = Client(), Client()
    page = sign_in(client)
    assert (page.status_code, "Too many tries" in page.content.decode()) == (429, True)
    assert not is_inside(client)
    sign_in(other, email="bob@example.org")
    assert is_inside(other)


def test_a_link_gets_past_a_lock() -> None:
    person, client = a_person(), Client()
    for _ in range(10):
        sign_in(Client(), password="a wrong password")  # noqa: S106
    client.post(a_link(person))
    assert is_inside(client)


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/staff/ledger", "/staff/ledger"),
        ("https://evil.example/", "/staff/"),
        ("//evil.example", "/staff/"),
        (r"\\evil.example", "/staff/"),
        ("/\\evil.example", "/staff/"),
        ("javascript:alert(1)", "/staff/"),
        ("", "/staff/"),
    ],
)
def test_after_signing_in_they_go_on_within_the_house(wanted: str, reached: str) -> None:
    a_person()
    assert sign_in(Client(), next=wanted).headers["Location"] == reached


def test_the_session_before_is_worth_nothing_after() -> None:
    a_person()
    client = Client()
    client.session.save()
    before = client.cookies["sessionid"].value
    sign_in(client)
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_link_shows_a_button_and_signs_in_once() -> None:
    path, client, second = a_link(a_person()), Client(), Client()
    pages = [client.get(path) for _ in range(2)]
    assert [(p.status_code, "is good for one use" in p.content.decode()) for p in pages] == [
        *((200, True), (200, True))
    ]
    assert client.post(path).headers["Location"] == "/staff/"
    assert is_inside(client)
    for page in (second.post(path), second.get(path)):
        assert page.status_code == 410
        assert "This link no longer works" in page.content.decode()
    assert not is_inside(second)


def test_a_link_that_is_too_old_or_unknown_says_the_same() -> None:
    old = a_link(a_person(), life=timedelta(hours=1))
    pages = [Client().get(path).content for path in (old, "/staff/link/unknown")]
    assert pages[0] == pages[1]


def test_signing_out_is_a_post_and_ends_the_session() -> None:
    a_person()
    client = Client()
    sign_in(client)
    assert client.get("/staff/sign-out").status_code == 405
    assert is_inside(client)
    assert client.post("/staff/sign-out").headers["Location"] == "/staff/sign-in"
    assert not is_inside(client)
    assert Session.objects.count() == 0


@pytest.mark.parametrize("path", ["/staff/sign-in", "/staff/sign-out", "/staff/link/x"])
def test_no_other_site_can_post_for_them(path: str) -> None:
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403
