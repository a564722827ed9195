"""Draws a picture anew from its pixels alone: what else stood in its file is gone.

That takes where and by whom it was taken, its thumbnail, comments, colour profile, and whatever
was hung on to its end. Source: OWASP, "File Upload Cheat Sheet", image rewriting.
"""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from heard.core.attached.kinds import Clean, Kind, NotSafe

MOST_PIXELS = 50_000_000  # of what comes in: a good telephone takes 48 million
LONGEST_SIDE = 2_000  # pixels of what is kept; a page shows 960 at most
_TOO_MANY = f"has more than {MOST_PIXELS // 1_000_000} million pixels"
_QUALITY = 85
_FORMS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG"}
_SOLID, _CLEAR = "RGB", "RGBA"
_WRONG = (OSError, ValueError, SyntaxError)


def redrawn(content: bytes, kind: Kind) -> Clean:
    """Decode a picture of this kind and encode it anew, at most LONGEST_SIDE long. NotSafe."""
    drawn = _decoded(content, kind)
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn.info.clear()
    file = BytesIO()
    if kind is Kind.JPEG:
        drawn.save(file, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    else:
        drawn.save(file, "PNG", optimize=True)
    return Clean(kind=kind, content=file.getvalue(), width=drawn.width, height=drawn.height)


def _decoded(content: bytes, kind: Kind) -> Image.Image:
    """Give its pixels, the right way up. Its size is known before any of them is decoded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(BytesIO(content), formats=[_FORMS[kind]]) as read:
                _require_few(read)
                read.load()
                upright = ImageOps.exif_transpose(read)
                clear = kind is Kind.PNG and upright.has_transparency_data
                return upright.convert(_CLEAR if clear else _SOLID)
        except NotSafe:
            raise
        except Image.DecompressionBombError:  # so many that not even the check above was reached
            raise NotSafe(_TOO_MANY) from None
        except _WRONG:
            raise NotSafe("is damaged, or is no picture") from None


def _require_few(read: Image.Image) -> None:
    if read.width * read.height > MOST_PIXELS:
        raise NotSafe(_TOO_MANY)
