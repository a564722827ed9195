"""Who is let in by OpenRosa: a token in the address, or a secret that is proven."""

import base64
import re
import secrets
from datetime import timedelta

import pytest
from django.test import Client
from requests.auth import HTTPBasicAuth, HTTPDigestAuth

from heard.accounts import people
from heard.accounts.models import User
from heard.clock import simulate
from heard.fieldwork import devices
from heard.fieldwork.devices import MOST, Made
from heard.fieldwork.models import Refusal, Submission
from heard.invitations.models import Collector
from tests.asked import ASKED
from tests.fieldwork.instances import instance
from tests.open_ways import ANN, NOW
from tests.web.feeds.openrosa.collect import Collect, message


def digest(made: Made) -> HTTPDigestAuth:
    return HTTPDigestAuth(made.device.username, made.secret)


@pytest.fixture
def prover(way: Collector, made: Made, address: str) -> Collect:
    """A device that proves its secret by HTTP Digest, as an independent client does."""
    return Collect(base=address, auth=digest(made))


def test_digest_lets_in_after_one_challenge(prover: Collect, way: Collector) -> None:
    (form,) = prover.forms("?deviceID=x&formID=")
    assert prover.download(form).get("id") == f"trial.{way.code}"
    assert prover.submit(instance(way.code))[0] == 201
    assert prover.log == [401, 200, 200, 204, 201]
    assert Submission.objects.get().interviewer == User.objects.get(email="bob@example.org")


def test_the_challenge_is_as_the_standard_restricts_it(address: str, way: Collector) -> None:
    answer = Collect(base=address).ask("GET", "formList")
    told = answer.headers["WWW-Authenticate"]
    assert answer.status_code == 401
    assert re.sub('nonce="[^"]+"', "nonce", told) == (
        'Digest realm="Heard", domain="/openrosa/", nonce, qop="auth", algorithm=MD5, stale=false'
    )
    assert not Refusal.objects.exists()


def test_a_challenge_that_is_too_old_is_given_anew_without_counting_as_a_guess(
    prover: Collect, way: Collector
) -> None:
    prover.forms()
    simulate.advance(to=ASKED + timedelta(minutes=6))
    prover.log.clear()
    prover.forms()
    assert prover.log == [401, 200]
    assert not Refusal.objects.exists()


@pytest.mark.parametrize("wrong", ["secret", "username"])
def test_a_wrong_secret_or_name_is_refused(
    wrong: str, prover: Collect, made: Made, address: str
) -> None:
    known = {"username": made.device.username, "secret": made.secret} | {wrong: "x"}
    other = Collect(base=address, auth=HTTPDigestAuth(known["username"], known["secret"]))
    assert other.ask("GET", "formList").status_code == 401
    assert Refusal.objects.count() == 1


def test_a_proof_serves_its_own_address_and_method_only(
    prover: Collect, way: Collector, address: str
) -> None:
    prover.forms()
    proof = str(prover.ask("GET", "formList").request.headers["Authorization"])
    client = Client(headers={"Authorization": proof})
    statuses = [
        client.get("/openrosa/formList").status_code,
        client.get("/openrosa/formList?formID=x").status_code,
        client.head("/openrosa/formList").status_code,
        client.head("/openrosa/submission").status_code,
    ]
    assert statuses == [200, 401, 401, 401]


@pytest.mark.parametrize(
    "header",
    [
        *("", "Digest", "Digest x", 'Digest username="', "Bearer x", "Basic x", "Digest uri=//[x"),
        'Digest username="{name}", uri="http://[", response="x"',
        'Digest username="{name}", uri="/openrosa/formList", response="é"',
    ],
)
def test_what_is_no_proof_is_refused(header: str, way: Collector, made: Made, address: str) -> None:
    told = header.format(name=made.device.username)
    answer = Client(headers={"Authorization": told}).get("/openrosa/formList")
    assert answer.status_code == 401


@pytest.mark.django_db
def test_what_no_table_holds_is_no_name_of_a_device() -> None:
    proof = 'Digest username="a\0", uri="/openrosa/formList", nonce="a", response="a"'
    assert Client().get("/openrosa/formList", headers={"authorization": proof}).status_code == 401


@pytest.mark.usefixtures("way")
def test_what_no_table_holds_is_no_form(made: Made) -> None:
    gone = Client().get(f"/openrosa/{made.secret}/forms/trial.%00/1")
    assert gone.status_code == 404


def test_a_nonce_that_is_not_ours_is_as_good_as_one_that_is_too_old(
    way: Collector, made: Made
) -> None:
    proof = HTTPDigestAuth(made.device.username, made.secret)
    proof.init_per_thread_state()
    proof._thread_local.chal = {"realm": "Heard", "nonce": "mine", "qop": "auth"}  # noqa: SLF001
    header = proof.build_digest_header("GET", "http://x/openrosa/formList")
    answer = Client(headers={"Authorization": str(header)}).get("/openrosa/formList")
    assert (answer.status_code, "stale=true" in answer["WWW-Authenticate"]) == (401, True)


def test_basic_is_taken_where_nobody_can_listen_and_nowhere_else(
    way: Collector, made: Made, address: str
) -> None:
    basic = HTTPBasicAuth(made.device.username, made.secret)
    assert Collect(base=address, auth=basic).ask("GET", "formList").status_code == 401
    for told, status in (
        (f"{made.device.username}:{made.secret}", 200),
        (f"somebody:{made.secret}", 401),
        (f"{made.device.username}:x", 401),
    ):
        header = {"Authorization": f"Basic {base64.b64encode(told.encode()).decode()}"}
        answer = Client(headers=header).get("/openrosa/formList", secure=True)
        assert answer.status_code == status
    answer = Client().get("/openrosa/formList", secure=True)
    assert answer["WWW-Authenticate"].endswith(', Basic realm="Heard"')


def test_a_device_that_was_revoked_or_whose_person_was_shut_out_brings_nothing(
    collect: Collect, prover: Collect, made: Made, way: Collector
) -> None:
    assert collect.ask("GET", "formList").status_code == 200
    person = User.objects.get(email="bob@example.org")
    people.change_person(person, is_active=False, now=NOW)
    assert [one.ask("GET", "formList").status_code for one in (collect, prover)] == [403, 401]
    people.change_person(person, is_active=True, now=NOW)
    assert collect.ask("GET", "formList").status_code == 200
    devices.revoke(made.device, by=ANN, now=NOW)
    sent = collect.ask("POST", "submission", data=instance(way.code))
    assert (sent.status_code, "shut out" in message(sent)) == (403, True)
    assert prover.ask("GET", "formList").status_code == 401
    assert not Submission.objects.exists()


def test_a_flood_of_wrong_codes_is_told_to_wait_and_shuts_nobody_else_out(
    collect: Collect, address: str
) -> None:
    guesser = Collect(base=f"{address}/{secrets.token_urlsafe(16)}")
    for _ in range(MOST):
        guesser.ask("GET", "formList")
    assert set(guesser.log) == {403}
    answer = guesser.ask("GET", "formList")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    assert Refusal.objects.count() == MOST
    assert collect.ask("GET", "formList").status_code == 200
    simulate.advance(to=ASKED + timedelta(minutes=11))
    assert guesser.ask("GET", "formList").status_code == 403
    assert Refusal.objects.count() == 1
