"""Single sign-on, against a certified provider in a process of its own."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from heard.accounts.models import User
from heard.accounts.people import add_person
from heard.admission.models import Identity
from heard.admission.single_sign_on import Refused, admit, begin, finish
from heard.core.openid import NotBelieved, Provider
from heard.journal.models import Entry
from tests.peers.openid import BACK, provider, signed_in

NOW = datetime(2020, 10, 12, 9, tzinfo=UTC)
PEOPLE = {
    "ann": {"email": "ann@example.org", "email_verified": True, "name": "Ann Lee"},
    "eve": {"email": "ann@example.org", "email_verified": False, "name": "Eve"},
}
KEY = ECKey.generate_key("P-256", {"kid": "one"})
CLAIMS = {"sub": "s1", "email": "ann@example.org", "email_verified": True, "name": "Ann Lee"}


@pytest.fixture(scope="module", params=[True, False], ids=["in the ID token", "apart"])
def running(request: pytest.FixtureRequest) -> Iterator[Provider]:
    with provider(PEOPLE, thick=request.param) as found:
        yield found


def draw() -> Any:  # noqa: ANN401
    numbers = count(1)
    return lambda: f"{next(numbers):043}"


def machine() -> datetime:
    return datetime.now(tz=UTC)


def test_whoever_signs_in_there_is_told_to_us(running: Provider) -> None:
    where, asked = begin(running, back=BACK, draw=draw())
    told = signed_in(where, name="ann")
    claims = finish(running, told, asked=asked, back=BACK, moment=machine())
    assert {name: claims[name] for name in ("sub", "email", "email_verified", "name")} == {
        "sub": "ann",
        **PEOPLE["ann"],
    }
    with pytest.raises(NotBelieved, match="answers 400"):  # a code is good once
        finish(running, told, asked=asked, back=BACK, moment=machine())


def test_a_code_is_worth_nothing_without_what_was_kept(running: Provider) -> None:
    where, asked = begin(running, back=BACK, draw=draw())
    told = signed_in(where, name="ann")
    wrong = {**asked, "verifier": 43 * "x"}
    with pytest.raises(NotBelieved, match="answers 400"):
        finish(running, told, asked=wrong, back=BACK, moment=machine())


def test_an_answer_of_another_sign_in_is_not_believed(running: Provider) -> None:
    where, asked = begin(running, back=BACK, draw=draw())
    told = signed_in(where, name="ann")

    def refused(why: str, told: dict[str, str], **changed: str) -> None:
        with pytest.raises(NotBelieved, match=why):
            finish(running, told, asked={**asked, **changed}, back=BACK, moment=machine())

    refused("of another sign-in", {**told, "state": "other"})
    refused("of another issuer", {**told, "iss": "https://evil.example"})
    refused("let nobody in", {"state": asked["state"], "error": "access_denied"})
    refused("ID token is of another sign-in", told, nonce="other")
    with pytest.raises(NotBelieved, match="of another sign-in"):
        finish(running, told, asked={}, back=BACK, moment=machine())


def test_a_wrong_secret_of_ours_is_told(running: Provider) -> None:
    ours = replace(running, client_secret="another")  # noqa: S106
    where, asked = begin(ours, back=BACK, draw=draw())
    told = signed_in(where, name="ann")
    with pytest.raises(NotBelieved, match="answers 401"):
        finish(ours, told, asked=asked, back=BACK, moment=machine())


def test_a_provider_that_calls_itself_otherwise_or_is_away_is_not_believed(
    running: Provider,
) -> None:
    with pytest.raises(NotBelieved, match="calls itself otherwise"):
        begin(replace(running, issuer=f"{running.issuer}/"), back=BACK, draw=draw())
    with pytest.raises(NotBelieved, match="does not answer"):
        begin(replace(running, issuer="http://127.0.0.1:1"), back=BACK, draw=draw())


def a_token(ours: Provider) -> str:
    seconds = int(machine().timestamp())
    claims = {
        "iss": ours.issuer,
        "aud": ours.client_id,
        "sub": "s1",
        "nonce": "n",
        "iat": seconds,
        "exp": seconds + 300,
    }
    return jwt.encode({"alg": "ES256", "kid": "one"}, claims, KEY)


@pytest.fixture
def liar() -> Iterator[tuple[Provider, dict[str, Any]]]:
    """A provider that answers each address with what the test puts there."""
    answers: dict[str, Any] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(answers.get(self.path, {})).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name that http.server asks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        issuer = f"http://127.0.0.1:{server.server_port}"
        answers["/.well-known/openid-configuration"] = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/a",
            "token_endpoint": f"{issuer}/t",
            "jwks_uri": f"{issuer}/k",
        }
        yield (
            Provider(name="Liar", issuer=issuer, client_id="heard", client_secret="s"),  # noqa: S106
            answers,
        )
        server.shutdown()
        thread.join()


def test_what_a_provider_does_not_say_or_says_badly_is_not_believed(
    liar: tuple[Provider, dict[str, Any]],
) -> None:
    ours, answers = liar
    asked = {"state": "s", "nonce": "n", "verifier": "v"}
    told = {"state": "s", "code": "c"}

    def refused(why: str) -> None:
        with pytest.raises(NotBelieved, match=why):
            finish(ours, told, asked=asked, back=BACK, moment=machine())

    refused("keys cannot be read")
    answers["/k"] = {"keys": [KEY.as_dict(private=False)]}
    refused("not signed by the provider")
    answers["/t"] = [1]
    refused("answers 200")
    answers["/t"] = {"id_token": a_token(ours), "access_token": "a"}
    assert finish(ours, told, asked=asked, back=BACK, moment=machine())["sub"] == "s1"
    answers["/.well-known/openid-configuration"]["userinfo_endpoint"] = f"{ours.issuer}/u"
    answers["/u"] = {"sub": "s2", "email": "ann@example.org"}
    refused("tells of somebody else")
    del answers["/.well-known/openid-configuration"]["jwks_uri"]
    refused("does not say its jwks_uri")


def a_person(email: str = "ann@example.org") -> User:
    return add_person(email=email, name="Ann Lee", role=User.Role.VIEWER, password=None, now=NOW)


@pytest.fixture
def ours() -> Provider:
    return Provider(
        name="Entra ID",
        issuer="https://login.example",
        client_id="heard",
        client_secret="secret",  # noqa: S106
    )


@pytest.mark.django_db
def test_an_account_is_found_by_address_once_and_by_subject_from_then_on(ours: Provider) -> None:
    ann = a_person()
    assert admit(ours, CLAIMS, now=NOW).user == ann
    assert admit(ours, {"sub": "s1", "email": "new@example.org"}, now=NOW).user == ann
    assert Identity.objects.get().subject == "s1"
    assert Entry.objects.filter(act="admission.link_identity").count() == 1


@pytest.mark.django_db
def test_an_address_that_was_handed_on_leads_to_nobodys_account(ours: Provider) -> None:
    a_person()
    admit(ours, CLAIMS, now=NOW)
    with pytest.raises(Refused):
        admit(ours, {**CLAIMS, "sub": "s2"}, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed", [{"email_verified": False}, {"email": "bob@example.org"}, {"email": None}]
)
def test_whom_we_do_not_know_is_refused(changed: dict[str, object], ours: Provider) -> None:
    a_person()
    with pytest.raises(Refused):
        admit(ours, {**CLAIMS, **changed}, now=NOW)
    assert (User.objects.count(), Identity.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_whoever_is_shut_out_here_is_refused(ours: Provider) -> None:
    ann = a_person()
    admit(ours, CLAIMS, now=NOW)
    User.objects.filter(pk=ann.pk).update(is_active=False)
    with pytest.raises(Refused):
        admit(ours, CLAIMS, now=NOW)


@pytest.mark.django_db
def test_an_account_is_made_only_for_a_group_of_the_setting(ours: Provider) -> None:
    making = replace(ours, roles={"Heard.Analyst": "analyst"})
    with pytest.raises(Refused):
        admit(making, {**CLAIMS, "roles": ["Other"]}, now=NOW)
    with pytest.raises(Refused):
        admit(making, {**CLAIMS, "email": "no address", "roles": ["Heard.Analyst"]}, now=NOW)
    made = admit(making, {**CLAIMS, "roles": ["Heard.Analyst"], "amr": ["mfa"]}, now=NOW)
    assert (made.user.email, made.user.name, made.proved_twice) == (
        *("ann@example.org", "Ann Lee", True),
    )
    assert made.user.roles(now=NOW) == {"analyst"}
    assert not made.user.has_usable_password()
