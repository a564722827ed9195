"""Sealing of personal data: authenticated encryption under rotating keys, and blind look-up."""

import hmac
import re
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
_KEY_BYTES = 32
_LOOKUP = "lookup"
_KEY_ID = re.compile(r"[a-z0-9-]{1,16}")
# A nonce and the tag of an empty text are 28 bytes, so 38 characters. Only what has this shape is
# taken apart: an error may name its key id without repeating text that was never sealed.
_SEALED = re.compile(r"(?P<key_id>[a-z0-9-]{1,16})\.(?P<content>[A-Za-z0-9_-]{38,})")


class SealError(ValueError):
    """A key or a sealed value that cannot be used; the message never holds the content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRing:
    """Keys of 32 bytes: a ring for sealing, of which `current` seals, and one for look-up.

    The ring rotates: an old key stays for as long as values carry its id. `lookup` never does,
    since what was opted out is known by its fingerprint alone.
    """

    keys: Mapping[str, bytes] = field(repr=False)
    current: str
    lookup: bytes = field(repr=False)

    def __post_init__(self) -> None:
        for key_id, key in (*self.keys.items(), (_LOOKUP, self.lookup)):
            _require_id(key_id)
            if len(key) != _KEY_BYTES:
                raise SealError(f"the key {key_id!r} is not {_KEY_BYTES} bytes long")
        if _LOOKUP in self.keys:
            raise SealError(f"{_LOOKUP!r} is no name for a key of the ring")
        if self.current not in self.keys:
            raise SealError("the id of the current key is not in the ring")
        if self.lookup in self.keys.values():
            raise SealError("the look-up key must not be a key of the ring")

    @classmethod
    def read(cls, mapping: Mapping[str, object]) -> Self:
        """Read {"ring": {"k1": base64}, "current": "k1", "lookup": base64}; SealError if not."""
        match mapping:
            case {"ring": {**ring}, "current": str(current), "lookup": str(lookup)}:
                keys = {str(name): _key(str(name), text) for name, text in ring.items()}
                return cls(keys=keys, current=current, lookup=_key(_LOOKUP, lookup))
            case _:
                raise SealError("the keys need a 'ring', the id of the 'current' key, a 'lookup'")

    def seal(self, plain: str, *, context: str, nonce: bytes) -> str:
        """Encrypt under the current key as '<key id>.<base64url of nonce and ciphertext>'.

        AES-256-GCM (NIST SP 800-38D). `context` says where the value lives: it opens nowhere
        else. `nonce` is 12 bytes, random and never used twice under one key.
        """
        if len(nonce) != NONCE_BYTES:
            raise SealError(f"a nonce is {NONCE_BYTES} bytes long")
        box = AESGCM(self.keys[self.current]).encrypt(nonce, plain.encode(), context.encode())
        return f"{self.current}.{urlsafe_b64encode(nonce + box).decode().rstrip('=')}"

    def open(self, sealed: str, *, context: str) -> str:
        """Decrypt a sealed value; SealError where it, its key or its context is not the one."""
        match = _SEALED.fullmatch(sealed)
        if match is None:
            raise SealError(f"what stands in {context} is not a sealed value")
        key_id = match["key_id"]
        if key_id not in self.keys:
            raise SealError(f"{context} is sealed under {key_id!r}, which is not in the ring")
        content = match["content"]
        try:
            raw = urlsafe_b64decode(content + "=" * (-len(content) % 4))
            plain = AESGCM(self.keys[key_id]).decrypt(
                raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode()
            )
        except (ValueError, InvalidTag):
            raise SealError(f"{context} does not open under {key_id!r}") from None
        return plain.decode()

    def fingerprint(self, text: str, *, purpose: str) -> str:
        """Return 64 hex digits that find `text` again for this purpose and do not reveal it.

        HMAC-SHA256 (RFC 2104) under a key derived for the purpose, so that fingerprints of the
        same text for two purposes cannot be joined.
        """
        derived = hmac.digest(self.lookup, b"purpose " + purpose.encode(), "sha256")
        return hmac.digest(derived, text.encode(), "sha256").hex()

    def derived(self, key_id: str, *, purpose: str) -> bytes:
        """Return 64 bytes that only this key and this purpose give: HMAC-SHA512 (RFC 2104)."""
        return hmac.digest(self.keys[key_id], b"purpose " + purpose.encode(), "sha512")

    def key_prints(self) -> dict[str, str]:
        """Return by key id (and 'lookup') what tells a key from any other but not what it is."""
        named = {**self.keys, _LOOKUP: self.lookup}
        return {key_id: hmac.digest(key, b"print", "sha256").hex() for key_id, key in named.items()}


def _require_id(key_id: str) -> None:
    # It is not repeated: where names and keys were swapped, it is a key.
    if not _KEY_ID.fullmatch(key_id):
        raise SealError("the name of a key is 1 to 16 of a-z, 0-9 and '-'")


def _key(key_id: str, text: object) -> bytes:
    _require_id(key_id)
    try:
        return b64decode(str(text), validate=True)
    except ValueError:
        raise SealError(f"the key {key_id!r} is not base64") from None
