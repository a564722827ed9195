"""The key that devices seal answers to, and what opens them again.

Each key of the ring gives a pair of its own: rotating the ring rotates these, and an answer opens
for as long as the key that it names is in the ring.
"""

from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from heard.vault.ring import ring

ALGORITHM, ENCRYPTION = "ECDH-ES", "A256GCM"  # RFC 7518, sections 4.6 and 5.3
_PURPOSE = "answers from the field"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


class Unopened(ValueError):
    """What was brought cannot be opened: it is damaged, or sealed to a key that is not ours."""


def public_key() -> dict[str, object]:
    """Give what devices seal to now, as a JSON Web Key with its id."""
    return dict(_pair(ring().current).as_dict(private=False))


def opened(sealed: str) -> str:
    """Open what a device has sealed, a JSON Web Encryption in its compact form. Unopened."""
    keys = KeySet([_pair(key_id) for key_id in ring().keys])
    try:
        found = jwe.decrypt_compact(sealed, keys, algorithms=[ALGORITHM, ENCRYPTION])
        return (found.plaintext or b"").decode()
    except (JoseError, ValueError) as error:
        raise Unopened("It is damaged, or was not sealed to a key of ours.") from error


def forget() -> None:
    """Work the pairs out anew: the ring is another one, as in a test."""
    _pair.cache_clear()


@cache
def _pair(key_id: str) -> ECKey:
    # Of 64 bytes what is left of a division by the order is even enough (FIPS 186-5, A.2.1).
    secret = int.from_bytes(ring().derived(key_id, purpose=_PURPOSE)) % (_ORDER - 1) + 1
    key = ec.derive_private_key(secret, ec.SECP256R1())
    return ECKey(key, key, {"kid": key_id, "use": "enc"})
