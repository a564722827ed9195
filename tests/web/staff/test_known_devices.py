"""Nobody can keep the owner of an account out of it by guessing."""

import pytest
from django.test import Client

from tests.web.staff.people import EMAIL, a_person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_facts")]
WRONG = "a wrong password"


def lock(client: Client | None = None) -> list[int]:
    """Guess ten times, each time from a new browser if none is given; give the statuses."""
    return [sign_in(client or Client(), password=WRONG).status_code for _ in range(10)]


def known() -> Client:
    """Give a browser in which Ann signed in before."""
    client = Client()
    assert sign_in(client).status_code == 302
    client.post("/staff/sign-out")
    return client


def test_a_browser_that_knows_the_account_is_not_kept_out_by_others() -> None:
    a_person()
    hers = known()
    assert lock()[-1] == 429
    assert sign_in(Client()).status_code == 429
    assert sign_in(hers).status_code == 302


def test_guesses_from_such_a_browser_are_counted_too_and_keep_out_no_other() -> None:
    a_person()
    hers = known()
    assert lock(hers) == [*9 * [200], 429]
    assert sign_in(hers).status_code == 429
    assert sign_in(Client()).status_code == 302


def test_what_it_knows_is_of_one_account_and_cannot_be_made_up() -> None:
    a_person()
    a_person("bob@example.org")
    hers = known()
    lock()
    for _ in range(10):
        sign_in(Client(), email="bob@example.org", password=WRONG)
    assert sign_in(hers, email="bob@example.org").status_code == 429
    forged = Client()
    forged.cookies["heard-device"] = f"{32 * 'a'}.{64 * 'b'}"
    assert sign_in(forged).status_code == 429
    assert sign_in(hers, email=EMAIL).status_code == 302


def test_the_cookie_names_nobody_and_is_for_the_door_alone() -> None:
    a_person()
    client = Client()
    sign_in(client)
    cookie = client.cookies["heard-device"]
    assert EMAIL not in cookie.value
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        *("/staff/sign-in", True, "Strict"),
    )
