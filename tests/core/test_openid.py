"""What a provider of single sign-on is believed, and how it is configured."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

from heard.core.openid import (
    LOGOUT,
    NotBelieved,
    Provider,
    address,
    believe,
    believe_logout,
    challenge,
    claimed_subject,
    way_out,
)

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
SET = {
    "name": "Entra ID",
    "issuer": "https://login.example/tenant/v2.0",
    "client_id": "heard",
    "client_secret": "secret",
}
PROVIDER = Provider(**SET)  # type: ignore[arg-type]
KEY, OTHER = (ECKey.generate_key("P-256", {"kid": "one"}) for _ in range(2))
CLAIMS: dict[str, Any] = {
    "iss": PROVIDER.issuer,
    "aud": "heard",
    "sub": "s1",
    "nonce": "n",
    "iat": SECONDS,
    "exp": SECONDS + 300,
}


def token(key: ECKey = KEY, **changed: object) -> str:
    claims = {name: value for name, value in {**CLAIMS, **changed}.items() if value is not None}
    return jwt.encode({"alg": "ES256", "kid": "one"}, claims, key)


def told(word: str) -> dict[str, Any]:
    return believe(word, keys=KeySet([KEY]), provider=PROVIDER, nonce="n", now=NOW)


def test_a_token_that_was_made_for_us_is_believed() -> None:
    assert told(token()) == CLAIMS
    assert told(token(aud=["other", "heard"], azp="heard", exp=SECONDS - 59))["sub"] == "s1"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"iss": "https://evil.example"}, "the ID token is of another issuer"),
        ({"aud": "other"}, "the ID token is for another client"),
        ({"aud": ["heard", "other"], "azp": "other"}, "the ID token is for another client"),
        ({"exp": SECONDS - 60}, "the ID token is too old"),
        ({"exp": None}, "the ID token is too old"),
        ({"exp": True}, "the ID token is too old"),
        ({"iat": SECONDS + 61}, "the ID token is of the future"),
        ({"nonce": "other"}, "the ID token is of another sign-in"),
        ({"nonce": None}, "the ID token is of another sign-in"),
        ({"sub": ""}, "the ID token names nobody"),
        ({"sub": 7}, "the ID token names nobody"),
    ],
)
def test_one_that_was_not_is_not(changed: dict[str, Any], why: str) -> None:
    with pytest.raises(NotBelieved, match=why):
        told(token(**changed))


def test_only_what_the_provider_signed_is_read() -> None:
    secret = OctKey.import_key("secret-secret-secret-secret-secret-secret")
    plain = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzMSJ9."
    by_secret = jwt.encode({"alg": "HS256"}, CLAIMS, secret)
    for word in (token(OTHER), plain, by_secret, "", "a.b.c", "None"):
        with pytest.raises(NotBelieved, match="not signed"):
            told(word)


def test_a_browser_is_sent_with_state_nonce_and_the_challenge_of_rfc_7636() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # of its appendix B
    assert challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    asked = {"state": "s", "nonce": "n", "verifier": verifier}
    query = (
        "response_type=code&client_id=heard&redirect_uri=https%3A%2F%2Fh%2Fback"
        "&scope=openid+email+profile&state=s&nonce=n"
        "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
    )
    back = "https://h/back"
    assert address("https://p/a", PROVIDER, back=back, asked=asked) == f"https://p/a?{query}"
    assert address("https://p/a?x=1", PROVIDER, back=back, asked=asked) == (
        f"https://p/a?x=1&{query}"
    )


def test_a_setting_is_read() -> None:
    assert Provider.read(" ") is None
    assert Provider.read(json.dumps(SET)) == PROVIDER
    local = {**SET, "issuer": "http://127.0.0.1:3000"}
    assert Provider.read(json.dumps(local)) is not None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "it is no JSON object of a provider"),
        ("[1]", "it is no JSON object of a provider"),
        ('{"name": "x"}', "it is no JSON object of a provider"),
        (json.dumps({**SET, "secret": "x"}), "it is no JSON object of a provider"),
        (json.dumps({**SET, "client_id": ""}), "client_id must be a text"),
        (json.dumps({**SET, "name": 7}), "name must be a text"),
        (json.dumps({**SET, "issuer": "http://login.example"}), "must begin with https"),
        (json.dumps({**SET, "scopes": ["email"]}), "scopes must contain openid"),
    ],
)
def test_what_is_wrong_with_a_setting_is_said(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Provider.read(text)


def test_a_secret_is_not_shown() -> None:
    assert "client_secret" not in repr(PROVIDER)


def test_an_address_counts_if_the_provider_vouches_for_it() -> None:
    trusting = Provider(**SET, trusts_email=True)  # type: ignore[arg-type]
    plain = {"email": " Ann@Example.org"}
    assert PROVIDER.email_of(plain) is None
    assert PROVIDER.email_of({**plain, "email_verified": "true"}) is None
    assert PROVIDER.email_of({**plain, "email_verified": True}) == "ann@example.org"
    assert trusting.email_of(plain) == "ann@example.org"
    assert trusting.email_of({"email": 7}) is None


def test_the_first_group_of_the_setting_gives_the_role() -> None:
    roles = {"Heard.Admin": "administrator", "Heard.Analyst": "analyst"}
    provider = Provider(**SET, roles=roles)  # type: ignore[arg-type]
    assert provider.role_for({"roles": ["Heard.Analyst", "Heard.Admin"]}) == "administrator"
    assert provider.role_for({"roles": "Heard.Analyst"}) == "analyst"
    assert [provider.role_for(claims) for claims in ({}, {"roles": ["x"]})] == [None, None]


def test_two_proofs_are_told_by_amr_or_by_the_setting() -> None:
    enforcing = Provider(**SET, enforces_second_factor=True)  # type: ignore[arg-type]
    assert PROVIDER.proves_twice({"amr": ["pwd", "mfa"]})
    assert not any(PROVIDER.proves_twice(c) for c in ({}, {"amr": ["pwd"]}, {"amr": "mfa"}))
    assert enforcing.proves_twice({})


def out(**changed: object) -> str:
    """Give a logout token, changed or not."""
    return token(KEY, **{"nonce": None, "events": {LOGOUT: {}}, **changed})


def signed_out(word: str) -> str:
    return believe_logout(word, keys=KeySet([KEY]), provider=PROVIDER, now=NOW)


def test_a_logout_token_that_was_made_for_us_names_who_goes() -> None:
    assert signed_out(out()) == "s1"
    assert claimed_subject(out()) == "s1"


@pytest.mark.parametrize(
    ("word", "why"),
    [
        (token(), "the token signs nobody out"),
        (out(events=None), "the token signs nobody out"),
        (out(events={}), "the token signs nobody out"),
        (out(nonce="n"), "the token signs nobody out"),
        (out(sub=None, sid="one"), "the ID token names nobody"),
        (out(iss="https://evil.example"), "the ID token is of another issuer"),
        (out(exp=SECONDS - 60), "the ID token is too old"),
        (token(OTHER, nonce=None, events={LOGOUT: {}}), "not signed by the provider"),
    ],
)
def test_a_token_that_is_not_signs_nobody_out(word: str, why: str) -> None:
    with pytest.raises(NotBelieved, match=why):
        signed_out(word)


def test_a_logout_token_lets_nobody_in() -> None:
    with pytest.raises(NotBelieved, match="of another sign-in"):
        told(out())


@pytest.mark.parametrize("word", ["", "a.b.c", "no token", f"e30.{'_' * 4}.x"])
def test_what_is_no_token_names_nobody(word: str) -> None:
    with pytest.raises(NotBelieved, match="no token"):
        claimed_subject(word)


def test_a_token_may_name_nobody() -> None:
    assert claimed_subject(out(sub=None)) == ""
    assert claimed_subject("eyJhbGciOiJFUzI1NiJ9.W10.x") == ""  # a list


def test_the_way_out_leads_back() -> None:
    assert way_out("https://login.example/out?a=1", PROVIDER, back="https://h.example/x") == (
        "https://login.example/out?a=1&client_id=heard"
        "&post_logout_redirect_uri=https%3A%2F%2Fh.example%2Fx"
    )
