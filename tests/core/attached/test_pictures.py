"""Pictures are drawn anew, and nothing but their pixels comes through."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from heard.core.attached import pictures
from heard.core.attached.clean import clean
from heard.core.attached.kinds import Kind, NotSafe
from tests.core.attached.made import AUTHOR, MAKER, archive, jpeg, png

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def huge(width: int, height: int) -> bytes:
    """Give a PNG of a few bytes that says it has so many pixels."""
    parts = [b"\x89PNG\r\n\x1a\n"]
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")):
        check = struct.pack(">I", zlib.crc32(name + data))
        parts.append(struct.pack(">I", len(data)) + name + data + check)
    return b"".join(parts)


def test_where_and_with_what_it_was_taken_is_gone_and_it_stands_upright() -> None:
    given = jpeg(turned=True)
    assert MAKER.encode() in given
    assert AUTHOR.encode() in given
    found = clean(given)
    assert (found.kind, found.width, found.height) == (Kind.JPEG, 40, 60)
    picture = opened(found.content)
    assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (40, 60), {})
    assert not {b for b in (MAKER, AUTHOR) if b.encode() in found.content}


@pytest.mark.parametrize(
    ("mode", "kept"),
    [("RGB", "RGB"), ("RGBA", "RGBA"), ("L", "RGB"), ("LA", "RGBA"), ("P", "RGB"), ("1", "RGB")],
)
def test_what_is_clear_stays_clear(mode: str, kept: str) -> None:
    found = clean(png(mode))
    picture = opened(found.content)
    assert (picture.format, picture.mode, AUTHOR.encode() in found.content) == ("PNG", kept, False)


def test_a_large_one_becomes_smaller() -> None:
    found = clean(jpeg(3_000, 600))
    assert (found.width, found.height) == (2_000, 400)


@pytest.mark.parametrize("tail", [archive(), b"<script>alert(1)</script>", b"<?php system(1);"])
def test_what_hangs_on_to_a_picture_does_not_come_through(tail: bytes) -> None:
    for given in (jpeg(), png()):
        found = clean(given + tail)
        assert tail not in found.content
        assert clean(given).content == found.content


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (b"", "is empty"),
        (SVG, "is no PDF, JPEG or PNG"),
        (GIF, "is no PDF, JPEG or PNG"),
        (archive(), "is no PDF, JPEG or PNG"),
        (b" " + jpeg(), "is no PDF, JPEG or PNG"),
        (b"MZ" + bytes(99), "is no PDF, JPEG or PNG"),
        (b"\xff\xd8\xff" + archive(), "is damaged, or is no picture"),
        (png()[:60], "is damaged, or is no picture"),
        (jpeg()[:300], "is damaged, or is no picture"),
        (huge(60_000, 60_000), "has more than 50 million pixels"),
        (huge(30_000, 30_000), "has more than 50 million pixels"),
        (huge(10_000, 6_000), "has more than 50 million pixels"),
        (huge(500, 500), "is damaged, or is no picture"),
    ],
)
def test_what_is_no_picture_or_too_much_of_one_is_refused(given: bytes, why: str) -> None:
    with pytest.raises(NotSafe) as refused:
        clean(given)
    assert str(refused.value) == why


def test_every_cut_and_every_wrong_byte_is_refused_or_comes_out_clean() -> None:
    for given in (jpeg(), png()):
        for at in range(0, len(given), 11):
            for broken in (given[:at], given[:at] + b"\xff\x00<script>" + given[at + 10 :]):
                try:
                    found = clean(broken)
                except NotSafe:
                    continue
                assert opened(found.content).size == (found.width, found.height)
                assert b"<script>" not in found.content
    assert pictures.LONGEST_SIDE == 2_000
