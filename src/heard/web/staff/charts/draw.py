"""Draws a Vega-Lite specification as SVG, in the theme that all charts share."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import vl_convert
from markupsafe import Markup

VEGA_LITE = "5.21"  # of those that come with vl-convert: the same picture whatever else changes
KEPT = 256  # drawings; one takes about 30 ms to make and 50 kB to keep

_ROLES = re.compile(r' (?:role|aria-\w+)="[^"]*"')
# What goes without saying, or for all words of a drawing; what shows nothing; and places finer than
# a hundredth of a pixel.
_FOR_ALL = ' font-family="Helvetica Neue, Arial, sans-serif"', ' font-size="12px"'
_USUAL = re.compile(
    " (?:" + "|".join(('opacity="1"', 'pointer-events="none"', *map(str.strip, _FOR_ALL))) + ")"
)
_NOTHING = re.compile(r'<path class="(?:back|fore)ground" d="(?:M0,0h0v0h0Z)?"[^>]*/>')
_WORD = re.compile(r'(<text\b[^>]*) transform="translate\((-?[\d.]+),(-?[\d.]+)\)"')
_TAG = re.compile(r"<[^>]*>")
_PLACE = re.compile(r' (?:transform|d|x|y)="[^"]*"')
_FINE = re.compile(r"(\d\.\d\d)\d+")
_COLOUR = re.compile(r"rgb\((\d+), (\d+), (\d+)\)")

INK, QUIET, LINES = "#0b0c0c", "#484949", "#cecece"
SHARE, LOWEST = "#1a4f8b", "#942514"
# From few to many, told apart in grey and by every kind of colour-blindness.
SHADES = ("#e8eef7", "#b7cae6", "#7f9ccb", "#3f69a8", "#1b2a4a")

_LABELS = {"labelColor": INK, "labelFontSize": 14, "titleColor": INK, "titleFontSize": 14}
THEME: Mapping[str, Any] = {
    "aria": False,  # the picture as a whole is described, and its table is below it
    "background": "transparent",
    "font": "Helvetica Neue, Arial, sans-serif",
    "padding": {"left": 16, "right": 8, "top": 5, "bottom": 5},  # our letters may be the wider
    "view": {"stroke": None},
    "axis": {
        **_LABELS,
        "titleFontWeight": "normal",
        "domainColor": QUIET,
        "gridColor": LINES,
        "tickColor": QUIET,
        "labelLimit": 300,
    },
    "legend": {**_LABELS, "titleFontWeight": "normal", "orient": "bottom"},
    "text": {"color": INK, "fontSize": 13},
    "rule": {"color": SHARE, "strokeWidth": 2},
    "point": {"filled": True, "size": 90, "opacity": 1},
    "line": {"color": SHARE, "strokeWidth": 2},
}


def svg(specification: Mapping[str, Any]) -> Markup:
    """Draw a chart; one that was drawn before comes from memory.

    The drawing carries no style attribute, no script and no address, so that it may stand in a
    page whose policy allows none of them.
    """
    return _drawn(json.dumps({**specification, "config": THEME}, sort_keys=True))


@lru_cache(maxsize=KEPT)
def _drawn(specification: str) -> Markup:
    drawing = vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE)
    # The picture as a whole is described where it stands; its parts have no roles of their own.
    return Markup(_shorter(_ROLES.sub("", drawing)))  # noqa: S704 - Vega escapes what it writes


def _shorter(drawing: str) -> str:
    """Leave out what changes nothing that anybody sees: a page may have five drawings."""

    def place(found: re.Match[str]) -> str:
        return _FINE.sub(r"\1", found[0])

    def colour(found: re.Match[str]) -> str:
        return "#" + "".join(f"{int(part):02x}" for part in found.groups())

    def tag(found: re.Match[str]) -> str:
        short = _COLOUR.sub(colour, _USUAL.sub("", found[0]))
        return _PLACE.sub(place, _WORD.sub(r'\1 x="\2" y="\3"', short))

    plain = _TAG.sub(tag, _NOTHING.sub("", drawing))
    return plain.replace("<svg ", f"<svg{''.join(_FOR_ALL)} ", 1)
