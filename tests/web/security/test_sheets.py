"""Whatever a text begins with, no sheet that leaves Heard holds a formula."""

import csv
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

import openpyxl  # type: ignore[import-untyped]
import pytest
from django.test import Client

from heard.accounts.models import User
from heard.eligibility.models import Programme
from heard.journal.write import SYSTEM
from heard.questionnaires import drafts
from heard.web.sheets import STARTS
from tests.addresses import routes
from tests.insight.flow import known
from tests.insight.teams import replies
from tests.insight.waved import said, wave
from tests.membership.driven import a_code
from tests.questionnaires.forms import write_form
from tests.web.api.reader import a_key
from tests.web.parts import path_of
from tests.web.security.headers import is_sheet
from tests.web.staff.people import NOW, inside

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

FORMULA = "1+1|cmd"
VIEW = "survey=sms_contact&question=treatment&by=team"
SUFFIXES = ("csv", "tsv", "xlsx", "xls", "ods", "parquet", "md", "xml")
# Every address that answers with a sheet, and at least how many of its texts begin like a formula.
SHEETS = {
    ("api/figures.csv", ""): len(STARTS),
    ("staff/explore/file/<str:suffix>", "csv"): len(STARTS),
    ("staff/explore/file/<str:suffix>", "xlsx"): len(STARTS),
    ("staff/questionnaires/<slug:form>/<int:number>/file/<str:suffix>", "xlsx"): 0,
    ("staff/drafts/<int:draft>/file/<str:suffix>", "xlsx"): 1,
    ("staff/community/file/<str:suffix>", "csv"): 0,  # codes and names of areas, and counts
    ("staff/community/file/<str:suffix>", "xlsx"): 0,
    ("staff/chat-measures/file/<str:suffix>", "csv"): 0,  # the questions that ship, and counts
    ("staff/community/confidence/file/<str:suffix>", "csv"): 0,  # the questions that ship
    ("staff/community/confidence/file/<str:suffix>", "xlsx"): 0,
    ("staff/community/drives/file/<str:suffix>", "csv"): 2,
    ("staff/community/drives/file/<str:suffix>", "xlsx"): 2,
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def hostile() -> int:
    """Let every text that people type, or a feed brings, begin as a formula does."""
    for start in STARTS:
        replies(f"{start}{FORMULA}", 12, 6, people=0)
    said(wave(), {"good_job": 2}, n=12)
    known()
    Programme.objects.filter(slug="sms_contact").update(name=f"={FORMULA}")
    a_code(name=f"={FORMULA}")
    label = f"={FORMULA}".replace("|", "\\|")
    form = write_form(("text", "comment", label, "no", "TEXT", "free_text"))
    return drafts.save(form, by=SYSTEM, now=NOW).pk


def answers(draft: int) -> dict[tuple[str, str], "Response"]:
    """Ask machines' addresses, and each that names a kind of file in every kind.

    All others are asked in `tests/web/test_access.py`, which lets none of them be a sheet.
    """
    client, key = inside(User.Role.ADMINISTRATOR), a_key(teams=True)
    machine = {"Authorization": f"Bearer {key}"}
    found = {}
    for route in routes():
        by_kind = SUFFIXES if "<str:suffix>" in route else ()
        for suffix in ("",) if route.startswith("api/") else by_kind:
            told = route.replace("<str:suffix>", suffix).replace("<int:draft>", str(draft))
            headers = machine if route.startswith("api/") else {}
            who = Client() if headers else client
            found[route, suffix] = who.get(f"{path_of(told)}?{VIEW}", headers=headers)
    return found


def test_no_sheet_of_any_address_holds_a_formula(hostile: int) -> None:
    sheets = {where: answer for where, answer in answers(hostile).items() if is_sheet(answer)}
    assert sheets.keys() == SHEETS.keys()
    for where, answer in sheets.items():
        kept = _of_csv(answer.content) if "csv" in "".join(where) else _of_workbook(answer.content)
        assert (where, kept >= SHEETS[where]) == (where, True)


def _of_csv(content: bytes) -> int:
    """Say how many cells were made harmless; none may be left as it was."""
    rows = [*csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))]
    cells = [cell for row in rows for cell in row if FORMULA in cell]
    assert [cell for cell in cells if cell.startswith(STARTS)] == []
    return len([cell for cell in cells if cell[1:].startswith(STARTS)])


def _of_workbook(content: bytes) -> int:
    """Say how many cells are texts that would be formulas; each is marked as a text."""
    book = openpyxl.load_workbook(BytesIO(content))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    found = [cell for cell in cells if isinstance(cell.value, str) and cell.value[:1] in STARTS]
    assert [cell.value for cell in found if not cell.quotePrefix] == []
    return len([cell for cell in found if FORMULA in cell.value])
