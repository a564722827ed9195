"""Single sign-on by OpenID Connect Core 1.0: what is configured, asked for, and believed.

The code flow with PKCE (RFC 7636), `state` and `nonce`. What fetches and stores is elsewhere.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # never `none`, never a shared secret
SKEW = timedelta(seconds=60)  # by which the provider's clock may be wrong
LOCAL = {"127.0.0.1", "localhost", "::1"}
# What `amr` (RFC 8176) says where somebody proved who they are in two ways.
TWO_PROOFS = {"mfa", "fido", "hwk", "ngcmfa"}
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
Claims = Mapping[str, Any]


class NotBelieved(Exception):
    """What a provider sent proves nothing; the message says why, and names nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider of single sign-on, as a force configures it."""

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    trusts_email: bool = False
    enforces_second_factor: bool = False
    roles_claim: str = "roles"
    roles: Mapping[str, str] = field(default_factory=dict)
    scopes: Sequence[str] = ("openid", "email", "profile")

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read a setting in JSON; None where it is empty. ValueError says what is wrong with it."""
        if not text.strip():
            return None
        try:
            found = json.loads(text)
            made = cls(**found)
        except (ValueError, TypeError) as error:
            raise ValueError(f"it is no JSON object of a provider ({error})") from None
        required = ("name", "issuer", "client_id", "client_secret")
        if missing := [n for n in required if not isinstance(found[n], str) or not found[n]]:
            raise ValueError(f"{', '.join(missing)} must be a text")
        where = urlsplit(made.issuer)
        if where.scheme != "https" and where.hostname not in LOCAL:
            raise ValueError("issuer must begin with https://")
        if "openid" not in made.scopes:
            raise ValueError("scopes must contain openid")
        return made

    def role_for(self, claims: Claims) -> str | None:
        """Give the role of the first group in the setting that somebody is in."""
        groups = claims.get(self.roles_claim)
        theirs = {groups} if isinstance(groups, str) else {str(one) for one in groups or ()}
        return next((role for group, role in self.roles.items() if group in theirs), None)

    def email_of(self, claims: Claims) -> str | None:
        """Give the e-mail address that the provider vouches for."""
        email = claims.get("email")
        is_verified = claims.get("email_verified") is True or self.trusts_email
        return email.strip().lower() if isinstance(email, str) and is_verified else None

    def proves_twice(self, claims: Claims) -> bool:
        """Tell whether the provider asked for a second proof."""
        ways = claims.get("amr")
        told = set(ways) if isinstance(ways, list) else set()
        return self.enforces_second_factor or bool(told & TWO_PROOFS)


def challenge(verifier: str) -> str:
    """Give the S256 challenge of a verifier (RFC 7636, 4.2)."""
    made = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode("ascii")


def address(endpoint: str, provider: Provider, *, back: str, asked: Mapping[str, str]) -> str:
    """Give where a browser is sent. `asked` has `state`, `nonce` and the PKCE `verifier`."""
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": " ".join(provider.scopes),
        "state": asked["state"],
        "nonce": asked["nonce"],
        "code_challenge": challenge(asked["verifier"]),
        "code_challenge_method": "S256",
    }
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(query)}"


def way_out(endpoint: str, provider: Provider, *, back: str) -> str:
    """Give where a browser ends the provider's own session (RP-Initiated Logout 1.0, 2)."""
    query = {"client_id": provider.client_id, "post_logout_redirect_uri": back}
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(query)}"


def believe(
    token: str, *, keys: KeySet, provider: Provider, nonce: str, now: datetime
) -> dict[str, Any]:
    """Give the claims of an ID token that was made for us, now, for this sign-in. NotBelieved.

    The checks are those of OpenID Connect Core 1.0, 3.1.3.7.
    """
    claims = _signed(token, keys=keys)
    faults = _faults(claims, provider=provider, now=now)
    if claims.get("nonce") != nonce:
        faults.append("the ID token is of another sign-in")
    if faults:
        raise NotBelieved(faults[0])
    return claims


def believe_logout(token: str, *, keys: KeySet, provider: Provider, now: datetime) -> str:
    """Give whom a logout token that was made for us, now, signs out. NotBelieved.

    The checks are those of OpenID Connect Back-Channel Logout 1.0, 2.6. Whoever is signed out is
    so everywhere: of a token that names but one session there we know not whose it is.
    """
    claims = _signed(token, keys=keys)
    events = claims.get("events")
    faults = _faults(claims, provider=provider, now=now)
    if not isinstance(events, dict) or LOGOUT not in events or "nonce" in claims:
        faults.append("the token signs nobody out")
    if faults:
        raise NotBelieved(faults[0])
    return str(claims["sub"])


def claimed_subject(token: str) -> str:
    """Give whom a token names, whoever made it: nothing is proved by it. NotBelieved."""
    try:
        claims = json.loads(jws.extract_compact(token.encode()).payload)
    except (JoseError, ValueError):
        raise NotBelieved("it is no token") from None
    return str(claims.get("sub", "")) if isinstance(claims, dict) else ""


def _signed(token: str, *, keys: KeySet) -> dict[str, Any]:
    try:
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, TypeError, KeyError):
        raise NotBelieved("the ID token is not signed by the provider") from None


def _faults(claims: Claims, *, provider: Provider, now: datetime) -> list[str]:
    audience, party = claims.get("aud"), claims.get("azp", provider.client_id)
    ours = audience if isinstance(audience, list) else [audience]
    is_ours = provider.client_id in ours and party == provider.client_id
    seconds, skew = now.timestamp(), SKEW.total_seconds()
    ends, made = (_number(claims.get(name)) for name in ("exp", "iat"))
    subject = claims.get("sub")
    checks = {
        "the ID token is of another issuer": claims.get("iss") == provider.issuer,
        "the ID token is for another client": is_ours,
        "the ID token is too old": ends is not None and ends + skew > seconds,
        "the ID token is of the future": made is not None and made - skew <= seconds,
        "the ID token names nobody": isinstance(subject, str) and bool(subject),
    }
    return [why for why, holds in checks.items() if not holds]


def _number(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else None  # type: ignore[arg-type]
