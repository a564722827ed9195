"""The keys of this installation, read once from the settings."""

from functools import cache

from django.conf import settings

from heard.core.sealing import KeyRing


@cache
def ring() -> KeyRing:
    """Return the key ring of `settings.HEARD_KEYS`; SealError where it is not one."""
    return KeyRing.read(settings.HEARD_KEYS)


def fingerprint_phone(e164: str) -> str:
    """Return the 64 hex digits by which a telephone number is found again."""
    return ring().fingerprint(e164, purpose="phone")


def fingerprint_email(address: str) -> str:
    """Return the 64 hex digits by which an e-mail address is found again, whatever its capitals.

    Dots and what follows a plus stay: at most servers they make another mailbox.
    """
    return ring().fingerprint(address.lower(), purpose="email")
