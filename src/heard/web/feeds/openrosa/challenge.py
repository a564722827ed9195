"""HTTP authentication of devices: Digest as OpenRosa wants it of RFC 2617, Basic where it is safe.

A challenge is signed with its time, so that nothing is kept of it. A request that somebody caught
can be sent again for five minutes: it would read the same forms, or bring the same form, which is
here once. Production speaks TLS only, where nothing can be caught.
"""

import hmac
import secrets
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import md5
from urllib.parse import unquote, urlsplit
from urllib.request import parse_http_list, parse_keqv_list

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from heard.fieldwork import devices
from heard.fieldwork.models import Device

LIFE = timedelta(minutes=5)
BASE = "/openrosa/"
_signer = Signer(salt="heard.openrosa.challenge")


class Wrong(Exception):
    """A request that nobody of ours has signed. `stale` if only its challenge is too old."""

    def __init__(self, *, stale: bool = False) -> None:
        super().__init__("stale" if stale else "wrong")
        self.stale = stale


def challenge(*, now: datetime, stale: bool = False, is_secure: bool) -> str:
    """Give the header that asks for a user name and a proof of the secret."""
    nonce = _signer.sign(f"{int(now.timestamp())}-{secrets.token_hex(8)}")
    asked = {"realm": devices.REALM, "domain": BASE, "nonce": nonce, "qop": "auth"}
    words = [f'{name}="{value}"' for name, value in asked.items()]
    digest = "Digest " + ", ".join([*words, "algorithm=MD5", f"stale={str(stale).lower()}"])
    return f'{digest}, Basic realm="{devices.REALM}"' if is_secure else digest


def prove(request: HttpRequest, *, now: datetime) -> Device:
    """Give the device that a request proves to come from. Wrong."""
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic" and request.is_secure():
        return _basic(rest)
    if scheme.lower() == "digest":
        return _digest(request, rest, now=now)
    raise Wrong


def _basic(told: str) -> Device:
    try:
        username, _, secret = b64decode(told, validate=True).decode().partition(":")
    except ValueError:
        raise Wrong from None
    device = devices.by_secret(secret)
    if device is None or device.username != username:
        raise Wrong
    return device


def _digest(request: HttpRequest, told: str, *, now: datetime) -> Device:
    try:
        said = parse_keqv_list(parse_http_list(told))
    except (ValueError, IndexError):
        raise Wrong from None
    username = said.get("username", "")
    device = devices.by_username(username) if username.isprintable() else None
    if device is None or not _is_for(request, said.get("uri", "")):
        raise Wrong
    if not hmac.compare_digest(_expected(request, device, said), _bytes(said, "response")):
        raise Wrong
    if not _is_fresh(said.get("nonce", ""), now=now):
        raise Wrong(stale=True)
    return device


def _is_for(request: HttpRequest, uri: str) -> bool:
    """Tell whether a proof was made for this address, and cannot serve another."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return (unquote(parts.path), parts.query) == (request.path, request.META["QUERY_STRING"])


def _expected(request: HttpRequest, device: Device, said: Mapping[str, str]) -> bytes:
    """Work out the proof as RFC 2617 has it with `qop=auth`; another qop makes it a wrong one."""
    what = _md5(f"{request.method}:{said.get('uri', '')}")
    parts = (said.get(name, "") for name in ("nonce", "nc", "cnonce"))
    return _md5(":".join([device.digest, *parts, "auth", what])).encode()


def _bytes(said: Mapping[str, str], name: str) -> bytes:
    return said.get(name, "").lower().encode("utf-8", "replace")


def _is_fresh(nonce: str, *, now: datetime) -> bool:
    try:
        made, _, _ = _signer.unsign(nonce).partition("-")
    except BadSignature:
        return False
    return now - datetime.fromtimestamp(int(made), now.tzinfo) < LIFE


def _md5(text: str) -> str:
    return md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
