"""Makes the PDF of a poster with Typst: one page, tagged, the same bytes for the same words."""

import json
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import segno
import typst

from heard.core.posters.poster import Poster, PosterError, check, texts

_HERE = Path(str(files("heard.core.posters")))
_DOTS = 20  # a module of a QR code, as a picture of dots
_QUIET = 4  # modules of white around a QR code, by ISO/IEC 18004


def make(poster: Poster) -> bytes:
    """Give the poster as PDF/UA-1, or raise PosterError with the item and the rule it breaks.

    Words are handed to Typst as data and never read as its markup. It prints no box in the place
    of a letter that its fonts lack: under PDF/UA-1 it refuses, and then that letter is named.
    """
    check(poster)
    words = {
        "paper": poster.paper,
        "force": poster.force,
        "place": poster.place,
        "title": f"{poster.languages[0].heading} ({poster.place})",
        "code": poster.code,
        "address": poster.address,
        "qr": qr_svg(poster.address),
        "languages": [
            {
                "code": language.code,
                "direction": language.direction,
                "heading": language.heading,
                "sentences": language.sentences,
            }
            for language in poster.languages
        ],
    }
    try:
        return _print({"poster": json.dumps(words)})
    except typst.TypstError as error:
        raise _refusal(poster) from error


def _print(inputs: dict[str, str]) -> bytes:
    return typst.compile(
        _HERE / "poster.typ",
        root=_HERE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards="ua-1",
        timestamp=0,
    )


def _refusal(poster: Poster) -> PosterError:
    for item, text in texts(poster):
        if not _can_print(text):
            lacking = "".join(letter for letter in text if not _can_print(letter))
            return PosterError(item, f"no font here has {lacking!r}")
    rule = f"do not fit on {poster.paper} in type that can be read: say less, or print it larger"
    return PosterError("languages", rule)


def _can_print(text: str) -> bool:
    try:
        _print({"sample": text})
    except typst.TypstError:
        return False
    return True


def qr_png(address: str) -> bytes:
    """Give the QR code of an address as a picture of dots, sharp at the width of a hand."""
    picture = BytesIO()
    _code(address).save(picture, kind="png", scale=_DOTS, border=_QUIET)
    return picture.getvalue()


def qr_svg(address: str) -> str:
    """Draw the QR code as one shape, so that no viewer shows seams between its modules."""
    rows = list(_code(address).matrix_iter(border=_QUIET))
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, modules in enumerate(rows)
        for column, dark in enumerate(modules)
        if dark
    )
    box = f'viewBox="0 0 {len(rows)} {len(rows)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><path d="{path}"/></svg>'


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="q", micro=False)


@lru_cache
def _fonts() -> typst.Fonts:
    """Read the fonts that the build put here, and none of the machine's own."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_HERE / "fonts"]
    )
