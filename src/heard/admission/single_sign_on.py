"""Signs staff in, and out, whom the force's own provider vouches for (OpenID Connect)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import requests
from django.core.exceptions import ValidationError
from django.db import transaction
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from heard.accounts.models import User
from heard.accounts.people import add_person
from heard.admission import sessions
from heard.admission.factors import note
from heard.admission.models import Identity
from heard.core import openid
from heard.core.openid import Claims, NotBelieved, Provider

DISCOVERY = "/.well-known/openid-configuration"
PATIENCE = 5.0  # seconds for each answer of the provider
SECRETS = ("state", "nonce", "verifier")
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Refused(Exception):
    """Somebody whom the provider knows has no account here, or may not sign in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Who signed in, and whether the provider asked for a second proof."""

    user: User
    proved_twice: bool


def begin(provider: Provider, *, back: str, draw: Callable[[], str]) -> tuple[str, dict[str, str]]:
    """Give where to send a browser, and what to keep until it comes back. NotBelieved."""
    asked = {name: draw() for name in SECRETS}
    endpoint = _configuration(provider)["authorization_endpoint"]
    return openid.address(endpoint, provider, back=back, asked=asked), asked


def finish(
    provider: Provider,
    told: Mapping[str, str],
    *,
    asked: Mapping[str, str],
    back: str,
    moment: datetime,
) -> Claims:
    """Give what the provider says of whoever came back with `told`. NotBelieved.

    `asked` is what was kept when they were sent; `moment` is the machine's time.
    """
    if not asked or told.get("state") != asked["state"]:
        raise NotBelieved("the answer is of another sign-in")
    if told.get("iss", provider.issuer) != provider.issuer:  # RFC 9207
        raise NotBelieved("the answer is of another issuer")
    if "code" not in told:
        raise NotBelieved("the provider let nobody in")
    found = _configuration(provider)
    tokens = _tokens(provider, found["token_endpoint"], told["code"], asked=asked, back=back)
    keys = _keys(found)
    nonce, token = asked["nonce"], str(tokens.get("id_token"))
    claims = openid.believe(token, keys=keys, provider=provider, nonce=nonce, now=moment)
    return claims if "email" in claims else _more(claims, found, tokens)


@transaction.atomic
def admit(provider: Provider, claims: Claims, *, now: datetime) -> Known:
    """Find whose account it is: by subject, the first time by e-mail, or a new one. Refused."""
    subject = str(claims["sub"])
    found = Identity.objects.filter(issuer=provider.issuer, subject=subject)
    known = found.select_related("user").first()
    user = known.user if known else _first_time(provider, claims, now=now)
    if not user.is_active:
        raise Refused
    if known is None:
        Identity.objects.create(user=user, issuer=provider.issuer, subject=subject, added_at=now)
        note("admission.link_identity", user, now=now)
    return Known(user=user, proved_twice=provider.proves_twice(claims))


def way_out(provider: Provider, *, back: str) -> str:
    """Give where a browser ends the provider's own session; empty where it says no place."""
    try:
        endpoint = _configuration(provider).get("end_session_endpoint", "")
    except NotBelieved:
        return ""
    is_safe = endpoint.startswith("https://") or provider.issuer.startswith("http://")
    return openid.way_out(endpoint, provider, back=back) if endpoint and is_safe else ""


def end(provider: Provider, token: str, *, moment: datetime, now: datetime) -> None:
    """End what somebody has open whom the provider signs out by this token. NotBelieved.

    Its keys are fetched only where the token names somebody whom we know.
    """
    subject = openid.claimed_subject(token)
    found = Identity.objects.filter(issuer=provider.issuer, subject=subject)
    known = found.select_related("user").first()
    if known is None:
        return
    openid.believe_logout(
        token, keys=_keys(_configuration(provider)), provider=provider, now=moment
    )
    sessions.end_others(known.user, kept=None, now=now, reason="provider")


def _first_time(provider: Provider, claims: Claims, *, now: datetime) -> User:
    """Find an account by the address that the provider vouches for, or make one by its groups."""
    email = provider.email_of(claims)
    if email is None:
        raise Refused
    user = User.objects.filter(email=email).first()
    if user is not None:
        # An address that was handed on to somebody else leads to nobody's account.
        if Identity.objects.filter(issuer=provider.issuer, user=user).exists():
            raise Refused
        return user
    role = provider.role_for(claims)
    if role is None:
        raise Refused
    name = str(claims.get("name") or email)
    try:
        return add_person(email=email, name=name, role=User.Role(role), password=None, now=now)
    except ValidationError:
        raise Refused from None


def _configuration(provider: Provider) -> dict[str, str]:
    found = _answer("GET", provider.issuer.rstrip("/") + DISCOVERY)
    if found.get("issuer") != provider.issuer:
        raise NotBelieved("the provider calls itself otherwise")
    if missing := [name for name in ENDPOINTS if not isinstance(found.get(name), str)]:
        raise NotBelieved(f"the provider does not say its {missing[0]}")
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _keys(found: Mapping[str, str]) -> KeySet:
    try:
        return KeySet.import_key_set(_answer("GET", found["jwks_uri"]))  # type: ignore[arg-type]
    except (JoseError, ValueError, TypeError, KeyError):
        raise NotBelieved("the provider's keys cannot be read") from None


def _more(claims: Claims, found: Mapping[str, str], tokens: Mapping[str, Any]) -> Claims:
    """Add what the provider tells apart from the ID token (OpenID Connect Core 1.0, 5.3)."""
    if "userinfo_endpoint" not in found:
        return claims
    bearer = {"Authorization": f"Bearer {tokens.get('access_token')}"}
    told = _answer("GET", found["userinfo_endpoint"], headers=bearer)
    if told.get("sub") != claims["sub"]:
        raise NotBelieved("the provider tells of somebody else")
    return {**told, **claims}


def _tokens(
    provider: Provider, endpoint: str, code: str, *, asked: Mapping[str, str], back: str
) -> dict[str, Any]:
    """Give the tokens for a code, by the client's name and secret (RFC 6749, 2.3.1)."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": asked["verifier"],
    }
    client = (quote(provider.client_id, safe=""), quote(provider.client_secret, safe=""))
    return _answer("POST", endpoint, data=form, auth=client)


def _answer(method: str, address: str, **sent: Any) -> dict[str, Any]:  # noqa: ANN401
    """Ask the provider; what does not answer with a JSON object is not believed."""
    try:
        answer = requests.request(method, address, timeout=PATIENCE, allow_redirects=False, **sent)
        found = answer.json()
    except (requests.RequestException, ValueError):
        raise NotBelieved("the provider does not answer") from None
    if answer.status_code != requests.codes.ok or not isinstance(found, dict):
        raise NotBelieved(f"the provider answers {answer.status_code}")
    return found
