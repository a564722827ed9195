"""Files of all kinds as somebody might hand them in, made by the libraries that others use too."""

import zipfile
from collections.abc import Callable
from io import BytesIO

from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String
from PIL import Image, PngImagePlugin

GPS = {1: "N", 2: (52.0, 28.0, 59.0), 3: "W", 4: (1.0, 53.0, 37.0)}  # of Birmingham
MAKER, AUTHOR = "Secretphone", "PC 1234 Jones"


def jpeg(width: int = 60, height: int = 40, *, turned: bool = False) -> bytes:
    """Give a photograph that says where and with what it was taken."""
    picture, file = Image.new("RGB", (width, height), "teal"), BytesIO()
    notes = Image.Exif()
    notes[0x010F] = MAKER
    notes[0x0112] = 6 if turned else 1
    notes.get_ifd(0x8825).update(GPS)
    picture.save(file, "JPEG", exif=notes, comment=AUTHOR.encode(), quality=90)
    return file.getvalue()


def png(mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> bytes:
    """Give a picture with words in it."""
    file, notes = BytesIO(), PngImagePlugin.PngInfo()
    notes.add_text("Author", AUTHOR)
    Image.new(mode, size).save(file, "PNG", pnginfo=notes)
    return file.getvalue()


def pdf(change: Callable[[Pdf], object] = bool, *, key: str | None = None, pages: int = 1) -> bytes:
    """Give a document of a page with a photograph, after a change."""
    file = BytesIO()
    with Pdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(300, 200))
        photo = made.make_stream(
            jpeg(),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=60,
            Height=40,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        if pages:
            made.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=photo))
            made.pages[0].Contents = made.make_stream(b"q 60 0 0 40 10 10 cm /Im0 Do Q")
        made.docinfo["/Author"] = AUTHOR
        with made.open_metadata() as notes:
            notes["dc:creator"] = [AUTHOR]
        change(made)
        locked = Encryption(owner="x", user=key) if key is not None else False
        made.save(file, encryption=locked)
    return file.getvalue()


def archive() -> bytes:
    """Give a ZIP."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("run.js", "alert(1)")
    return file.getvalue()


def link(to: str) -> Dictionary:
    """Give a link on a page."""
    action = Dictionary(S=Name.URI, URI=String(to))
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
