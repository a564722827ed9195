"""The keys come from the settings, once."""

from base64 import b64encode
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from heard.core.sealing import KeyRing
from heard.vault.ring import fingerprint_email, fingerprint_phone, ring

KEY, LOOKUP = b"k" * 32, b"l" * 32


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings) -> Iterator[None]:
    settings.HEARD_KEYS = {
        "ring": {"k1": b64encode(KEY).decode()},
        "current": "k1",
        "lookup": b64encode(LOOKUP).decode(),
    }
    ring.cache_clear()
    yield
    ring.cache_clear()


def test_the_ring_is_read_once() -> None:
    assert ring() == KeyRing(keys={"k1": KEY}, current="k1", lookup=LOOKUP)
    assert ring() is ring()


def test_a_phone_is_found_by_its_own_fingerprint() -> None:
    number = "+447700900123"
    assert fingerprint_phone(number) == ring().fingerprint(number, purpose="phone")
    assert fingerprint_phone(number) != ring().fingerprint(number, purpose="email")


def test_an_address_is_found_whatever_its_capitals_and_nothing_else_is_taken_for_it() -> None:
    print_ = ring().fingerprint("sam.smith+x@example.org", purpose="email")
    assert fingerprint_email("Sam.Smith+X@example.org") == print_
    others = ("samsmith+x@example.org", "sam.smith@example.org")
    assert [fingerprint_email(other) == print_ for other in others] == [False, False]
