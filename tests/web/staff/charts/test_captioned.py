"""A drawing with its caption: an SVG of its own, and a PNG."""

from io import BytesIO

import pytest
from PIL import Image

from heard.web.staff.charts.captioned import captioned, png
from heard.web.staff.charts.draw import drawing
from heard.web.staff.charts.multiples import Spot, multiples

SPOTS = [
    Spot(panel=panel, at=at, value=value, low=value, high=value)
    for panel in ("A & B", "C")
    for at, value in (("Oct 20", 0.5), ("Nov 20", None))
]


def test_a_caption_is_broken_into_lines_and_escaped() -> None:
    drawn = drawing(
        multiples(SPOTS, at=["Oct 20", "Nov 20"], width=286, is_time=True, share="said yes")
    )
    found = captioned(str(drawn.svg), title="<Title>", above=["word " * 60], below=["end"])
    assert found.startswith('<svg xmlns="http://www.w3.org/2000/svg" width=')
    assert "&lt;Title&gt;" in found
    assert found.count("<text x=") > 4
    picture = Image.open(BytesIO(png(found)))
    assert picture.width == 2 * (480 + 32)


def test_a_drawing_without_a_size_is_none() -> None:
    with pytest.raises(ValueError, match="how large"):
        captioned("<svg></svg>", title="", above=[], below=[])
