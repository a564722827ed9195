"""Alphabets, parts and headers of short messages, beside an independent coder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smpplib import gsm

from heard.channels.smpp._text import Coded, Place, TooLongError, behead, decode, encode
from heard.core.wording import fragments, is_gsm7

WELSH = "Diolch am ffonio. Sut wnaethon ni? Dŵr, tŷ a gŵyl."
POLISH = "Zażółć gęślą jaźń"
URDU = "آپ کے کال کے لیے شکریہ"
EMOJI = "Thank you \U0001f600\U0001f46e"


def _read(coded: Coded) -> str:
    whole = b"".join(behead(part)[1] if coded.headed else part for part in coded.parts)
    return decode(whole, data_coding=coded.data_coding)


@pytest.mark.parametrize("body", ["", "Hello @£$ ñ à\r\n", "^{}\\[~]|€", "1€ = [x]"])
def test_a_plain_text_is_coded_in_septets(body: str) -> None:
    coded = encode(body, number=0)

    assert (coded.data_coding, coded.headed) == (0, False)
    assert coded.parts == (gsm.gsm_encode(body),)
    assert decode(coded.parts[0], data_coding=0) == body


@pytest.mark.parametrize("body", [WELSH, POLISH, URDU, EMOJI])
def test_other_letters_are_coded_in_ucs2(body: str) -> None:
    coded = encode(body, number=0)

    assert (coded.data_coding, coded.headed) == (8, False)
    assert coded.parts == (body.encode("utf-16-be"),)
    assert decode(coded.parts[0], data_coding=8) == body


def test_ucs2_can_be_asked_for() -> None:
    assert encode("Hello", number=0, wide=True).parts == ("Hello".encode("utf-16-be"),)


@pytest.mark.parametrize(
    ("body", "sizes"),
    [
        ("a" * 160, [160]),
        ("a" * 161, [153 + 6, 8 + 6]),
        ("a" * 306, [159, 159]),
        ("a" * 307, [159, 159, 7]),
        ("€" * 80, [160]),
        ("€" * 81, [152 + 6, 10 + 6]),  # 153 is odd, and an escape is not cut
        ("ŵ" * 70, [140]),
        ("ŵ" * 71, [134 + 6, 8 + 6]),
        ("ŵ" * 134, [140, 140]),
        ("ŵ" * 135, [140, 140, 8]),
        ("\U0001f600" * 35, [140]),
        ("\U0001f600" * 36, [132 + 6, 12 + 6]),  # nor is a surrogate pair
    ],
)
def test_a_long_text_is_cut_where_a_part_ends(body: str, sizes: list[int]) -> None:
    coded = encode(body, number=7)

    assert [len(part) for part in coded.parts] == sizes
    assert _read(coded) == body


def test_each_part_says_which_it_is() -> None:
    coded = encode("a" * 307, number=200)

    assert [part[:6] for part in coded.parts] == [
        bytes([5, 0, 3, 200, 3, index]) for index in (1, 2, 3)
    ]
    assert behead(coded.parts[1]) == (Place(200, 3, 2), b"a" * 153)


def test_parts_are_cut_as_an_independent_coder_cuts_them() -> None:
    body = "Thank you for calling. " * 20

    ours = [part[6:] for part in encode(body, number=0).parts]
    assert ours == [part[6:] for part in gsm.make_parts(body)[0]]


def test_a_text_can_stay_whole() -> None:
    coded = encode("a" * 500, number=0, whole=True)

    assert (coded.parts, coded.headed) == ((b"a" * 500,), False)


def test_a_text_of_too_many_parts_is_refused() -> None:
    assert len(encode("a" * 153 * 255, number=0).parts) == 255
    with pytest.raises(TooLongError, match="256 parts"):
        encode("a" * (153 * 255 + 1), number=0)


@given(st.text(max_size=400))
def test_any_text_comes_out_as_it_went_in(body: str) -> None:
    coded = encode(body, number=1)

    assert _read(coded) == body.replace("\0", "")
    assert all(len(part) <= (160 if is_gsm7(body) else 140) for part in coded.parts)
    assert fragments(body) <= len(coded.parts) <= fragments(body) + 1


@pytest.mark.parametrize(
    ("coding", "octets", "text"),
    [
        (1, b"STOP", "STOP"),
        (3, b"caf\xe9", "café"),
        (0x10, b"\x00", "@"),  # class 0, default alphabet
        (0x18, b"\x01\x75", "ŵ"),  # class 0, UCS-2
        (0xF1, b"\x00", "@"),
        (0xF5, b"\xe9", "é"),  # octets
        (0xC0, b"hi", "hi"),
        (0, b"a\x1b", "a"),  # an escape of nothing
        (0, b"\x1b\x41", "A"),  # an escape of what is not in the extension
        (0, b"\x90", "\ufffd"),
        (8, b"\xd8\x00\x00a", "\ufffda"),  # half a surrogate pair
        (8, b"\x00a\x00", "a\ufffd"),  # half a letter
        (8, b"\x00a\x00\x00\x00b", "ab"),  # no database takes a NUL
    ],
)
def test_whatever_comes_in_can_be_read(coding: int, octets: bytes, text: str) -> None:
    assert decode(octets, data_coding=coding) == text


@pytest.mark.parametrize(
    ("octets", "place", "text"),
    [
        (b"\x06\x08\x04\x01\x02\x03\x01hi", Place(0x102, 3, 1), b"hi"),
        (b"\x08\x24\x01\x0a\x00\x03\x05\x02\x02hi", Place(5, 2, 2), b"hi"),  # behind a language
        (b"\x03\x24\x01\x0ahi", None, b"hi"),
        (b"\x05\x00\x03\x05\x02\x03hi", None, b"hi"),  # part three of two
        (b"\x05\x00\x03\x05\x02\x00hi", None, b"hi"),
        (b"\x05\x00\x09", None, b""),
        (b"", None, b""),
    ],
)
def test_a_header_is_parted_from_its_text(octets: bytes, place: Place | None, text: bytes) -> None:
    assert behead(octets) == (place, text)
