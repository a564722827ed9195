"""Drafts come in as workbooks, CSV and tables; what is bad is refused, and nothing lost."""

import html
import io
import zipfile

import pytest
from django.test import Client
from openpyxl import load_workbook  # type: ignore[import-untyped]

from heard.questionnaires import queries
from heard.questionnaires.export import workbook
from heard.questionnaires.models import Manuscript
from heard.web import uploads
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.questionnaires.bilingual import bilingual
from tests.web.staff.people import read
from tests.web.staff.questionnaires.sending import NEW, newest, said, typed, upload

pytestmark = pytest.mark.django_db
BOOK = "The file must be an XLSForm as Markdown, CSV or .xlsx."
MACROS = "The workbook has macros or other files in it"
LAUGHS = """<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>"""


def _with(part: str, content: bytes) -> bytes:
    """Give a good workbook with one part of it replaced, or added."""
    before, after = zipfile.ZipFile(io.BytesIO(workbook(bilingual()))), io.BytesIO()
    with zipfile.ZipFile(after, "w", zipfile.ZIP_DEFLATED) as made:
        for name in before.namelist():
            if name != part:
                made.writestr(name, before.read(name))
        made.writestr(part, content)
    return after.getvalue()


def _laughing() -> bytes:
    page = zipfile.ZipFile(io.BytesIO(workbook(bilingual()))).read("xl/worksheets/sheet1.xml")
    return _with("xl/worksheets/sheet1.xml", LAUGHS.encode() + page.replace(b"type", b"&c;"))


def _tall() -> bytes:
    book = load_workbook(io.BytesIO(workbook(bilingual())))
    for number in range(2_001):
        book["choices"].append(["tall", str(number), "x", "x"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_becomes_a_draft(ann: Client) -> None:
    answer = upload(ann, workbook(ALL_KINDS))
    assert said(answer) == (303, f"/staff/drafts/{newest().pk}")
    assert (newest().slug, newest().saved_by_label) == ("trial", "Ann Lee")
    assert "Faults None." in read(ann, f"/staff/drafts/{newest().pk}")


def test_csv_and_markdown_become_drafts_and_so_do_tables_that_are_typed(cat: Client) -> None:
    sheets = 'survey,,,\n,type,name,label\n,text,comment,"Any|thing?"\n'
    assert said(upload(cat, sheets.encode()))[0] == 303
    assert "Any\\|thing?" in newest().source
    assert said(upload(cat, b"\xef\xbb\xbf" + bilingual().encode()))[0] == 303
    assert newest().source == bilingual()
    assert said(typed(cat, bilingual(number="2")))[0] == 303
    assert newest().source == bilingual(number="2")


def test_a_draft_with_faults_is_kept_and_lists_them_by_cell(ann: Client) -> None:
    assert said(typed(ann, bilingual(welsh="", number="next")))[0] == 303
    page = read(ann, f"/staff/drafts/{newest().pk}")
    assert "2 keep it from being published" in page
    assert (
        "Sheet survey, row 2, column label::Welsh (cy): must not be empty: "
        "every language needs every word."
    ) in page
    assert "Sheet settings, row 2, column version: must be a whole number from 1." in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK broken", BOOK),
        (b"PK\x03\x04" + bytes(200), BOOK),
        (workbook(bilingual())[:-200], BOOK),
        (_with("xl/workbook.xml", b"<nothing"), BOOK),
        (_laughing(), BOOK),
        (
            _with("xl/vbaProject.bin", b"x"),
            f"{MACROS} (xl/vbaProject.bin): save it as a plain .xlsx.",
        ),
        (
            _with("big.bin", bytes(50_000_001)),
            "The workbook unpacks to more than 50,000,000 bytes.",
        ),
        (_tall(), "Sheet choices has more than 2,000 rows or 100 columns."),
        (bytes(5_000_001), "The file has more than 5,000,000 bytes."),
        (b"\xff\xfe\x00bad", "The file must be a workbook (.xlsx), or text in UTF-8"),
        (b"", BOOK),
        (b"just words", BOOK),
        (bilingual().encode() + b"\0", "The file has a character in it that is none: NUL."),
    ],
    ids=[
        *("broken", "zeros", "cut", "no-xml", "entities", "macros", "bomb", "tall", "large"),
        *("binary", "empty", "words", "nul"),
    ],
)
def test_what_is_bad_is_refused_in_a_sentence_and_what_was_there_stays(
    ann: Client, content: bytes, sentence: str
) -> None:
    typed(ann, bilingual())
    draft = newest()
    path = f"/staff/drafts/{draft.pk}/edit"
    answer = upload(ann, content, path=path, source=draft.source)
    assert said(answer) == (400, sentence)
    assert draft.source in html.unescape(answer.content.decode())
    assert list(Manuscript.objects.all()) == [draft]
    assert said(upload(ann, content)) == (400, sentence)


def test_a_page_without_anything_in_it_is_said_to_be_so(ann: Client) -> None:
    assert said(typed(ann, " ")) == (400, "Choose a file, or write the tables here")
    nul = said(typed(ann, bilingual() + "\0"))
    assert nul == (400, "Null characters are not allowed.")


def test_a_file_beside_tables_that_were_changed_loses_neither(ann: Client) -> None:
    typed(ann, bilingual())
    path = f"/staff/drafts/{newest().pk}/edit"
    changed = bilingual(question="How kind were we?")
    answer = upload(ann, workbook(ALL_KINDS), path=path, source=changed)
    assert said(answer) == (400, "Send either a file or what is written here, not both")
    assert changed in html.unescape(answer.content.decode())


def test_what_is_typed_and_cannot_be_read_is_still_there(ann: Client) -> None:
    answer = typed(ann, "| half a table")
    assert answer.status_code == 400
    assert "| half a table</textarea>" in answer.content.decode()


def test_nobody_writes_over_what_somebody_saved_meanwhile(ann: Client, ben: Client) -> None:
    typed(ann, bilingual())
    path = f"/staff/drafts/{newest().pk}/edit"
    typed(ben, bilingual(question="How kind were we?"), path=path)
    mine = bilingual(question="How fair were we?")
    answer = typed(ann, mine, path=path)
    assert said(answer)[1].startswith("Somebody else has saved this draft meanwhile")
    assert f'href="/staff/drafts/{newest().pk}"' in answer.content.decode()
    assert mine in html.unescape(answer.content.decode()).replace("\r\n", "\n")
    assert "How kind were we?" in newest().source


def test_a_draft_begins_with_the_tables_of_a_version(ann: Client) -> None:
    version = queries.find_version("pilot", 3)
    assert version is not None
    page = html.unescape(ann.get(f"{NEW}?from=pilot/3").content.decode())
    assert version.source.strip() in page
    for nothing in ("pilot/99", "pilot/x", "pilot/123456", "x"):
        assert "<textarea" in ann.get(f"{NEW}?from={nothing}").content.decode()


def test_a_viewer_reads_and_writes_nothing(vic: Client, ann: Client) -> None:
    typed(ann, bilingual())
    assert typed(vic, bilingual(number="2")).status_code == 403
    assert vic.get(f"/staff/drafts/{newest().pk}/edit").status_code == 403
    assert "Change it" not in read(vic, f"/staff/drafts/{newest().pk}")
    assert Manuscript.objects.count() == 1


def test_a_file_that_is_too_large_is_dropped_as_it_comes(
    ann: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 100)
    assert said(upload(ann, bilingual().encode()))[0] == 400
    assert not Manuscript.objects.exists()
