"""People who may sign in, and links that sign them in once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from heard.accounts.models import SignInLink, User
from heard.accounts.people import add_person, change_person, is_usable, issue_link, use_link
from heard.journal.models import Entry

NOW = datetime(2020, 10, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def drawn(count: int) -> bytes:
    return bytes(range(count))


def a_person(email: str = "Ann@Example.org ", password: str | None = None) -> User:
    return add_person(
        email=email, name="Ann Lee", role=User.Role.ANALYST, password=password, now=NOW
    )


def a_link(user: User) -> str:
    return issue_link(user, now=NOW, life=HOUR, draw=drawn)


@pytest.mark.django_db
def test_a_person_is_found_by_their_address_in_any_capitals() -> None:
    person = a_person()
    assert person.email == "ann@example.org"
    assert User.objects.get_by_natural_key("ANN@example.ORG") == person


@pytest.mark.django_db
def test_no_second_person_has_the_same_address_in_other_capitals() -> None:
    a_person()
    with pytest.raises(ValidationError):
        a_person(email="ANN@EXAMPLE.ORG")
    with pytest.raises(IntegrityError):
        User.objects.create(email="ANN@EXAMPLE.ORG", name="Ann")


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["short", "password1234"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        a_person(password=password)
    assert User.objects.count() == 0


@pytest.mark.django_db
def test_without_a_password_none_fits() -> None:
    person = a_person()
    assert [person.check_password(word) for word in ("", "None", "!")] == [False] * 3


@pytest.mark.django_db
def test_a_password_is_kept_by_argon2() -> None:
    person = a_person(password="correct horse battery")  # noqa: S106
    assert person.password.startswith("argon2$argon2id$")
    assert person.check_password("correct horse battery")
    assert not person.check_password("correct horse batter")


@pytest.mark.django_db
def test_a_link_signs_in_once() -> None:
    person = a_person()
    token = a_link(person)
    assert is_usable(token, now=NOW)
    assert use_link(token, now=NOW) == person
    assert use_link(token, now=NOW) is None
    assert not is_usable(token, now=NOW)


@pytest.mark.django_db
def test_only_the_hash_of_a_link_is_kept() -> None:
    token = a_link(a_person())
    assert str(token) == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
    assert token.encode() not in bytes(SignInLink.objects.get().token_hash)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "AAAA", "\ud800", "\0"])
def test_an_unknown_link_signs_nobody_in(token: str) -> None:
    a_link(a_person())
    assert not is_usable(token, now=NOW)
    assert use_link(token, now=NOW) is None


@pytest.mark.django_db
def test_a_link_ends_with_its_life() -> None:
    token = a_link(a_person())
    assert use_link(token, now=NOW + HOUR) is None
    assert use_link(token, now=NOW + HOUR - timedelta(seconds=1)) is not None


@pytest.mark.django_db
def test_a_link_of_somebody_shut_out_is_worth_nothing() -> None:
    person = a_person()
    token = a_link(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert not is_usable(token, now=NOW)
    assert use_link(token, now=NOW) is None


@pytest.mark.django_db
def test_a_person_is_changed_and_the_journal_knows_how() -> None:
    person = a_person()
    before = person.get_session_auth_hash()
    change_person(person, is_active=False, now=NOW)
    change_person(person, is_active=True, now=NOW)
    found = User.objects.get()
    assert (found.is_active, found.changes) == (True, 2)
    assert found.get_session_auth_hash() != before
    reasons = Entry.objects.filter(act="accounts.change_person").order_by("id")
    assert list(reasons.values_list("subject", "reason")) == [
        (f"user:{person.pk}", "shut out"),
        (f"user:{person.pk}", "let in"),
    ]


@pytest.mark.django_db
def test_the_journal_has_each_act_and_no_address() -> None:
    person = a_person()
    use_link(a_link(person), now=NOW)
    rows = (
        Entry.objects.filter(act__startswith="accounts.")
        .order_by("id")
        .values_list("act", "actor_id", "subject", "reason")
    )
    me = f"user:{person.pk}"
    assert list(rows) == [
        ("accounts.add_person", "heard", me, "analyst"),
        ("accounts.issue_link", "heard", me, ""),
        ("accounts.sign_in", me, me, "link"),
    ]


@pytest.mark.usefixtures("own_database")
def test_of_many_at_once_one_is_signed_in() -> None:
    token = a_link(a_person())

    def use(_: int) -> bool:
        try:
            return use_link(token, now=NOW) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(use, range(24))) == {True: 1, False: 23}
