"""Codes of an app and on paper: each counts once, and guesses are limited."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from heard.accounts.models import User
from heard.accounts.people import add_person
from heard.admission.factors import (
    TooMany,
    begin_app,
    check_code,
    confirm_app,
    factors,
    needs_second,
    remove_all,
    remove_app,
    remove_passkey,
    write_codes,
)
from heard.admission.models import Authenticator, Passkey, RecoveryCode
from heard.core.one_time_codes import code, step_at
from heard.journal.models import Entry
from tests.together import alone
from tests.web.staff.people import UNITS

NOW = datetime(2020, 10, 12, 9, tzinfo=UTC)
MOMENT = datetime(2026, 11, 26, 9, tzinfo=UTC)  # that of a telephone, whatever is simulated
STEP = timedelta(seconds=30)


def a_person(email: str = "ann@example.org", role: User.Role = User.Role.ANALYST) -> User:
    return add_person(email=email, name="Ann Lee", role=role, password=None, now=NOW)


def shown(secret: bytes, moment: datetime = MOMENT) -> str:
    return code(secret, step_at(moment))


def with_app(user: User) -> bytes:
    """Set up an app some minutes ago."""
    secret = begin_app(user)
    earlier = MOMENT - 10 * STEP
    assert confirm_app(user, shown(secret, earlier), moment=earlier, now=NOW)
    return secret


def a_passkey(user: User) -> Passkey:
    return Passkey.objects.create(
        user=user, credential_id=b"id", credential=b"key", name="Laptop", added_at=NOW
    )


def entries(act: str) -> list[tuple[str, str]]:
    found = Entry.objects.filter(act=act).order_by("id")
    return list(found.values_list("actor_id", "reason"))


@pytest.mark.django_db
def test_an_app_counts_once_it_has_shown_a_right_code() -> None:
    ann = a_person()
    secret = begin_app(ann)
    assert begin_app(ann) == secret
    assert not confirm_app(ann, "000000", moment=MOMENT, now=NOW)
    assert check_code(ann, shown(secret), moment=MOMENT, now=NOW) is None
    assert not factors(ann).has_any
    assert confirm_app(ann, f" {shown(secret)[:3]} {shown(secret)[3:]}", moment=MOMENT, now=NOW)
    assert factors(ann).app
    assert not confirm_app(ann, shown(secret), moment=MOMENT, now=NOW)
    assert entries("admission.add_factor") == [(f"user:{ann.pk}", "app")]


@pytest.mark.django_db
def test_the_secret_is_sealed_in_the_database() -> None:
    ann = a_person()
    secret = begin_app(ann, draw=bytes)
    row = Authenticator.objects.raw("SELECT id, secret AS name FROM admission_authenticator")[0]
    assert secret == bytes(20)
    assert "AAAAAAAA" not in str(row.name)  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_code_of_an_app_is_right_once() -> None:
    ann = a_person()
    secret = with_app(ann)
    given = shown(secret)
    assert check_code(ann, given, moment=MOMENT, now=NOW) == "app"
    assert check_code(ann, given, moment=MOMENT, now=NOW) is None
    assert check_code(ann, shown(secret, MOMENT - STEP), moment=MOMENT, now=NOW) is None
    assert check_code(ann, shown(secret, MOMENT + STEP), moment=MOMENT, now=NOW) == "app"


@pytest.mark.django_db
def test_codes_on_paper_are_right_once_and_new_ones_replace_them() -> None:
    ann = a_person()
    with_app(ann)
    old, made = write_codes(ann, now=NOW), write_codes(ann, now=NOW)
    assert (len(made), len({*made, *old})) == (10, 20)
    assert [len(part) for part in made[0].split("-")] == [4, 4, 4, 4]
    assert check_code(ann, old[0], moment=MOMENT, now=NOW) is None
    assert check_code(ann, made[0].upper(), moment=MOMENT, now=NOW) == "recovery code"
    assert check_code(ann, made[0], moment=MOMENT, now=NOW) is None
    assert factors(ann).codes == 9
    assert check_code(a_person("bob@example.org"), made[1], moment=MOMENT, now=NOW) is None
    held = b"".join(bytes(one.code_hash) for one in RecoveryCode.objects.all())
    assert made[2].replace("-", "").encode() not in held


@pytest.mark.django_db
def test_after_ten_wrong_codes_no_code_is_looked_at_for_five_minutes() -> None:
    ann = a_person()
    secret = with_app(ann)
    for _ in range(10):
        assert check_code(ann, "000000", moment=MOMENT, now=NOW) is None
    with pytest.raises(TooMany):
        check_code(ann, shown(secret), moment=MOMENT, now=NOW)
    later = NOW + timedelta(minutes=5)
    assert check_code(ann, shown(secret), moment=MOMENT, now=later) == "app"
    assert entries("admission.refuse_code") == 10 * [(f"user:{ann.pk}", "")]


@pytest.mark.django_db
def test_after_thirty_in_a_day_nor_until_the_next() -> None:
    ann = a_person()
    with_app(ann)
    for n in range(30):
        assert check_code(ann, "x", moment=MOMENT, now=NOW + n * timedelta(minutes=6)) is None
    with pytest.raises(TooMany):
        check_code(ann, "x", moment=MOMENT, now=NOW + timedelta(hours=23))
    assert check_code(ann, "x", moment=MOMENT, now=NOW + timedelta(hours=27)) is None


@pytest.mark.usefixtures("own_database")
def test_many_guesses_at_once_are_no_more_than_ten() -> None:
    ann = a_person()
    with_app(ann)

    wrong = partial(check_code, ann, "000000", moment=MOMENT, now=NOW)

    def guess(_: int) -> bool:
        try:
            alone(wrong)
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(guess, range(24))) == 10


@pytest.mark.django_db
def test_what_proves_is_removed_and_paper_goes_with_the_last_of_it() -> None:
    ann = a_person()
    with_app(ann)
    key = a_passkey(ann)
    write_codes(ann, now=NOW)
    remove_passkey(a_person("bob@example.org"), key.pk, now=NOW)
    assert len(factors(ann).passkeys) == 1
    remove_passkey(ann, key.pk, now=NOW)
    assert factors(ann).codes == 10
    remove_app(ann, now=NOW)
    remove_app(ann, now=NOW)
    assert (factors(ann).has_any, factors(ann).codes) == (False, 0)
    assert entries("admission.remove_factor") == [
        (f"user:{ann.pk}", "passkey"),
        (f"user:{ann.pk}", "app"),
    ]


@pytest.mark.django_db
def test_what_was_lost_is_taken_off() -> None:
    ann = a_person()
    with_app(ann)
    a_passkey(ann)
    write_codes(ann, now=NOW)
    remove_all(ann, now=NOW)
    assert (factors(ann).has_any, factors(ann).codes) == (False, 0)
    assert entries("admission.remove_factor") == [("heard", "lost")]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in User.Role if role not in UNITS])
def test_whoever_sees_more_than_figures_of_the_whole_needs_a_second_proof(role: User.Role) -> None:
    needed = role not in {User.Role.VIEWER, User.Role.ADVISER}
    assert needs_second(a_person(role=role), now=NOW) is needed
