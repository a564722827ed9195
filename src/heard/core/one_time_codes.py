"""The six digits that an authenticator app shows for thirty seconds (RFC 6238, on RFC 4226)."""

import base64
import hashlib
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

STEP = 30  # seconds
DIGITS = 6
SECRET_BYTES = 20  # as long as the hash, which RFC 4226 recommends
NEAR = (-1, 0, 1)  # steps by which the clock of a telephone may be wrong


def code(secret: bytes, step: int, *, digits: int = DIGITS) -> str:
    """Give the digits of one step: HMAC-SHA-1, cut as RFC 4226, 5.3 says."""
    made = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1)
    first = made[-1] & 15
    number = int.from_bytes(made[first : first + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_at(moment: datetime) -> int:
    """Give the number of the step at a moment, counted from 1970 in UTC."""
    return int(moment.timestamp()) // STEP


def matching(secret: bytes, given: str, *, moment: datetime, after: int) -> int | None:
    """Give the step near this moment, and later than `after`, of which these are the digits.

    A code counts once: whoever uses it hands its step back as `after` the next time.
    """
    found = None
    for step in (step_at(moment) + near for near in NEAR):
        is_it = hmac.compare_digest(code(secret, step).encode(), given.encode())
        found = step if is_it and step > after else found
    return found


def spelt(secret: bytes) -> str:
    """Give a secret as people type it into an app: Base32 without padding."""
    return base64.b32encode(secret).decode("ascii").rstrip("=")


def address(secret: bytes, *, account: str, issuer: str) -> str:
    """Give what an app reads from a QR code (Key Uri Format of Google Authenticator)."""
    label = f"{quote(issuer, safe='')}:{quote(account, safe='@')}"
    told = urlencode({"secret": spelt(secret), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{label}?{told}"
