"""Whose account there is cannot be found out, nor can anybody make their own greater."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from heard.accounts.models import Grant, User
from heard.admission.models import Session
from tests.web.staff.people import EMAIL, PASSWORD, a_person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted")]
HASHED: list[str] = []


class Counting(MD5PasswordHasher):
    """Notes each password that is hashed: what takes nearly all of the time of a guess."""

    def encode(self, password: str, salt: str) -> str:
        HASHED.append(password)
        return super().encode(password, salt)


@pytest.fixture
def counted() -> object:
    with override_settings(PASSWORD_HASHERS=["tests.web.security.test_accounts.Counting"]):
        yield None


def guess(email: str) -> tuple[int, str, int, int]:
    """Give status, words, hashes and questions to the database of a wrong guess."""
    HASHED.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = sign_in(Client(), email=email, password="a wrong password")  # noqa: S106
    words = answer.content.decode().replace(email, "…")
    token = words.partition('csrfmiddlewaretoken" value="')[2][:64]
    return answer.status_code, words.replace(token, "…"), len(HASHED), len(asked)


def test_a_guess_at_no_account_gives_the_same_words_after_the_same_work() -> None:
    a_person()
    a_person("bob@example.org", password=None)
    User.objects.filter(pk=a_person("cas@example.org").pk).update(is_active=False)
    emails = (EMAIL, "bob@example.org", "cas@example.org", "nobody@example.org")
    found = [guess(email) for email in emails]
    assert found == 4 * [found[0]]
    assert found[0][2] == 1


def test_a_lock_is_the_same_whether_there_is_an_account_or_not() -> None:
    a_person()
    answers = []
    for email in (EMAIL, "nobody@example.org"):
        for _ in range(9):
            sign_in(Client(), email=email, password="a wrong password")  # noqa: S106
        answers.append(guess(email)[:2])
    assert answers[0] == answers[1]
    assert answers[0][0] == 429


def test_what_a_form_does_not_ask_for_is_not_taken() -> None:
    """Whoever sends a role, another's number or a state of their own along gets none of it."""
    ann = a_person(role=User.Role.VIEWER)
    client = Client()
    sign_in(client)
    more = {"role": "administrator", "is_active": "1", "user": "1", "email": "x@example.org"}
    form = {"old": PASSWORD, "new": "three words apart", "again": "three words apart"}
    client.post("/staff/account/password", {**form, **more})
    found = User.objects.get()
    assert (found.email, found.is_active) == (EMAIL, True)
    assert list(Grant.objects.values_list("user", "role")) == [(ann.pk, "viewer")]


def test_a_session_that_was_ended_is_worth_nothing_to_who_kept_it() -> None:
    a_person()
    client, thief = Client(), Client()
    sign_in(client)
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert thief.get("/staff/account").status_code == 200
    client.post("/staff/sign-out")
    assert thief.get("/staff/account").status_code == 302
    assert Session.objects.count() == 0


def test_a_key_that_was_planted_before_is_never_taken() -> None:
    a_person()
    client = Client()
    client.cookies["sessionid"] = 32 * "a"
    sign_in(client)
    assert client.cookies["sessionid"].value != 32 * "a"
    assert not Session.objects.filter(session_key=32 * "a").exists()
