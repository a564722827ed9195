"""Puts a caption around a drawing, so that it can leave its page and still be understood."""

import re
from collections.abc import Sequence
from html import escape
from textwrap import wrap

import vl_convert

from heard.web.staff.charts.draw import INK, QUIET

SIDE, LINE, TITLE = 16, 18, 24  # pixels: a margin, and a line of each size
SCALE = 2  # pixels of the PNG for each of the drawing
_LETTER = 7.2  # pixels that one of 14 takes in the mean
_SIZE = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')
_FONT = "Helvetica Neue, Arial, sans-serif"


def captioned(drawing: str, *, title: str, above: Sequence[str], below: Sequence[str]) -> str:
    """Give an SVG of its own: the title, lines, the drawing on white, and smaller lines.

    Long lines are broken. ValueError for a drawing without a size.
    """
    wide, tall = _size(drawing)
    across = max(wide, 480) + 2 * SIDE
    letters = int((across - 2 * SIDE) / _LETTER)
    top, head = SIDE, []
    for words in wrap(title, int(letters * 0.72)):
        top += TITLE
        head.append(_text(words, top, size=20, weight="bold"))
    for words in _wrapped(above, letters):
        top += LINE
        head.append(_text(words, top))
    at = top + SIDE
    foot, end = [], at + tall + SIDE / 2
    for words in _wrapped(below, int(letters * 1.1)):
        end += LINE
        foot.append(_text(words, end, size=13, colour=QUIET))
    placed = drawing.replace("<svg ", f'<svg x="{SIDE}" y="{at:g}" ', 1)
    height = end + SIDE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across:g}" height="{height:g}" '
        f'viewBox="0 0 {across:g} {height:g}"><title>{escape(title)}</title>'
        f'<rect width="{across:g}" height="{height:g}" fill="#ffffff"></rect>'
        f"{''.join(head)}{placed}{''.join(foot)}</svg>"
    )


def width(drawing: str) -> float:
    """Give how wide a drawing is, in pixels. ValueError for one without a size."""
    return _size(drawing)[0]


def png(drawing: str) -> bytes:
    """Give the same as a PNG, twice as fine."""
    return bytes(vl_convert.svg_to_png(drawing, scale=SCALE))


def _size(drawing: str) -> tuple[float, float]:
    found = _SIZE.search(drawing)
    if found is None:
        raise ValueError("a drawing says how large it is")
    wide, tall = (float(one) for one in found.groups())
    return wide, tall


def _wrapped(lines: Sequence[str], letters: int) -> list[str]:
    return [part for line in lines for part in wrap(line, letters)]


def _text(
    words: str, y: float, *, size: int = 14, weight: str = "normal", colour: str = INK
) -> str:
    return (
        f'<text x="{SIDE}" y="{y:g}" font-family="{_FONT}" font-size="{size}" '
        f'font-weight="{weight}" fill="{colour}">{escape(words)}</text>'
    )
