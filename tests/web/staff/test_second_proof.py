"""Staff come in by the force's own account, at a certified provider."""

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread

import pytest
import requests
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey
from pytest_django import Settings
from selectolax.lexbor import LexborHTMLParser

from heard.accounts.models import User
from heard.admission.factors import begin_app, confirm_app
from heard.clock.read import machine
from heard.core.one_time_codes import code, step_at
from heard.core.openid import LOGOUT, Provider
from heard.journal.models import Entry
from tests.peers.openid import BACK, OUT, provider, signed_in, signed_out
from tests.web.staff.people import NOW, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_facts")]
PEOPLE = {
    "ann": {"email": "ann@example.org", "email_verified": True},
    "bob": {"email": "bob@example.org", "email_verified": True, "roles": ["Heard.Viewer"]},
}


@pytest.fixture(scope="module")
def back_channel() -> Iterator[tuple[str, "Queue[str]"]]:
    """Take what is posted to an address, as it came."""
    told: Queue[str] = Queue()

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.put(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Taker) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", told
        server.shutdown()


@pytest.fixture(scope="module")
def running(back_channel: tuple[str, "Queue[str]"]) -> Iterator[Provider]:
    with provider(PEOPLE, ended=back_channel[0]) as found:
        yield found


@pytest.fixture
def ours(running: Provider, settings: Settings) -> Provider:
    settings.SINGLE_SIGN_ON = running
    return running


def go(client: Client, name: str, browser: requests.Session | None = None) -> str:
    """Go to the provider, sign in there, come back; give where that leads."""
    away = client.get("/staff/sign-in/away").headers["Location"]
    answer = client.get("/staff/sign-in/back", signed_in(away, name=name, browser=browser))
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


def test_whoever_signs_out_is_shown_the_way_out_there_and_it_tells_us(
    ours: Provider, back_channel: tuple[str, "Queue[str]"]
) -> None:
    """All that is open here ends with what is open there; another's stays."""
    ann, client, other, browser = a_person(), Client(), Client(), requests.Session()
    bob = Client()
    bob.force_login(a_person(email="bob@example.org"))
    assert go(other, "ann") == "/staff/"
    assert go(client, "ann", browser) == "/staff/"
    shown = client.post("/staff/sign-out").content.decode()
    (button,) = LexborHTMLParser(shown).css("a.govuk-button")
    assert signed_out(str(button.attributes["href"]), browser=browser) == OUT
    assert is_inside(other)
    assert is_inside(bob)
    posted = back_channel[1].get(timeout=10)
    answer = Client(enforce_csrf_checks=True).post(
        "/staff/sign-in/ended", posted, content_type="application/x-www-form-urlencoded"
    )
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert (is_inside(other), is_inside(bob)) == (False, True)
    told = Entry.objects.get(act="admission.end_session")
    assert (told.subject, told.reason) == (f"user:{ann.pk}", "provider")


def test_what_is_no_token_of_the_provider_ends_nothing(ours: Provider, settings: Settings) -> None:
    a_person()
    client = Client()
    go(client, "ann")

    def posted(**claims: object) -> int:
        token = jwt.encode({"alg": "ES256"}, claims, ECKey.generate_key("P-256"))
        return Client().post("/staff/sign-in/ended", {"logout_token": token}).status_code

    assert posted(sub="ann", iss=ours.issuer, events={LOGOUT: {}}) == 400
    assert posted(sub="nobody whom we know") == 200
    assert Client().post("/staff/sign-in/ended").status_code == 400
    assert is_inside(client)
    settings.SINGLE_SIGN_ON = None
    assert posted(sub="ann") == 404


def test_a_way_out_that_is_not_told_or_not_safe_is_not_shown(
    ours: Provider, settings: Settings
) -> None:
    a_person()
    client = Client()
    go(client, "ann")
    settings.SINGLE_SIGN_ON = replace(ours, issuer="http://127.0.0.1:1")
    page = client.post("/staff/sign-out").content.decode()
    assert "does not say where to do that" in page
    assert LexborHTMLParser(page).css_first("a.govuk-button") is None


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
    assert OUT == "http://127.0.0.1:8000/staff/sign-in"
