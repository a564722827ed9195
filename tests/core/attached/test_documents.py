"""A PDF comes through as its pages, or is refused for what it would do."""

import base64
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Object, Pdf, Stream, String

from heard.core.attached.clean import clean
from heard.core.attached.jpeg import bared
from heard.core.attached.kinds import Kind, NotSafe
from tests.core.attached.made import AUTHOR, MAKER, archive, jpeg, link, pdf

Change = Callable[[Pdf], object]


def named(entries: dict[str, Object]) -> Dictionary:
    return Dictionary({f"/{name}": value for name, value in entries.items()})


def acting(**action: Object) -> Change:
    """Give a page something to press that does this."""

    def change(made: Pdf) -> None:
        note = link("https://example.org")
        note.A = named(action)
        made.pages[0].Annots = Array([note])

    return change


def on_page(**entry: Object) -> Change:
    return lambda made: made.pages[0].obj.update(named(entry))


def on_root(**entry: Object) -> Change:
    return lambda made: made.Root.update(named(entry))


def holding(made: Pdf) -> None:
    made.attachments["x.exe"] = AttachedFileSpec.from_filepath(made, Path(__file__))


SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
REFUSED: dict[str, tuple[Change, str]] = {
    "script": (acting(S=Name.JavaScript, JS=String("app.alert(1)")), "has a script in it"),
    "script by name": (
        on_root(Names=Dictionary(JavaScript=Dictionary(Names=Array([String("x"), SCRIPT])))),
        "has a script in it",
    ),
    "next": (
        acting(S=Name.URI, URI=String("https://example.org"), Next=Array([SCRIPT])),
        "has a script in it",
    ),
    "launch": (acting(S=Name.Launch, F=String("cmd.exe")), "starts a program"),
    "other file": (acting(S=Name.GoToR, F=String("\\\\host\\x.pdf")), "starts a program"),
    "submit": (acting(S=Name.SubmitForm, F=String("https://example.org")), "has a form in it"),
    "import": (acting(S=Name.ImportData, F=String("x.fdf")), "has a form in it"),
    "xfa": (on_root(AcroForm=Dictionary(Fields=Array([]), XFA=String("<x/>"))), "has a form"),
    "opens": (on_root(OpenAction=Dictionary(S=Name.Named, N=Name.Print)), "does something by"),
    "on a page": (on_page(AA=Dictionary(O=Dictionary(S=Name.Named))), "does something by"),
    "files": (holding, "has other files in it"),
    "file note": (
        on_page(Annots=Array([Dictionary(Subtype=Name.FileAttachment)])),
        "has other files in it",
    ),
    "film": (on_page(Annots=Array([Dictionary(Subtype=Name.RichMedia)])), "has sound, films"),
    "link to a script": (acting(S=Name.URI, URI=String("javascript:alert(1)")), "has a link"),
    "link to a disc": (acting(S=Name.URI, URI=String("file:///c:/x.exe")), "has a link"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_something_is_refused(what: str) -> None:
    change, why = REFUSED[what]
    with pytest.raises(NotSafe) as refused:
        clean(pdf(change))
    assert str(refused.value).startswith(why)


def test_pages_and_links_come_through_and_nothing_about_its_author() -> None:
    def change(made: Pdf) -> None:
        made.pages[0].Annots = Array([link("https://example.org"), link("tel:101")])
        made.Root.OpenAction = Array([made.pages[0].obj, Name.Fit])

    given = pdf(change)
    assert AUTHOR.encode() in given
    assert MAKER.encode() in given
    found = clean(given)
    assert (found.kind, found.width) == (Kind.PDF, 0)
    with Pdf.open(BytesIO(found.content)) as read:
        page = read.pages[0]
        assert [str(one.A.URI) for one in page.Annots] == ["https://example.org", "tel:101"]
        photo = page.Resources.XObject.Im0.read_raw_bytes()
        assert (dict(read.docinfo), "/Metadata" in read.Root) == ({}, False)
        whole = b"".join(x.read_raw_bytes() for x in read.objects if isinstance(x, Stream))
    assert photo.startswith(b"\xff\xd8")
    for told in (AUTHOR, MAKER):
        assert told.encode() not in found.content + photo + whole


@pytest.mark.parametrize("key", ["", "secret"])
def test_what_is_encrypted_is_refused_with_a_password_or_without(key: str) -> None:
    with pytest.raises(NotSafe, match="is encrypted"):
        clean(pdf(key=key))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (b"%PDF-1.7\n", "is damaged"),
        (b"%PDF-1.7\n" + archive(), "is damaged"),
        (pdf()[:400], "is damaged"),
        (pdf(pages=0), "has no page"),
        (pdf(pages=41), "more than 40"),
    ],
)
def test_what_is_no_document_is_refused(given: bytes, why: str) -> None:
    with pytest.raises(NotSafe, match=why):
        clean(given)


@pytest.mark.parametrize("tail", [archive(), b"<script>alert(1)</script>"])
def test_what_hangs_on_to_a_document_does_not_come_through(tail: bytes) -> None:
    assert tail not in clean(pdf() + tail).content
    with pytest.raises(NotSafe, match="is no PDF"):
        clean(tail + pdf())


@pytest.mark.parametrize(
    ("filters", "packed"),
    [
        ([Name.FlateDecode, Name.DCTDecode], zlib.compress(jpeg())),
        ([Name.ASCII85Decode, Name.DCTDecode], base64.a85encode(jpeg()) + b"~>"),
    ],
)
def test_a_photograph_that_was_packed_once_more_loses_its_notes(
    filters: list[Name], packed: bytes
) -> None:
    def change(made: Pdf) -> None:
        made.pages[0].Resources.XObject.Im0.write(packed, filter=Array(filters))

    with Pdf.open(BytesIO(clean(pdf(change)).content)) as read:
        photo = read.pages[0].Resources.XObject.Im0.read_raw_bytes()
    assert (photo[:2], MAKER.encode() in photo) == (b"\xff\xd8", False)


def test_every_wrong_byte_is_refused_or_comes_out_as_pages() -> None:
    given = pdf()
    for at in range(0, len(given), 97):
        try:
            found = clean(given[:at] + b"\x00/JS(" + given[at + 5 :])
        except NotSafe:
            continue
        with Pdf.open(BytesIO(found.content)) as read:
            assert (len(read.pages), AUTHOR.encode() in found.content) == (1, False)


def test_a_photograph_without_its_notes_has_the_same_pixels() -> None:
    given = jpeg()
    bare = bared(given)
    assert bare[-200:] == given[-200:]
    assert (MAKER.encode() in bare, AUTHOR.encode() in bare) == (False, False)
    for wrong in (b"no", given[:30], b"\xff\xd8" + bytes(9)):
        with pytest.raises(ValueError, match="no"):
            bared(wrong)
