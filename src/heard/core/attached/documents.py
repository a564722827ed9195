"""Reads a PDF to its last object and saves it anew, if nothing in it does anything by itself.

It may show words and pictures and lead to web pages, and that is all. What its author's machine
wrote into it goes, in the photographs in it as well. Source: ISO 32000-1, 12.6.4 (actions), 7.11.4
(files in it), 12.7.8 (XFA), 7.6 (encryption), 14.3 (metadata).
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import chain

from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    PasswordError,
    Pdf,
    PdfError,
    Stream,
)

from heard.core.attached.jpeg import bared
from heard.core.attached.kinds import Clean, Kind, NotSafe

MOST_PAGES = 40
_SCRIPT, _FORM = "has a script in it", "has a form in it that sends or fills itself"
_STARTS = "starts a program, or opens another file"
_FILES, _OPENS = "has other files in it", "does something by itself when it is opened"
_LOCKED = "is encrypted"
_PLAYS = "has sound, films or things that move in it"
_KEYS = {  # of what does something
    "/JS": _SCRIPT,
    "/JavaScript": _SCRIPT,
    "/XFA": _FORM,
    "/EmbeddedFiles": _FILES,
    "/EF": _FILES,
    "/AF": _FILES,
    "/Collection": _FILES,
    "/AA": _OPENS,
    "/RichMediaContent": _PLAYS,
    "/RichMediaSettings": _PLAYS,
}
_ACTIONS = {
    "/JavaScript": _SCRIPT,
    "/Launch": _STARTS,
    "/GoToR": _STARTS,
    "/GoToE": _STARTS,
    "/Thread": _STARTS,
    "/SubmitForm": _FORM,
    "/ResetForm": _FORM,
    "/ImportData": _FORM,
    "/Rendition": _PLAYS,
    "/Movie": _PLAYS,
    "/Sound": _PLAYS,
    "/GoTo3DView": _PLAYS,
    "/RichMediaExecute": _PLAYS,
}
_SUBTYPES = {"/FileAttachment": _FILES, "/RichMedia": _PLAYS, "/Movie": _PLAYS, "/3D": _PLAYS}
_LEADS = ("https://", "http://", "mailto:", "tel:")  # where a link in it may lead
_TOLD = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")


def resaved(content: bytes) -> Clean:
    """Give a PDF without anything but its pages. NotSafe."""
    try:
        # What is damaged is not mended: two readers would mend it in two ways.
        with Pdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            _look(pdf)
            del pdf.docinfo
            file = BytesIO()
            pdf.remove_unreferenced_resources()
            pdf.save(file, object_stream_mode=ObjectStreamMode.generate)
    except NotSafe:
        raise
    except PasswordError:
        raise NotSafe(_LOCKED) from None
    except (PdfError, ValueError, KeyError, TypeError, RuntimeError):
        raise NotSafe("is damaged") from None
    return Clean(kind=Kind.PDF, content=file.getvalue())


def _look(pdf: Pdf) -> None:
    """Look at each object of it, and take away what tells of its author. NotSafe."""
    if pdf.is_encrypted:
        raise NotSafe(_LOCKED)
    if not 0 < len(pdf.pages) <= MOST_PAGES:
        raise NotSafe(f"has no page, or more than {MOST_PAGES}")
    opens = pdf.Root.get("/OpenAction")
    if isinstance(opens, Dictionary):
        raise NotSafe(_OPENS)
    for one in chain.from_iterable(map(_within, pdf.objects)):
        _require_still(one)
        for name in _TOLD:
            if name in one:
                del one[name]
        if isinstance(one, Stream):
            _bare(pdf, one)


def _bare(pdf: Pdf, stream: Stream) -> None:
    """Take the notes out of a photograph; whatever it was packed into once more goes, too."""
    given = stream.get("/Filter", Array([]))
    filters = list(given) if isinstance(given, Array) else [given]
    if not filters or filters[-1] != Name.DCTDecode:
        return
    photo = stream.read_raw_bytes()
    if len(filters) > 1:
        packed = pdf.make_stream(b"")
        packed.write(photo, filter=Array(filters[:-1]))
        photo = packed.read_bytes()
    stream.write(bared(photo), filter=Name.DCTDecode)


def _within(found: Object) -> Iterator[Object]:
    """Give what has names in one object: itself, and what stands in it and nowhere else."""
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Dictionary | Stream):
            yield one
            held: list[object] = [one[name] for name in one.keys()]  # noqa: SIM118 - a stream is none otherwise
        elif isinstance(one, Array):
            held = list(one)
        else:
            continue
        waiting += [each for each in held if isinstance(each, Object) and not each.is_indirect]


def _require_still(one: Object) -> None:
    for name in one.keys():  # noqa: SIM118 - a stream is none otherwise
        if name in _KEYS:
            raise NotSafe(_KEYS[name])
    for kinds, name in ((_ACTIONS, "/S"), (_SUBTYPES, "/Subtype"), (_SUBTYPES, "/Type")):
        wrong = kinds.get(str(one.get(name, "")))
        if wrong:
            raise NotSafe(wrong)
    leads = str(one.get("/URI", "")).strip().lower()
    if str(one.get("/S", "")) == "/URI" and not leads.startswith(_LEADS):
        raise NotSafe("has a link in it that leads to no web page")
