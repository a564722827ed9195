"""The address that a bounce comes back to: it names the letter, and only we can have made it."""

import hmac
import re
from base64 import b32encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_SHORTEST_KEY = 32
_MAC_BYTES = 10
_REFERENCE = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_TAG = re.compile(rf"b-(?P<reference>{_REFERENCE})-(?P<mac>[a-z2-7]{{16}})@(?P<domain>[a-z0-9.-]+)")
_LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPath:
    """Where bounces go: any address at `domain`. The first of `keys` signs, all of them are known.

    A key is text of 32 characters or more that nobody else has; ValueError for a shorter one.
    """

    domain: str
    keys: Sequence[str] = field(repr=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", self.domain):
            raise ValueError("the domain of the return path is no domain in lower case")
        if isinstance(self.keys, str) or not self.keys:
            raise ValueError("the return path needs a list of keys")
        if any(len(key) < _SHORTEST_KEY for key in self.keys):
            raise ValueError(f"a key of the return path has less than {_SHORTEST_KEY} characters")

    def address(self, reference: str) -> str:
        """Give the address for one letter; ValueError where its reference does not fit into one.

        80 bits of HMAC-SHA256 (RFC 2104) in base32 vouch for it. All is lower case, since some
        servers write an address so on its way back.
        """
        local = f"b-{reference}-{_mac(self.keys[0], reference)}"
        if not re.fullmatch(_REFERENCE, reference) or len(local) > _LONGEST_LOCAL:
            raise ValueError("the reference does not fit into an address")
        return f"{local}@{self.domain}"

    def references(self, text: str) -> Iterator[str]:
        """Give the reference of each address in `text` that we made."""
        for tag in _TAG.finditer(text.lower()):
            macs = [_mac(key, tag["reference"]) for key in self.keys]
            known = [hmac.compare_digest(mac, tag["mac"]) for mac in macs]
            if tag["domain"] == self.domain and any(known):
                yield tag["reference"]


def _mac(key: str, reference: str) -> str:
    digest = hmac.digest(key.encode(), b"return path " + reference.encode(), "sha256")
    return b32encode(digest[:_MAC_BYTES]).decode().lower()
