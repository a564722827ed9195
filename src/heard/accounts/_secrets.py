"""How what only its holder may know is drawn, and what we keep of it."""

import base64
import hashlib
from collections.abc import Callable

SECRET_BYTES = 32


def draw_secret(draw: Callable[[int], bytes]) -> str:
    """Give 32 bytes of `draw` as 43 characters that stand in an address as they are."""
    return base64.urlsafe_b64encode(draw(SECRET_BYTES)).rstrip(b"=").decode("ascii")


def hash_secret(secret: str) -> bytes:
    """Give the 32 bytes that are kept of it.

    A plain SHA-256 is enough: nobody can try 2**256 secrets, and the look-up by the hash
    takes the same time for a near miss as for any other.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
