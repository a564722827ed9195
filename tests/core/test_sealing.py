"""What is sealed opens in its place, under its key, and nowhere else."""

import hmac
from base64 import b64encode, urlsafe_b64decode
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from heard.core.sealing import KeyRing, SealError

OLD, NEW, LOOKUP = (bytes([number]) * 32 for number in (1, 2, 3))
RING = KeyRing(keys={"k1": OLD, "k2": NEW}, current="k2", lookup=LOOKUP)
NONCE = bytes(range(12))
PLACE = "delivery_letter.address"
PLAIN = "+447700900123"


def base64(key: bytes) -> str:
    return b64encode(key).decode()


@given(st.text(), st.text(), st.binary(min_size=12, max_size=12))
def test_what_is_sealed_opens_again(plain: str, context: str, nonce: bytes) -> None:
    sealed = RING.seal(plain, context=context, nonce=nonce)
    assert sealed.startswith("k2.")
    assert RING.open(sealed, context=context) == plain


def test_the_content_is_aes_256_gcm_with_the_place_as_associated_data() -> None:
    key_id, content = RING.seal(PLAIN, context=PLACE, nonce=NONCE).split(".")
    raw = urlsafe_b64decode(content + "=" * (-len(content) % 4))
    assert (key_id, raw[:12]) == ("k2", NONCE)
    assert AESGCM(NEW).decrypt(NONCE, raw[12:], PLACE.encode()) == PLAIN.encode()


def test_an_old_key_opens_what_it_sealed_after_the_ring_has_turned() -> None:
    sealed = replace(RING, current="k1").seal(PLAIN, context=PLACE, nonce=NONCE)
    assert RING.open(sealed, context=PLACE) == PLAIN


def test_a_value_does_not_open_in_another_column() -> None:
    sealed = RING.seal(PLAIN, context=PLACE, nonce=NONCE)
    with pytest.raises(SealError, match=r"^delivery_letter\.body does not open under 'k2'$"):
        RING.open(sealed, context="delivery_letter.body")


@given(st.integers(min_value=3), st.integers(1, 63))
def test_a_changed_character_is_noticed(position: int, step: int) -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    sealed = RING.seal("eleven byte", context=PLACE, nonce=NONCE)  # no spare bits in base64
    at = 3 + position % (len(sealed) - 3)
    other = alphabet[(alphabet.index(sealed[at]) + step) % 64]
    with pytest.raises(SealError, match="does not open under 'k2'"):
        RING.open(sealed[:at] + other + sealed[at + 1 :], context=PLACE)


def test_an_unknown_key_is_named() -> None:
    sealed = RING.seal(PLAIN, context=PLACE, nonce=NONCE)
    young = KeyRing(keys={"k1": OLD}, current="k1", lookup=LOOKUP)
    with pytest.raises(SealError, match="is sealed under 'k2', which is not in the ring"):
        young.open(sealed, context=PLACE)


@pytest.mark.parametrize(
    "text", ["", PLAIN, "sam.jones@example.org", "k1.", "k1.short", "K1." + "A" * 40]
)
def test_text_that_was_never_sealed_is_not_repeated(text: str) -> None:
    with pytest.raises(SealError) as refusal:
        RING.open(text, context=PLACE)
    assert str(refusal.value) == "what stands in delivery_letter.address is not a sealed value"


def test_a_length_that_base64_cannot_have_does_not_open() -> None:
    with pytest.raises(SealError, match="does not open under 'k1'"):
        RING.open("k1." + "A" * 41, context=PLACE)


def test_a_nonce_has_twelve_bytes() -> None:
    with pytest.raises(SealError, match="a nonce is 12 bytes long"):
        RING.seal(PLAIN, context=PLACE, nonce=bytes(16))


def test_a_fingerprint_depends_on_text_purpose_and_the_key_that_stays() -> None:
    phone = RING.fingerprint(PLAIN, purpose="phone")
    derived = hmac.digest(LOOKUP, b"purpose phone", "sha256")
    assert phone == hmac.digest(derived, PLAIN.encode(), "sha256").hex()
    turned = KeyRing(keys={"k3": OLD}, current="k3", lookup=LOOKUP)
    assert turned.fingerprint(PLAIN, purpose="phone") == phone
    others = {
        RING.fingerprint(PLAIN, purpose="email"),
        RING.fingerprint("+447700900124", purpose="phone"),
        replace(RING, lookup=bytes(32)).fingerprint(PLAIN, purpose="phone"),
    }
    assert len(others | {phone}) == 4


def test_prints_tell_keys_apart_and_hold_no_key() -> None:
    prints = RING.key_prints()
    assert list(prints) == ["k1", "k2", "lookup"]
    assert len(set(prints.values())) == 3
    assert prints["k1"] == KeyRing(keys={"k1": OLD}, current="k1", lookup=NEW).key_prints()["k1"]
    assert not {OLD.hex(), NEW.hex(), LOOKUP.hex()} & set(prints.values())


def test_a_ring_does_not_show_its_keys() -> None:
    assert repr(RING) == "KeyRing(current='k2')"


def test_a_ring_is_read_from_settings() -> None:
    settings = {"ring": {"k1": base64(OLD), "k2": base64(NEW)}, "current": "k2"}
    assert KeyRing.read({**settings, "lookup": base64(LOOKUP)}) == RING


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ring": {}}, "the id of the current key is not in the ring"),
        ({"ring": {"k1": base64(OLD[:16])}}, "the key 'k1' is not 32 bytes long"),
        ({"ring": {"k1": "not base64!"}}, "the key 'k1' is not base64"),
        ({"ring": {"k1": None}}, "the key 'k1' is not 32 bytes long"),
        ({"ring": {base64(OLD): "k1"}}, "the name of a key is 1 to 16 of a-z, 0-9 and '-'"),
        ({"ring": {"k1": base64(OLD), "lookup": base64(NEW)}}, "'lookup' is no name for a key"),
        ({"lookup": base64(OLD)}, "the look-up key must not be a key of the ring"),
        ({"lookup": base64(b"short")}, "the key 'lookup' is not 32 bytes long"),
        ({"current": 1}, "the keys need a 'ring', the id of the 'current' key, a 'lookup'"),
        ({"ring": base64(OLD)}, "the keys need a 'ring', the id of the 'current' key, a 'lookup'"),
    ],
)
def test_a_ring_that_cannot_be_is_refused(change: dict[str, object], message: str) -> None:
    right = {"ring": {"k1": base64(OLD)}, "current": "k1", "lookup": base64(LOOKUP)}
    with pytest.raises(SealError) as refusal:
        KeyRing.read({**right, **change})
    assert str(refusal.value).startswith(message)


def test_a_name_is_refused_in_a_ring_built_by_hand() -> None:
    with pytest.raises(SealError, match="the name of a key is"):
        KeyRing(keys={"k.1": OLD}, current="k.1", lookup=LOOKUP)
