"""Staff come in by the force's own account, at a certified provider."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import Settings

from heard.accounts.models import User
from heard.admission.factors import begin_app, confirm_app
from heard.clock.read import machine
from heard.core.one_time_codes import code, step_at
from heard.core.openid import Provider
from heard.journal.models import Entry
from tests.peers.openid import BACK, provider, signed_in
from tests.web.staff.people import NOW, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_facts")]
PEOPLE = {
    "ann": {"email": "ann@example.org", "email_verified": True},
    "bob": {"email": "bob@example.org", "email_verified": True, "roles": ["Heard.Viewer"]},
}


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with provider(PEOPLE) as found:
        yield found


@pytest.fixture
def ours(running: Provider, settings: Settings) -> Provider:
    settings.SINGLE_SIGN_ON = running
    return running


def go(client: Client, name: str) -> str:
    """Go to the provider, sign in there, come back; give where that leads."""
    away = client.get("/staff/sign-in/away").headers["Location"]
    answer = client.get("/staff/sign-in/back", signed_in(away, name=name))
    return answer.headers.get("Location", str(answer.status_code))


def is_inside(client: Client) -> bool:
    return client.get("/staff/figures").status_code == 200


def test_whoever_has_an_account_comes_in_and_goes_out(ours: Provider) -> None:
    ann, client = a_person(), Client()
    client.session.save()
    planted = client.cookies["sessionid"].value
    assert go(client, "ann") == "/staff/"
    assert is_inside(client)
    assert client.cookies["sessionid"].value != planted
    told = Entry.objects.get(act="accounts.sign_in")
    assert (told.actor_id, told.reason) == (f"user:{ann.pk}", "single sign-on")
    client.post("/staff/sign-out")
    assert not is_inside(client)
    assert Entry.objects.filter(act="admission.sign_out").count() == 1


def test_the_page_leads_there_where_it_is_set_up(ours: Provider, settings: Settings) -> None:
    assert "Sign in with Trial ID" in Client().get("/staff/sign-in").content.decode()
    settings.SINGLE_SIGN_ON = None
    assert "Trial ID" not in Client().get("/staff/sign-in").content.decode()


def test_whoever_has_none_is_told_no_more_than_that(ours: Provider) -> None:
    client = Client()
    assert go(client, "ann") == "403"
    assert not is_inside(client)
    assert User.objects.count() == 0


def test_an_account_is_made_where_the_setting_says_so(ours: Provider, settings: Settings) -> None:
    settings.SINGLE_SIGN_ON = replace(ours, roles={"Heard.Viewer": "viewer"})
    assert go(Client(), "bob") == "/staff/"
    assert User.objects.get().email == "bob@example.org"


def test_an_answer_for_one_browser_is_worth_nothing_in_another(ours: Provider) -> None:
    a_person()
    away = Client().get("/staff/sign-in/away").headers["Location"]
    told = signed_in(away, name="ann")
    for other in (Client(), Client()):
        assert other.get("/staff/sign-in/back", told).status_code == 403
        assert not is_inside(other)


def test_an_own_second_proof_is_asked_for_unless_the_provider_asks(
    ours: Provider, settings: Settings
) -> None:
    ann = a_person()
    secret = begin_app(ann)
    moment = machine()
    assert confirm_app(ann, code(secret, step_at(moment)), moment=moment, now=NOW)
    assert go(Client(), "ann") == "/staff/sign-in/code"
    settings.SINGLE_SIGN_ON = replace(ours, enforces_second_factor=True)
    settings.SECOND_FACTOR = True
    client = Client()
    assert go(client, "ann") == "/staff/"
    assert is_inside(client)


def test_a_provider_that_is_away_is_no_fault_of_ours(ours: Provider, settings: Settings) -> None:
    settings.SINGLE_SIGN_ON = replace(ours, issuer="http://127.0.0.1:1")
    assert Client().get("/staff/sign-in/away").status_code == 502


def test_the_address_that_the_provider_is_told_is_ours() -> None:
    assert BACK == "http://127.0.0.1:8000/staff/sign-in/back"
