"""Draws a Vega-Lite specification as SVG, in the theme that all charts share.

A page names its drawings by addresses that hold what is drawn, signed, so that a browser fetches
the one of two widths that it shows, and the page need not wait for either.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import vl_convert
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from markupsafe import Markup

VEGA_LITE = "5.21"  # of those that come with vl-convert: the same picture whatever else changes
KEPT = 256  # drawings; one takes about 30 ms to make and 50 kB to keep
LONGEST = 6_000  # characters of an address, which proxies take (nginx by default: 8 kB in all)

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
_SIGNER = Signer(salt="heard.drawings")
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


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart that is drawn when somebody looks at it; `patterns` are SVG that its fills name.

    It carries no style attribute, no script and no address, so that it may stand in a page whose
    policy allows none of them.
    """

    specification: str
    patterns: str = ""

    @property
    def svg(self) -> Markup:
        """Draw it; one that was drawn before comes from memory."""
        drawn = _drawn(self.specification)
        if not self.patterns:
            return drawn
        return Markup(str(drawn).replace(">", f">{self.patterns}", 1))  # noqa: S704 - ours, or signed

    @property
    def address(self) -> str:
        """Give where a browser finds it; nothing where it is too much for an address."""
        held = _SIGNER.sign_object([self.specification, self.patterns], compress=True)
        return reverse("staff:drawing", args=[held]) if len(held) <= LONGEST else ""


def drawing(specification: Mapping[str, Any], patterns: str = "") -> Drawing:
    """Say what is drawn, in our theme."""
    return Drawing(json.dumps(specification, sort_keys=True, separators=(",", ":")), patterns)


def addressed(held: str) -> Drawing | None:
    """Find the drawing of an address; None for one that we did not give."""
    try:
        return Drawing(*_SIGNER.unsign_object(held))
    except BadSignature:
        return None


@lru_cache(maxsize=KEPT)
def _drawn(specification: str) -> Markup:
    themed = {**json.loads(specification), "config": THEME}
    drawn = vl_convert.vegalite_to_svg(json.dumps(themed), vl_version=VEGA_LITE)
    # The picture as a whole is described where it stands; its parts have no roles of their own.
    return Markup(_shorter(_ROLES.sub("", drawn)))  # noqa: S704 - Vega escapes what it writes


def _shorter(drawn: str) -> str:
    """Leave out what changes nothing that anybody sees: a page may have five drawings."""

    def place(found: re.Match[str]) -> str:
        return _FINE.sub(r"\1", found[0])

    def colour(found: re.Match[str]) -> str:
        return "#" + "".join(f"{int(part):02x}" for part in found.groups())

    def tag(found: re.Match[str]) -> str:
        short = _COLOUR.sub(colour, _USUAL.sub("", found[0]))
        return _PLACE.sub(place, _WORD.sub(r'\1 x="\2" y="\3"', short))

    plain = _TAG.sub(tag, _NOTHING.sub("", drawn))
    return plain.replace("<svg ", f"<svg{''.join(_FOR_ALL)} ", 1)
